#pragma once
#include "maps/definition.h"

namespace longshore::maps {

/// Numbers the map's paths and fields, those that are equal alike, so that a run can keep what it knows of each; and
/// says which fields' values are worth keeping.
void number(Map& map);

}  // namespace longshore::maps
