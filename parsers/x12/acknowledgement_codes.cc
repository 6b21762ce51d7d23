#include "parsers/x12/acknowledgement_codes.h"

namespace longshore::x12 {

std::string_view element_error(const Diagnostic& one, bool later) {
  switch (one.code) {
    case Code::ELEMENT_MISSING:
      return "1";
    case Code::NOTE_VIOLATED:
      return one.expected && one.expected->starts_with('E') ? "10" : "2";
    case Code::ELEMENT_TOO_MANY:
      return "3";
    case Code::COMPONENT_TOO_MANY:
      return later ? "13" : "3";
    case Code::REPETITION_TOO_MANY:
      return later ? "12" : "3";
    case Code::ELEMENT_TOO_SHORT:
      return "4";
    case Code::ELEMENT_TOO_LONG:
      return "5";
    case Code::ELEMENT_BAD_TYPE:
    case Code::CHARSET_INVALID:
      return "6";
    case Code::ELEMENT_BAD_CODE:
      return "7";
    case Code::ELEMENT_BAD_DATE:
      return "8";
    case Code::ELEMENT_BAD_TIME:
      return "9";
    default:
      return {};
  }
}

std::string_view segment_error(const Diagnostic& one, const guide::Dictionary* dictionary) {
  const auto in_release = [&] { return dictionary != nullptr && dictionary->knows_segment(one.segment_id); };
  switch (one.code) {
    case Code::SEGMENT_TAG_INVALID:
      return "1";
    case Code::SEGMENT_UNKNOWN:
      return in_release() ? "6" : "1";
    case Code::SEGMENT_UNEXPECTED_IN_ENVELOPE:
      return "2";
    case Code::SEGMENT_MISSING:
      return "3";
    case Code::LOOP_TOO_MANY:
      return "4";
    case Code::SEGMENT_TOO_MANY:
      return "5";
    case Code::SEGMENT_MISPLACED:
      return "7";
    case Code::SEGMENT_EMPTY:
    case Code::BALANCE_WRONG:
    case Code::GUIDE_VIOLATED:
      return "8";
    default:
      return {};
  }
}

std::string_view set_error(Code code, AcknowledgementSet set) {
  switch (code) {
    case Code::TRANSACTION_TRAILER_MISSING:
      return "2";
    case Code::TRANSACTION_CONTROL_MISMATCH:
      return "3";
    case Code::TRANSACTION_COUNT_WRONG:
      return "4";
    case Code::TRANSACTION_CONTROL_DUPLICATE:
      return "23";
    case Code::GUIDE_VIOLATED:
      return set == AcknowledgementSet::implementation ? "I5" : "5";
    default:
      return {};
  }
}

std::string_view group_error(Code code) {
  switch (code) {
    case Code::GROUP_TRAILER_MISSING:
      return "3";
    case Code::GROUP_CONTROL_MISMATCH:
      return "4";
    case Code::GROUP_COUNT_WRONG:
      return "5";
    default:
      return {};
  }
}

}  // namespace longshore::x12
