#include "notify/rule/quiet_hours.h"

#include <algorithm>

#include "base/time_zone.h"

namespace openspc::notify {
namespace {

using namespace std::chrono;

minutes minute_of_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text.at(i) - '0'; };
  return minutes((digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4));
}

bool begins_on(const QuietWindow& window, local_days day) {
  const std::int64_t number = weekday(day).iso_encoding();
  return std::ranges::find(window.days, number) != window.days.end();
}

struct Span {
  base::Timestamp begin, end;
};

Span span_of(const QuietWindow& window, local_days day, const base::TimeZone& zone) {
  const minutes from = minute_of_day(window.from), to = minute_of_day(window.to);
  const local_days last = to > from ? day : day + days(1);
  return {zone.to_utc(base::LocalTime(day + from)), zone.to_utc(base::LocalTime(last + to))};
}

// The latest end among the windows that hold at `now`.
std::optional<base::Timestamp> end_of_windows(const QuietHours& hours, const base::TimeZone& zone,
                                              base::Timestamp now) {
  const auto today = floor<days>(zone.to_local(now));
  std::optional<base::Timestamp> end;
  for (const QuietWindow& window : hours.windows) {
    for (const local_days day : {today - days(1), today}) {
      if (!begins_on(window, day)) continue;
      const Span span = span_of(window, day, zone);
      if (span.begin <= now && now < span.end) end = std::max(end.value_or(span.end), span.end);
    }
  }
  return end;
}

}  // namespace

bool is_time_zone(std::string_view name) {
  return base::TimeZone::find(name).has_value();
}

std::optional<base::Timestamp> quiet_until(const QuietHours& hours, base::Timestamp now) {
  const auto zone = base::TimeZone::find(hours.time_zone);
  if (!zone) return std::nullopt;
  std::optional<base::Timestamp> end;
  const base::Timestamp latest = now + days(7);
  while (const auto next = end_of_windows(hours, *zone, end.value_or(now))) {
    end = next;
    if (*end >= latest) return latest;
  }
  return end;
}

}  // namespace openspc::notify
