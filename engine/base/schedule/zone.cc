#include "engine/base/schedule/zone.h"

#include <date/tz.h>

namespace longshore::schedule {
namespace {

const date::time_zone* find(const std::string& zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::unexpected<Error> unknown(const std::string& zone) {
  return fail_permanent("schedule", "ZONE_UNKNOWN", "no time zone is called " + zone,
                        "use an IANA name such as America/Chicago");
}

}  // namespace

bool zone_exists(const std::string& zone) {
  return find(zone) != nullptr;
}

Result<ZoneOffset> offset_of(const std::string& zone, const CivilTime& local) {
  const auto* found = find(zone);
  if (!found) return unknown(zone);
  auto day = date::local_days{date::year{local.year} / local.month / local.day};
  auto facts = found->get_info(day + std::chrono::hours(local.hour) + std::chrono::minutes(local.minute) +
                               std::chrono::seconds(local.second));
  ZoneOffset out;
  out.minutes_east = static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(facts.first.offset).count());
  if (facts.result == date::local_info::nonexistent) out.kind = LocalKind::gap;
  if (facts.result == date::local_info::ambiguous) out.kind = LocalKind::ambiguous;
  return out;
}
Result<int> offset_at(const std::string& zone, Timestamp at) {
  const auto* found = find(zone);
  if (!found) return unknown(zone);
  auto facts = found->get_info(date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(at.milliseconds)));
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(facts.offset).count());
}

}  // namespace longshore::schedule
