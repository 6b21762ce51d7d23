#pragma once
#include "maps/expression.h"

namespace longshore::maps {

/// Calls a bound function. Total: what cannot be computed is told to the environment and gives none.
Value call(const Expression& expression, Environment& environment);

/// Writes a time as it stands in `rfc3339`, in its own offset, by a pattern of CCYY or YYYY, YY, MM, DD, HH, MM
/// (minutes when behind HH) and SS; anything else stands as it is. Nullopt if the text is no such time.
std::optional<std::string> format_date(std::string_view rfc3339, std::string_view pattern);

}  // namespace longshore::maps
