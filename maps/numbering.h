#pragma once
#include "maps/definition.h"

namespace longshore::maps {

/// Gives every path and field of the map a number of its own, so that a run can keep what it knows of each in a vector.
void number(Map& map);

}  // namespace longshore::maps
