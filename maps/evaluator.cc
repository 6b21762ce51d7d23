#include "maps/evaluator.h"

#include "engine/model/decimal.h"
#include "engine/model/text.h"

namespace longshore::maps {
namespace {

bool blank(const json::Value& value) {
  if (value.is_null()) return true;
  if (const auto* map = value.object()) return map->empty();
  if (const auto* list = value.array()) return list->empty();
  return false;
}

}  // namespace

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

// A component separator inside an element that the dictionary does not split is data.
std::string Evaluator::data_of(std::uint32_t index, const ElementRef& element, std::uint32_t repetition) const {
  const auto& segment = walker_.segment(index);
  const auto* definition = input_.placement.segments[index].segment;
  const auto* use = definition ? definition->at(element.index) : nullptr;
  bool simple = use && use->element && input_.interchange.standard == parsers::Standard::x12;
  if (simple && segment.repetition_count(element.index) <= 1 && segment.component_count(element.index) > 1)
    return std::string(segment.element(element.index));
  return segment.value(element.index, element.component, repetition);
}

std::vector<Evaluator::Hit> Evaluator::hits(const CompiledPath& path, const Frame& frame) {
  std::vector<Hit> out;
  const auto& element = *path.path.element;
  for (auto index : walker_.find(path, frame)) {
    const auto& segment = walker_.segment(index);
    for (std::uint32_t repetition = 1; repetition <= std::max(1U, segment.repetition_count(element.index));
         ++repetition) {
      auto value = data_of(index, element, repetition);
      auto trimmed = trim(value);
      if (trimmed.empty()) continue;
      out.push_back({index, std::string(trimmed)});
      read_.insert(index);
    }
  }
  return out;
}

std::optional<Evaluator::Hit> Evaluator::first_hit(const CompiledPath& path, const Frame& frame) {
  auto found = hits(path, frame);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::string> Evaluator::values(const CompiledPath& path, const Frame& frame) {
  std::vector<std::string> out;
  for (auto& hit : hits(path, frame)) out.push_back(std::move(hit.value));
  return out;
}

bool Evaluator::holds(const Condition& condition, const Frame& frame) {
  auto found = values(condition.path, frame);
  if (condition.kind == Condition::Kind::present) return !found.empty();
  if (condition.kind == Condition::Kind::absent) return found.empty();
  return std::ranges::any_of(
      found, [&](const auto& value) { return std::ranges::find(condition.values, value) != condition.values.end(); });
}

const CodeRow* Evaluator::row(const std::string& lookup, const std::string& table, std::string_view code) const {
  for (const auto& name : {lookup, table}) {
    auto own = input_.profile.codes.find(name);
    if (own == input_.profile.codes.end()) continue;
    if (auto found = own->second.find(code); found != own->second.end()) return &found->second;
  }
  const auto* shipped = input_.table(table);
  return shipped ? shipped->find(code) : nullptr;
}

json::Value Evaluator::looked_up(const Field& field, const Hit& hit) {
  const auto& use = *field.lookup;
  const auto* found = row(use.name, use.table, hit.value);
  const auto* table = input_.table(use.table);
  if (!found && table && table->identity) return hit.value;
  if (!found) {
    auto diagnostic = at(Code::CODE_UNKNOWN, "the code " + hit.value + " is not in " + use.table, hit.segment,
                         &field.source.paths.front());
    diagnostic.value = hit.value;
    diagnostic.expected = "a code of " + use.table + ", or a row of the partner's own under codes: {" + use.name +
                          ": {" + hit.value + ": …}}";
    fault(use.on_miss, std::move(diagnostic));
    return use.miss_value.empty() ? json::Value{} : json::Value(use.miss_value);
  }
  auto attribute = found->find(field.lookup_attribute);
  return attribute == found->end() ? json::Value{} : json::Value(attribute->second);
}

json::Value Evaluator::typed(const Field& field, const Hit& hit) {
  if (field.lookup) return looked_up(field, hit);
  if (field.type == ValueType::text) return hit.value;
  auto mark = input_.interchange.delimiters.decimal_mark;
  auto number = Decimal::parse(hit.value, mark);
  if (!number && mark == ',') number = Decimal::parse(hit.value);
  std::int64_t whole = 0;
  bool fits = number.has_value();
  if (fits && field.type == ValueType::integer) {
    auto text = number->str();
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    fits = error == std::errc{} && end == text.data() + text.size();
  }
  if (!fits) {
    fault(field.on_invalid, at(Code::MAP_VALUE_INVALID, "\"" + printable(hit.value) + "\" is no number", hit.segment,
                               &field.source.paths.front()));
    return {};
  }
  return field.type == ValueType::integer ? json::Value(whole) : json::Value(number->str());
}

json::Value Evaluator::convert(const Field& field, const Frame& frame, const std::vector<Hit>& found) {
  if (found.empty()) return {};
  if (field.many == Many::error && found.size() > 1) {
    fault(OnFault::hold, at(Code::MAP_VALUE_AMBIGUOUS, field.name + " has " + std::to_string(found.size()) + " values",
                            found[1].segment, &field.source.paths.front()));
    return {};
  }
  if (field.many == Many::last) return typed(field, found.back());
  if (field.many == Many::error || field.many == Many::first) return typed(field, found.front());
  json::Array list;
  for (const auto& hit : found) {
    auto value = typed(field, hit);
    if (!value.is_null()) list.push_back(std::move(value));
  }
  if (field.many == Many::list) return list;
  std::string joined;
  for (const auto& item : list)
    if (const auto* text = item.string()) joined += (joined.empty() ? "" : field.separator) + *text;
  (void)frame;
  return joined.empty() ? json::Value{} : json::Value(joined);
}

// Qualifier and value side by side from one element on: LIN02/03, LIN04/05, …
json::Value Evaluator::pair(const Field& field, const Frame& frame) {
  std::vector<Hit> found;
  for (auto index : walker_.find(field.source.paths.front(), frame)) {
    const auto& segment = walker_.segment(index);
    for (auto i = field.source.pair_from; i + 1 <= segment.element_count(); i += 2) {
      auto value = data_of(index, {i + 1, 1, {}}, 1);
      if (segment.value(i) != field.source.text || trim(value).empty()) continue;
      found.push_back({index, std::string(trim(value))});
      read_.insert(index);
    }
  }
  return convert(field, frame, found);
}

json::Value Evaluator::list(const Field& field, const Frame& frame) {
  json::Array out;
  for (const auto& inner : walker_.frames(*field.source.over, frame)) {
    auto item = object(field.source.fields, inner);
    if (!item.empty()) out.emplace_back(std::move(item));
  }
  return out;
}

json::Value Evaluator::refs(const Field& field, const Frame& frame) {
  json::Array out;
  auto add = [&](const json::Value& type, const json::Value& value) {
    if (!type.string() || !value.string() || value.string()->empty()) return;
    json::Value ref(json::Object{{"type", type}, {"value", value}});
    if (std::ranges::find(out, ref) == out.end()) out.push_back(std::move(ref));
  };
  for (const auto& item : field.source.fields) {
    json::Object holder;
    put(holder, item, frame);
    const auto* value = holder.find(item.name);
    if (!value) continue;
    if (value->string()) add(item.ref_type, *value);
    for (const auto& one : value->array() ? *value->array() : json::Array{}) {
      if (one.string())
        add(item.ref_type, one);
      else if (one.find("type") && one.find("value"))
        add(*one.find("type"), *one.find("value"));
    }
  }
  return out;
}

json::Value Evaluator::scalar(const Field& field, const Frame& frame) {
  using Kind = FieldSource::Kind;
  const auto& source = field.source;
  switch (source.kind) {
    case Kind::constant:
      return source.text;
    case Kind::profile: {
      auto found = input_.profile.values.find(source.text);
      return found == input_.profile.values.end() ? json::Value{} : json::Value(found->second);
    }
    case Kind::variable: {
      auto found = variables_.find(source.text);
      return found == variables_.end() || found->second.empty() ? json::Value{} : json::Value(found->second);
    }
    case Kind::pair:
      return pair(field, frame);
    case Kind::list:
      return list(field, frame);
    case Kind::refs:
      return refs(field, frame);
    case Kind::group: {
      if (!source.over) return object(source.fields, frame);
      auto frames = walker_.frames(*source.over, frame);
      return frames.empty() ? json::Value{} : json::Value(object(source.fields, frames.front()));
    }
    case Kind::path:
    case Kind::date:
      break;
  }
  for (const auto& path : source.paths)
    if (auto found = hits(path, frame); !found.empty()) return convert(field, frame, found);
  return {};
}

// The format stands beside the value: 2379 behind 2380.
std::optional<WrittenTime> Evaluator::written_edifact(const CompiledPath& path, const Hit& date) const {
  const auto& element = *path.path.element;
  auto format = walker_.segment(date.segment).value(element.index, element.component + 1);
  return read_edifact_time(date.value, format, input_.century_pivot);
}

std::optional<WrittenTime> Evaluator::written_x12(const Field& field, const Frame& frame, const Hit& date) {
  const auto& paths = field.source.paths;
  auto time = paths.size() > 1 ? first_hit(paths[1], frame) : std::nullopt;
  return read_x12_time(date.value, time ? time->value : "", input_.century_pivot);
}

void Evaluator::put_date(json::Object& out, const Field& field, const Frame& frame) {
  const auto& paths = field.source.paths;
  bool x12 = input_.interchange.standard == parsers::Standard::x12;
  std::size_t chosen = 0;
  auto date = first_hit(paths.front(), frame);
  while (!date && !x12 && ++chosen < paths.size()) date = first_hit(paths[chosen], frame);
  if (!date) return missing(field, frame);
  const auto& path = paths[chosen];
  auto written = x12 ? written_x12(field, frame, *date) : written_edifact(path, *date);
  if (!written)
    return fault(field.on_invalid,
                 at(Code::MAP_VALUE_INVALID, "\"" + printable(date->value) + "\" with its time is no point in time",
                    date->segment, &path));
  ZoneHints hints;
  hints.partner_zone = input_.profile.timezone;
  if (auto code = x12 && paths.size() > 2 ? first_hit(paths[2], frame) : std::nullopt)
    hints.time_code = row("time-code", "x12-623-to-offset", code->value);
  if (auto state = field.source.place_state ? first_hit(*field.source.place_state, frame) : std::nullopt)
    hints.place = row("state-zone", "us-state-to-zone", state->value);
  auto placed = place(*written, hints);
  if (!placed) return fault(OnFault::hold, at(Code::MAP_VALUE_INVALID, placed.error().what, date->segment, &path));
  if (placed->quality == TimeQuality::assumed && !std::exchange(zone_assumed_, true))
    fault(OnFault::warn, at(Code::TIME_ZONE_ASSUMED, {}, date->segment, &path));
  bool main = field.name == "occurredAt";
  out.set(field.name, placed->rfc3339);
  out.set(main ? "timeQuality" : field.name + "Quality", name(placed->quality));
  if (placed->date_only) out.set(main ? "timePrecision" : field.name + "Precision", "date");
}

void Evaluator::missing(const Field& field, const Frame& frame) {
  if (!field.required) return;
  auto diagnostic = at(Code::MAP_FIELD_REQUIRED, field.name + " has no value", walker_.first(frame));
  if (!field.source.paths.empty()) diagnostic.expected = field.source.paths.front().last.tag;
  fault(field.on_missing, std::move(diagnostic));
}

void Evaluator::put(json::Object& out, const Field& field, const Frame& frame) {
  if (field.source.kind == FieldSource::Kind::date) return put_date(out, field, frame);
  auto value = scalar(field, frame);
  if (blank(value) && field.fallback_profile) {
    auto found = input_.profile.values.find(*field.fallback_profile);
    if (found != input_.profile.values.end()) value = found->second;
  }
  if (blank(value) && field.fallback) value = *field.fallback;
  if (blank(value)) return missing(field, frame);
  out.set(field.name, std::move(value));
}

json::Object Evaluator::object(const std::vector<Field>& fields, const Frame& frame) {
  json::Object out;
  for (const auto& field : fields) put(out, field, frame);
  return out;
}

std::string Evaluator::text(const Field& field, const Frame& frame) {
  json::Object out;
  put(out, field, frame);
  const auto* value = out.find(field.name);
  const auto* string = value ? value->string() : nullptr;
  return string ? *string : std::string{};
}

}  // namespace longshore::maps
