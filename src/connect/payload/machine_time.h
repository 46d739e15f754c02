// Times as machines write them: ISO 8601, numbers since 1970 in any unit, dates in the order of a country, the literals
// of Siemens S7; with or without a time zone. Called by PayloadExtractor for every message with a time. A reader is
// made once and then only read: any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"
#include "base/time_zone.h"

namespace openspc::connect::payload {

/// In which order a text has day and month. Numbers, and DT#2026-05-01-12:00:00 (also DTL#, LDT# and the long names),
/// are read with each of them: they cannot be taken for anything else.
enum class TimestampFormat {
  iso,        // 2026-05-01T12:00:00+02:00, with a blank for T, with or without fraction and zone
  day_first,  // 01.05.2026 12:00:00, also with / or - and with AM or PM
  month_first,
};
BOOST_DESCRIBE_ENUM(TimestampFormat, iso, day_first, month_first)

/// Throws Error(invalid) of the member time_zone for a name that the system does not know.
base::TimeZone zone_named(const std::string& name);

class TimeReader {
 public:
  /// `zone`: of times that name none; without it they are UTC.
  TimeReader(TimestampFormat format, std::optional<base::TimeZone> zone) : format_(format), zone_(zone) {}

  /// Why a text is no point in time, for people; empty when there is nothing to say but what it is.
  struct NoTime {
    std::string reason{};
  };
  using Outcome = std::variant<base::Timestamp, NoTime>;

  /// Never guesses: a local time that a change of clocks brings twice, or leaves out, is none.
  Outcome read(std::string_view text) const;

 private:
  Outcome local(base::Timestamp wall_clock, std::string_view shown) const;

  TimestampFormat format_;
  std::optional<base::TimeZone> zone_;
};

/// Since 1970: seconds up to 2e10, milliseconds up to 2e13, microseconds up to 2e16, nanoseconds beyond. Each ends in
/// the year 2603, so that no time of ours can be taken for one of another unit.
std::optional<base::Timestamp> time_since_1970(double number);
/// The same of every digit.
std::optional<base::Timestamp> time_since_1970(std::int64_t number);

}  // namespace openspc::connect::payload
