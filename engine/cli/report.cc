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

/// As json::quote, and quicker about what needs no escape.
void append_quoted(std::string& out, std::string_view text) {
  const auto plain = [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; };
  if (!std::ranges::all_of(text, plain)) {
    out += json::quote(text);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_value(std::string& out, const parsers::Segment& segment, std::uint32_t element, std::uint32_t component,
                  std::uint32_t repetition) {
  const auto written = segment.component(element, component, repetition);
  const auto release = segment.delimiters().release;
  const auto plain = [release](char c) { return static_cast<unsigned char>(c) < 0x80 && c != release; };
  if (std::ranges::all_of(written, plain))
    append_quoted(out, written);
  else
    append_quoted(out, segment.value(element, component, repetition));
}

void append_components(std::string& out, const parsers::Segment& segment, std::uint32_t element,
                       std::uint32_t repetition) {
  const auto count = segment.component_count(element, repetition);
  if (count <= 1) return append_value(out, segment, element, 1, repetition);
  for (std::uint32_t i = 1; i <= count; ++i) {
    out += i == 1 ? '[' : ',';
    append_value(out, segment, element, i, repetition);
  }
  out += ']';
}

/// A text, an array of components, or {"repeat": […]} of either.
void append_element(std::string& out, const parsers::Segment& segment, std::uint32_t element) {
  if (!is_split(segment, element)) return append_quoted(out, segment.element(element));
  const auto count = segment.repetition_count(element);
  if (count == 0) return append_quoted(out, {});
  if (count == 1) return append_components(out, segment, element, 1);
  out += R"({"repeat":)";
  for (std::uint32_t i = 1; i <= count; ++i) {
    out += i == 1 ? '[' : ',';
    append_components(out, segment, element, i);
  }
  out += "]}";
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

void FileReport::begin_interchange(const parsers::Interchange&) {
  open_.at(static_cast<std::size_t>(parsers::Part::interchange)) = {};
}

void FileReport::begin_group(const parsers::Group&) {
  open_.at(static_cast<std::size_t>(parsers::Part::group)) = {};
}

void FileReport::begin_transaction(const parsers::Transaction&, const guide::Dictionary*) {
  open_.at(static_cast<std::size_t>(parsers::Part::transaction)) = {};
  segments_ = 0;
}

void FileReport::diagnostic(parsers::Part part, Diagnostic one) {
  any_error_ = any_error_ || one.severity == Severity::error;
  open_.at(static_cast<std::size_t>(part)).diagnostics.push_back(std::move(one));
}

void FileReport::end_transaction(const parsers::Transaction& one) {
  const auto& own = open_.at(static_cast<std::size_t>(parsers::Part::transaction));
  auto& group = open_.at(static_cast<std::size_t>(parsers::Part::group));
  group.parts.push_back(Object{{"set", one.set},
                               {"controlNumber", one.control_number},
                               {"version", text_or_null(one.version)},
                               {"segments", segments_},
                               {"byteRange", json::to_json(one.byte_range)},
                               {"status", name(one.status)},
                               {"diagnostics", json::to_json(own.diagnostics)}});
}

void FileReport::end_group(const parsers::Group& one) {
  auto& own = open_.at(static_cast<std::size_t>(parsers::Part::group));
  auto& interchange = open_.at(static_cast<std::size_t>(parsers::Part::interchange));
  auto written = [&](const std::string& text) { return one.implicit ? Value{} : Value(text); };
  interchange.parts.push_back(Object{{"functionalId", written(one.functional_id)},
                                     {"controlNumber", written(one.control_number)},
                                     {"version", written(one.version)},
                                     {"byteRange", json::to_json(one.byte_range)},
                                     {"transactions", std::move(own.parts)},
                                     {"diagnostics", json::to_json(own.diagnostics)}});
}

void FileReport::end_interchange(const parsers::Interchange& one) {
  auto& own = open_.at(static_cast<std::size_t>(parsers::Part::interchange));
  bool edifact = one.standard == parsers::Standard::edifact;
  interchanges_.push_back(Object{{"standard", name(one.standard)},
                                 {"version", one.version},
                                 {"syntax", text_or_null(one.syntax)},
                                 {"sender", party(one.sender, edifact)},
                                 {"receiver", party(one.receiver, edifact)},
                                 {"controlNumber", one.control_number},
                                 {"preparedAt", text_or_null(one.prepared_at)},
                                 {"usage", text_or_null(one.usage)},
                                 {"byteRange", json::to_json(one.byte_range)},
                                 {"delimiters", delimiters(one.delimiters)},
                                 {"groups", std::move(own.parts)},
                                 {"diagnostics", json::to_json(own.diagnostics)}});
}

Value FileReport::finish(const std::string& name, std::uint64_t bytes) && {
  const auto& own = open_.at(static_cast<std::size_t>(parsers::Part::file));
  return Object{{"file", name},
                {"bytes", bytes},
                {"interchanges", std::move(interchanges_)},
                {"diagnostics", json::to_json(own.diagnostics)}};
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

bool is_split(const parsers::Segment& segment, std::uint32_t element) {
  constexpr std::size_t most_bytes = 4096;
  if (segment.element(element).size() <= most_bytes) return true;
  return segment.repetition_count(element) == 1 && segment.component_count(element) == 1;
}

SegmentLine::SegmentLine(const Place& place) : of_set_(place.transaction != nullptr) {
  start_ = json::write(place_json(place));
  start_.back() = ',';
}

// Written straight away: values of a JSON tree would cost ten times as much as reading the segment.
const std::string& SegmentLine::of(const parsers::Segment& segment) {
  line_ = start_;
  line_ += R"("position":)" + (of_set_ ? std::to_string(segment.position()) : std::string("null"));
  line_ += R"(,"id":)";
  append_quoted(line_, segment.tag());
  line_ += R"(,"elements":[)";
  for (std::uint32_t i = 1; i <= segment.element_count(); ++i) {
    if (i > 1) line_ += ',';
    append_element(line_, segment, i);
  }
  const auto range = segment.byte_range();
  line_ += R"(],"byteRange":[)" + std::to_string(range.begin) + "," + std::to_string(range.end) + "]}\n";
  return line_;
}

}  // namespace longshore::cli
