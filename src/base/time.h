// Points in time: UTC with microseconds, years 1 to 9999, their text forms on the wire and in the database, and the
// clock that rooms are given so that tests can set it. Pure functions; clocks are safe on any thread.
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/guarded.h"

namespace openspc::base {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z; nothing outside is accepted or written.
Timestamp earliest_timestamp();
Timestamp latest_timestamp();

/// Reads ISO 8601 ("2026-02-12T08:15:30.123456+01:00", blank or T, seconds and zone optional, a bare time is UTC), a
/// date alone, or Unix seconds as text (milliseconds when beyond +-2e10). Digits past the microsecond are cut off.
/// nullopt for anything else, including days that do not exist and years outside 1..9999.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// Unix seconds (milliseconds when beyond +-2e10), as they arrive in a JSON number.
std::optional<Timestamp> timestamp_from_unix(double seconds);

/// "2026-02-12T08:15:30.123456Z"; the fraction is omitted when zero.
std::string to_iso8601(Timestamp time);
/// The same at `at`, where there is room for kIso8601Length characters; its end.
char* put_iso8601(char* at, Timestamp time);
constexpr std::size_t kIso8601Length = 27;
/// The same with six digits of fraction always.
std::string to_iso8601_micros(Timestamp time);

/// "2026-02-12 08:15:30.123456", always with the fraction: text order equals time order.
std::string to_database(Timestamp time);
/// The same, written into an existing string without allocating.
void to_database(Timestamp time, std::string& out);

/// Reads what to_database and the database's own default ("2026-02-12 08:15:30") wrote; nullopt for anything else.
std::optional<Timestamp> from_database(std::string_view text);

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

/// Stands still until told otherwise.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp now() const override;
  void set(Timestamp time);
  void advance(std::chrono::microseconds by);

 private:
  Guarded<Timestamp> now_;
};

}  // namespace openspc::base
