#pragma once
#include "parsers/interchange.h"

namespace longshore::parsers {

/// A diagnostic about a segment.
Diagnostic locate(Diagnostic diagnostic, const Segment& segment);
/// The same about one of its elements, with its value.
Diagnostic locate(Diagnostic diagnostic, const Segment& segment, std::uint32_t element);

}  // namespace longshore::parsers
