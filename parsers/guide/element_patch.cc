#include "parsers/guide/element_patch.h"

#include "engine/model/text.h"
#include "parsers/guide/element_check.h"
#include "parsers/guide/guide_path.h"

namespace longshore::guide {
namespace {

using yaml::Fields;
using yaml::Node;

constexpr std::array<std::string_view, 2> requirements{"M", "O"};
constexpr std::int64_t longest = 1'000'000'000'000'000'000;
constexpr std::int64_t most_repetitions = 1'000'000;

/// The most that both allow is `one`; 0 has no limit.
bool is_narrower(std::uint64_t one, std::uint64_t other) {
  return one != 0 && (other == 0 || one < other);
}

}  // namespace

void ElementPatch::error(const SourceLocation& where, std::string code, std::string what, std::string hint) {
  errors_.push_back(yaml::error_at(where, std::move(code), std::move(what), std::move(hint)));
}

const Element* ElementPatch::element() const {
  return guide::element_at(segment(), rule_.place);
}

template <class Change>
void ElementPatch::widen(const SourceLocation& where, Change change) {
  if (conditional_)
    return error(where, "GUIDE_WIDENS",
                 "a place with a condition can only be narrowed: this allows more than the dictionary",
                 "say it for the place without conditions, or under segments:");
  for (auto* use : uses_) change(widening_.definition_of(*use));
}

template <class Change>
void ElementPatch::widen_element(const SourceLocation& where, Change change) {
  widen(where, [&](SegmentDefinition& own) { change(widening_.element_at(own, rule_.place)); });
}

std::vector<ElementRule> ElementPatch::read(const Node& elements) {
  if (!elements.is_mapping())
    error(elements.where, "YAML_NOT_A_MAPPING", "elements must be a mapping of positions to what differs",
          "write it like \"02\": {req: M}");
  for (const auto& pair : elements.pairs) read_one(pair);
  return std::move(rules_);
}

void ElementPatch::read_one(const Node::Pair& pair) {
  const auto place = find_element(pair.key, segment());
  if (!place)
    return error(pair.key_where, "ELEMENT_UNKNOWN",
                 segment().tag + " has no element \"" + printable(pair.key) + "\" that can be told from others",
                 "write a position from 01 to " +
                     ElementPlace{static_cast<std::uint32_t>(segment().elements.size())}.text() +
                     ", a component like 02.1, or an EDIFACT element's number");
  if (std::ranges::find(rules_, *place, &ElementRule::place) != rules_.end())
    return error(pair.key_where, "ELEMENT_TWICE", "element " + place->text() + " is already patched here",
                 "keep one of the two");
  rule_ = {};
  rule_.place = *place;
  Fields fields(pair.value, "element " + pair.key, errors_);
  requirement(fields);
  repetitions(fields);
  if (element() != nullptr) {
    lengths(fields);
    values(fields);
    fixed_value(fields);
    form(fields);
  } else {
    refuse_for_composite(fields);
  }
  fields.finish();
  rule_.element = element();
  rules_.push_back(std::move(rule_));
}

void ElementPatch::refuse_for_composite(Fields& fields) {
  for (const auto* key : {"min", "max", "codes", "more_codes", "value", "date"})
    if (const auto* node = fields.get(key))
      error(node->where, "COMPOSITE_AS_VALUE",
            "element " + rule_.place.text() + " is a composite and has no value itself",
            "name the component, like " + rule_.place.text() + ".1");
}

void ElementPatch::requirement(Fields& fields) {
  const auto& base = segment().elements[rule_.place.element - 1];
  const bool mandatory =
      rule_.place.component == 0 ? base.mandatory : base.composite->components[rule_.place.component - 1].mandatory;
  const auto* used = fields.get("used");
  const auto* req = fields.get("req");
  rule_.not_used = used != nullptr && !fields.boolean("used", true);
  if (req != nullptr && fields.choice("req", requirements, "O") == "M") {
    rule_.mandatory = !mandatory;
    if (rule_.not_used)
      error(req->where, "GUIDE_CONTRADICTS", "an element that is not used cannot be mandatory", "keep one of the two");
  }
  const bool waived = rule_.not_used || (req != nullptr && req->text == "O");
  if (mandatory && waived)
    widen(used != nullptr ? used->where : req->where,
          [&](SegmentDefinition& own) { widening_.mandatory_at(own, rule_.place) = false; });
}

void ElementPatch::repetitions(Fields& fields) {
  const auto* node = fields.get("repeat");
  if (node == nullptr) return;
  const auto base = segment().elements[rule_.place.element - 1].repeat;
  const auto asked = static_cast<std::uint32_t>(fields.integer("repeat", 0, most_repetitions, base));
  if (rule_.place.component != 0)
    return error(node->where, "COMPONENT_REPEATS", "a component does not repeat by itself", "say it of the element");
  if (is_narrower(asked, base)) rule_.repeat = asked;
  if (is_narrower(base, asked))
    widen(node->where, [&](SegmentDefinition& own) { widening_.use_at(own, rule_.place.element).repeat = asked; });
}

void ElementPatch::lengths(Fields& fields) {
  const auto base = *element();
  const auto* min_node = fields.get("min");
  const auto* max_node = fields.get("max");
  const auto min = static_cast<std::uint64_t>(fields.integer("min", 0, longest, static_cast<std::int64_t>(base.min)));
  const auto max = static_cast<std::uint64_t>(fields.integer("max", 1, longest, static_cast<std::int64_t>(base.max)));
  if (min > max)
    return error(fields.where(), "LENGTHS_CROSSED",
                 "the least length " + std::to_string(min) + " is above the most, " + std::to_string(max));
  if (min > base.min) rule_.min = min;
  if (max < base.max) rule_.max = max;
  if (min < base.min) widen_element(min_node->where, [&](Element& own) { own.min = min; });
  if (max > base.max) widen_element(max_node->where, [&](Element& own) { own.max = max; });
}

bool ElementPatch::fits(const std::string& value, const SourceLocation& where) {
  const auto& base = *element();
  const auto length = counted_length(value, base.type);
  if (length < base.min || length > base.max) {
    error(where, "VALUE_UNFIT",
          "\"" + printable(value) + "\" does not have the element's " + std::to_string(base.min) + " to " +
              std::to_string(base.max) + " characters");
    return false;
  }
  if (base.codes == nullptr || !base.codes->complete || base.codes->has(value)) return true;
  std::vector<std::string_view> known;
  for (const auto& [code, label] : base.codes->labels) known.push_back(code);
  const auto near = nearest(value, known);
  error(where, "CODE_UNKNOWN", "\"" + printable(value) + "\" is no code of list " + base.id,
        near.empty() ? "if it is the partner's own, name it in more_codes too"
                     : "did you mean \"" + near + "\"? A code of the partner's own stands in more_codes too");
  return false;
}

void ElementPatch::values(Fields& fields) {
  if (const auto* more = fields.get("more_codes")) {
    const auto codes = fields.strings("more_codes");
    const bool listed = element()->codes != nullptr && element()->codes->complete;
    if (!listed)
      return error(more->where, "CODES_OPEN", "list " + element()->id + " is not complete: any code is allowed already",
                   "leave more_codes away");
    widen_element(more->where, [&](Element& own) { own.codes = &widening_.codes_with(own, codes); });
  }
  const auto* node = fields.get("codes");
  if (node == nullptr) return;
  rule_.values = fields.strings("codes");
  for (const auto& item : node->items)
    if (item.is_scalar()) fits(item.text, item.where);
  if (rule_.values.empty())
    error(node->where, "CODES_EMPTY", "codes must list at least one", "to forbid the element write used: false");
  std::ranges::sort(rule_.values);
}

void ElementPatch::fixed_value(Fields& fields) {
  const auto* node = fields.get("value");
  if (node == nullptr) return;
  const auto value = fields.string("value");
  if (!rule_.values.empty())
    return error(node->where, "GUIDE_CONTRADICTS", "value and codes cannot both be there", "keep one of the two");
  if (!fits(value, node->where)) return;
  rule_.values = {value};
  rule_.fixed = true;
}

void ElementPatch::form(Fields& fields) {
  const auto* node = fields.get("date");
  if (node == nullptr) return;
  const auto text = fields.string("date");
  rule_.form = DateForm::parse(text);
  if (!rule_.form)
    return error(node->where, "DATE_FORM_UNKNOWN", "\"" + printable(text) + "\" is no form of a date or time",
                 "use one of: " + DateForm::all());
  const bool of_text = element()->type == ElementType::text || element()->type == ElementType::number;
  const bool has_date = text.contains('Y');
  const bool fits_type = of_text || (element()->type == ElementType::date && has_date && !text.contains('H')) ||
                         (element()->type == ElementType::time && !has_date);
  if (!fits_type || text.size() > element()->max)
    error(node->where, "DATE_FORM_UNFIT", "element " + element()->id + " cannot have the form " + text);
}

}  // namespace longshore::guide
