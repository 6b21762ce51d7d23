#include "parsers/x12/reader.h"

#include "parsers/envelope.h"
#include "parsers/headers.h"
#include "parsers/x12/grammar.h"

namespace longshore::x12 {
namespace {

using namespace parsers;

Role role(std::string_view tag) {
  if (tag == "ST") return Role::set_begin;
  if (tag == "SE") return Role::set_end;
  if (tag == "GS") return Role::group_begin;
  if (tag == "GE") return Role::group_end;
  if (tag == "TA1") return Role::acknowledgement;
  if (tag == "IEA") return Role::interchange_end;
  if (tag == "ISX") return Role::extension;
  if (tag == "ISA") return Role::header;
  return Role::data;
}

std::string trimmed(const Segment& segment, std::uint32_t element) {
  return std::string(trim_blanks(segment.element(element)));
}

void fill_group(const Segment& gs, Group& group) {
  group.functional_id = trimmed(gs, 1);
  group.sender = trimmed(gs, 2);
  group.receiver = trimmed(gs, 3);
  group.date = trimmed(gs, 4);
  group.time = trimmed(gs, 5);
  group.control_number = trimmed(gs, 6);
  group.responsible_agency = trimmed(gs, 7);
  group.version = trimmed(gs, 8);
}

void fill_transaction(const Segment& st, const Group& group, Transaction& transaction) {
  transaction.set = trimmed(st, 1);
  transaction.control_number = trimmed(st, 2);
  transaction.version = trimmed(st, 3);
  if (transaction.version.empty()) transaction.version = group.version;
}

constexpr Dialect dialect{role, is_tag, is_header_at, fill_group, fill_transaction, true, 2};

std::string text_of(const IsaHeader& isa, std::size_t element) {
  return std::string(trim_blanks(isa.elements.at(element)));
}

void fill_interchange(const IsaHeader& isa, const ReadOptions& options, Interchange& out) {
  out.standard = Standard::x12;
  out.sender = {text_of(isa, 5), text_of(isa, 6), {}};
  out.receiver = {text_of(isa, 7), text_of(isa, 8), {}};
  out.date = text_of(isa, 9);
  out.time = text_of(isa, 10);
  out.version = text_of(isa, 12);
  out.control_number = text_of(isa, 13);
  out.acknowledgement_requested = isa.elements[14] == "1";
  out.usage = text_of(isa, 15);
  out.delimiters = isa.framing.delimiters;
  out.prepared_at = prepared_at(out.date, out.time, options.century_pivot);
}

RawSegment header_segment(const IsaHeader& isa, std::size_t at) {
  RawSegment raw;
  raw.begin = at;
  raw.after = at + isa.size;
  raw.end = raw.after - 1 - isa.framing.suffix.size();
  const char* begin = isa.elements[0].data();
  for (std::size_t i = 1; i <= 16; ++i) {
    if (isa.elements.at(i).data() != nullptr)
      raw.separators.push_back(static_cast<std::uint32_t>(isa.elements.at(i).data() - begin - 1));
  }
  return raw;
}

void report_header(const IsaHeader& isa, const Segment& segment, Interchange& out) {
  const auto& d = isa.framing.delimiters;
  if (!isa.fixed || !isa.trusted || !isa.framing.suffix.empty()) {
    auto found = locate(
        diagnose(Code::ISA_MALFORMED,
                 isa.fixed ? "ISA16 or the terminator is not one plain character; the delimiters were worked out."
                           : "An ISA element has not its fixed length; the header was read by its separators."),
        segment);
    found.severity = Severity::warning;
    out.diagnostics.push_back(std::move(found));
  }
  if (out.prepared_at.empty()) {
    auto found = locate(diagnose(Code::ISA_MALFORMED, "ISA09 and ISA10 are no date and time."), segment, 9);
    found.severity = Severity::warning;
    out.diagnostics.push_back(std::move(found));
  }
  const bool same =
      d.component == d.element || d.component == d.segment || d.repetition == d.element || d.repetition == d.segment;
  const bool letters = is_alphanumeric(d.component) || is_alphanumeric(d.element);
  if (same || letters) out.diagnostics.push_back(locate(diagnose(Code::DELIMITERS_AMBIGUOUS), segment));
  if (d.repetition && d.repetition == d.component) {
    auto found =
        locate(diagnose(Code::DELIMITERS_AMBIGUOUS, "ISA11 and ISA16 are the same character: no repetitions are read."),
               segment, 11);
    found.severity = Severity::warning;
    out.diagnostics.push_back(std::move(found));
  }
}

}  // namespace

std::optional<ReadInterchange> read_interchange(const Source& source, std::size_t at, const ReadOptions& options,
                                                SegmentStore& store) {
  auto isa = parse_isa(source.text.substr(at));
  if (!isa) return std::nullopt;
  ReadInterchange out;
  auto& interchange = out.interchange;
  fill_interchange(*isa, options, interchange);
  interchange.byte_range = source.range(at, at + isa->size);
  const auto segment = store.make(source, header_segment(*isa, at), {interchange.delimiters}, 0, 1);
  interchange.envelope.push_back(segment);
  report_header(*isa, segment, interchange);
  auto& repetition = isa->framing.delimiters.repetition;
  if (repetition == isa->framing.delimiters.component) repetition = interchange.delimiters.repetition = std::nullopt;
  EnvelopeReader reader(dialect, source, isa->framing, options, store, interchange);
  out.end = reader.read(at + isa->size);
  return out;
}

}  // namespace longshore::x12
