#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longshore {

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Timestamp {
  std::int64_t milliseconds = 0;

  auto operator<=>(const Timestamp&) const = default;
  Timestamp plus_seconds(std::int64_t seconds) const { return {milliseconds + seconds * 1000}; }
};

/// A date and time of day as written on a document, zone unknown.
struct CivilTime {
  int year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;

  auto operator<=>(const CivilTime&) const = default;
  bool valid() const;
  /// The instant if this were `offset_minutes` east of UTC.
  Timestamp at_offset(int offset_minutes) const;
};

CivilTime to_civil(Timestamp at, int offset_minutes = 0);

/// "2026-03-02T14:05:09.123Z"; milliseconds are left out when zero.
std::string to_rfc3339(Timestamp at);
/// Accepts "2026-03-02T14:05Z", with seconds, fractions and numeric offsets.
std::optional<Timestamp> from_rfc3339(std::string_view text);
/// "2026-03-02T14:05:00-06:00".
std::string to_rfc3339(const CivilTime& local, int offset_minutes);

}  // namespace longshore
