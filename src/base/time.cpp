#include "base/time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace openspc::base {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

/// Reads a text from left to right; every step says whether it succeeded.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool accept(char c) {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `width` digits.
  bool digits(std::size_t width, int& value) {
    if (rest_.size() < width) return false;
    value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!is_digit(rest_[i])) return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return true;
  }

  /// At least one digit after the point; digits past the microsecond are cut off.
  bool fraction(microseconds& value) {
    if (!is_digit(peek())) return false;
    std::int64_t micros = 0;
    for (std::int64_t unit = 100'000; is_digit(peek()); rest_.remove_prefix(1)) {
      micros += unit * (peek() - '0');
      unit /= 10;
    }
    value = microseconds(micros);
    return true;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
};

bool scan_date(Scanner& in, sys_days& day) {
  int year = 0;
  int month = 0;
  int dom = 0;
  if (!in.digits(4, year) || !in.accept('-') || !in.digits(2, month) || !in.accept('-') || !in.digits(2, dom)) {
    return false;
  }
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(dom))};
  if (year < 1 || !date.ok()) return false;
  day = date;
  return true;
}

bool scan_time_of_day(Scanner& in, microseconds& time) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  microseconds fraction{0};
  if (!in.digits(2, hour) || !in.accept(':') || !in.digits(2, minute)) return false;
  if (in.accept(':')) {
    if (!in.digits(2, second)) return false;
    if ((in.accept('.') || in.accept(',')) && !in.fraction(fraction)) return false;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  time = hours(hour) + minutes(minute) + seconds(second) + fraction;
  return true;
}

/// "Z", "+02:00", "+0200", "+02"; nothing means UTC.
bool scan_zone(Scanner& in, minutes& offset) {
  offset = minutes(0);
  if (in.at_end() || in.accept('Z') || in.accept('z')) return true;
  const bool negative = in.peek() == '-';
  if (!in.accept('+') && !in.accept('-')) return false;
  int hour = 0;
  int minute = 0;
  if (!in.digits(2, hour)) return false;
  const bool colon = in.accept(':');
  if ((colon || !in.at_end()) && !in.digits(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  offset = hours(hour) + minutes(minute);
  if (negative) offset = -offset;
  return true;
}

std::optional<Timestamp> in_range(Timestamp time) {
  if (time < earliest_timestamp() || time > latest_timestamp()) return std::nullopt;
  return time;
}

std::optional<Timestamp> scan_unix(std::string_view text) {
  const std::string_view number = text.starts_with('+') ? text.substr(1) : text;
  double value = 0;
  const auto [end, code] =
      std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (code != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  return timestamp_from_unix(value);
}

char* put_pair(char* out, unsigned value) {
  *out++ = static_cast<char>('0' + value / 10);
  *out++ = static_cast<char>('0' + value % 10);
  return out;
}

/// "YYYY-MM-DD?HH:MM:SS.ffffff" into a buffer of 26 characters.
void put_timestamp(Timestamp time, char separator, char* out) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const auto micros = static_cast<std::uint64_t>((time - day).count());
  const auto secs = static_cast<unsigned>(micros / 1'000'000);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto fraction = static_cast<unsigned>(micros % 1'000'000);
  out = put_pair(put_pair(out, year / 100), year % 100);
  *out++ = '-';
  out = put_pair(out, static_cast<unsigned>(date.month()));
  *out++ = '-';
  out = put_pair(out, static_cast<unsigned>(date.day()));
  *out++ = separator;
  out = put_pair(out, secs / 3600);
  *out++ = ':';
  out = put_pair(out, secs / 60 % 60);
  *out++ = ':';
  out = put_pair(out, secs % 60);
  *out++ = '.';
  put_pair(put_pair(put_pair(out, fraction / 10'000), fraction / 100 % 100), fraction % 100);
}

constexpr std::size_t kFullLength = 26;
constexpr std::size_t kLengthWithoutFraction = 19;

}  // namespace

Timestamp earliest_timestamp() {
  return sys_days(std::chrono::year(1) / 1 / 1);
}

Timestamp latest_timestamp() {
  return sys_days(std::chrono::year(9999) / 12 / 31) + days(1) - microseconds(1);
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Scanner in(text);
  sys_days day;
  if (!scan_date(in, day)) return scan_unix(text);
  if (in.at_end()) return Timestamp(day);
  microseconds time{0};
  minutes offset{0};
  if (!in.accept('T') && !in.accept('t') && !in.accept(' ')) return std::nullopt;
  if (!scan_time_of_day(in, time) || !scan_zone(in, offset) || !in.at_end()) return std::nullopt;
  return in_range(Timestamp(day) + time - offset);
}

std::optional<Timestamp> timestamp_from_unix(double value) {
  constexpr double watershed = 2e10;
  const double scaled = std::round(value * (std::abs(value) > watershed ? 1e3 : 1e6));
  // Beyond 2^62 microseconds the conversion would overflow; the years of interest end long before. Refuses NaN too.
  if (!(std::abs(scaled) < 4.6e18)) return std::nullopt;
  return in_range(Timestamp(microseconds(static_cast<std::int64_t>(scaled))));
}

char* put_iso8601(char* at, Timestamp time) {
  put_timestamp(time, 'T', at);
  const bool whole_second = std::string_view(at + kLengthWithoutFraction, 7) == ".000000";
  char* const end = at + (whole_second ? kLengthWithoutFraction : kFullLength);
  *end = 'Z';
  return end + 1;
}

std::string to_iso8601(Timestamp time) {
  std::array<char, kIso8601Length> text;
  return {text.data(), put_iso8601(text.data(), time)};
}

std::string to_iso8601_micros(Timestamp time) {
  std::array<char, kFullLength + 1> text{};
  put_timestamp(time, 'T', text.data());
  text[kFullLength] = 'Z';
  return {text.data(), text.size()};
}

std::string to_database(Timestamp time) {
  std::string text;
  to_database(time, text);
  return text;
}

void to_database(Timestamp time, std::string& out) {
  std::array<char, kFullLength> text{};
  put_timestamp(time, ' ', text.data());
  out.assign(text.data(), text.size());
}

std::optional<Timestamp> from_database(std::string_view text) {
  Scanner in(text);
  sys_days day;
  microseconds time{0};
  if (!scan_date(in, day) || !in.accept(' ') || !scan_time_of_day(in, time)) return std::nullopt;
  // A column with a zone says it: sessions are in UTC.
  if (in.accept('+') && !(in.accept('0') && in.accept('0'))) return std::nullopt;
  if (!in.at_end()) return std::nullopt;
  return Timestamp(day) + time;
}

Timestamp SystemClock::now() const {
  return floor<microseconds>(std::chrono::system_clock::now());
}

Timestamp ManualClock::now() const {
  return now_.copy();
}

void ManualClock::set(Timestamp time) {
  *now_.lock() = time;
}

void ManualClock::advance(microseconds by) {
  *now_.lock() += by;
}

}  // namespace openspc::base
