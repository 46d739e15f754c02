#include "connect/sparkplug_command.h"

#include <cmath>
#include <limits>
#include <utility>

#include "connect/sparkplug_payload.h"

namespace openspc::connect {
namespace {

using Type = SparkplugDataType;

/// `value` as a Target, when that is the same number.
template <class Target, class Held>
std::optional<SparkplugValue> whole(const SparkplugValue& value) {
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

std::optional<double> real(const SparkplugValue& value) {
  const bool is_number = std::holds_alternative<double>(value) || std::holds_alternative<float>(value) ||
                         std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value);
  return is_number ? as_number(value) : std::nullopt;
}

std::optional<SparkplugValue> single(const SparkplugValue& value) {
  const auto number = real(value);
  if (!number || !(std::abs(*number) <= static_cast<double>(std::numeric_limits<float>::max()))) return std::nullopt;
  return static_cast<float>(*number);
}

std::optional<SparkplugValue> point_in_time(const SparkplugValue& value) {
  if (std::holds_alternative<SparkplugDateTime>(value)) return value;
  const auto milliseconds = whole<std::uint64_t, std::uint64_t>(value);
  if (!milliseconds) return std::nullopt;
  return SparkplugDateTime{std::get<std::uint64_t>(*milliseconds)};
}

template <class Held>
std::optional<SparkplugValue> only(const SparkplugValue& value) {
  return std::holds_alternative<Held>(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<SparkplugValue> fitted(const SparkplugValue& value, SparkplugDataType type) {
  switch (type) {
    case Type::int8:
      return whole<std::int8_t, std::int64_t>(value);
    case Type::int16:
      return whole<std::int16_t, std::int64_t>(value);
    case Type::int32:
      return whole<std::int32_t, std::int64_t>(value);
    case Type::int64:
      return whole<std::int64_t, std::int64_t>(value);
    case Type::uint8:
      return whole<std::uint8_t, std::uint64_t>(value);
    case Type::uint16:
      return whole<std::uint16_t, std::uint64_t>(value);
    case Type::uint32:
      return whole<std::uint32_t, std::uint64_t>(value);
    case Type::uint64:
      return whole<std::uint64_t, std::uint64_t>(value);
    case Type::float32:
      return single(value);
    case Type::float64:
      if (const auto number = real(value)) return *number;
      return std::nullopt;
    case Type::boolean:
      return only<bool>(value);
    case Type::string:
    case Type::text:
    case Type::uuid:
      return only<std::string>(value);
    case Type::datetime:
      return point_in_time(value);
    case Type::bytes:
    case Type::file:
      return only<SparkplugBytes>(value);
    default:
      return std::nullopt;
  }
}

SparkplugPublication sparkplug_command(const SparkplugPeer& peer, std::vector<SparkplugMetric> metrics,
                                       base::Timestamp now) {
  const auto type = peer.device.empty() ? SparkplugMessageType::ncmd : SparkplugMessageType::dcmd;
  return {.topic = sparkplug_topic(type, peer),
          .payload = encode_sparkplug({.timestamp = now, .metrics = std::move(metrics)})};
}

SparkplugPublication sparkplug_rebirth(const SparkplugPeer& peer, base::Timestamp now) {
  SparkplugMetric rebirth{
      .name = std::string(sparkplug_rebirth_metric), .timestamp = now, .datatype = Type::boolean, .value = true};
  return sparkplug_command({.group = peer.group, .node = peer.node}, {std::move(rebirth)}, now);
}

}  // namespace openspc::connect
