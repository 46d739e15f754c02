// Hours in which people are left alone, in their local time: across midnight and changes of clocks. Pure functions,
// called by the planner and by the checks of a rule.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "net/schema.h"

namespace openspc::notify {

struct QuietWindow {
  std::vector<std::int64_t> days{};  // on which it begins: 1 is Monday, 7 Sunday
  std::string from{}, to{};          // "22:00"; one that ends no later than it begins ends on the next day
};
BOOST_DESCRIBE_STRUCT(QuietWindow, (), (days, from, to))

inline void describe(net::Fields<QuietWindow>& f) {
  f["days"].items(1, 7).range(1, 7).doc("Days on which the window begins: 1 is Monday, 7 Sunday");
  f["from"].pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$").doc("Local time, HH:MM");
  f["to"].pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$").doc("No later than `from`: on the next day");
}

struct QuietHours {
  std::string time_zone{};
  std::vector<QuietWindow> windows{};
  bool critical_breaks_through = true;
};
BOOST_DESCRIBE_STRUCT(QuietHours, (), (time_zone, windows, critical_breaks_through))

inline void describe(net::Fields<QuietHours>& f) {
  f["time_zone"].length(1, 64).doc("IANA name, for example Europe/Berlin");
  f["windows"].items(1, 14);
  f["critical_breaks_through"].defaulted().doc("CRITICAL is told at once, whatever the hour");
}

bool is_time_zone(std::string_view name);

/// When the quiet that holds at `now` ends; nothing when it is not quiet. Windows that touch are one. Hours that never
/// end, all week long, end after a week: what was held is told then.
std::optional<base::Timestamp> quiet_until(const QuietHours& hours, base::Timestamp now);

}  // namespace openspc::notify
