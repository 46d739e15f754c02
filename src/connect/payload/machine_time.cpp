#include "connect/payload/machine_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/error.h"
#include "connect/payload/payload.h"
#include "connect/payload/plain_text.h"

namespace openspc::connect::payload {
namespace {

constexpr std::int64_t kSecondsEnd = 20'000'000'000;
constexpr std::int64_t kMillisecondsEnd = kSecondsEnd * 1'000;
constexpr std::int64_t kMicrosecondsEnd = kMillisecondsEnd * 1'000;

std::optional<base::Timestamp> in_range(std::int64_t microseconds) {
  const base::Timestamp time{std::chrono::microseconds(microseconds)};
  if (time < base::earliest_timestamp() || time > base::latest_timestamp()) return std::nullopt;
  return time;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<base::Timestamp> since_1970(std::string_view text) {
  if (const auto whole = number_of<std::int64_t>(text)) return time_since_1970(*whole);
  if (const auto real = number_of<double>(text)) return time_since_1970(*real);
  return std::nullopt;
}

/// A date and a time of day as they stand in a text.
struct Written {
  base::Timestamp wall_clock{};
  bool names_zone = false;  // wall_clock is UTC
};

// "2026-02-12", "2026-02-12T08:15+01:00".
std::optional<Written> iso(std::string_view text) {
  constexpr std::size_t date_length = 10;
  if (text.size() < date_length || text[4] != '-') return std::nullopt;
  const auto time = base::parse_timestamp(text);
  if (!time) return std::nullopt;
  return Written{*time, text.substr(date_length).find_first_of("Zz+-") != std::string_view::npos};
}

bool has_prefix(std::string_view text, std::string_view prefix) {
  return text.size() > prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, [](char c) {
           return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
         });
}

// "DT#2026-05-01-12:00:00.25": ISO but for what joins date and time.
std::optional<Written> literal(std::string_view text) {
  constexpr std::size_t date_length = 10;
  for (const std::string_view prefix : {"DT#", "DTL#", "LDT#", "DATE_AND_TIME#", "DATE_AND_LTIME#"}) {
    if (!has_prefix(text, prefix)) continue;
    std::string said(text.substr(prefix.size()));
    if (said.size() <= date_length || said[date_length] != '-') return std::nullopt;
    said[date_length] = 'T';
    return iso(said);
  }
  return std::nullopt;
}

/// The number at the front, of one to `width` digits, which is taken away.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  int number = 0;
  std::size_t size = 0;
  for (; size < width && size < text.size() && text[size] >= '0' && text[size] <= '9'; ++size)
    number = number * 10 + (text[size] - '0');
  if (size == 0) return std::nullopt;
  text.remove_prefix(size);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

struct Half {
  bool is_given = false, is_afternoon = false;
};

/// "AM" or "PM" at the end, which is taken away.
Half take_half_of_day(std::string_view& text) {
  for (const auto& [word, is_afternoon] : {std::pair("AM", false), std::pair("PM", true)}) {
    if (text.size() < 2 || !has_prefix(std::string(text.substr(text.size() - 2)) + ' ', word)) continue;
    text = trimmed(text.substr(0, text.size() - 2));
    return {true, is_afternoon};
  }
  return {};
}

// "1.5.2026 12:00:00.25", "05/01/2026 12:00 PM": both have two numbers, of which the order is chosen, and a year.
std::optional<Written> of_country(std::string_view text, bool month_first) {
  const Half half = take_half_of_day(text);
  const auto first = take_number(text, 2);
  if (!first || text.empty() || std::string_view("./-").find(text.front()) == std::string_view::npos)
    return std::nullopt;
  const char separator = text.front();
  text.remove_prefix(1);
  const auto second = take_number(text, 2);
  if (!second || !take(text, separator)) return std::nullopt;
  const std::size_t before = text.size();
  const auto year = take_number(text, 4);
  if (!year || before - text.size() != 4) return std::nullopt;
  take(text, ',');
  if (!text.empty() && text.front() != ' ' && text.front() != 'T') return std::nullopt;
  text = trimmed(text.starts_with('T') ? text.substr(1) : text);
  std::string time_of_day(text);
  if (half.is_given) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour < 1 || *hour > 12) return std::nullopt;
    time_of_day = fmt::format("{:02}{}", *hour % 12 + (half.is_afternoon ? 12 : 0), text);
  } else if (time_of_day.size() > 1 && time_of_day[1] == ':') {
    time_of_day.insert(0, 1, '0');
  }
  std::string said =
      fmt::format("{:04}-{:02}-{:02}", *year, month_first ? *first : *second, month_first ? *second : *first);
  if (!time_of_day.empty()) said += 'T' + time_of_day;
  return iso(said);
}

}  // namespace

base::TimeZone zone_named(const std::string& name) {
  const auto zone = base::TimeZone::find(name);
  if (zone) return *zone;
  const std::string shown = printable_excerpt(name);
  throw base::invalid_field({"body", "time_zone"}, "value_error",
                            "'" + shown + "' is no time zone: write its IANA name, like Europe/Berlin",
                            boost::json::string(shown));
}

std::optional<base::Timestamp> time_since_1970(std::int64_t number) {
  if (number >= -kSecondsEnd && number <= kSecondsEnd) return in_range(number * 1'000'000);
  if (number >= -kMillisecondsEnd && number <= kMillisecondsEnd) return in_range(number * 1'000);
  if (number >= -kMicrosecondsEnd && number <= kMicrosecondsEnd) return in_range(number);
  return in_range(number / 1'000);
}

std::optional<base::Timestamp> time_since_1970(double number) {
  const double size = std::abs(number);
  const double unit = size <= static_cast<double>(kSecondsEnd)        ? 1e6
                      : size <= static_cast<double>(kMillisecondsEnd) ? 1e3
                      : size <= static_cast<double>(kMicrosecondsEnd) ? 1
                                                                      : 1e-3;
  const double microseconds = std::round(number * unit);
  // Beyond 2^62 the conversion would overflow; the years of interest end long before. Refuses NaN too.
  if (!(std::abs(microseconds) < 4.6e18)) return std::nullopt;
  return in_range(static_cast<std::int64_t>(microseconds));
}

TimeReader::Outcome TimeReader::read(std::string_view text) const {
  text = trimmed(text);
  if (const auto time = since_1970(text)) return *time;
  auto written = literal(text);
  if (!written)
    written = format_ == TimestampFormat::iso ? iso(text) : of_country(text, format_ == TimestampFormat::month_first);
  if (!written) return NoTime{};
  if (written->names_zone) return written->wall_clock;
  return local(written->wall_clock, text);
}

TimeReader::Outcome TimeReader::local(base::Timestamp wall_clock, std::string_view shown) const {
  if (!zone_) return wall_clock;
  const base::LocalTime time(wall_clock.time_since_epoch());
  switch (zone_->occurrence_of(time)) {
    case base::TimeZone::Occurrence::once:
      return zone_->to_utc(time);
    case base::TimeZone::Occurrence::twice:
      return NoTime{std::string(shown) + " comes twice, when the clocks are put back"};
    case base::TimeZone::Occurrence::never:
      return NoTime{std::string(shown) + " never comes: the clocks are put forward over it"};
  }
  return NoTime{};
}

}  // namespace openspc::connect::payload
