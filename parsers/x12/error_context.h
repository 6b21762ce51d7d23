#pragma once
#include "parsers/interchange.h"
#include "parsers/x12/acknowledgement.h"

#include <optional>

/// Internal to parsers/x12: what a 999 says about the surroundings of a fault.
namespace longshore::x12 {

/// The element whose presence made a syntax note apply that was violated; nothing for other faults.
std::optional<ErrorContext> situational_trigger(const parsers::Transaction& transaction, const Diagnostic& one);

/// The document's own number, as its beginning segment has it; nothing where that segment is not one we know.
std::optional<ErrorContext> business_unit(const parsers::Transaction& transaction,
                                          const parsers::Delimiters& delimiters);

}  // namespace longshore::x12
