#pragma once
#include "engine/model/diagnostic.h"
#include "parsers/x12/acknowledgement.h"

#include <string_view>

/// Internal to parsers/x12: which code of an acknowledgement says what a diagnostic found. Empty: none does.
namespace longshore::x12 {

/// AK403, IK403. `later`: from 005010 on repetitions and components have codes of their own. Only a 999 has codes for
/// what a guide asks; a 997 says the nearest of the standard's own.
std::string_view element_error(const Diagnostic& one, AcknowledgementSet set, bool later);
/// AK304, IK304 of what is a segment's own fault.
std::string_view segment_error(const Diagnostic& one, AcknowledgementSet set, const guide::Dictionary* dictionary);
/// AK502, IK502.
std::string_view set_error(Code code, AcknowledgementSet set);
/// AK905.
std::string_view group_error(Code code);

}  // namespace longshore::x12
