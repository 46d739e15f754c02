#include <boost/json/value.hpp>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "connect/sparkplug/payload.h"
#include "net/json.h"

namespace openspc::connect::sparkplug {
namespace {

namespace json = boost::json;

/// A whole number that is not negative. JSON has no other numbers than these for times, aliases and sequences.
std::optional<std::uint64_t> natural(const json::value* value) {
  if (value == nullptr || !value->is_number()) return std::nullopt;
  if (value->is_uint64()) return value->get_uint64();
  if (value->is_int64()) {
    return value->get_int64() >= 0 ? std::optional(static_cast<std::uint64_t>(value->get_int64())) : std::nullopt;
  }
  const double number = value->get_double();
  // 2^63: what is larger may not fit.
  if (!(number >= 0 && number < 9'223'372'036'854'775'808.0) || number != std::floor(number)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

std::optional<Value> value_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::bool_:
      return value.get_bool();
    case json::kind::int64:
      return value.get_int64();
    case json::kind::uint64:
      return value.get_uint64();
    case json::kind::double_:
      return value.get_double();
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::null:
      return Value();
    default:
      return std::nullopt;
  }
}

DataType type_of(const json::value* type) {
  if (type == nullptr) return DataType::float32;
  const auto code = natural(type);
  if (code) return sparkplug_datatype(*code);
  return type->is_string() ? sparkplug_datatype_named(type->get_string()) : DataType::unknown;
}

/// The property "Quality", as a number or as {"type", "value"}.
std::optional<std::int32_t> quality_of(const json::value* properties) {
  const auto* object = properties != nullptr ? properties->if_object() : nullptr;
  const auto* quality = object != nullptr ? object->if_contains("Quality") : nullptr;
  if (quality != nullptr && quality->is_object()) quality = quality->get_object().if_contains("value");
  if (quality == nullptr || quality->is_null()) return std::nullopt;
  if (quality->is_int64()) return static_cast<std::int32_t>(quality->get_int64());
  if (const auto code = natural(quality)) return static_cast<std::int32_t>(*code);
  return kUnreadableSparkplugQuality;
}

/// Nothing when it has neither what a metric needs nor a value that one may have.
std::optional<Metric> metric_of(const json::value& element) {
  const auto* object = element.if_object();
  if (object == nullptr) return std::nullopt;
  const auto* name = object->if_contains("name");
  const auto* value = object->if_contains("value");
  if (name == nullptr || !name->is_string() || name->get_string().empty() || value == nullptr) return std::nullopt;
  auto held = value_of(*value);
  if (!held) return std::nullopt;
  Metric metric{.name = std::string(name->get_string()),
                .alias = natural(object->if_contains("alias")),
                .datatype = type_of(object->if_contains("type")),
                .value = *std::move(held),
                .quality = quality_of(object->if_contains("properties"))};
  if (const auto time = natural(object->if_contains("timestamp"))) metric.timestamp = sparkplug_time(*time);
  if (metric.datatype == DataType::datetime) {
    if (const auto time = natural(value)) metric.value = DateTime{*time};
  }
  return metric;
}

std::variant<Payload, payload::Unreadable> payload_of(const json::value& document) {
  const auto* object = document.if_object();
  if (object == nullptr) return payload::Unreadable{"neither protobuf nor a JSON object"};
  const auto time = natural(object->if_contains("timestamp"));
  if (!time) return payload::Unreadable{"a JSON object without the number 'timestamp'"};
  const auto* metrics = object->if_contains("metrics");
  const auto* array = metrics != nullptr ? metrics->if_array() : nullptr;
  if (array == nullptr) return payload::Unreadable{"a JSON object without the array 'metrics'"};
  if (array->size() > kMaxSparkplugMetrics) return payload::Unreadable{"more than 20,000 metrics"};
  Payload payload{.timestamp = sparkplug_time(*time), .seq = natural(object->if_contains("seq"))};
  for (const auto& element : *array) {
    if (auto metric = metric_of(element)) payload.metrics.push_back(*std::move(metric));
  }
  return payload;
}

}  // namespace

std::variant<Payload, payload::Unreadable> decode_sparkplug_json(std::string_view text) {
  if (text.size() > kMaxSparkplugSize) return payload::Unreadable{"larger than 1 MiB"};
  try {
    return payload_of(net::parse_json_body(text));
  } catch (const base::Error&) {
    return payload::Unreadable{"neither protobuf nor JSON"};
  }
}

}  // namespace openspc::connect::sparkplug
