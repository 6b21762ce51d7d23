#pragma once
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "maps/codes.h"

#include <optional>
#include <string>
#include <string_view>

namespace longshore::maps {

/// How sure the offset of a time is.
enum class TimeQuality {
  explicit_offset,  ///< written on the document
  location,         ///< from the place the document names
  partner_default,  ///< the profile's time zone
  assumed,          ///< nobody says: UTC was taken, and a warning given
};
std::string_view name(TimeQuality quality);

/// A date and time as a document writes them, in any of the forms below.
struct WrittenTime {
  CivilTime local;
  bool has_time = false;
  std::optional<int> offset_minutes;  ///< written with it

  bool operator==(const WrittenTime&) const = default;
};

/// X12 date (elements 373, 374's DT: YYMMDD or CCYYMMDD) and time (337: HHMM, HHMMSS, HHMMSSd…); "2400" is the next
/// day's 0000. Two-digit years from `pivot` on are 19xx.
std::optional<WrittenTime> read_x12_time(std::string_view date, std::string_view time, int pivot);
/// EDIFACT 2380 under the format code 2379 (101 102 201 203 204 205 301 303 304).
std::optional<WrittenTime> read_edifact_time(std::string_view value, std::string_view format, int pivot);

/// Whose zone a time without offset is in.
struct ZoneHints {
  const CodeRow* time_code = nullptr;  ///< row of X12 element 623: `offset` or `zone`
  const CodeRow* place = nullptr;      ///< row of the state: `zone`
  std::string_view partner_zone;       ///< IANA name; may be empty

  bool operator==(const ZoneHints&) const = default;
};

struct PlacedTime {
  std::string rfc3339;
  TimeQuality quality = TimeQuality::assumed;
  bool date_only = false;
};

Result<PlacedTime> place(const WrittenTime& written, const ZoneHints& hints);

}  // namespace longshore::maps
