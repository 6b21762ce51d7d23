#pragma once
#include "engine/model/ports.h"

#include <string>

namespace longshore {

/// A ULID: 26 characters of Crockford base32, 48 bits of time in milliseconds, then 80 random bits. Sorts by time.
std::string make_ulid(Timestamp at, Random& random);

}  // namespace longshore
