#include "connect/outbound/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace openspc::connect::outbound {
namespace {

using testing::HasSubstr;

const base::Timestamp kNoon = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + std::chrono::hours(12);

quality::judge::SampleProcessed sample() {
  quality::judge::SampleProcessed event;
  event.sample_id = {7};
  event.characteristic_id = {3};
  event.mean = 10.5;
  return event;
}

quality::judge::ViolationCreated violation(spc::Rule rule) {
  quality::judge::ViolationCreated event;
  event.violation.id = {9};
  event.violation.rule = rule;
  event.violation.severity = spc::severity(rule);
  event.sample_id = {7};
  event.characteristic_id = {3};
  return event;
}

std::string topic(std::string_view prefix, const PlaceNames& place) {
  return outbound_topic(prefix, place, OutboundEvent::sample);
}

TEST(OutboundTopic, NamesThePlaceFromThePlantDown) {
  EXPECT_EQ(topic("openspc", {.plant = "Northfield", .nodes = {"Area 1", "Line 2"}, .characteristic = "Bore"}),
            "openspc/northfield/area_1/line_2/bore/sample");
}

TEST(OutboundTopic, LeavesOutWhatMeansSomethingInTopics) {
  EXPECT_EQ(topic("a/b", {.plant = " #1+ ", .nodes = {}, .characteristic = "x/y"}), "ab/1/xy/sample");
}

TEST(OutboundTopic, LevelWithoutANameIsUnknown) {
  EXPECT_EQ(topic("p", {}), "p/unknown/unknown/sample");
  EXPECT_EQ(topic("p", {.plant = "##", .nodes = {"  "}, .characteristic = "c"}), "p/unknown/unknown/c/sample");
}

TEST(OutboundTopic, EndsInTheKindOfEvent) {
  const PlaceNames place{.plant = "p", .nodes = {}, .characteristic = "c"};
  EXPECT_EQ(outbound_topic("o", place, OutboundEvent::violation), "o/p/c/violation");
  EXPECT_EQ(outbound_topic("o", place, OutboundEvent::ack), "o/p/c/ack");
  EXPECT_EQ(outbound_topic("o", place, OutboundEvent::limits), "o/p/c/limits");
}

TEST(OutboundJson, SampleSaysItsStatistics) {
  const auto body = boost::json::parse(outbound_json(sample(), kNoon));
  EXPECT_EQ(body, boost::json::parse(R"({"event": "sample_processed", "timestamp": "2026-05-01T12:00:00.000000+00:00",
      "sample_id": 7, "characteristic_id": 3, "mean": 10.5, "range": null, "zone": "unknown", "in_control": true})"));
}

TEST(OutboundJson, NumbersAreInTheirShortestForm) {
  EXPECT_THAT(outbound_json(sample(), kNoon), HasSubstr("\"mean\":10.5,"));
}

TEST(OutboundJson, ViolationSaysRuleAndSeverity) {
  const auto body = boost::json::parse(outbound_json(violation(spc::Rule::outlier), kNoon));
  EXPECT_EQ(body.at("rule_id").as_int64(), 1);
  EXPECT_EQ(body.at("rule_name"), boost::json::value("Outlier"));
  EXPECT_EQ(body.at("severity"), boost::json::value("CRITICAL"));
}

TEST(OutboundFilter, ReceiverIsToldTheKindsItWants) {
  const Receiver receiver{.events = {OutboundEvent::violation}};
  EXPECT_FALSE(is_wanted(receiver, sample()));
  EXPECT_TRUE(is_wanted(receiver, violation(spc::Rule::shift)));
}

TEST(OutboundFilter, SeverityConcernsViolationsAlone) {
  const Receiver receiver{.severity = source::OutboundSeverity::CRITICAL};
  EXPECT_TRUE(is_wanted(receiver, sample()));
  EXPECT_TRUE(is_wanted(receiver, violation(spc::Rule::outlier)));
  EXPECT_FALSE(is_wanted(receiver, violation(spc::Rule::stratification)));
}

}  // namespace
}  // namespace openspc::connect::outbound
