#include "parsers/x12/ta1.h"

#include "parsers/fields.h"
#include "parsers/guide/element_check.h"
#include "parsers/source.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace longshore::x12 {
namespace {

using parsers::Interchange;

struct Verdict {
  std::string_view note;  // TA105
  bool rejects = false;
};

/// TA105 for a fault of each ISA element; that of the whole header first.
constexpr std::array<std::string_view, 17> header_notes{"022", "010", "011", "012", "013", "005", "006", "007", "008",
                                                        "014", "015", "016", "017", "018", "019", "020", "027"};
constexpr std::uint32_t date_element = 9;
constexpr std::uint32_t repetition_element = 11;

std::string_view header_note(const Diagnostic& one, const Interchange& interchange) {
  auto element = one.element.value_or(0);
  const bool only_the_time = element == date_element && guide::is_date(interchange.date);
  if (only_the_time) ++element;
  return element < header_notes.size() ? header_notes.at(element) : header_notes[0];
}

std::string_view delimiter_note(const Diagnostic& one, const parsers::Delimiters& d) {
  if (one.element == repetition_element) return header_notes[repetition_element];
  if (d.segment == d.element || d.segment == d.component || parsers::is_alphanumeric(d.segment)) return "004";
  return parsers::is_alphanumeric(d.element) ? "026" : "027";
}

/// Codes that have one note whatever they are about, and whether they leave the interchange unusable.
struct Row {
  Code code;
  Verdict verdict;
};
constexpr std::array rows{
    Row{Code::INTERCHANGE_CONTROL_MISMATCH, {"001", false}},
    Row{Code::SYNTAX_UNSUPPORTED, {"003", true}},
    Row{Code::PARTNER_UNKNOWN, {"006", true}},
    Row{Code::SENDER_NOT_PARTNER, {"006", true}},
    Row{Code::TEST_ON_LIVE, {"020", true}},
    Row{Code::LIVE_ON_TEST, {"020", true}},
    Row{Code::INTERCHANGE_COUNT_WRONG, {"021", false}},
    Row{Code::SEGMENT_UNEXPECTED_IN_ENVELOPE, {"022", false}},
    Row{Code::INTERCHANGE_TRUNCATED, {"023", true}},
    Row{Code::INTERCHANGE_TRAILER_MISSING, {"023", true}},
    Row{Code::SEGMENT_TAG_INVALID, {"024", false}},
    Row{Code::LIMIT_REACHED, {"024", true}},
    Row{Code::DUPLICATE_INTERCHANGE, {"025", true}},
};

/// Warnings count where they are about the header: what was read in spite of them is accepted with the error noted.
std::optional<Verdict> verdict_of(const Diagnostic& one, const Interchange& interchange) {
  const bool error = one.severity == Severity::error;
  if (one.code == Code::ISA_MALFORMED) return Verdict{header_note(one, interchange), error};
  if (one.code == Code::DELIMITERS_AMBIGUOUS) return Verdict{delimiter_note(one, interchange.delimiters), error};
  const auto* row = std::ranges::find(rows, one.code, &Row::code);
  return error && row != rows.end() ? std::optional(row->verdict) : std::nullopt;
}

}  // namespace

InterchangeAcknowledgement acknowledge_interchange(const Interchange& interchange,
                                                   std::span<const Diagnostic> of_agreement) {
  InterchangeAcknowledgement out{interchange.control_number, interchange.date, interchange.time, "A", "000"};
  const auto consider = [&](const Diagnostic& one) {
    const auto found = verdict_of(one, interchange);
    if (!found || out.status == "R" || (out.status == "E" && !found->rejects)) return;
    out.status = found->rejects ? "R" : "E";
    out.note = found->note;
  };
  std::ranges::for_each(interchange.diagnostics, consider);
  std::ranges::for_each(of_agreement, consider);
  return out;
}

Result<std::string> write_ta1(const Interchange& received, const InterchangeAcknowledgement& acknowledgement,
                              const AcknowledgementIds& ids) {
  const auto layout = layout_of(received);
  const auto fits = [&](std::string_view value, std::size_t longest) {
    return can_mirror(value, longest, layout.delimiters);
  };
  if (!fits(acknowledgement.control_number, 9) || !fits(acknowledgement.date, 6) || !fits(acknowledgement.time, 4)) {
    return fail_permanent("x12", "MIRRORED_ID_UNUSABLE",
                          "ISA09, ISA10 or ISA13 as received cannot be repeated in a TA1, which must name them");
  }
  auto interchange = mirrored(received, ids);
  interchange.acknowledgements.push_back({"TA1",
                                          {acknowledgement.control_number, acknowledgement.date, acknowledgement.time,
                                           acknowledgement.status, acknowledgement.note}});
  return write(interchange, layout);
}

InterchangeAcknowledgement read_ta1(const parsers::Segment& ta1) {
  using parsers::field;
  return {field(ta1, 1), field(ta1, 2), field(ta1, 3), field(ta1, 4), field(ta1, 5)};
}

std::vector<InterchangeAcknowledgement> read_ta1(const Interchange& interchange) {
  std::vector<InterchangeAcknowledgement> out;
  for (const auto& segment : interchange.envelope)
    if (segment.tag() == "TA1") out.push_back(read_ta1(segment));
  return out;
}

}  // namespace longshore::x12
