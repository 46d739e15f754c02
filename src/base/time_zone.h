// Time zones by their IANA names ("Europe/Berlin"), for what people say in local time: quiet hours. Reads the system's
// zone files once. A value; copy it freely, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace openspc::base {

using LocalTime = std::chrono::local_time<std::chrono::microseconds>;

class TimeZone {
 public:
  /// Nothing for a name that the system does not know.
  static std::optional<TimeZone> find(std::string_view name);

  LocalTime to_local(Timestamp time) const;
  /// The first instant that has this local time. One that a change of clocks leaves out is the instant of the change.
  Timestamp to_utc(LocalTime time) const;

  /// How often a local time comes: where clocks are put forward some are left out, where they are put back some come
  /// again.
  enum class Occurrence : std::uint8_t { never, once, twice };
  Occurrence occurrence_of(LocalTime time) const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}

  const void* zone_;  // an entry of the library's list, which lives as long as the process
};

}  // namespace openspc::base
