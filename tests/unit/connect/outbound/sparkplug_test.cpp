// Events of the engine as Sparkplug payloads.
#include "connect/outbound/sparkplug.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "connect/sparkplug/payload.h"

namespace openspc::connect::outbound {
namespace {

sparkplug::Payload told(std::string_view json) {
  const auto decoded = sparkplug::decode_sparkplug(outbound_sparkplug(json));
  return std::get<sparkplug::Payload>(decoded);
}

sparkplug::Metric metric(std::string name, sparkplug::DataType type, sparkplug::Value value) {
  return {.name = std::move(name), .datatype = type, .value = std::move(value)};
}

TEST(OutboundSparkplug, SampleHasMeanRangeControlAndZone) {
  const auto payload = told(
      R"({"event": "sample_processed", "timestamp": "2026-05-01T12:00:00.250000+00:00", "sample_id": 7,
          "characteristic_id": 3, "mean": 10.5, "range": null, "zone": "zone_c_upper", "in_control": true})");
  EXPECT_EQ(payload.timestamp, base::parse_timestamp("2026-05-01T12:00:00.25Z"));
  EXPECT_FALSE(payload.seq.has_value());
  EXPECT_EQ(payload.metrics,
            (std::vector<sparkplug::Metric>{metric("Mean", sparkplug::DataType::float32, 10.5F),
                                            metric("Range", sparkplug::DataType::float32, 0.0F),
                                            metric("InControl", sparkplug::DataType::boolean, true),
                                            metric("Zone", sparkplug::DataType::string, std::string("zone_c_upper"))}));
}

TEST(OutboundSparkplug, ViolationHasItsRule) {
  const auto payload = told(
      R"({"event": "violation_created", "timestamp": "2026-05-01T12:00:00.000000+00:00", "violation_id": 9,
          "sample_id": 7, "characteristic_id": 3, "rule_id": 1, "rule_name": "Outlier", "severity": "CRITICAL"})");
  EXPECT_EQ(payload.metrics,
            (std::vector<sparkplug::Metric>{metric("ViolationId", sparkplug::DataType::int32, std::int64_t{9}),
                                            metric("RuleId", sparkplug::DataType::int32, std::int64_t{1}),
                                            metric("RuleName", sparkplug::DataType::string, std::string("Outlier")),
                                            metric("Severity", sparkplug::DataType::string, std::string("CRITICAL"))}));
}

TEST(OutboundSparkplug, ViolationCarriesTheFigureThatItsRuleLookedAt) {
  const auto payload = told(
      R"({"event": "violation_created", "timestamp": "2026-05-01T12:00:00.000000+00:00", "violation_id": 9,
          "sample_id": 7, "characteristic_id": 3, "rule_id": 1, "rule_name": "Outlier", "severity": "CRITICAL",
          "statistic": "mean", "value": 100.00012, "center_line": 100, "ucl": 100.0001, "lcl": null})");
  EXPECT_EQ(std::vector<sparkplug::Metric>(payload.metrics.begin() + 4, payload.metrics.end()),
            (std::vector<sparkplug::Metric>{metric("Statistic", sparkplug::DataType::string, std::string("mean")),
                                            metric("Value", sparkplug::DataType::float64, 100.00012),
                                            metric("CenterLine", sparkplug::DataType::float64, 100.0),
                                            metric("UCL", sparkplug::DataType::float64, 100.0001),
                                            metric("LCL", sparkplug::DataType::float64, {})}));
}

TEST(OutboundSparkplug, LimitThatIsAbsentIsNull) {
  const auto payload = told(
      R"({"event": "limits_updated", "timestamp": "2026-05-01T12:00:00.000000+00:00", "characteristic_id": 3,
          "center_line": 10, "ucl": null, "lcl": 7, "method": "manual", "sample_count": 0})");
  EXPECT_EQ(payload.metrics.at(1), metric("UCL", sparkplug::DataType::float32, {}));
  EXPECT_EQ(payload.metrics.at(0), metric("CenterLine", sparkplug::DataType::float32, 10.0F));
}

TEST(OutboundSparkplug, NumberThatDoesNotFitGoesOutAsText) {
  const auto payload = told(
      R"({"event": "violation_acknowledged", "timestamp": "2026-05-01T12:00:00.000000+00:00",
          "violation_id": 3000000000, "user": "ada", "reason": "tool change"})");
  EXPECT_EQ(payload.metrics.at(0), metric("ViolationId", sparkplug::DataType::string, std::string("3000000000")));
}

TEST(OutboundSparkplug, WhatIsNoEventIsRefused) {
  for (const char* text : {"", "[]", "{}", R"({"event": "other", "timestamp": "2026-05-01T12:00:00Z"})"})
    EXPECT_THROW(outbound_sparkplug(text), std::invalid_argument) << text;
}

}  // namespace
}  // namespace openspc::connect::outbound
