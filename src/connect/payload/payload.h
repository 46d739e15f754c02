// How the bytes of a message become a reading: a plain number, a place in a JSON document, or a piece of a text. Called
// by ingestion for every message, and by mapping checks and previews. A rule is compiled once and then only read: any
// thread. Everything here is hostile until parsed.
#pragma once

#include <boost/describe.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/payload/machine_time.h"

namespace openspc::connect::payload {

enum class PayloadFormat {
  number,  // the whole payload, trimmed, is one decimal number
  json,    // value_path leads to a number, a boolean (1 or 0) or a text that holds a number
  text,    // the first group of `pattern`, or its whole match, is a number; the first 2,000 bytes are searched
};
BOOST_DESCRIBE_ENUM(PayloadFormat, number, json, text)

/// What stands before the fraction of a number in a text.
enum class DecimalMark : bool { point, comma };

/// What is made of an array where a number is wanted.
enum class ArrayUse {
  refuse,
  element,   // one of its elements is the value
  subgroup,  // its elements are the readings of one subgroup, complete by itself
};
BOOST_DESCRIBE_ENUM(ArrayUse, refuse, element, subgroup)

/// How a value becomes a number, or several.
struct NumberRule {
  DecimalMark mark = DecimalMark::point;  // of numbers in texts; those of JSON have a point
  ArrayUse arrays = ArrayUse::refuse;
  std::size_t element = 0;
};

/// Where things are in the payload. A path is a JSON Pointer (RFC 6901) when it begins with '/', or dotted member names
/// and array indices ("data.readings.0.value"); an empty path is the whole document. Paths count for json only.
struct PayloadRule {
  PayloadFormat format = PayloadFormat::number;
  std::string value_path{};
  std::optional<std::string> timestamp_path{}, batch_path{}, operator_path{}, serial_path{}, sequence_path{};
  std::string pattern{};  // of RE2, text only; counted repetitions may not make much of it
  TimestampFormat timestamp_format = TimestampFormat::iso;
  std::optional<std::string> time_zone{};  // IANA name, of times that name none; without it they are UTC
  NumberRule numbers{};
};

/// One value as a machine sent it.
struct Reading {
  double value = 0;  // finite
  /// Of an array that is a subgroup by itself: all its values, the first of which is `value`. Else empty.
  std::vector<double> subgroup{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> batch_number{}, operator_id{}, serial_number{};
  std::optional<std::string> sequence{};  // what counts its machine's messages, to tell equal ones apart
  bool is_uncertain = false;              // of a quality that the machine vouches for only in part
  /// Why it has no time, or not the one it was to have; for people. Nothing when none was to be had.
  std::optional<std::string> time_problem{};
};

/// Why a payload is no reading, for people: "no number at 'data.value'", "not finite: NaN".
struct Unreadable {
  std::string reason;
};

/// The largest payload that is looked at, in bytes.
inline constexpr std::size_t kMaxPayloadSize = 256U << 10U;
/// JSON nested deeper than this is refused.
inline constexpr std::size_t kMaxPayloadDepth = 32;

class PayloadExtractor {
 public:
  /// Throws Error(invalid) naming the member of the rule that is wrong: a malformed path or one longer than 500 bytes,
  /// a time zone that nobody knows, a pattern that is missing, does not compile, is longer than 500 bytes or stands for
  /// too many repetitions.
  explicit PayloadExtractor(PayloadRule rule);
  PayloadExtractor(PayloadExtractor&&) noexcept;
  PayloadExtractor& operator=(PayloadExtractor&&) noexcept;
  ~PayloadExtractor();

  /// Never throws for what a payload says. A byte order mark before it and NULs behind it are no part of it, and NaN
  /// and Infinity in a JSON document spoil nothing but what is read at their place. Missing, empty or unusable batch,
  /// operator, serial and time are left out: a value is worth more than its ornaments. A time that is missing or
  /// unusable is named in time_problem. Texts are trimmed and cut to 100 characters, numbers in their place become
  /// text. A text that std::regex would search beyond 200,000 steps or 2 MiB of stack is unreadable: patterns of people
  /// meet texts of strangers.
  std::variant<Reading, Unreadable> extract(std::string_view payload) const;

  const PayloadRule& rule() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The readings of one subgroup, at most.
inline constexpr std::size_t kLargestSubgroup = 100;

/// The number at an index; nothing where there is none.
using NumberAt = std::function<std::optional<double>(std::size_t)>;
/// What `arrays` makes of an array of `size`.
std::variant<Reading, Unreadable> reading_of_array(const NumberRule& rule, std::size_t size, const NumberAt& at);

/// The double nearest to one decimal number with optional sign, fraction, exponent and surrounding white space; digits
/// may be grouped by single underscores. "inf", "nan" and what is beyond every double are numbers that are not finite.
/// nullopt for anything else, hexadecimal and the other decimal mark included.
std::optional<double> parse_decimal(std::string_view text, DecimalMark mark = DecimalMark::point);

/// The beginning of a payload as text that is safe to show: at most `limit` characters, with U+FFFD for each control
/// character and malformed byte.
std::string printable_excerpt(std::string_view payload, std::size_t limit = 200);

}  // namespace openspc::connect::payload
