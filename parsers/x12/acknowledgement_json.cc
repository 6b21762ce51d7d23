#include "parsers/x12/acknowledgement_json.h"

#include "engine/base/json/json.h"

namespace longshore::x12 {
namespace {

using json::Array;
using json::Object;
using json::Value;

Array strings(const std::vector<std::string>& list) {
  Array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

std::vector<std::string> read_strings(const Value* list) {
  std::vector<std::string> out;
  for (const auto& one : list && list->array() ? *list->array() : Array{})
    if (const auto* text = one.string()) out.push_back(*text);
  return out;
}

template <class T, class F>
Array mapped(const std::vector<T>& list, F to_value) {
  Array out;
  for (const auto& one : list) out.push_back(to_value(one));
  return out;
}

template <class T, class F>
std::vector<T> read_mapped(const Value* list, F from_value) {
  std::vector<T> out;
  for (const auto& one : list && list->array() ? *list->array() : Array{}) out.push_back(from_value(one));
  return out;
}

std::uint32_t number(const Value& value, std::string_view key) {
  const auto* found = value.find(key);
  const auto* whole = found ? found->integer() : nullptr;
  return whole ? static_cast<std::uint32_t>(*whole) : 0;
}

Value context_value(const ErrorContext& one) {
  return Object{{"name", one.name},          {"reference", one.reference}, {"tag", one.tag},
                {"position", one.position},  {"loop", one.loop},           {"element", one.element},
                {"component", one.component}};
}

ErrorContext read_context(const Value& value) {
  return {value.text("name"), value.text("reference"),  value.text("tag"),         number(value, "position"),
          value.text("loop"), number(value, "element"), number(value, "component")};
}

Value element_value(const ElementNote& note) {
  return Object{{"position", note.position},
                {"component", note.component},
                {"repetition", note.repetition},
                {"number", note.element_number},
                {"error", note.error},
                {"value", note.bad_value},
                {"contexts", mapped(note.contexts, context_value)}};
}

ElementNote read_element(const Value& value) {
  return {number(value, "position"),
          number(value, "component"),
          number(value, "repetition"),
          value.text("number"),
          value.text("error"),
          value.text("value"),
          read_mapped<ErrorContext>(value.find("contexts"), read_context)};
}

Value segment_value(const SegmentNote& note) {
  return Object{{"tag", note.tag},
                {"position", note.position},
                {"loop", note.loop},
                {"error", note.error},
                {"elements", mapped(note.elements, element_value)},
                {"contexts", mapped(note.contexts, context_value)}};
}

SegmentNote read_segment(const Value& value) {
  return {value.text("tag"),
          number(value, "position"),
          value.text("loop"),
          value.text("error"),
          read_mapped<ElementNote>(value.find("elements"), read_element),
          read_mapped<ErrorContext>(value.find("contexts"), read_context)};
}

Value set_value(const SetResponse& set) {
  return Object{{"set", set.set},
                {"number", set.control_number},
                {"status", set.status},
                {"errors", strings(set.errors)},
                {"implementation", set.implementation},
                {"segments", mapped(set.segments, segment_value)}};
}

SetResponse read_set(const Value& value) {
  return {value.text("set"),
          value.text("number"),
          read_mapped<SegmentNote>(value.find("segments"), read_segment),
          value.text("status"),
          read_strings(value.find("errors")),
          value.text("implementation")};
}

Value acknowledgement_value(const FunctionalAcknowledgement& one) {
  return Object{{"functionalId", one.functional_id},
                {"number", one.control_number},
                {"status", one.status},
                {"included", one.included},
                {"received", one.received},
                {"accepted", one.accepted},
                {"errors", strings(one.errors)},
                {"sets", mapped(one.sets, set_value)},
                {"as", std::string(name(one.as))},
                {"version", one.version}};
}

FunctionalAcknowledgement acknowledgement_from(const Value& value) {
  return {value.text("functionalId"),
          value.text("number"),
          read_mapped<SetResponse>(value.find("sets"), read_set),
          value.text("status"),
          number(value, "included"),
          number(value, "received"),
          number(value, "accepted"),
          read_strings(value.find("errors")),
          value.text("as") == name(AcknowledgementSet::implementation) ? AcknowledgementSet::implementation
                                                                       : AcknowledgementSet::functional,
          value.text("version")};
}

Value party_value(const parsers::EnvelopeParty& party) {
  return Array{party.qualifier, party.id, party.internal_id};
}

parsers::EnvelopeParty read_party(const Value* value) {
  auto parts = read_strings(value);
  parts.resize(3);
  return {parts[0], parts[1], parts[2]};
}

// Delimiters may be any byte: numbers, so that the text stays UTF-8. -1: none.
Value delimiter_value(const parsers::Delimiters& d) {
  auto code = [](std::optional<char> c) { return Value(c ? int{static_cast<unsigned char>(*c)} : -1); };
  return Array{code(d.segment), code(d.element), code(d.component), code(d.repetition), code(d.release)};
}

parsers::Delimiters read_delimiters(const Value* value) {
  parsers::Delimiters out;
  auto at = [&](std::size_t i) -> std::optional<char> {
    const auto* code = value && value->array() && i < value->array()->size() ? (*value->array())[i].integer() : nullptr;
    return code && *code >= 0 ? std::optional<char>(static_cast<char>(*code)) : std::nullopt;
  };
  out.segment = at(0).value_or(out.segment);
  out.element = at(1).value_or(out.element);
  out.component = at(2).value_or(out.component);
  out.repetition = at(3);
  out.release = at(4);
  return out;
}

Value group_value(const parsers::Group& group) {
  return Object{{"functionalId", group.functional_id},
                {"number", group.control_number},
                {"version", group.version},
                {"sender", group.sender},
                {"receiver", group.receiver},
                {"agency", group.responsible_agency}};
}

parsers::Group read_group(const Value& value) {
  parsers::Group out;
  out.functional_id = value.text("functionalId");
  out.control_number = value.text("number");
  out.version = value.text("version");
  out.sender = value.text("sender");
  out.receiver = value.text("receiver");
  out.responsible_agency = value.text("agency");
  return out;
}

}  // namespace

std::string to_json(const parsers::Interchange& received,
                    const std::vector<FunctionalAcknowledgement>& acknowledgements) {
  return json::write(Object{{"kind", "997"},
                            {"version", received.version},
                            {"sender", party_value(received.sender)},
                            {"receiver", party_value(received.receiver)},
                            {"number", received.control_number},
                            {"date", received.date},
                            {"time", received.time},
                            {"usage", received.usage},
                            {"delimiters", delimiter_value(received.delimiters)},
                            {"groups", mapped(received.groups, group_value)},
                            {"acknowledgements", mapped(acknowledgements, acknowledgement_value)}});
}

Result<OwedAcknowledgement> owed_from_json(std::string_view text) {
  LONGSHORE_TRY(auto value, json::parse(text));
  if (value.text("kind") != "997") return fail_permanent("x12", "OWED_MALFORMED", "what is owed is no 997");
  OwedAcknowledgement out;
  auto& received = out.received;
  received.version = value.text("version");
  received.sender = read_party(value.find("sender"));
  received.receiver = read_party(value.find("receiver"));
  received.control_number = value.text("number");
  received.date = value.text("date");
  received.time = value.text("time");
  received.usage = value.text("usage");
  received.delimiters = read_delimiters(value.find("delimiters"));
  received.groups = read_mapped<parsers::Group>(value.find("groups"), read_group);
  out.acknowledgements = read_mapped<FunctionalAcknowledgement>(value.find("acknowledgements"), acknowledgement_from);
  return out;
}

}  // namespace longshore::x12
