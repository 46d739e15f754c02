#include "connect/outbound/sparkplug.h"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <span>
#include <stdexcept>
#include <string_view>

#include "base/time.h"
#include "connect/sparkplug/command.h"
#include "connect/sparkplug/payload.h"
#include "net/json.h"

namespace openspc::connect::outbound {
namespace {

namespace json = boost::json;
using Type = sparkplug::DataType;

struct Member {
  const char* metric;
  const char* name;
  Type type;
  bool optional = false;
};

constexpr auto kSampleMembers = std::to_array<Member>({{"Mean", "mean", Type::float32},
                                                       {"Range", "range", Type::float32},
                                                       {"InControl", "in_control", Type::boolean},
                                                       {"Zone", "zone", Type::string}});

// Those of the point that the rule fired at go beyond the reference. In full precision: a value and the limit that it
// is beyond may agree in seven digits.
constexpr auto kViolationMembers = std::to_array<Member>({{"ViolationId", "violation_id", Type::int32},
                                                          {"RuleId", "rule_id", Type::int32},
                                                          {"RuleName", "rule_name", Type::string},
                                                          {"Severity", "severity", Type::string},
                                                          {"Statistic", "statistic", Type::string, true},
                                                          {"Value", "value", Type::float64, true},
                                                          {"CenterLine", "center_line", Type::float64, true},
                                                          {"UCL", "ucl", Type::float64, true},
                                                          {"LCL", "lcl", Type::float64, true}});

constexpr auto kAcknowledgementMembers = std::to_array<Member>(
    {{"ViolationId", "violation_id", Type::int32}, {"User", "user", Type::string}, {"Reason", "reason", Type::string}});

constexpr auto kLimitsMembers = std::to_array<Member>({{"CenterLine", "center_line", Type::float32},
                                                       {"UCL", "ucl", Type::float32},
                                                       {"LCL", "lcl", Type::float32},
                                                       {"Method", "method", Type::string},
                                                       {"SampleCount", "sample_count", Type::int32}});

std::span<const Member> members_of(std::string_view event) {
  if (event == "sample_processed") return kSampleMembers;
  if (event == "violation_created") return kViolationMembers;
  if (event == "violation_acknowledged") return kAcknowledgementMembers;
  if (event == "limits_updated") return kLimitsMembers;
  throw std::invalid_argument("no event of ours");
}

sparkplug::Value value_of(const json::value& value) {
  if (value.is_bool()) return value.get_bool();
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_double()) return value.get_double();
  if (value.is_string()) return std::string(value.get_string());
  return std::monostate{};
}

sparkplug::Metric metric_of(const Member& member, const json::value& value) {
  sparkplug::Metric metric{.name = member.metric, .datatype = member.type};
  if (value.is_null()) {
    if (std::string_view(member.name) == "range") metric.value = 0.0F;
    return metric;
  }
  if (auto fitting = fitted(value_of(value), member.type)) {
    metric.value = *std::move(fitting);
  } else {
    metric.datatype = Type::string;
    metric.value = json::serialize(value);
  }
  return metric;
}

}  // namespace

std::string outbound_sparkplug(std::string_view text) try {
  const json::value document = net::parse_json_body(text);
  const json::object& body = document.as_object();
  sparkplug::Payload payload{.timestamp = base::parse_timestamp(std::string_view(body.at("timestamp").as_string()))};
  for (const Member& member : members_of(std::string_view(body.at("event").as_string()))) {
    if (member.optional && !body.contains(member.name)) continue;
    payload.metrics.push_back(metric_of(member, body.at(member.name)));
  }
  return encode_sparkplug(payload);
} catch (const std::exception&) {
  throw std::invalid_argument("no event of ours");
}

}  // namespace openspc::connect::outbound
