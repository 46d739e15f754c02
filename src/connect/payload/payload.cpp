#include "connect/payload/payload.h"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/certain.h"
#include "base/error.h"
#include "base/text.h"
#include "connect/payload/json_path.h"
#include "connect/payload/plain_text.h"
#include "connect/payload/text_pattern.h"
#include "net/json.h"

namespace openspc::connect::payload {
namespace {

namespace json = boost::json;
using Outcome = std::variant<Reading, Unreadable>;

static_assert(kMaxPayloadDepth == net::kMaxJsonDepth);
constexpr std::size_t kMaxTextLength = 100;
constexpr std::size_t kMaxShownLength = 40;

/// The characters at the front, at most `limit` of them; `text` is well-formed.
std::string_view first_characters(std::string_view text, std::size_t limit) {
  std::size_t size = 0;
  for (; limit > 0 && size < text.size(); --limit) size += base::utf8_length(text.substr(size));
  return text.substr(0, size);
}

std::string in_quotes(std::string_view text) {
  return "'" + printable_excerpt(text, kMaxShownLength) + "'";
}

JsonPath compiled_path(const char* member, std::string_view text) {
  auto path = JsonPath::parse(text);
  if (!path) {
    throw base::invalid_field({"body", member}, "value_error",
                              in_quotes(text) + " is no path: write '/data/0/value' or 'data.0.value'",
                              json::value(printable_excerpt(text)));
  }
  return *std::move(path);
}

std::optional<JsonPath> compiled_path(const char* member, const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return compiled_path(member, std::string_view(*text));
}

TextPattern compiled_pattern(const std::string& pattern) try {
  return TextPattern(pattern);
} catch (const std::invalid_argument& error) {
  throw base::invalid_field({"body", "pattern"}, "value_error", error.what(), json::value(printable_excerpt(pattern)));
}

Outcome reading_of(std::optional<double> value, const std::string& unless_number, std::string_view shown) {
  if (!value) return Unreadable{unless_number};
  if (!std::isfinite(*value)) return Unreadable{"not finite: " + printable_excerpt(trimmed(shown), kMaxShownLength)};
  return Reading{.value = *value};
}

Outcome reading_of_text(std::string_view text, DecimalMark mark) {
  const std::string_view shown = trimmed(text);
  if (shown.empty()) return Unreadable{"empty"};
  return reading_of(parse_decimal(text, mark), "not a number: " + in_quotes(shown), shown);
}

std::optional<double> number_in(const json::value& place, DecimalMark mark) {
  if (place.is_bool()) return place.get_bool() ? 1 : 0;
  if (place.is_number()) return place.to_number<double>();
  if (place.is_string()) return parse_decimal(place.get_string(), mark);
  return std::nullopt;
}

// Numbers beyond every double: no place where they stand is taken for a measurement, a time or a name.
constexpr std::string_view kStandIn = "1e999";

/// The length of a word at the front that Python, JavaScript and C write for a number that JSON has none for.
std::size_t not_finite_word(std::string_view text) {
  for (const std::string_view word : {"NaN", "nan", "Infinity", "infinity", "Inf", "inf"}) {
    if (!text.starts_with(word)) continue;
    const bool ends =
        text.size() == word.size() || std::string_view(",]} \t\r\n").find(text[word.size()]) != std::string_view::npos;
    if (ends) return word.size();
  }
  return 0;
}

/// With stand-ins for NaN and Infinity outside of texts; nothing when there are none.
std::optional<std::string> with_stand_ins(std::string_view document) {
  std::string replaced;
  bool in_text = false, found = false;
  while (!document.empty()) {
    const bool begins =
        replaced.empty() || std::string_view(":,[- \t\r\n").find(replaced.back()) != std::string_view::npos;
    const std::size_t word = in_text || !begins ? 0 : not_finite_word(document);
    const bool escapes = in_text && document.front() == '\\';
    if (document.front() == '"') in_text = !in_text;
    const std::size_t taken = word > 0 ? word : std::min<std::size_t>(escapes ? 2 : 1, document.size());
    replaced += word > 0 ? kStandIn : document.substr(0, taken);
    found = found || word > 0;
    document.remove_prefix(taken);
  }
  if (!found) return std::nullopt;
  return replaced;
}

json::value parsed(std::string_view payload, const json::storage_ptr& memory) try {
  return net::parse_json_body(payload, memory);
} catch (const base::Error&) {
  const auto repaired = with_stand_ins(payload);
  if (!repaired) throw;
  return net::parse_json_body(*repaired, memory);
}

TimeReader::Outcome time_in(const json::value& place, const TimeReader& reader) {
  if (place.is_string()) return reader.read(place.get_string());
  std::optional<base::Timestamp> time;
  if (place.is_int64()) time = time_since_1970(place.get_int64());
  if (place.is_double()) time = time_since_1970(place.get_double());
  if (time) return *time;
  return TimeReader::NoTime{};
}

TimeReader compiled_times(const PayloadRule& rule) {
  if (!rule.time_zone) return {rule.timestamp_format, std::nullopt};
  return {rule.timestamp_format, zone_named(*rule.time_zone)};
}

std::optional<std::string> text_in(const json::value& place) {
  std::string text;
  if (place.is_string()) {
    text = first_characters(trimmed(place.get_string()), kMaxTextLength);
  } else if (place.is_int64()) {
    text = std::to_string(place.get_int64());
  } else if (place.is_uint64()) {
    text = std::to_string(place.get_uint64());
  } else if (place.is_double() && std::isfinite(place.get_double())) {
    net::write_json_number(text, place.get_double());
  }
  // No database stores NUL in a text.
  if (text.empty() || text.find('\0') != std::string::npos) return std::nullopt;
  return text;
}

std::string why_no_json(const base::Error& error) {
  const auto* why = error.fields().empty() ? nullptr : error.fields().front().ctx.if_contains("error");
  const bool is_told = why != nullptr && why->is_string();
  return "no JSON: " + (is_told ? std::string(why->get_string()) : error.detail());
}

/// Appends a control character or a malformed byte as U+FFFD; says how many bytes of `text` were taken.
std::size_t append_printable(std::string& out, std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  const std::size_t length = base::utf8_length(text);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const bool is_control =
      (length == 1 && (byte(0) < 0x20 || byte(0) == 0x7F)) || (length == 2 && byte(0) == 0xC2 && byte(1) < 0xA0);
  if (length == 0 || is_control) {
    out += replacement;
  } else {
    out += text.substr(0, length);
  }
  return length == 0 ? 1 : length;
}

}  // namespace

class PayloadExtractor::Impl {
 public:
  explicit Impl(PayloadRule rule) : rule_(std::move(rule)), times_(compiled_times(rule_)) {
    if (rule_.format == PayloadFormat::text) pattern_ = compiled_pattern(rule_.pattern);
    if (rule_.format != PayloadFormat::json) return;
    value_path_ = compiled_path("value_path", std::string_view(rule_.value_path));
    timestamp_path_ = compiled_path("timestamp_path", rule_.timestamp_path);
    batch_path_ = compiled_path("batch_path", rule_.batch_path);
    operator_path_ = compiled_path("operator_path", rule_.operator_path);
    serial_path_ = compiled_path("serial_path", rule_.serial_path);
    sequence_path_ = compiled_path("sequence_path", rule_.sequence_path);
  }

  const PayloadRule& rule() const { return rule_; }

  Outcome extract(std::string_view payload) const {
    if (payload.size() > kMaxPayloadSize) return Unreadable{"larger than 256 KiB"};
    payload = unwrapped(payload);
    if (rule_.format == PayloadFormat::json) return from_json(payload);
    if (!base::is_utf8(payload)) return Unreadable{"no UTF-8: " + in_quotes(payload)};
    return rule_.format == PayloadFormat::text ? from_text(payload) : reading_of_text(payload, rule_.numbers.mark);
  }

 private:
  Outcome from_text(std::string_view payload) const {
    auto found = base::certain(pattern_).find(payload);
    if (auto* unreadable = std::get_if<Unreadable>(&found)) return std::move(*unreadable);
    return reading_of_text(std::get<std::string>(found), rule_.numbers.mark);
  }

  Outcome from_json(std::string_view payload) const try {
    std::array<unsigned char, 4096> buffer;
    json::monotonic_resource memory(buffer.data(), buffer.size());
    const json::value document = parsed(payload, &memory);
    const json::value* place = value_path_.find(document);
    Outcome outcome = value_at(place);
    if (auto* reading = std::get_if<Reading>(&outcome)) complete(*reading, document);
    return outcome;
  } catch (const base::Error& error) {
    return Unreadable{why_no_json(error)};
  }

  Outcome value_at(const json::value* place) const {
    if (place != nullptr && place->is_array()) {
      const json::array& array = place->get_array();
      return reading_of_array(rule_.numbers, array.size(),
                              [&](std::size_t i) { return number_in(array[i], rule_.numbers.mark); });
    }
    const auto number = place != nullptr ? number_in(*place, rule_.numbers.mark) : std::nullopt;
    return reading_of(number, no_number(), shown(place));
  }

  void complete(Reading& reading, const json::value& document) const {
    const auto at = [&](const std::optional<JsonPath>& path, auto read) {
      const json::value* place = path ? path->find(document) : nullptr;
      return place != nullptr ? read(*place) : std::nullopt;
    };
    if (timestamp_path_) complete_time(reading, timestamp_path_->find(document));
    reading.batch_number = at(batch_path_, text_in);
    reading.operator_id = at(operator_path_, text_in);
    reading.serial_number = at(serial_path_, text_in);
    reading.sequence = at(sequence_path_, text_in);
  }

  void complete_time(Reading& reading, const json::value* place) const {
    const auto outcome = place != nullptr ? time_in(*place, times_) : TimeReader::NoTime{};
    if (const auto* time = std::get_if<base::Timestamp>(&outcome)) {
      reading.timestamp = *time;
    } else {
      const std::string& reason = std::get<TimeReader::NoTime>(outcome).reason;
      reading.time_problem = reason.empty() ? no_time(place) : reason;
    }
  }

  std::string no_number() const {
    return rule_.value_path.empty() ? "the document is no number" : "no number at " + in_quotes(rule_.value_path);
  }

  std::string no_time(const json::value* place) const {
    const std::string path = in_quotes(rule_.timestamp_path.value_or(""));
    if (place == nullptr) return "no time at " + path;
    if (place->is_object()) return "no time, but an object at " + path;
    if (place->is_array()) return "no time, but an array at " + path;
    return "no time: " + printable_excerpt(json::serialize(*place), kMaxShownLength);
  }

  static std::string_view shown(const json::value* place) {
    const bool is_text = place != nullptr && place->is_string();
    return is_text ? std::string_view(place->get_string()) : "NaN, Infinity or beyond every double";
  }

  PayloadRule rule_;
  TimeReader times_;
  JsonPath value_path_;
  std::optional<JsonPath> timestamp_path_, batch_path_, operator_path_, serial_path_, sequence_path_;
  std::optional<TextPattern> pattern_;
};

PayloadExtractor::PayloadExtractor(PayloadRule rule) : impl_(std::make_unique<Impl>(std::move(rule))) {}
PayloadExtractor::PayloadExtractor(PayloadExtractor&&) noexcept = default;
PayloadExtractor& PayloadExtractor::operator=(PayloadExtractor&&) noexcept = default;
PayloadExtractor::~PayloadExtractor() = default;

std::variant<Reading, Unreadable> PayloadExtractor::extract(std::string_view payload) const {
  return impl_->extract(payload);
}

const PayloadRule& PayloadExtractor::rule() const {
  return impl_->rule();
}

std::string printable_excerpt(std::string_view payload, std::size_t limit) {
  std::string text;
  for (; limit > 0 && !payload.empty(); --limit) payload.remove_prefix(append_printable(text, payload));
  return text;
}

}  // namespace openspc::connect::payload
