#include "parsers/application_advice.h"

#include "parsers/edifact/contrl_codes.h"
#include "parsers/fields.h"
#include "parsers/source.h"
#include "parsers/x12/error_context.h"

namespace longshore::parsers {
namespace {

/// X12 data element 647.
std::string_view x12_code(Code code) {
  switch (code) {
    case Code::TRANSACTION_CONTROL_DUPLICATE:
    case Code::DUPLICATE_INTERCHANGE:
      return "006";
    case Code::ELEMENT_MISSING:
    case Code::SEGMENT_MISSING:
    case Code::SEGMENT_EMPTY:
    case Code::GUIDE_ELEMENT_MISSING:
    case Code::GUIDE_SEGMENT_MISSING:
      return "007";
    case Code::ELEMENT_TOO_LONG:
    case Code::ELEMENT_TOO_SHORT:
    case Code::GUIDE_ELEMENT_TOO_LONG:
    case Code::GUIDE_ELEMENT_TOO_SHORT:
      return "008";
    case Code::ELEMENT_BAD_DATE:
    case Code::GUIDE_BAD_DATE:
      return "009";
    case Code::BALANCE_WRONG:
      return "010";
    case Code::NOTE_VIOLATED:
      return "012";
    case Code::ELEMENT_BAD_CODE:
    case Code::ELEMENT_BAD_TYPE:
    case Code::ELEMENT_BAD_TIME:
    case Code::MAP_VALUE_INVALID:
    case Code::CODE_UNKNOWN:
    case Code::GUIDE_BAD_CODE:
    case Code::GUIDE_BAD_VALUE:
      return "848";
    default:
      return "024";
  }
}

/// EDIFACT leaves 9321 to the partners: the syntax report's codes (0085) say the same things.
std::string_view edifact_code(Code code) {
  const auto of_element = edifact::element_code(code, true);
  if (!of_element.empty()) return of_element;
  const auto of_segment = edifact::segment_code(code);
  return of_segment.empty() ? "18" : of_segment;
}

Reference document_of(const Interchange& interchange, const Transaction& transaction) {
  if (interchange.standard == Standard::x12) {
    const auto unit = x12::business_unit(transaction, interchange.delimiters);
    return {"TN", unit ? unit->reference : transaction.control_number};
  }
  const bool has_number = transaction.segments.size() > 1 && transaction.segments[1].tag() == "BGM";
  auto number = has_number ? field(transaction.segments[1], 2) : std::string{};
  if (number.empty()) number = transaction.control_number;
  return {"ACW", std::move(number)};
}

ApplicationError error_of(const Diagnostic& one, bool x12) {
  ApplicationError out{std::string(x12 ? x12_code(one.code) : edifact_code(one.code)), one.message};
  out.bad_value = one.value.value_or("");
  out.tag = one.segment_id;
  out.position = one.segment_position.value_or(0);
  out.element = one.element.value_or(0);
  out.component = one.component.value_or(0);
  out.repetition = one.repetition.value_or(0);
  return out;
}

}  // namespace

ApplicationAdvice advise(const Interchange& interchange, const Group& group, const Transaction& transaction) {
  ApplicationAdvice out;
  out.decision = transaction.status == Status::rejected ? Decision::rejected : Decision::accepted;
  out.document = document_of(interchange, transaction);
  out.control_number = transaction.control_number;
  out.set = transaction.set;
  out.group_control_number = group.control_number;
  out.sender = group.sender;
  out.receiver = group.receiver;
  for (const auto& one : transaction.diagnostics) {
    if (one.severity == Severity::error) out.errors.push_back(error_of(one, interchange.standard == Standard::x12));
  }
  return out;
}

}  // namespace longshore::parsers
