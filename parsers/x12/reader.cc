#include "parsers/x12/reader.h"

#include "parsers/envelope.h"
#include "parsers/segment_store.h"
#include "parsers/x12/grammar.h"

namespace longshore::x12 {
namespace {

using namespace parsers;

constexpr std::uint32_t packed(std::string_view tag) {
  std::uint32_t out = 0;
  for (char c : tag) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

Role role(std::string_view tag) {
  if (tag.size() < 2 || tag.size() > 3) return Role::data;
  switch (packed(tag)) {
    case packed("ST"):
      return Role::set_begin;
    case packed("SE"):
      return Role::set_end;
    case packed("GS"):
      return Role::group_begin;
    case packed("GE"):
      return Role::group_end;
    case packed("TA1"):
      return Role::acknowledgement;
    case packed("IEA"):
      return Role::interchange_end;
    case packed("ISX"):
      return Role::extension;
    case packed("ISA"):
      return Role::header;
    default:
      return Role::data;
  }
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
  transaction.version = trimmed(st, 3);
  if (transaction.version.empty()) transaction.version = group.version;
}

// A version in ST03 stands behind what counts up.
std::string_view kind(const Segment& st) {
  return st.element_count() <= 2 ? st.element(1) : std::string_view{};
}

std::string control_number(const Segment& st) {
  return trimmed(st, 2);
}

constexpr SpecialTags special{"ST", "SE", "GS", "GE", "TA1", "ISX", "ISA", "IEA", "UN", "UI", "BIN", "BDS"};
constexpr Dialect dialect{role, special, 2, fill_group, fill_transaction, kind, control_number, true, 2};

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

/// The header as a segment, by where its elements were found.
class HeaderSegment {
 public:
  HeaderSegment(const IsaHeader& isa, std::string_view text, std::uint64_t offset, const SegmentStyle& style) {
    const auto offset_in = [&](const char* at) { return static_cast<std::uint32_t>(at - text.data()); };
    ends_.push_back(3);
    for (std::size_t i = 1; i <= 16; ++i) {
      const auto& element = isa.elements.at(i);
      if (element.data() != nullptr) ends_.push_back(offset_in(element.data() + element.size()));
    }
    ends_.back() = static_cast<std::uint32_t>(isa.size - 1 - isa.framing.suffix.size());
    segment_ = SegmentStore::view({text.data(), offset}, ends_, style, 0, 1);
  }
  const Segment& get() const { return segment_; }

 private:
  std::vector<std::uint32_t> ends_;
  Segment segment_;
};

std::vector<Diagnostic> header_faults(const IsaHeader& isa, const Segment& segment, const Interchange& interchange) {
  std::vector<Diagnostic> out;
  const auto& d = isa.framing.delimiters;
  if (!isa.fixed || !isa.trusted || !isa.framing.suffix.empty()) {
    auto found = locate(
        diagnose(Code::ISA_MALFORMED,
                 isa.fixed ? "ISA16 or the terminator is not one plain character; the delimiters were worked out."
                           : "An ISA element has not its fixed length; the header was read by its separators."),
        segment);
    found.severity = Severity::warning;
    out.push_back(std::move(found));
  }
  if (interchange.prepared_at.empty()) {
    auto found = locate(diagnose(Code::ISA_MALFORMED, "ISA09 and ISA10 are no date and time."), segment, 9);
    found.severity = Severity::warning;
    out.push_back(std::move(found));
  }
  const bool same =
      d.component == d.element || d.component == d.segment || d.repetition == d.element || d.repetition == d.segment;
  const bool letters = is_alphanumeric(d.component) || is_alphanumeric(d.element);
  if (same || letters) out.push_back(locate(diagnose(Code::DELIMITERS_AMBIGUOUS), segment));
  if (d.repetition && d.repetition == d.component) {
    auto found =
        locate(diagnose(Code::DELIMITERS_AMBIGUOUS, "ISA11 and ISA16 are the same character: no repetitions are read."),
               segment, 11);
    found.severity = Severity::warning;
    out.push_back(std::move(found));
  }
  return out;
}

}  // namespace

std::optional<std::uint64_t> read_interchange(const Source& source, std::uint64_t at, const ReadOptions& options,
                                              Events& events) {
  source.window.need(at, header_bytes);
  const auto text = source.window.text(at, at + header_bytes);
  const auto isa = parse_isa(text);
  if (!isa) return std::nullopt;
  Interchange interchange;
  fill_interchange(*isa, options, interchange);
  interchange.byte_range = source.range(at, at + isa->size);
  auto framing = isa->framing;
  SegmentStyle style{framing.delimiters, Charset::ascii, source.wrapping};
  const HeaderSegment header(*isa, text, at, style);
  auto faults = header_faults(*isa, header.get(), interchange);
  auto& repetition = framing.delimiters.repetition;
  if (repetition == framing.delimiters.component) repetition = std::nullopt;
  style.delimiters = interchange.delimiters = framing.delimiters;
  EnvelopeReader reader(dialect, source, at + isa->size, framing, style, std::move(interchange), options, events);
  reader.begin(header.get(), std::move(faults));
  return reader.read();
}

}  // namespace longshore::x12
