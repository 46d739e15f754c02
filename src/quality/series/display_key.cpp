#include "quality/series/display_key.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace openspc::quality::series {
namespace {

using Day = std::chrono::sys_days;

constexpr std::size_t kDateLength = 7;  // "260212-"
constexpr std::size_t kRankLength = 20;

Day day_of(base::Timestamp timestamp) {
  return std::chrono::floor<std::chrono::days>(timestamp);
}

}  // namespace

// A chart has a thousand of them: written by hand, they cost a tenth of what a format string does.
std::string display_key(base::Timestamp timestamp, std::int64_t rank) {
  const std::chrono::year_month_day date(day_of(timestamp));
  std::array<char, kDateLength + kRankLength> text{};
  char* end = text.data();
  for (const unsigned part : {static_cast<unsigned>(static_cast<int>(date.year())) % 100,
                              static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}) {
    *end++ = static_cast<char>('0' + part / 10);
    *end++ = static_cast<char>('0' + part % 10);
  }
  *end++ = '-';
  for (const std::int64_t next_width : {100, 10})
    if (rank < next_width) *end++ = '0';
  end = std::to_chars(end, text.data() + text.size(), rank).ptr;
  return {text.data(), end};
}

std::unordered_map<base::SampleId, std::string> ranked_display_keys(db::Session& session, judge::SeriesKey series,
                                                                    base::Timestamp first, base::Timestamp last) {
  const base::Timestamp from = day_of(first);
  const base::Timestamp until =
      std::min<base::Timestamp>(day_of(last) + std::chrono::days(1), base::latest_timestamp());
  std::unordered_map<base::SampleId, std::string> keys;
  Day day = day_of(first);
  std::int64_t rank = 0;
  session.each<base::SampleId, db::Microseconds>(
      "SELECT id, time_us FROM subgroup WHERE plant_id = ? AND char_id = ? AND time_us >= ? AND time_us < ?"
      " ORDER BY time_us, id",
      [&](base::SampleId sample, base::Timestamp timestamp) {
        if (day_of(timestamp) != day) rank = 0;
        day = day_of(timestamp);
        keys.emplace(sample, display_key(timestamp, ++rank));
      },
      series.plant, series.characteristic, db::Microseconds(from), db::Microseconds(until));
  return keys;
}

}  // namespace openspc::quality::series
