#include "maps/template_runner.h"

#include "engine/model/text.h"
#include "maps/functions.h"

#include <algorithm>
#include <map>
#include <ranges>

namespace longshore::maps {
namespace {

std::string scalar_text(const json::Value& value) {
  if (const auto* text = value.string()) return *text;
  if (value.is_null() || value.array() || value.object()) return {};
  return json::write(value);
}

// Lists of references and parties are told apart by what they are.
std::string_view selecting_key(const Reference::Step& step) {
  if (!step.key.empty()) return step.key;
  return step.name == "refs" ? "type" : step.name == "parties" ? "role" : "kind";
}

}  // namespace

void TemplateRunner::begin(std::span<const json::Value* const> events) {
  events_.assign(events.begin(), events.end());
  frames_.assign(1, Frame{events_.empty() ? nullptr : events_.front()->find("data"), {}, 1});
  variables_.clear();
}

void TemplateRunner::fail_at(const SourceLocation& where, std::string code, const std::string& what, std::string hint) {
  if (fault_) return;
  fault_ = Error{Lasting::permanent, "maps", std::move(code), map_.name + ": " + what, std::move(hint), where};
}

// ---- names ----------------------------------------------------------------------------------------------------------

TemplateRunner::Found TemplateRunner::start(const std::string& name) const {
  const auto& frame = frames_.back();
  if (name == "event") return events_.empty() ? Found{} : Found{events_.front()};
  if (name == "data") return events_.empty() ? Found{} : Found{events_.front()->find("data")};
  if (name == "items") return frame.items;
  if (name != "events") return {};
  Found out;
  for (const auto* event : events_)
    if (const auto* data = event->find("data")) out.push_back(data);
  return out;
}

void TemplateRunner::step_into(Found& found, const Reference::Step& step) {
  Found out;
  auto key = selecting_key(step);
  auto take = [&](const json::Value& one) {
    if (step.value.empty() || one.text(key) == step.value) out.push_back(&one);
  };
  for (const auto* from : found) {
    const auto* member = from ? from->find(step.name) : nullptr;
    if (!member) continue;
    if (const auto* list = member->array())
      std::ranges::for_each(*list, take);
    else
      take(*member);
  }
  found = std::move(out);
}

TemplateRunner::Found TemplateRunner::find(const Reference& reference) const {
  const auto& steps = reference.steps;
  auto found = start(steps.front().name);
  bool named = steps.front().name == "event" || steps.front().name == "data" || steps.front().name == "events" ||
               steps.front().name == "items";
  if (!named) found = {frames_.back().item};
  for (std::size_t i = named ? 1 : 0; i < steps.size(); ++i) step_into(found, steps[i]);
  return found;
}

Value TemplateRunner::reference(const Expression& expression) {
  const auto& steps = expression.reference.steps;
  if (steps.size() == 2 && steps[0].name == "profile") {
    auto found = input_.profile.values.find(steps[1].name);
    return found == input_.profile.values.end() ? Value{} : Value::of(found->second);
  }
  if (steps.size() == 1 && steps[0].name == "index") return Value::of(Decimal::from_integer(frames_.back().index));
  for (const auto& [name, value] : std::views::reverse(variables_))
    if (steps.size() == 1 && name == steps[0].name) return value;
  std::vector<std::string> texts;
  bool any = false;
  for (const auto* one : find(expression.reference)) {
    any = any || one->object() || one->array();
    if (auto text = scalar_text(*one); !text.empty()) texts.push_back(std::move(text));
  }
  return texts.empty() && any ? Value::of(true) : Value::of(std::move(texts));
}

std::int64_t TemplateRunner::count(const Expression& expression) {
  if (expression.kind == Expression::Kind::path) return segments_so_far(expression.path.steps.front().tag);
  if (expression.kind != Expression::Kind::reference) return evaluate(expression, *this).present() ? 1 : 0;
  const auto& steps = expression.reference.steps;
  bool variable =
      steps.size() == 1 && std::ranges::any_of(variables_, [&](const auto& one) { return one.first == steps[0].name; });
  if (variable || steps[0].name == "profile" || steps[0].name == "index")
    return reference(expression).present() ? 1 : 0;
  return static_cast<std::int64_t>(find(expression.reference).size());
}

Value TemplateRunner::lookup(const Expression& expression, const std::string& code, const std::string& attribute) {
  const auto& use = *expression.lookup;
  const CodeRow* row = nullptr;
  for (const auto* name : {&use.name, &use.table}) {
    auto own = input_.profile.codes.find(*name);
    if (own == input_.profile.codes.end() || row) continue;
    if (auto found = own->second.find(code); found != own->second.end()) row = &found->second;
  }
  const auto* table = input_.table(use.table);
  if (!row && table) row = table->find(code);
  if (row) {
    auto found = row->find(attribute);
    return found == row->end() ? Value{} : Value::of(found->second);
  }
  if (table && table->identity) return Value::of(code);
  if (use.on_miss == OnFault::hold || use.on_miss == OnFault::reject)
    unusable(expression, "the code " + code + " is not in " + use.table);
  return Value::of(use.miss_value);
}

void TemplateRunner::unusable(const Expression& expression, std::string why) {
  auto what = expression.kind == Expression::Kind::reference ? expression.reference.str() + " " : std::string{};
  fail_at(value_ ? value_->where : SourceLocation{}, "COMPOSE_VALUE_INVALID", what + why);
}

// ---- steps ----------------------------------------------------------------------------------------------------------

std::vector<TemplateRunner::Frame> TemplateRunner::frames(const OutStep& step) {
  std::vector<Frame> out;
  if (!step.over) {
    out.push_back(frames_.back());
  } else {
    for (const auto* item : find(step.over->reference))
      out.push_back({item, {}, static_cast<std::int64_t>(out.size()) + 1});
  }
  return step.group_by ? grouped(*step.group_by, out) : out;
}

// One frame a value, at the first item that has it; the others are its `items` too.
std::vector<TemplateRunner::Frame> TemplateRunner::grouped(const Expression& by, const std::vector<Frame>& frames) {
  std::vector<Frame> out;
  std::map<std::string, std::size_t> known;
  for (const auto& frame : frames) {
    frames_.push_back(frame);
    auto key = evaluate(by, *this).str();
    frames_.pop_back();
    auto [at, fresh] = known.emplace(std::move(key), out.size());
    if (fresh) out.push_back({frame.item, {}, static_cast<std::int64_t>(out.size()) + 1});
    out[at->second].items.push_back(frame.item);
  }
  return out;
}

void TemplateRunner::each(const OutStep& step, const std::function<void()>& write) {
  for (auto& frame : frames(step)) once(step, std::move(frame), write);
}

void TemplateRunner::once(const OutStep& step, Frame frame, const std::function<void()>& write) {
  auto variables = variables_.size();
  frames_.push_back(std::move(frame));
  for (const auto& [name, expression] : step.let) {
    auto computed_value = evaluate(expression, *this);
    variables_.emplace_back(name, std::move(computed_value));
  }
  if (!step.when || truth_of(evaluate(*step.when, *this))) write();
  frames_.pop_back();
  variables_.resize(variables);
}

// ---- values ---------------------------------------------------------------------------------------------------------

std::string TemplateRunner::dated(const OutValue& value) {
  auto time = evaluate(value.expression, *this).str();
  if (time.empty()) return {};
  bool date_only = value.precision && evaluate(*value.precision, *this).str() == "date";
  if (date_only && value.date_pattern.contains("HH")) return {};
  auto out = format_date(time, value.date_pattern);
  if (!out) fail_at(value.where, "COMPOSE_VALUE_INVALID", "\"" + printable(time) + "\" is no time");
  return out.value_or("");
}

bool TemplateRunner::fits(const OutValue& value, const CodeRow& row, const std::string& meaning) {
  auto of = [&](const std::string& attribute) {
    auto found = row.find(attribute);
    return found == row.end() ? std::string{} : found->second;
  };
  if (value.match.empty()) return of(value.attribute) == meaning;
  return std::ranges::all_of(value.match,
                             [&](const auto& one) { return of(one.first) == evaluate(one.second, *this).str(); });
}

// The partner's own rows first; of several codes the one whose row is `preferred`, else the first that the element's
// list has.
std::string TemplateRunner::code_for(const OutValue& value, const std::string& meaning, const guide::Element* element) {
  const auto& use = *value.lookup;
  std::string out;
  auto search = [&](const CodeRows& rows) {
    for (const auto& [code, row] : rows) {
      bool listed = !element || !element->codes || !element->codes->complete || element->codes->has(code);
      if (!listed || !fits(value, row, meaning)) continue;
      auto preferred = row.find("preferred");
      if (preferred != row.end() && preferred->second == "true") return code;
      if (out.empty()) out = code;
    }
    return out;
  };
  for (const auto* name : {&use.name, &use.table}) {
    auto own = input_.profile.codes.find(*name);
    if (own != input_.profile.codes.end() && !search(own->second).empty()) return search(own->second);
  }
  const auto* table = input_.table(use.table);
  if (table && !search(table->rows).empty()) return search(table->rows);
  if (table && table->identity && !meaning.empty()) return meaning;
  if (use.on_miss == OnFault::null || use.on_miss == OnFault::warn) return {};
  auto wanted = "\"" + printable(meaning) + "\"";
  for (const auto& [attribute, expression] : value.match)
    wanted = (value.match.front().first == attribute ? "" : wanted + ", ") + attribute + " \"" +
             printable(evaluate(expression, *this).str()) + "\"";
  fail_at(value.where, "COMPOSE_CODE_UNKNOWN", "no code of " + use.table + " means " + wanted,
          "add a row to the partner's own codes: {" + use.name + ": …}");
  return {};
}

std::string TemplateRunner::computed(const OutValue& value) {
  if (!value.date_pattern.empty()) return dated(value);
  if (!value.match.empty()) return {};
  auto found = evaluate(value.expression, *this);
  if (found.kind != Value::Kind::list) return found.str();
  fail_at(value.where, "COMPOSE_VALUE_INVALID",
          "there are " + std::to_string(found.list.size()) + " values where one is wanted",
          "choose with first(), last() or join(), or write the segment for each with for:");
  return {};
}

// N2 has its decimals implied; what is longer than the element is cut where the map says so.
std::string TemplateRunner::as_element(const OutValue& value, const guide::Element& element, std::string text) {
  if (element.type == guide::ElementType::integer && element.decimals) {
    auto number = Decimal::parse(text);
    auto implied = number ? number->str_implied(element.decimals) : std::nullopt;
    if (!implied)
      fail_at(value.where, "COMPOSE_VALUE_INVALID",
              "\"" + printable(text) + "\" does not fit " + std::to_string(element.decimals) + " implied decimals");
    return implied.value_or("");
  }
  if (!value.cut) return text;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool starts = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (!starts || characters++ < element.max) continue;
    text.resize(i);
    return std::string(trim(text));
  }
  return text;
}

std::string TemplateRunner::value(const OutValue& value, const guide::Element* element) {
  value_ = &value;
  auto text = computed(value);
  if (value.lookup && (!text.empty() || !value.match.empty())) text = code_for(value, text, element);
  if (text.empty() && value.fallback_profile) {
    auto found = input_.profile.values.find(*value.fallback_profile);
    if (found != input_.profile.values.end()) text = found->second;
  }
  if (text.empty() && value.fallback) text = *value.fallback;
  if (text.empty() && value.required)
    fail_at(value.where, "COMPOSE_VALUE_MISSING", "the event has no value for what is required here");
  if (element && !text.empty()) text = as_element(value, *element, std::move(text));
  value_ = nullptr;
  return text;
}

}  // namespace longshore::maps
