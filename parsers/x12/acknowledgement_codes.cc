#include "parsers/x12/acknowledgement_codes.h"

#include "parsers/guide/check.h"

namespace longshore::x12 {
namespace {

bool of_implementation(AcknowledgementSet set) {
  return set == AcknowledgementSet::implementation;
}

std::string_view guide_element_error(Code code, AcknowledgementSet set, bool later) {
  switch (code) {
    case Code::GUIDE_ELEMENT_MISSING:
      return of_implementation(set) ? "I9" : "2";
    case Code::GUIDE_ELEMENT_NOT_USED:
      return of_implementation(set) ? "I10" : "10";
    case Code::GUIDE_REPETITION_TOO_MANY:
      return later ? "12" : "3";
    case Code::GUIDE_ELEMENT_TOO_SHORT:
      return "4";
    case Code::GUIDE_ELEMENT_TOO_LONG:
      return "5";
    case Code::GUIDE_BAD_CODE:
      return of_implementation(set) ? "I6" : "7";
    case Code::GUIDE_BAD_VALUE:
      return of_implementation(set) ? "I12" : "7";
    case Code::GUIDE_BAD_DATE:
      return of_implementation(set) ? "I12" : "8";
    default:
      return {};
  }
}

std::string_view guide_segment_error(const Diagnostic& one, AcknowledgementSet set) {
  switch (one.code) {
    case Code::GUIDE_SEGMENT_MISSING:
      if (!of_implementation(set)) return "3";
      return one.loop == one.segment_id ? "I7" : "I8";  // a loop bears the name of its first segment
    case Code::GUIDE_SEGMENT_NOT_USED:
      return of_implementation(set) ? "I4" : "2";
    case Code::GUIDE_LOOP_TOO_MANY:
      return "4";
    case Code::GUIDE_SEGMENT_TOO_MANY:
      return "5";
    default:
      return {};
  }
}

}  // namespace

std::string_view element_error(const Diagnostic& one, AcknowledgementSet set, bool later) {
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
      return guide_element_error(one.code, set, later);
  }
}

std::string_view segment_error(const Diagnostic& one, AcknowledgementSet set, const guide::Dictionary* dictionary) {
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
      return "8";
    default:
      return guide_segment_error(one, set);
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
    default:
      return guide::is_of_guide(code) && of_implementation(set) ? "I5" : std::string_view{};
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
