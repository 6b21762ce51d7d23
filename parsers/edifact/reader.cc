#include "parsers/edifact/reader.h"

#include "parsers/charset.h"
#include "parsers/edifact/grammar.h"
#include "parsers/envelope.h"
#include "parsers/headers.h"

namespace longshore::edifact {
namespace {

using namespace parsers;

Role role(std::string_view tag) {
  if (tag == "UNH") return Role::set_begin;
  if (tag == "UNT") return Role::set_end;
  if (tag == "UNG") return Role::group_begin;
  if (tag == "UNE") return Role::group_end;
  if (tag == "UNZ") return Role::interchange_end;
  if (tag == "UNB") return Role::header;
  if (tag == "UIB" || tag == "UIH" || tag == "UIT" || tag == "UIZ") return Role::unsupported;
  return Role::data;
}

std::string trimmed(const Segment& segment, std::uint32_t element, std::uint32_t component = 1) {
  return std::string(trim_blanks(segment.value(element, component)));
}

/// Components joined by colons, empty ones at the end left out.
std::string joined(const Segment& segment, std::uint32_t element, std::initializer_list<std::uint32_t> components) {
  std::string out;
  for (auto component : components) out += trimmed(segment, element, component) + ":";
  while (out.ends_with(':')) out.pop_back();
  return out;
}

void fill_group(const Segment& ung, Group& group) {
  group.functional_id = trimmed(ung, 1);
  group.sender = trimmed(ung, 2);
  group.receiver = trimmed(ung, 3);
  group.date = trimmed(ung, 4, 1);
  group.time = trimmed(ung, 4, 2);
  group.control_number = trimmed(ung, 5);
  group.responsible_agency = trimmed(ung, 6);
  group.version = joined(ung, 7, {1, 2, 3});
}

void fill_transaction(const Segment& unh, const Group&, Transaction& transaction) {
  transaction.control_number = trimmed(unh, 1);
  transaction.set = trimmed(unh, 2, 1);
  transaction.version = joined(unh, 2, {2, 3, 4, 5});
}

constexpr Dialect dialect{role, is_tag, is_header_at, fill_group, fill_transaction, false, 1};

EnvelopeParty party(const Segment& unb, std::uint32_t element) {
  return {trimmed(unb, element, 2), trimmed(unb, element, 1), trimmed(unb, element, 3)};
}

void fill_interchange(const Segment& unb, const ReadOptions& options, Interchange& out) {
  out.standard = Standard::edifact;
  out.version = trimmed(unb, 1, 2);
  out.sender = party(unb, 2);
  out.receiver = party(unb, 3);
  out.date = trimmed(unb, 4, 1);
  out.time = trimmed(unb, 4, 2);
  out.control_number = trimmed(unb, 5);
  out.application_reference = trimmed(unb, 7);
  out.acknowledgement_requested = trimmed(unb, 9) == "1";
  const auto test = trimmed(unb, 11);
  out.usage = test.empty() || test == "0" ? "P" : "T";
  out.prepared_at = prepared_at(out.date, out.time, options.century_pivot);
}

void report_advice(const ServiceHeader& header, std::size_t at, const Source& source, Interchange& out) {
  if (header.advice_exact) return;
  auto found =
      diagnose(Code::UNA_MALFORMED,
               "The service string advice does not fit what follows; what could be understood of it was used.");
  found.severity = Severity::warning;
  found.segment_id = "UNA";
  found.byte_range = source.range(at, at + header.unb);
  found.value = excerpt(source.text.substr(at, header.unb));
  out.diagnostics.push_back(std::move(found));
}

void report_header(const ServiceHeader& header, const Segment& unb, Interchange& out) {
  if (!is_known_syntax(out.syntax)) {
    auto found =
        locate(diagnose(Code::CHARSET_INVALID, "The syntax identifier is not a known one; read as UNOA."), unb, 1);
    out.diagnostics.push_back(std::move(found));
  }
  constexpr std::array<std::uint32_t, 4> mandatory{2, 3, 4, 5};
  for (auto element : mandatory) {
    if (!unb.element(element).empty()) continue;
    auto found = locate(diagnose(Code::UNB_MALFORMED, "UNB lacks a mandatory element."), unb, element);
    found.severity = Severity::warning;
    out.diagnostics.push_back(std::move(found));
  }
  if (!unb.element(4).empty() && out.prepared_at.empty()) {
    auto found = locate(diagnose(Code::UNB_MALFORMED, "UNB's date and time are none."), unb, 4);
    found.severity = Severity::warning;
    out.diagnostics.push_back(std::move(found));
  }
  const auto& d = header.framing.delimiters;
  const bool same = d.component == d.element || d.component == d.segment || d.element == d.segment ||
                    d.release == d.segment || d.release == d.element || d.release == d.component;
  if (same) out.diagnostics.push_back(locate(diagnose(Code::DELIMITERS_AMBIGUOUS), unb));
}

}  // namespace

std::optional<ReadInterchange> read_interchange(const Source& source, std::size_t at, const ReadOptions& options,
                                                SegmentStore& store) {
  const auto header = parse_service_header(source.text.substr(at));
  if (!header) return std::nullopt;
  RawSegment raw;
  SegmentCursor cursor(source.text, at + header->unb, header->framing, options.limits);
  if (cursor.next(raw) != SegmentCursor::Step::segment || raw.begin != at + header->unb) return std::nullopt;
  ReadInterchange out;
  auto& interchange = out.interchange;
  interchange.syntax = std::string(header->syntax);
  interchange.delimiters = header->framing.delimiters;
  interchange.byte_range = source.range(at, raw.after);
  const auto unb = store.make(source, raw, {interchange.delimiters, charset_of(interchange.syntax)}, 0);
  fill_interchange(unb, options, interchange);
  interchange.envelope.push_back(unb);
  report_advice(*header, at, source, interchange);
  report_header(*header, unb, interchange);
  EnvelopeReader reader(dialect, source, header->framing, options, store, interchange);
  out.end = reader.read(raw.after);
  return out;
}

}  // namespace longshore::edifact
