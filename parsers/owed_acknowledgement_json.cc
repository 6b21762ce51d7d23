// What is owed as JSON, in both directions.
#include "engine/base/json/json.h"
#include "parsers/charset.h"
#include "parsers/owed_acknowledgement.h"

namespace longshore::parsers {
namespace {

using json::Array;
using json::Object;
using json::Value;

using edifact::Contrl;
using edifact::ElementError;
using edifact::GroupResponse;
using edifact::MessageResponse;
using edifact::SegmentError;
using edifact::ServiceError;
using x12::AcknowledgementSet;
using x12::ElementNote;
using x12::ErrorContext;
using x12::FunctionalAcknowledgement;
using x12::SegmentNote;
using x12::SetResponse;

// Received bytes need not be UTF-8 and must come back the same: each is stored as the character of its number.
Value bytes(std::string_view received) {
  return to_utf8(received, Charset::latin1);
}
std::string bytes_from(std::string_view stored) {
  return from_utf8(stored, Charset::latin1).value_or(std::string(stored));
}
std::string bytes_at(const Value& value, std::string_view key) {
  return bytes_from(value.text(key));
}

Array strings(const std::vector<std::string>& list) {
  Array out;
  for (const auto& one : list) out.push_back(bytes(one));
  return out;
}

std::vector<std::string> read_strings(const Value* list) {
  std::vector<std::string> out;
  for (const auto& one : list && list->array() ? *list->array() : Array{})
    if (const auto* text = one.string()) out.push_back(bytes_from(*text));
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
  return Object{{"name", bytes(one.name)},   {"reference", bytes(one.reference)}, {"tag", bytes(one.tag)},
                {"position", one.position},  {"loop", bytes(one.loop)},           {"element", one.element},
                {"component", one.component}};
}

ErrorContext read_context(const Value& value) {
  return {bytes_at(value, "name"), bytes_at(value, "reference"), bytes_at(value, "tag"),    number(value, "position"),
          bytes_at(value, "loop"), number(value, "element"),     number(value, "component")};
}

Value element_value(const ElementNote& note) {
  return Object{{"position", note.position},
                {"component", note.component},
                {"repetition", note.repetition},
                {"number", bytes(note.element_number)},
                {"error", bytes(note.error)},
                {"value", bytes(note.bad_value)},
                {"contexts", mapped(note.contexts, context_value)}};
}

ElementNote read_element(const Value& value) {
  return {number(value, "position"),
          number(value, "component"),
          number(value, "repetition"),
          bytes_at(value, "number"),
          bytes_at(value, "error"),
          bytes_at(value, "value"),
          read_mapped<ErrorContext>(value.find("contexts"), read_context)};
}

Value segment_value(const SegmentNote& note) {
  return Object{{"tag", bytes(note.tag)},
                {"position", note.position},
                {"loop", bytes(note.loop)},
                {"error", bytes(note.error)},
                {"elements", mapped(note.elements, element_value)},
                {"contexts", mapped(note.contexts, context_value)}};
}

SegmentNote read_segment(const Value& value) {
  return {bytes_at(value, "tag"),
          number(value, "position"),
          bytes_at(value, "loop"),
          bytes_at(value, "error"),
          read_mapped<ElementNote>(value.find("elements"), read_element),
          read_mapped<ErrorContext>(value.find("contexts"), read_context)};
}

Value set_value(const SetResponse& set) {
  return Object{{"set", bytes(set.set)},
                {"number", bytes(set.control_number)},
                {"status", bytes(set.status)},
                {"errors", strings(set.errors)},
                {"implementation", bytes(set.implementation)},
                {"segments", mapped(set.segments, segment_value)}};
}

SetResponse read_set(const Value& value) {
  return {bytes_at(value, "set"),
          bytes_at(value, "number"),
          read_mapped<SegmentNote>(value.find("segments"), read_segment),
          bytes_at(value, "status"),
          read_strings(value.find("errors")),
          bytes_at(value, "implementation")};
}

Value acknowledgement_value(const FunctionalAcknowledgement& one) {
  return Object{{"functionalId", bytes(one.functional_id)},
                {"number", bytes(one.control_number)},
                {"status", bytes(one.status)},
                {"included", one.included},
                {"received", one.received},
                {"accepted", one.accepted},
                {"errors", strings(one.errors)},
                {"sets", mapped(one.sets, set_value)},
                {"as", std::string(x12::name(one.as))},
                {"version", bytes(one.version)}};
}

FunctionalAcknowledgement acknowledgement_from(const Value& value) {
  return {bytes_at(value, "functionalId"),
          bytes_at(value, "number"),
          read_mapped<SetResponse>(value.find("sets"), read_set),
          bytes_at(value, "status"),
          number(value, "included"),
          number(value, "received"),
          number(value, "accepted"),
          read_strings(value.find("errors")),
          value.text("as") == x12::name(AcknowledgementSet::implementation) ? AcknowledgementSet::implementation
                                                                            : AcknowledgementSet::functional,
          bytes_at(value, "version")};
}

Value party_value(const EnvelopeParty& party) {
  return Array{bytes(party.qualifier), bytes(party.id), bytes(party.internal_id)};
}

EnvelopeParty read_party(const Value* value) {
  auto parts = read_strings(value);
  parts.resize(3);
  return {parts[0], parts[1], parts[2]};
}

// Delimiters may be any byte: numbers, so that the text stays UTF-8. -1: none.
Value delimiter_value(const Delimiters& d) {
  auto code = [](std::optional<char> c) { return Value(c ? int{static_cast<unsigned char>(*c)} : -1); };
  return Array{code(d.segment),    code(d.element), code(d.component),
               code(d.repetition), code(d.release), code(d.decimal_mark)};
}

Delimiters read_delimiters(const Value* value) {
  Delimiters out;
  auto at = [&](std::size_t i) -> std::optional<char> {
    const auto* code = value && value->array() && i < value->array()->size() ? (*value->array())[i].integer() : nullptr;
    return code && *code >= 0 ? std::optional<char>(static_cast<char>(*code)) : std::nullopt;
  };
  out.segment = at(0).value_or(out.segment);
  out.element = at(1).value_or(out.element);
  out.component = at(2).value_or(out.component);
  out.repetition = at(3);
  out.release = at(4);
  out.decimal_mark = at(5).value_or(out.decimal_mark);
  return out;
}

Value group_value(const Group& group) {
  return Object{{"functionalId", bytes(group.functional_id)},
                {"number", bytes(group.control_number)},
                {"version", bytes(group.version)},
                {"sender", bytes(group.sender)},
                {"receiver", bytes(group.receiver)},
                {"agency", bytes(group.responsible_agency)}};
}

Group read_group(const Value& value) {
  Group out;
  out.functional_id = bytes_at(value, "functionalId");
  out.control_number = bytes_at(value, "number");
  out.version = bytes_at(value, "version");
  out.sender = bytes_at(value, "sender");
  out.receiver = bytes_at(value, "receiver");
  out.responsible_agency = bytes_at(value, "agency");
  return out;
}

Value service_error_value(const ServiceError& error) {
  return Object{{"code", bytes(error.code)},
                {"tag", bytes(error.tag)},
                {"element", error.element ? Value(std::int64_t{*error.element}) : Value(nullptr)},
                {"component", error.component}};
}

ServiceError read_service_error(const Value* value) {
  if (value == nullptr) return {};
  ServiceError out{bytes_at(*value, "code"), bytes_at(*value, "tag"), {}, number(*value, "component")};
  const auto* element = value->find("element");
  if (element != nullptr && element->integer() != nullptr) out.element = number(*value, "element");
  return out;
}

Value element_error_value(const ElementError& error) {
  return Object{{"code", bytes(error.code)},
                {"element", error.element},
                {"component", error.component},
                {"repetition", error.repetition}};
}

ElementError read_element_error(const Value& value) {
  return {bytes_at(value, "code"), number(value, "element"), number(value, "component"), number(value, "repetition")};
}

Value segment_error_value(const SegmentError& error) {
  return Object{{"position", error.position},
                {"code", bytes(error.code)},
                {"elements", mapped(error.elements, element_error_value)}};
}

SegmentError read_segment_error(const Value& value) {
  return {number(value, "position"), bytes_at(value, "code"),
          read_mapped<ElementError>(value.find("elements"), read_element_error)};
}

Value message_value(const MessageResponse& message) {
  return Object{
      {"reference", bytes(message.reference)},       {"type", bytes(message.type)},
      {"version", bytes(message.version)},           {"action", bytes(message.action)},
      {"error", service_error_value(message.error)}, {"segments", mapped(message.segments, segment_error_value)}};
}

MessageResponse read_message(const Value& value) {
  return {bytes_at(value, "reference"),
          bytes_at(value, "type"),
          bytes_at(value, "version"),
          bytes_at(value, "action"),
          read_service_error(value.find("error")),
          read_mapped<SegmentError>(value.find("segments"), read_segment_error)};
}

Value group_response_value(const GroupResponse& group) {
  return Object{{"reference", bytes(group.reference)},       {"sender", bytes(group.sender)},
                {"receiver", bytes(group.receiver)},         {"action", bytes(group.action)},
                {"error", service_error_value(group.error)}, {"messages", mapped(group.messages, message_value)}};
}

GroupResponse read_group_response(const Value& value) {
  return {bytes_at(value, "reference"),
          bytes_at(value, "sender"),
          bytes_at(value, "receiver"),
          bytes_at(value, "action"),
          read_service_error(value.find("error")),
          read_mapped<MessageResponse>(value.find("messages"), read_message)};
}

Value contrl_value(const Contrl& contrl) {
  return Object{{"reference", bytes(contrl.reference)},
                {"sender", party_value(contrl.sender)},
                {"receiver", party_value(contrl.receiver)},
                {"action", bytes(contrl.action)},
                {"error", service_error_value(contrl.error)},
                {"groups", mapped(contrl.groups, group_response_value)},
                {"messages", mapped(contrl.messages, message_value)}};
}

Contrl read_contrl(const Value& value) {
  return {bytes_at(value, "reference"),
          read_party(value.find("sender")),
          read_party(value.find("receiver")),
          bytes_at(value, "action"),
          read_service_error(value.find("error")),
          read_mapped<GroupResponse>(value.find("groups"), read_group_response),
          read_mapped<MessageResponse>(value.find("messages"), read_message)};
}

Interchange read_received(const Value& value, Standard standard) {
  Interchange out;
  out.standard = standard;
  out.version = bytes_at(value, "version");
  out.syntax = bytes_at(value, "syntax");
  out.sender = read_party(value.find("sender"));
  out.receiver = read_party(value.find("receiver"));
  out.control_number = bytes_at(value, "number");
  out.date = bytes_at(value, "date");
  out.time = bytes_at(value, "time");
  out.usage = bytes_at(value, "usage");
  out.application_reference = bytes_at(value, "applicationReference");
  out.delimiters = read_delimiters(value.find("delimiters"));
  out.groups = read_mapped<Group>(value.find("groups"), read_group);
  return out;
}

}  // namespace

std::string to_json(const OwedAcknowledgement& owed) {
  const auto& received = owed.received;
  Object out{{"kind", std::string(owed.kind())},
             {"version", bytes(received.version)},
             {"syntax", bytes(received.syntax)},
             {"sender", party_value(received.sender)},
             {"receiver", party_value(received.receiver)},
             {"number", bytes(received.control_number)},
             {"date", bytes(received.date)},
             {"time", bytes(received.time)},
             {"usage", bytes(received.usage)},
             {"applicationReference", bytes(received.application_reference)},
             {"delimiters", delimiter_value(received.delimiters)},
             {"groups", mapped(received.groups, group_value)}};
  if (const auto* contrl = std::get_if<Contrl>(&owed.content)) {
    out.set("contrl", contrl_value(*contrl));
  } else {
    const auto& sets = std::get<std::vector<FunctionalAcknowledgement>>(owed.content);
    out.set("acknowledgements", mapped(sets, acknowledgement_value));
  }
  return json::write(Value(std::move(out)));
}

Result<OwedAcknowledgement> owed_from_json(std::string_view text) {
  LONGSHORE_TRY(auto value, json::parse(text));
  const auto kind = value.text("kind");
  const auto* contrl = value.find("contrl");
  if (kind == "CONTRL" && contrl != nullptr)
    return OwedAcknowledgement{read_received(value, Standard::edifact), read_contrl(*contrl)};
  const auto* sets = value.find("acknowledgements");
  if ((kind != "997" && kind != "999") || sets == nullptr)
    return fail_permanent("parsers", "OWED_MALFORMED", "what is owed is no 997, 999 or CONTRL");
  return OwedAcknowledgement{read_received(value, Standard::x12),
                             read_mapped<FunctionalAcknowledgement>(sets, acknowledgement_from)};
}

}  // namespace longshore::parsers
