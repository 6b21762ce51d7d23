#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"

#include <string>

namespace longshore::schedule {

/// How a local time maps to UTC in a zone: ordinary, in a gap (the clock jumped over it: the offset before the jump is
/// taken) or ambiguous (it happened twice: the first is taken).
enum class LocalKind { unique, gap, ambiguous };

struct ZoneOffset {
  int minutes_east = 0;
  LocalKind kind = LocalKind::unique;
};

/// True for an IANA name the system's zone data has ("America/Chicago").
bool zone_exists(const std::string& zone);
/// The offset of a local time in an IANA zone; ZONE_UNKNOWN when there is no such zone.
Result<ZoneOffset> offset_of(const std::string& zone, const CivilTime& local);
/// Minutes east of UTC at an instant.
Result<int> offset_at(const std::string& zone, Timestamp at);

}  // namespace longshore::schedule
