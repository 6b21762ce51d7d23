#include "engine/cli/report.h"

#include "engine/base/json/diagnostic.h"
#include "engine/model/text.h"

namespace longshore::cli {
namespace {

using json::Array;
using json::Object;
using json::Value;

Value text_or_null(const std::string& text) {
  return text.empty() ? Value{} : Value(text);
}

Value party(const parsers::EnvelopeParty& one, bool edifact) {
  Object out{{"qualifier", text_or_null(one.qualifier)}, {"id", one.id}};
  if (edifact) out.set("internalId", text_or_null(one.internal_id));
  return out;
}

Value character(std::optional<char> one) {
  return one ? Value(std::string(1, *one)) : Value{};
}

Value delimiters(const parsers::Delimiters& one) {
  return Object{{"element", character(one.element)},
                {"component", character(one.component)},
                {"repetition", character(one.repetition)},
                {"segment", character(one.segment)},
                {"release", character(one.release)}};
}

Value transaction_json(const parsers::Transaction& one) {
  return Object{{"set", one.set},
                {"controlNumber", one.control_number},
                {"version", text_or_null(one.version)},
                {"segments", std::uint64_t{one.segments.size()}},
                {"byteRange", json::to_json(one.byte_range)},
                {"status", name(one.status)},
                {"diagnostics", json::to_json(one.diagnostics)}};
}

Value group_json(const parsers::Group& one) {
  Array transactions;
  for (const auto& transaction : one.transactions) transactions.push_back(transaction_json(transaction));
  auto own = [&](const std::string& text) { return one.implicit ? Value{} : Value(text); };
  return Object{{"functionalId", own(one.functional_id)},
                {"controlNumber", own(one.control_number)},
                {"version", own(one.version)},
                {"byteRange", json::to_json(one.byte_range)},
                {"transactions", std::move(transactions)},
                {"diagnostics", json::to_json(one.diagnostics)}};
}

Value interchange_json(const parsers::Interchange& one) {
  Array groups;
  for (const auto& group : one.groups) groups.push_back(group_json(group));
  bool edifact = one.standard == parsers::Standard::edifact;
  return Object{{"standard", name(one.standard)},
                {"version", one.version},
                {"syntax", text_or_null(one.syntax)},
                {"sender", party(one.sender, edifact)},
                {"receiver", party(one.receiver, edifact)},
                {"controlNumber", one.control_number},
                {"preparedAt", text_or_null(one.prepared_at)},
                {"usage", text_or_null(one.usage)},
                {"byteRange", json::to_json(one.byte_range)},
                {"delimiters", delimiters(one.delimiters)},
                {"groups", std::move(groups)},
                {"diagnostics", json::to_json(one.diagnostics)}};
}

Value components(const parsers::Segment& segment, std::uint32_t element, std::uint32_t repetition) {
  auto count = segment.component_count(element, repetition);
  if (count <= 1) return segment.value(element, 1, repetition);
  Array out;
  for (std::uint32_t i = 1; i <= count; ++i) out.push_back(segment.value(element, i, repetition));
  return out;
}

Object place_json(const Place& place) {
  auto control = [](const auto* part) { return part ? text_or_null(part->control_number) : Value{}; };
  return {{"interchange", control(place.interchange)},
          {"group", place.group && place.group->implicit ? Value{} : control(place.group)},
          {"transaction", control(place.transaction)},
          {"set", place.transaction ? Value(place.transaction->set) : Value{}}};
}

std::string place_text(const Place& place) {
  if (place.transaction) return "set " + printable(place.transaction->control_number);
  if (place.group && !place.group->implicit) return "group " + printable(place.group->control_number);
  if (place.interchange) return "interchange " + printable(place.interchange->control_number);
  return {};
}

std::string details(const Place& place, const Diagnostic& one) {
  auto out = place_text(place);
  auto add = [&out](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (one.segment_position)
    add("segment " + std::to_string(*one.segment_position) + " " + printable(one.segment_id));
  else if (!one.segment_id.empty())
    add("segment " + printable(one.segment_id));
  if (one.element) add("element " + std::to_string(*one.element));
  if (one.component) add("component " + std::to_string(*one.component));
  if (one.repetition) add("repetition " + std::to_string(*one.repetition));
  if (one.value) add("value \"" + printable(*one.value) + "\"");
  return out;
}

}  // namespace

Value to_json(const InputFile& file) {
  Array interchanges;
  for (const auto& one : file.parsed.interchanges) interchanges.push_back(interchange_json(one));
  return Object{{"file", file.name},
                {"bytes", std::uint64_t{file.bytes.size()}},
                {"interchanges", std::move(interchanges)},
                {"diagnostics", json::to_json(file.parsed.diagnostics)}};
}

void for_each_diagnostic(const InputFile& file, const std::function<void(const Place&, const Diagnostic&)>& visit) {
  auto visit_all = [&visit](const Place& place, const std::vector<Diagnostic>& diagnostics) {
    for (const auto& one : diagnostics) visit(place, one);
  };
  visit_all({}, file.parsed.diagnostics);
  for (const auto& interchange : file.parsed.interchanges) {
    visit_all({&interchange}, interchange.diagnostics);
    for (const auto& group : interchange.groups) {
      visit_all({&interchange, &group}, group.diagnostics);
      for (const auto& transaction : group.transactions)
        visit_all({&interchange, &group, &transaction}, transaction.diagnostics);
    }
  }
}

std::string describe(const std::string& file, const Place& place, const Diagnostic& one) {
  auto out = printable(file);
  if (one.byte_range) out += ":byte " + std::to_string(one.byte_range->begin);
  out += ": " + std::string(name(one.severity)) + " " + std::string(info(one.code).name) + ": ";
  auto message = printable(one.message);
  auto where = details(place, one);
  if (!where.empty() && message.ends_with('.')) message.pop_back();
  out += message;
  if (!where.empty()) out += " (" + where + ")";
  if (one.expected) out += " — expected " + printable(*one.expected);
  return out;
}

Value to_json(const std::string& file, const Place& place, const Diagnostic& diagnostic) {
  auto out = place_json(place);
  Object named{{"file", file}};
  for (auto& member : out) named.set(member.key, std::move(member.value));
  const auto form = json::to_json(diagnostic);
  for (const auto& member : *form.object()) named.set(member.key, member.value);
  return named;
}

bool is_header(const parsers::Interchange& interchange, const parsers::Segment& segment) {
  return interchange.groups.empty() || segment.byte_range().begin < interchange.groups.front().byte_range.begin;
}

bool is_split(const parsers::Segment& segment, std::uint32_t element) {
  constexpr std::size_t most_bytes = 4096;
  if (segment.element(element).size() <= most_bytes) return true;
  return segment.repetition_count(element) == 1 && segment.component_count(element) == 1;
}

Value element_json(const parsers::Segment& segment, std::uint32_t element) {
  if (!is_split(segment, element)) return segment.element(element);
  auto count = segment.repetition_count(element);
  if (count == 0) return "";
  if (count == 1) return components(segment, element, 1);
  Array out;
  for (std::uint32_t i = 1; i <= count; ++i) out.push_back(components(segment, element, i));
  return Object{{"repeat", std::move(out)}};
}

std::string segment_line(const Place& place, const parsers::Segment& segment) {
  auto out = place_json(place);
  out.set("position", place.transaction ? Value(segment.position()) : Value{});
  out.set("id", segment.tag());
  Array elements;
  for (std::uint32_t i = 1; i <= segment.element_count(); ++i) elements.push_back(element_json(segment, i));
  out.set("elements", std::move(elements));
  out.set("byteRange", json::to_json(segment.byte_range()));
  return json::write(out);
}

}  // namespace longshore::cli
