// The bytes of a Sparkplug B message, both ways. What comes in is hostile until it is decoded. Called by the host
// application for every message, by commands, simulators and previews. Pure functions; any thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapter 6.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/payload/payload.h"
#include "connect/sparkplug/value.h"

namespace openspc::connect::sparkplug {

struct Payload {
  std::optional<base::Timestamp> timestamp{};
  std::vector<Metric> metrics{};
  std::optional<std::uint64_t> seq{};
  std::string uuid{};
  std::string body{};
  bool operator==(const Payload&) const = default;
};

/// Larger messages are refused. One of this size may take seventy times as much memory while it is read: the smallest
/// metric has two bytes.
inline constexpr std::size_t kMaxSparkplugSize = 1U << 20U;
/// Sequence numbers repeat behind it.
inline constexpr std::uint64_t kMaxSparkplugSeq = 255;
/// Metrics of one message, those inside templates included.
inline constexpr std::size_t kMaxSparkplugMetrics = 20'000;
/// Templates within templates.
inline constexpr std::size_t kMaxSparkplugDepth = 16;

/// Protobuf, or the JSON form when it is none. Never throws for what a message says. Values are what their datatype
/// says, when the message says one. Times beyond the year 9999 are left out.
std::variant<Payload, payload::Unreadable> decode_sparkplug(std::string_view bytes);

/// The JSON form alone: {"timestamp": ms, "metrics": [{"name", "value", "type"?}], "seq"?}. A metric without name or
/// value is left out; one without type is a Float.
std::variant<Payload, payload::Unreadable> decode_sparkplug_json(std::string_view text);

/// Protobuf. A value goes into the field that its datatype names; without a datatype into the one it fits.
std::string encode_sparkplug(const Payload& payload);

/// The last millisecond of the year 9999.
inline constexpr std::uint64_t kLatestSparkplugTime = 253'402'300'799'999;

/// Of a metric whose property "Quality" is no whole number: of a level that is bad.
inline constexpr std::int32_t kUnreadableSparkplugQuality = -1;

/// Milliseconds since 1970, as times are on the wire; nullopt beyond the year 9999.
inline std::optional<base::Timestamp> sparkplug_time(std::uint64_t milliseconds) {
  if (milliseconds > kLatestSparkplugTime) return std::nullopt;
  return base::Timestamp(std::chrono::milliseconds(milliseconds));
}
std::uint64_t sparkplug_milliseconds(base::Timestamp time);

}  // namespace openspc::connect::sparkplug
