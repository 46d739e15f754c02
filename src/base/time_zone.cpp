#include "base/time_zone.h"

#include <date/tz.h>

#include <stdexcept>

namespace openspc::base {
namespace {

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  try {
    return TimeZone(date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

LocalTime TimeZone::to_local(Timestamp time) const {
  return LocalTime(zone_of(zone_).to_local(time).time_since_epoch());
}

Timestamp TimeZone::to_utc(LocalTime time) const {
  const date::local_time<std::chrono::microseconds> local(time.time_since_epoch());
  return zone_of(zone_).to_sys(local, date::choose::earliest);
}

TimeZone::Occurrence TimeZone::occurrence_of(LocalTime time) const {
  const date::local_time<std::chrono::microseconds> local(time.time_since_epoch());
  switch (zone_of(zone_).get_info(local).result) {
    case date::local_info::nonexistent:
      return Occurrence::never;
    case date::local_info::ambiguous:
      return Occurrence::twice;
    default:
      return Occurrence::once;
  }
}

}  // namespace openspc::base
