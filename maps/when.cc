#include "maps/when.h"

#include "engine/base/schedule/zone.h"

#include <algorithm>
#include <charconv>

namespace longshore::maps {
namespace {

std::optional<int> number(std::string_view text) {
  int out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || text[0] == '-') return std::nullopt;
  return out;
}

bool read_date(std::string_view text, int pivot, CivilTime& out) {
  if (text.size() != 6 && text.size() != 8) return false;
  std::size_t year_digits = text.size() - 4;
  auto year = number(text.substr(0, year_digits));
  auto month = number(text.substr(year_digits, 2));
  auto day = number(text.substr(year_digits + 2, 2));
  if (!year || !month || !day) return false;
  out.year = year_digits == 4 ? *year : *year + (*year >= pivot ? 1900 : 2000);
  out.month = *month;
  out.day = *day;
  return true;
}

// Hundredths and tenths are dropped: canonical times go to the second. 24:00 is midnight at the day's end.
bool read_clock(std::string_view text, CivilTime& out) {
  if (text.size() < 4 || text.size() > 8 || text.size() == 5) return false;
  auto hour = number(text.substr(0, 2));
  auto minute = number(text.substr(2, 2));
  auto second = text.size() >= 6 ? number(text.substr(4, 2)) : 0;
  if (!hour || !minute || !second || (text.size() > 6 && !number(text.substr(6)))) return false;
  out.hour = *hour;
  out.minute = *minute;
  out.second = *second;
  return true;
}

std::optional<WrittenTime> finish(WrittenTime written) {
  bool midnight = written.local.hour == 24 && written.local.minute == 0 && written.local.second == 0;
  if (midnight) written.local.hour = 0;
  if (!written.local.valid()) return std::nullopt;
  if (midnight) written.local = to_civil(written.local.at_offset(0).plus_seconds(86'400));
  return written;
}

std::optional<int> offset_of(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  auto hours = number(text.substr(1, 2));
  auto minutes = number(text.substr(4, 2));
  if (!hours || !minutes) return std::nullopt;
  return (*hours * 60 + *minutes) * (text[0] == '-' ? -1 : 1);
}

std::string_view attribute(const CodeRow* row, std::string_view name) {
  if (!row) return {};
  auto found = row->find(name);
  return found == row->end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace

std::string_view name(TimeQuality quality) {
  switch (quality) {
    case TimeQuality::explicit_offset:
      return "explicit";
    case TimeQuality::location:
      return "location";
    case TimeQuality::partner_default:
      return "partner_default";
    case TimeQuality::assumed:
      break;
  }
  return "assumed";
}

std::optional<WrittenTime> read_x12_time(std::string_view date, std::string_view time, int pivot) {
  WrittenTime out;
  if (!read_date(date, pivot, out.local)) return std::nullopt;
  out.has_time = !time.empty();
  if (out.has_time && !read_clock(time, out.local)) return std::nullopt;
  return finish(out);
}

std::optional<WrittenTime> read_edifact_time(std::string_view value, std::string_view format, int pivot) {
  WrittenTime out;
  auto code = number(format).value_or(0);
  bool century = code == 102 || code == 203 || code == 204 || code == 205 || code == 303 || code == 304;
  bool short_year = code == 101 || code == 201 || code == 202 || code == 301;
  if (!century && !short_year) return std::nullopt;
  std::size_t date_size = century ? 8 : 6;
  if (value.size() < date_size || !read_date(value.substr(0, date_size), pivot, out.local)) return std::nullopt;
  auto rest = value.substr(date_size);
  bool seconds = code == 204 || code == 202 || code == 304;
  std::size_t clock = code <= 102 ? 0 : seconds ? 6 : 4;
  if (rest.size() < clock || (clock && !read_clock(rest.substr(0, clock), out.local))) return std::nullopt;
  out.has_time = clock != 0;
  rest.remove_prefix(clock);
  bool zoned = code == 205 || code == 301 || code == 303 || code == 304;
  if (rest.empty()) return finish(out);
  if (!zoned) return std::nullopt;
  if (code != 205 && (rest == "UTC" || rest == "GMT" || rest == "ZZZ")) {
    out.offset_minutes = 0;
  } else if (rest[0] == '+' || rest[0] == '-') {  // +02, +0200
    if (rest.size() != 3 && rest.size() != 5) return std::nullopt;
    out.offset_minutes =
        offset_of(std::string(rest.substr(0, 3)) + ":" + (rest.size() == 5 ? std::string(rest.substr(3)) : "00"));
    if (!out.offset_minutes) return std::nullopt;
  } else if (code == 205) {
    return std::nullopt;
  }
  return finish(out);
}

Result<PlacedTime> place(const WrittenTime& written, const ZoneHints& hints) {
  PlacedTime out;
  out.date_only = !written.has_time;
  auto offset = written.offset_minutes ? written.offset_minutes : offset_of(attribute(hints.time_code, "offset"));
  std::string zone(attribute(hints.time_code, "zone"));
  out.quality = TimeQuality::explicit_offset;
  if (!offset && zone.empty()) {
    zone = attribute(hints.place, "zone");
    out.quality = TimeQuality::location;
  }
  if (!offset && zone.empty()) {
    zone = hints.partner_zone;
    out.quality = zone.empty() ? TimeQuality::assumed : TimeQuality::partner_default;
  }
  if (!offset && !zone.empty()) {
    LONGSHORE_TRY(auto found, schedule::offset_of(zone, written.local));
    offset = found.minutes_east;
  }
  out.rfc3339 = to_rfc3339(written.local, offset.value_or(0));
  return out;
}

}  // namespace longshore::maps
