#pragma once
#include "engine/model/timestamp.h"
#include "parsers/interchange.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A segment's values as the readers of acknowledgements want them.
namespace longshore::parsers {

/// The data of a component, blanks around it taken off.
std::string field(const Segment& segment, std::uint32_t element, std::uint32_t component = 1,
                  std::uint32_t repetition = 1);
/// A component as a number; 0 where it is none.
std::uint32_t count_field(const Segment& segment, std::uint32_t element, std::uint32_t component = 1);
/// The values of the elements from `first` on that hold one.
std::vector<std::string> fields_from(const Segment& segment, std::uint32_t first);
/// CCYYMMDD and HHMM… to the minute; what cannot be read keeps CivilTime's own first day or midnight.
CivilTime civil_time(std::string_view date, std::string_view time);

}  // namespace longshore::parsers
