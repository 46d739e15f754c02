#include "connect/sparkplug/command.h"

#include <cmath>
#include <limits>
#include <utility>

#include "connect/sparkplug/payload.h"

namespace openspc::connect::sparkplug {
namespace {

/// `value` as a Target, when that is the same number.
template <class Target, class Held>
std::optional<Value> whole(const Value& value) {
  using Limits = std::numeric_limits<Target>;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (!std::in_range<Target>(*number)) return std::nullopt;
    return static_cast<Held>(*number);
  }
  if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    if (!std::in_range<Target>(*number)) return std::nullopt;
    return static_cast<Held>(*number);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    // A power of two more than the largest one is a double exactly; the largest one itself may not be.
    const double beyond = std::ldexp(1.0, Limits::digits);
    const bool fits = *number >= static_cast<double>(Limits::min()) && *number < beyond;
    if (!fits || *number != std::floor(*number)) return std::nullopt;
    return static_cast<Held>(*number);
  }
  return std::nullopt;
}

std::optional<double> real(const Value& value) {
  const bool is_number = std::holds_alternative<double>(value) || std::holds_alternative<float>(value) ||
                         std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value);
  return is_number ? as_number(value) : std::nullopt;
}

std::optional<Value> single(const Value& value) {
  const auto number = real(value);
  if (!number || !(std::abs(*number) <= static_cast<double>(std::numeric_limits<float>::max()))) return std::nullopt;
  return static_cast<float>(*number);
}

std::optional<Value> point_in_time(const Value& value) {
  if (std::holds_alternative<DateTime>(value)) return value;
  const auto milliseconds = whole<std::uint64_t, std::uint64_t>(value);
  if (!milliseconds) return std::nullopt;
  return DateTime{std::get<std::uint64_t>(*milliseconds)};
}

template <class Held>
std::optional<Value> only(const Value& value) {
  return std::holds_alternative<Held>(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<Value> fitted(const Value& value, DataType type) {
  switch (type) {
    case DataType::int8:
      return whole<std::int8_t, std::int64_t>(value);
    case DataType::int16:
      return whole<std::int16_t, std::int64_t>(value);
    case DataType::int32:
      return whole<std::int32_t, std::int64_t>(value);
    case DataType::int64:
      return whole<std::int64_t, std::int64_t>(value);
    case DataType::uint8:
      return whole<std::uint8_t, std::uint64_t>(value);
    case DataType::uint16:
      return whole<std::uint16_t, std::uint64_t>(value);
    case DataType::uint32:
      return whole<std::uint32_t, std::uint64_t>(value);
    case DataType::uint64:
      return whole<std::uint64_t, std::uint64_t>(value);
    case DataType::float32:
      return single(value);
    case DataType::float64:
      if (const auto number = real(value)) return *number;
      return std::nullopt;
    case DataType::boolean:
      return only<bool>(value);
    case DataType::string:
    case DataType::text:
    case DataType::uuid:
      return only<std::string>(value);
    case DataType::datetime:
      return point_in_time(value);
    case DataType::bytes:
    case DataType::file:
      return only<Bytes>(value);
    default:
      return std::nullopt;
  }
}

Publication sparkplug_command(const Peer& peer, std::vector<Metric> metrics, base::Timestamp now) {
  const auto type = peer.device.empty() ? MessageType::ncmd : MessageType::dcmd;
  return {.topic = sparkplug_topic(type, peer),
          .payload = encode_sparkplug({.timestamp = now, .metrics = std::move(metrics)})};
}

Publication sparkplug_rebirth(const Peer& peer, base::Timestamp now) {
  Metric rebirth{
      .name = std::string(kSparkplugRebirthMetric), .timestamp = now, .datatype = DataType::boolean, .value = true};
  return sparkplug_command({.group = peer.group, .node = peer.node}, {std::move(rebirth)}, now);
}

}  // namespace openspc::connect::sparkplug
