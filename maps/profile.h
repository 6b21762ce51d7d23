#pragma once
#include "engine/model/lent_profile.h"

namespace longshore::maps {

using Profile = LentProfile;

}  // namespace longshore::maps
