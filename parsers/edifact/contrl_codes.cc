#include "parsers/edifact/contrl_codes.h"

#include <algorithm>
#include <array>

namespace longshore::edifact {
namespace {

constexpr std::uint32_t count_element = 1;      // of UNZ, UNE, UNT
constexpr std::uint32_t reference_element = 2;  // of the same

/// Warnings about the header are reported too: what was read in spite of them is acknowledged with the error named.
bool counts(const Diagnostic& one) {
  const bool of_header =
      one.code == Code::UNB_MALFORMED || one.code == Code::UNA_MALFORMED || one.code == Code::CHARSET_INVALID;
  return one.severity == Severity::error || of_header;
}

}  // namespace

ServiceCode interchange_code(const Diagnostic& one) {
  if (!counts(one)) return {};
  const bool rejects = one.severity == Severity::error;
  switch (one.code) {
    case Code::CHARSET_INVALID:
      return {"2", "UNB", 1, rejects};
    case Code::SYNTAX_UNSUPPORTED:
      return {"2", "UNB", 1, true};
    case Code::UNB_MALFORMED:
      return {one.value && !one.value->empty() ? "12" : "13", "UNB", 0, rejects};
    case Code::UNA_MALFORMED:
      return {"22", "UNA", 0, rejects};
    case Code::DELIMITERS_AMBIGUOUS:
      return {"20", "UNA", 0, true};
    case Code::INTERCHANGE_TRUNCATED:
    case Code::INTERCHANGE_TRAILER_MISSING:
      return {"13", "UNZ", 0, true};
    case Code::INTERCHANGE_COUNT_WRONG:
      return {"29", "UNZ", count_element, false};
    case Code::INTERCHANGE_CONTROL_MISMATCH:
      return {"28", "UNZ", reference_element, false};
    case Code::SEGMENT_UNEXPECTED_IN_ENVELOPE:
    case Code::SEGMENT_TAG_INVALID:
      return {"33", {}, 0, false};
    case Code::LIMIT_REACHED:
      return {"18", {}, 0, true};
    case Code::PARTNER_UNKNOWN:
    case Code::SENDER_NOT_PARTNER:
      return {"23", "UNB", 2, true};
    case Code::TEST_ON_LIVE:
    case Code::LIVE_ON_TEST:
      return {"25", "UNB", 11, true};
    case Code::DUPLICATE_INTERCHANGE:
      return {"26", "UNB", 5, true};
    default:
      return {};
  }
}

ServiceCode group_code(Code code) {
  switch (code) {
    case Code::GROUP_TRAILER_MISSING:
      return {"13", "UNE", 0, false};
    case Code::GROUP_COUNT_WRONG:
      return {"29", "UNE", count_element, false};
    case Code::GROUP_CONTROL_MISMATCH:
      return {"28", "UNE", reference_element, false};
    case Code::GROUP_EMPTY:
      return {"32", {}, 0, false};
    case Code::SEGMENT_UNEXPECTED_IN_ENVELOPE:
    case Code::SEGMENT_TAG_INVALID:
      return {"33", {}, 0, false};
    default:
      return {};
  }
}

ServiceCode message_code(Code code) {
  switch (code) {
    case Code::TRANSACTION_TRAILER_MISSING:
      return {"13", "UNT", 0, true};
    case Code::TRANSACTION_COUNT_WRONG:
      return {"29", "UNT", count_element, true};
    case Code::TRANSACTION_CONTROL_MISMATCH:
      return {"28", "UNT", reference_element, true};
    case Code::TRANSACTION_CONTROL_DUPLICATE:
      return {"26", "UNH", 1, true};
    case Code::FLOW_MISSING:
      return {"17", "UNH", reference_element, true};
    default:
      return {};
  }
}

std::string_view segment_code(Code code) {
  switch (code) {
    case Code::SEGMENT_UNKNOWN:
    case Code::SEGMENT_MISPLACED:
    case Code::SEGMENT_UNEXPECTED_IN_ENVELOPE:
      return "15";
    case Code::SEGMENT_MISSING:
      return "13";
    case Code::SEGMENT_TOO_MANY:
      return "35";
    case Code::LOOP_TOO_MANY:
      return "36";
    case Code::ELEMENT_TOO_MANY:
      return "16";
    case Code::GUIDE_SEGMENT_MISSING:
      return "13";
    case Code::GUIDE_SEGMENT_NOT_USED:
      return "15";
    case Code::GUIDE_SEGMENT_TOO_MANY:
      return "35";
    case Code::GUIDE_LOOP_TOO_MANY:
      return "36";
    default:
      return {};
  }
}

std::string_view element_code(Code code, bool later) {
  switch (code) {
    case Code::ELEMENT_MISSING:
    case Code::GUIDE_ELEMENT_MISSING:
    case Code::SEGMENT_EMPTY:
      return "13";
    case Code::GUIDE_BAD_CODE:
    case Code::GUIDE_BAD_VALUE:
      return "14";
    case Code::GUIDE_ELEMENT_NOT_USED:
      return "15";
    case Code::NOTE_VIOLATED:
      return later ? "48" : "13";
    case Code::COMPONENT_TOO_MANY:
      return "16";
    case Code::CHARSET_INVALID:
      return "21";
    case Code::REPETITION_TOO_MANY:
    case Code::GUIDE_REPETITION_TOO_MANY:
      return "35";
    case Code::ELEMENT_BAD_TYPE:
      return "37";
    case Code::ELEMENT_TOO_LONG:
    case Code::GUIDE_ELEMENT_TOO_LONG:
      return "39";
    case Code::ELEMENT_TOO_SHORT:
    case Code::GUIDE_ELEMENT_TOO_SHORT:
      return "40";
    case Code::SEGMENT_TAG_INVALID:
    case Code::ELEMENT_BAD_DATE:
    case Code::GUIDE_BAD_DATE:
    case Code::ELEMENT_BAD_TIME:
    case Code::ELEMENT_BAD_CODE:
    case Code::BALANCE_WRONG:
      return "12";
    default:
      return {};
  }
}

bool is_service_tag(std::string_view tag) {
  constexpr std::array<std::string_view, 10> tags{"UNA", "UNB", "UNE", "UNG", "UNH", "UNO", "UNP", "UNS", "UNT", "UNZ"};
  return std::ranges::find(tags, tag) != tags.end();
}

}  // namespace longshore::edifact
