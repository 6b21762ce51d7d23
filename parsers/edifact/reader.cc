#include "parsers/edifact/reader.h"

#include "parsers/charset.h"
#include "parsers/edifact/grammar.h"
#include "parsers/envelope.h"

namespace longshore::edifact {
namespace {

using namespace parsers;

Role role(std::string_view tag) {
  if (tag.size() != 3 || tag[0] != 'U' || (tag[1] != 'N' && tag[1] != 'I')) return Role::data;
  if (tag[1] == 'I')
    return tag == "UIB" || tag == "UIH" || tag == "UIT" || tag == "UIZ" ? Role::unsupported : Role::data;
  switch (tag[2]) {
    case 'H':
    case 'O':  // a package is a set whose content is an object
      return Role::set_begin;
    case 'T':
    case 'P':
      return Role::set_end;
    case 'G':
      return Role::group_begin;
    case 'E':
      return Role::group_end;
    case 'Z':
      return Role::interchange_end;
    case 'B':
      return Role::header;
    default:
      return Role::data;
  }
}

std::string trimmed(const Segment& segment, std::uint32_t element, std::uint32_t component = 1) {
  auto out = segment.decoded(segment.component(element, component));
  const auto kept = trim_blanks(out);
  return kept.size() == out.size() ? std::move(out) : std::string(kept);
}

/// Components joined by colons, empty ones at the end left out.
std::string joined(const Segment& segment, std::uint32_t element, std::initializer_list<std::uint32_t> components) {
  std::string out;
  for (auto component : components) {
    out += trimmed(segment, element, component);
    out += ':';
  }
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
  transaction.version.clear();
  if (unh.tag() == "UNO") {
    transaction.set = "UNO";
    return;
  }
  transaction.set = trimmed(unh, 2, 1);
  transaction.version = joined(unh, 2, {2, 3, 4, 5});
}

// UNH 0065 and its versions, and whatever follows; UNO says neither.
std::string_view kind(const Segment& header) {
  if (header.tag() != "UNH" || header.element_count() < 2) return {};
  const auto identifier = header.element(2);
  return {identifier.data(), header.text().data() + header.text().size()};
}

std::string control_number(const Segment& header) {
  return trimmed(header, 1);
}

constexpr SpecialTags special{"UN", "UI", "ISA", "BIN", "BDS"};
constexpr Dialect dialect{role, special, 3, fill_group, fill_transaction, kind, control_number, false, 1, "UNO", "UNP"};

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

void report_advice(const ServiceHeader& header, std::uint64_t at, const Source& source, std::vector<Diagnostic>& out) {
  if (header.advice_exact) return;
  auto found =
      diagnose(Code::UNA_MALFORMED,
               "The service string advice does not fit what follows; what could be understood of it was used.");
  found.severity = Severity::warning;
  found.segment_id = "UNA";
  found.byte_range = source.range(at, at + header.unb);
  found.value = excerpt(source.window.text(at, at + header.unb));
  out.push_back(std::move(found));
}

void report_header(const ServiceHeader& header, const Segment& unb, const Interchange& interchange,
                   std::vector<Diagnostic>& out) {
  if (!is_known_syntax(interchange.syntax)) {
    auto found =
        locate(diagnose(Code::CHARSET_INVALID, "The syntax identifier is not a known one; read as UNOA."), unb, 1);
    out.push_back(std::move(found));
  }
  constexpr std::array<std::uint32_t, 4> mandatory{2, 3, 4, 5};
  for (auto element : mandatory) {
    if (!unb.element(element).empty()) continue;
    auto found = locate(diagnose(Code::UNB_MALFORMED, "UNB lacks a mandatory element."), unb, element);
    found.severity = Severity::warning;
    out.push_back(std::move(found));
  }
  if (!unb.element(4).empty() && interchange.prepared_at.empty()) {
    auto found = locate(diagnose(Code::UNB_MALFORMED, "UNB's date and time are none."), unb, 4);
    found.severity = Severity::warning;
    out.push_back(std::move(found));
  }
  const auto& d = header.framing.delimiters;
  const bool same = d.component == d.element || d.component == d.segment || d.element == d.segment ||
                    d.release == d.segment || d.release == d.element || d.release == d.component;
  if (same) out.push_back(locate(diagnose(Code::DELIMITERS_AMBIGUOUS), unb));
}

}  // namespace

std::optional<std::uint64_t> read_interchange(const Source& source, std::uint64_t at, const ReadOptions& options,
                                              Events& events) {
  source.window.need(at, header_bytes);
  const auto header = parse_service_header(source.window.text(at, at + header_bytes));
  if (!header) return std::nullopt;
  const auto& framing = header->framing;
  Interchange interchange;
  interchange.syntax = header->syntax;
  interchange.delimiters = framing.delimiters;
  SegmentStyle style{framing.delimiters, charset_of(header->syntax), source.wrapping};
  SegmentCursor cursor(source.window, at + header->unb, framing, style, options.limits);
  if (cursor.next() != SegmentCursor::Step::segment || cursor.begin() != at + header->unb) return std::nullopt;
  const auto unb = cursor.segment(0);
  interchange.byte_range = source.range(at, cursor.after());
  fill_interchange(unb, options, interchange);
  std::vector<Diagnostic> faults;
  report_advice(*header, at, source, faults);
  report_header(*header, unb, interchange, faults);
  EnvelopeReader reader(dialect, source, cursor.after(), framing, style, std::move(interchange), options, events);
  reader.begin(unb, std::move(faults));
  return reader.read();
}

}  // namespace longshore::edifact
