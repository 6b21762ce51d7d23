#include "maps/evaluator.h"

#include "engine/base/json/json.h"
#include "engine/model/decimal.h"
#include "engine/model/text.h"

#include <algorithm>
#include <charconv>

namespace longshore::maps {
namespace {

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Evaluator::Evaluator(const RunInput& input, const Walker& walker, Trace* trace)
    : input_(input), walker_(walker), trace_(trace), read_in_(input.transaction.segments.size(), 0) {
  if (trace_) trace_->segments_read.assign(input.transaction.segments.size(), false);
}

void Evaluator::begin_event(std::int64_t index) {
  ++event_;
  index_ = index;
  out_.clear();
  members_.clear();
  kept_.clear();
  read_.clear();
  refs_.clear();
  occurred_at_.clear();
}

std::string_view Evaluator::data(const std::vector<Field>& fields, const Frame& frame) {
  pointer_.clear();
  return object(fields, frame) ? std::string_view(out_) : std::string_view("{}");
}

// Top-level members are known; only below them one has to look.
std::string_view Evaluator::raw(std::string_view pointer) const {
  auto slash = pointer.find('/', 1);
  auto name = pointer.substr(1, slash == std::string_view::npos ? slash : slash - 1);
  auto found = std::ranges::lower_bound(top_, name, {}, &Member::key);
  if (found == top_.end() || found->key != name) return {};
  auto text = std::string_view(out_).substr(found->begin, found->end - found->begin);
  return slash == std::string_view::npos ? text : json::raw_at(text, pointer.substr(slash));
}

const std::vector<std::uint32_t>& Evaluator::read() {
  std::ranges::sort(read_);
  return read_;
}

Diagnostic Evaluator::at(Code code, std::string message, std::uint32_t segment, const CompiledPath* path) const {
  auto out = diagnose(code, std::move(message));
  const auto& where = walker_.segment(segment);
  out.segment_position = where.position();
  out.segment_id = std::string(where.tag());
  out.byte_range = where.byte_range();
  if (path && path->path.element) {
    out.element = path->path.element->index;
    auto part = where.component(path->path.element->index, path->path.element->component);
    if (where.component_count(path->path.element->index) > 1) out.component = path->path.element->component;
    if (!part.empty()) out.byte_range = where.range_of(part);
    out.value = where.value(path->path.element->index, path->path.element->component).substr(0, 200);
  }
  return out;
}

void Evaluator::fault(OnFault policy, Diagnostic diagnostic) {
  using Verdict = RunOutput::Verdict;
  if (policy == OnFault::null) return;
  diagnostic.severity = policy == OnFault::warn ? Severity::warning : Severity::error;
  diagnostics_.push_back(std::move(diagnostic));
  if (policy == OnFault::reject) verdict_ = Verdict::rejected;
  if (policy == OnFault::hold && verdict_ == Verdict::ok) verdict_ = Verdict::held;
}

void Evaluator::note_read(std::uint32_t segment) {
  if (std::exchange(read_in_[segment], event_) != event_) read_.push_back(segment);
  if (recording_ != 0) recorded_.push_back(segment);
}

void Evaluator::note_read(std::uint32_t segment, const ElementRef& element, const SourceLocation& where) {
  note_read(segment);
  if (!trace_) return;
  trace_->segments_read[segment] = true;
  if (pointer_.empty() || element.index == 0) return;
  const auto& of = walker_.segment(segment);
  trace_->reads.push_back(
      {pointer_, segment, element, of.range_of(of.component(element.index, element.component)), where});
}

// A component separator inside an element that the dictionary does not split is data.
std::string_view Evaluator::data_of(std::uint32_t index, const ElementRef& element, std::uint32_t repetition) {
  const auto& segment = walker_.segment(index);
  const auto* definition = input_.placement.segments[index].segment;
  const auto* use = definition ? definition->at(element.index) : nullptr;
  bool simple = use && use->element && input_.interchange.standard == parsers::Standard::x12;
  auto written = simple && segment.repetition_count(element.index) <= 1
                     ? segment.element(element.index)
                     : segment.component(element.index, element.component, repetition);
  bool released = segment.delimiters().release && written.contains(*segment.delimiters().release);
  if (!released && is_plain(written)) return trim(written);
  auto decoded = segment.decoded(written);
  return keep(std::string(trim(decoded)));
}

Evaluator::Hits Evaluator::hits(const CompiledPath& path, const Frame& frame) {
  auto out = hit_lists_.take();
  const auto& element = *path.path.element;
  for (auto index : walker_.find(path, frame)) {
    const auto& segment = walker_.segment(index);
    if (element.index > segment.element_count()) continue;
    auto repetitions = std::max(1U, segment.repetition_count(element.index));
    for (std::uint32_t repetition = 1; repetition <= repetitions; ++repetition) {
      auto value = data_of(index, element, repetition);
      if (value.empty()) continue;
      out->push_back({index, value});
      note_read(index, element, path.where);
    }
  }
  return out;
}

std::optional<Evaluator::Hit> Evaluator::first_hit(const CompiledPath& path, const Frame& frame) {
  auto found = hits(path, frame);
  if (found.empty()) return std::nullopt;
  return found.front();
}

bool Evaluator::holds(const Condition& condition, const Frame& frame) {
  auto found = hits(condition.path, frame);
  if (condition.kind == Condition::Kind::present) return !found.empty();
  if (condition.kind == Condition::Kind::absent) return found.empty();
  return std::ranges::any_of(
      found, [&](const auto& hit) { return std::ranges::find(condition.values, hit.value) != condition.values.end(); });
}

bool Evaluator::holds(const Expression& expression, const Frame& frame) {
  frame_ = frame;
  return truth_of(evaluate(expression, *this));
}

// ---- look-ups and types ---------------------------------------------------------------------------------------------

Evaluator::Tables Evaluator::tables(const std::string& lookup, const std::string& table) const {
  Tables out;
  auto own = [&](const std::string& name) {
    auto found = input_.profile.codes.find(name);
    return found == input_.profile.codes.end() ? nullptr : &found->second;
  };
  out.own[0] = own(lookup);
  out.own[1] = own(table);
  out.shipped = input_.table(table);
  out.known = true;
  return out;
}

const Evaluator::Tables& Evaluator::tables(const LookupUse& use) {
  if (use.number >= tables_.size()) tables_.resize(use.number + 1);
  auto& kept = tables_[use.number];
  if (!kept.known) kept = tables(use.name, use.table);
  return kept;
}

const CodeRow* Evaluator::row(const Tables& tables, std::string_view code) {
  for (const auto* own : tables.own) {
    if (!own) continue;
    if (auto found = own->find(code); found != own->end()) return &found->second;
  }
  return tables.shipped ? tables.shipped->find(code) : nullptr;
}

const std::string* Evaluator::profile_value(std::string_view name) const {
  auto found = input_.profile.values.find(name);
  return found == input_.profile.values.end() || found->second.empty() ? nullptr : &found->second;
}

void Evaluator::unknown_code(const LookupUse& use, std::string_view code, std::uint32_t segment,
                             const CompiledPath* path) {
  auto written = std::string(code);
  auto diagnostic = at(Code::CODE_UNKNOWN, "the code " + written + " is not in " + use.table, segment, path);
  diagnostic.value = written;
  diagnostic.expected = "a code of " + use.table + ", or a row of the partner's own under codes: {" + use.name + ": {" +
                        written + ": …}}";
  fault(use.on_miss, std::move(diagnostic));
}

std::optional<Evaluator::Scalar> Evaluator::looked_up(const Field& field, const Hit& hit) {
  const auto& use = *field.lookup;
  const auto& from = tables(use);
  const auto* found = row(from, hit.value);
  if (!found && from.shipped && from.shipped->identity) return Scalar{hit.value};
  if (!found) {
    unknown_code(use, hit.value, hit.segment, field.source.paths.empty() ? nullptr : &field.source.paths.front());
    if (use.miss_value.empty()) return std::nullopt;
    return Scalar{use.miss_value};
  }
  auto attribute = found->find(field.lookup_attribute);
  if (attribute == found->end() || attribute->second.empty()) return std::nullopt;
  return Scalar{attribute->second};
}

// Decimals that are not written: N2 has two.
std::optional<int> Evaluator::implied_places(const Field& field, const Hit& hit) const {
  if (field.source.paths.empty() || !field.source.paths.front().path.element) return std::nullopt;
  const auto* definition = input_.placement.segments[hit.segment].segment;
  const auto* use = definition ? definition->at(field.source.paths.front().path.element->index) : nullptr;
  const bool implied =
      use && use->element && use->element->type == guide::ElementType::integer && use->element->decimals;
  return implied ? std::optional<int>(use->element->decimals) : std::nullopt;
}

std::optional<Decimal> Evaluator::number_of(const Field& field, const Hit& hit) const {
  if (const auto places = implied_places(field, hit)) return Decimal::parse_implied(hit.value, *places);
  auto mark = input_.interchange.delimiters.decimal_mark;
  auto number = Decimal::parse(hit.value, mark);
  return !number && mark == ',' ? Decimal::parse(hit.value) : number;
}

std::optional<Evaluator::Scalar> Evaluator::typed(const Field& field, const Hit& hit) {
  if (field.lookup) return looked_up(field, hit);
  if (field.type == ValueType::text) return Scalar{hit.value};
  const bool as_it_is = field.type == ValueType::decimal && Decimal::is_canonical(hit.value);
  if (as_it_is && !implied_places(field, hit)) return Scalar{hit.value};
  auto number = number_of(field, hit);
  std::string text = number ? number->str() : std::string{};
  bool fits = number.has_value();
  if (fits && field.type == ValueType::integer) {
    std::int64_t whole = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    fits = error == std::errc{} && end == text.data() + text.size();
  }
  if (!fits) {
    fault(field.on_invalid, at(Code::MAP_VALUE_INVALID, "\"" + printable(hit.value) + "\" is no number", hit.segment,
                               field.source.paths.empty() ? nullptr : &field.source.paths.front()));
    return std::nullopt;
  }
  return Scalar{text == hit.value ? hit.value : keep(std::move(text)), field.type == ValueType::integer};
}

// ---- values of fields -----------------------------------------------------------------------------------------------

void Evaluator::chosen(const Field& field, std::span<const Hit> found, std::vector<Scalar>& out) {
  if (found.empty()) return;
  if (field.many == Many::error && found.size() > 1) {
    fault(OnFault::hold, at(Code::MAP_VALUE_AMBIGUOUS, field.name + " has " + std::to_string(found.size()) + " values",
                            found[1].segment, field.source.paths.empty() ? nullptr : &field.source.paths.front()));
    return;
  }
  if (field.many == Many::last) found = found.last(1);
  if (field.many == Many::error || field.many == Many::first) found = found.first(1);
  for (const auto& hit : found)
    if (auto value = typed(field, hit)) out.push_back(*value);
  if (field.many != Many::join || out.empty()) return;
  if (out.size() == 1) return void(out.front().bare = false);
  std::string joined;
  for (const auto& one : out) (joined += joined.empty() ? "" : field.separator) += one.text;
  out.assign(1, Scalar{keep(std::move(joined))});
}

// Qualifier and value side by side from one element on: LIN02/03, LIN04/05, …
Evaluator::Hits Evaluator::pair(const Field& field, const Frame& frame) {
  auto out = hit_lists_.take();
  const auto& path = field.source.paths.front();
  for (auto index : walker_.find(path, frame)) {
    const auto& segment = walker_.segment(index);
    for (auto i = field.source.pair_from; i + 1 <= segment.element_count(); i += 2) {
      if (segment.component(i, 1) != field.source.text) continue;
      ElementRef at{i + 1, 1, {}};
      auto value = data_of(index, at, 1);
      if (value.empty()) continue;
      out->push_back({index, value});
      note_read(index, at, path.where);
    }
  }
  return out;
}

void Evaluator::computed(const Field& field, const Frame& frame, std::vector<Scalar>& out) {
  frame_ = frame;
  auto value = evaluate(*field.source.expression, *this);
  if (!value.present()) return;
  if (value.kind == Value::Kind::boolean) return out.push_back({value.truth ? "true" : "false", true});
  auto found = hit_lists_.take();
  auto segment = walker_.first(frame);
  if (value.kind == Value::Kind::list)
    for (auto& one : value.list) found->push_back({segment, keep(std::move(one))});
  else
    found->push_back({segment, keep(value.kind == Value::Kind::text ? std::move(value.text) : value.str())});
  chosen(field, found, out);
}

std::optional<Evaluator::Scalar> Evaluator::fallback(const Field& field) const {
  if (field.fallback_profile)
    if (const auto* value = profile_value(*field.fallback_profile)) return Scalar{*value};
  if (field.fallback && !field.fallback->empty()) return Scalar{*field.fallback};
  return std::nullopt;
}

bool Evaluator::plain(const Field& field, const Frame& frame, std::optional<Scalar>& out) {
  if (field.source.kind != FieldSource::Kind::path || field.many == Many::list) return false;
  for (const auto& path : field.source.paths) {
    const auto& found = walker_.find(path, frame);
    if (found.size() > 1) return false;
    if (found.empty()) continue;
    const auto index = found.front();
    const auto& element = *path.path.element;
    const auto& segment = walker_.segment(index);
    if (element.index > segment.element_count()) continue;
    if (segment.repetition_count(element.index) > 1) return false;
    const auto value = data_of(index, element, 1);
    if (value.empty()) continue;
    note_read(index, element, path.where);
    out = typed(field, {index, value});
    if (out && field.many == Many::join) out->bare = false;
    break;
  }
  if (!out) out = fallback(field);
  return true;
}

Evaluator::Scalars Evaluator::scalars(const Field& field, const Frame& frame) {
  using Kind = FieldSource::Kind;
  const auto& source = field.source;
  auto out = scalar_lists_.take();
  switch (source.kind) {
    case Kind::constant:
      out->push_back({source.text});
      break;
    case Kind::profile:
      if (const auto* value = profile_value(source.text)) out->push_back({*value});
      break;
    case Kind::variable: {
      auto found = variables_.find(source.text);
      if (found != variables_.end() && !found->second.empty()) out->push_back({found->second});
      break;
    }
    case Kind::pair:
      chosen(field, pair(field, frame), *out);
      break;
    case Kind::expression:
      computed(field, frame, *out);
      break;
    default:
      for (const auto& path : source.paths)
        if (auto found = hits(path, frame); !found.empty()) {
          chosen(field, found, *out);
          break;
        }
  }
  if (out.empty())
    if (auto value = fallback(field)) out->push_back(*value);
  return out;
}

std::string_view Evaluator::text(const Field& field, const Frame& frame) {
  if (!can_have_value(field)) return {};
  auto told = diagnostics_.size();
  std::optional<Scalar> one;
  if (!plain(field, frame, one))
    if (auto found = scalars(field, frame); !found.empty()) one = found.front();
  if (!one && !failed_since(told)) missing(field, frame);
  return one ? one->text : std::string_view{};
}

std::string Evaluator::text(const Expression& expression, const Frame& frame) {
  frame_ = frame;
  if (expression.kind != Expression::Kind::path) return evaluate(expression, *this).str();
  auto found = first_hit(*expression.compiled, frame);
  return found ? std::string(found->value) : std::string{};
}

bool Evaluator::failed_since(std::size_t diagnostics) const {
  return std::any_of(diagnostics_.begin() + static_cast<std::ptrdiff_t>(diagnostics), diagnostics_.end(),
                     [](const auto& one) { return one.severity == Severity::error; });
}

void Evaluator::missing(const Field& field, const Frame& frame) {
  if (!field.required) return;
  auto diagnostic = at(Code::MAP_FIELD_REQUIRED, field.name + " has no value", walker_.first(frame));
  if (!field.source.paths.empty()) diagnostic.expected = field.source.paths.front().last.tag;
  fault(field.on_missing, std::move(diagnostic));
}

bool Evaluator::can_have_value(const Field& field) {
  if (field.number >= chances_.size()) chances_.resize(field.number + 64, Chance::unknown);
  auto chance = chances_[field.number];
  if (chance == Chance::unknown) {
    chance = reads_what_occurs(field) ? Chance::some : Chance::none;
    chances_[field.number] = chance;  // by its number: those below may have made the list longer
  }
  return chance == Chance::some;
}

bool Evaluator::reads_what_occurs(const Field& field) {
  using Kind = FieldSource::Kind;
  const auto& source = field.source;
  if (field.required || field.fallback || field.fallback_profile || source.when) return true;
  auto occurs = [&](const CompiledPath& path) { return walker_.occurs(path); };
  auto any_field = [&] {
    return std::ranges::any_of(source.fields, [&](const auto& one) { return can_have_value(one); });
  };
  switch (source.kind) {
    case Kind::path:
    case Kind::pair:
      return std::ranges::any_of(source.paths, occurs);
    case Kind::date:
      return std::ranges::any_of(source.paths, occurs) ||
             std::ranges::any_of(source.dates, occurs, &FieldSource::WrittenDate::date);
    case Kind::group:
    case Kind::list:
      return (!source.over || !source.over->path || occurs(*source.over->path)) && any_field();
    case Kind::lists:
    case Kind::refs:
      return any_field();
    default:
      return true;
  }
}

// ---- what an expression sees ----------------------------------------------------------------------------------------

Value Evaluator::path(const Expression& expression) {
  const auto found = hits(*expression.compiled, frame_);
  if (found.size() == 1) return Value::of(std::string(found.front().value));
  std::vector<std::string> values;
  for (const auto& hit : found) values.emplace_back(hit.value);
  return Value::of(std::move(values));
}

Value Evaluator::reference(const Expression& expression) {
  const auto& steps = expression.reference.steps;
  if (steps.size() == 2 && steps[0].name == "profile") {
    const auto* value = profile_value(steps[1].name);
    return value ? Value::of(*value) : Value{};
  }
  if (steps[0].name == "index") return Value::of(Decimal::from_integer(index_));
  auto found = variables_.find(steps[0].name);
  return found == variables_.end() ? Value{} : Value::of(found->second);
}

std::int64_t Evaluator::count(const Expression& expression) {
  if (expression.kind != Expression::Kind::path) return reference(expression).present() ? 1 : 0;
  if (expression.compiled->path.element) return static_cast<std::int64_t>(hits(*expression.compiled, frame_).size());
  const auto& segments = walker_.find(*expression.compiled, frame_);
  for (auto segment : segments) note_read(segment, {}, {});
  return static_cast<std::int64_t>(segments.size());
}

Value Evaluator::lookup(const Expression& expression, const std::string& code, const std::string& attribute) {
  const auto& use = *expression.lookup;
  const auto& from = tables(use);
  const auto* found = row(from, code);
  if (!found && from.shipped && from.shipped->identity) return Value::of(code);
  if (!found) {
    const auto& argument = expression.arguments[1];
    unknown_code(use, code, walker_.first(frame_), argument.compiled ? &*argument.compiled : nullptr);
    return Value::of(use.miss_value);
  }
  auto value = found->find(attribute);
  return value == found->end() ? Value{} : Value::of(value->second);
}

void Evaluator::unusable(const Expression& expression, std::string why) {
  const auto* path = expression.compiled ? &*expression.compiled : nullptr;
  std::uint32_t segment = walker_.first(frame_);
  std::string name = field_ ? field_->name + ": " : std::string{};
  if (path && path->path.element) {
    if (auto hit = first_hit(*path, frame_)) segment = hit->segment;
    name += path->last.tag + " ";
  }
  fault(field_ ? field_->on_invalid : OnFault::hold, at(Code::MAP_VALUE_INVALID, name + why, segment, path));
}

}  // namespace longshore::maps
