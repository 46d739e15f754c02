#include "connect/outbound_sparkplug.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <stdexcept>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug_command.h"
#include "connect/sparkplug_payload.h"
#include "net/json.h"

namespace openspc::connect {
namespace {

namespace json = boost::json;
using Type = SparkplugDataType;

struct Member {
  const char* metric;
  const char* name;
  Type type;
};

const std::vector<Member>& members_of(std::string_view event) {
  static const std::map<std::string_view, std::vector<Member>> all = {{"sample_processed",
                                                                       {{"Mean", "mean", Type::float32},
                                                                        {"Range", "range", Type::float32},
                                                                        {"InControl", "in_control", Type::boolean},
                                                                        {"Zone", "zone", Type::string}}},
                                                                      {"violation_created",
                                                                       {{"ViolationId", "violation_id", Type::int32},
                                                                        {"RuleId", "rule_id", Type::int32},
                                                                        {"RuleName", "rule_name", Type::string},
                                                                        {"Severity", "severity", Type::string}}},
                                                                      {"violation_acknowledged",
                                                                       {{"ViolationId", "violation_id", Type::int32},
                                                                        {"User", "user", Type::string},
                                                                        {"Reason", "reason", Type::string}}},
                                                                      {"limits_updated",
                                                                       {{"CenterLine", "center_line", Type::float32},
                                                                        {"UCL", "ucl", Type::float32},
                                                                        {"LCL", "lcl", Type::float32},
                                                                        {"Method", "method", Type::string},
                                                                        {"SampleCount", "sample_count", Type::int32}}}};
  const auto known = all.find(event);
  if (known == all.end()) throw std::invalid_argument("no event of ours");
  return known->second;
}

SparkplugValue value_of(const json::value& value) {
  if (value.is_bool()) return value.get_bool();
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_double()) return value.get_double();
  if (value.is_string()) return std::string(value.get_string());
  return std::monostate{};
}

SparkplugMetric metric_of(const Member& member, const json::value& value) {
  SparkplugMetric metric{.name = member.metric, .datatype = member.type};
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
  SparkplugPayload payload{.timestamp = base::parse_timestamp(std::string_view(body.at("timestamp").as_string()))};
  for (const Member& member : members_of(std::string_view(body.at("event").as_string())))
    payload.metrics.push_back(metric_of(member, body.at(member.name)));
  return encode_sparkplug(payload);
} catch (const std::exception&) {
  throw std::invalid_argument("no event of ours");
}

}  // namespace openspc::connect
