// Frames as the live updates contract lists them, made from events.

#include "quality/live/frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace openspc::quality::live {
namespace {

namespace json = boost::json;

const base::Timestamp kNoon = *base::parse_timestamp("2026-02-12T12:00:00.5Z");

judge::RaisedViolation outlier() {
  return {.id = {70}, .rule = spc::Rule::outlier, .signal_start = {5}, .sample_ids = {{5}}};
}

judge::SampleProcessed sample() {
  judge::SampleProcessed event;
  event.sample_id = {5};
  event.characteristic_id = {3};
  event.plant_id = {1};
  event.timestamp = kNoon;
  event.mean = 3.5;
  event.display_key = "260212-001";
  event.location = spc::PlottedPoint{.value = 3.5, .scale = spc::Scale::three_sigma(0, 1)};
  event.violations = {outlier()};
  return event;
}

json::value parsed(const std::string& text) {
  return json::parse(text);
}

TEST(LiveFrames, ASampleBringsZoneStateAndViolations) {
  const json::value frame = parsed(live::frame(sample()));
  EXPECT_EQ(frame.at("type"), "sample");
  EXPECT_EQ(frame.at("characteristic_id"), 3);
  EXPECT_EQ(json::serialize(frame.at("sample")),
            R"({"id":5,"characteristic_id":3,"timestamp":"2026-02-12T12:00:00.500000Z","mean":3.5E0,)"
            R"("zone":"beyond_ucl","in_control":false})");
  ASSERT_EQ(frame.at("violations").as_array().size(), 1U);
  EXPECT_EQ(frame.at("violations").at(0).at("rule_id"), 1);
  EXPECT_EQ(frame.at("violations").at(0).at("id"), 70);
}

TEST(LiveFrames, ASampleBringsItsPointForTheCharts) {
  const json::value frame = parsed(live::frame(sample()));
  const json::value& point = frame.at("point");
  EXPECT_EQ(point.at("sample_id"), 5);
  EXPECT_EQ(point.at("display_key"), "260212-001");
  EXPECT_EQ(point.at("ucl").to_number<double>(), 3);
  EXPECT_EQ(point.at("violation_rules"), json::value(json::array{1}));
  EXPECT_TRUE(frame.at("dispersion").is_null());
}

TEST(LiveFrames, ASampleWithoutLimitsIsInAnUnknownZoneAndInControl) {
  judge::SampleProcessed event = sample();
  event.location.reset();
  event.violations.clear();
  const json::value frame = parsed(live::frame(event));
  EXPECT_EQ(frame.at("sample").at("zone"), "unknown");
  EXPECT_EQ(frame.at("sample").at("in_control"), true);
  EXPECT_TRUE(frame.at("violations").as_array().empty());
  EXPECT_TRUE(frame.at("point").at("ucl").is_null());
}

TEST(LiveFrames, ACountBringsWhatItWasFoundIn) {
  judge::SampleProcessed event = sample();
  event.defect_count = 4;
  event.inspected_size = 200;
  const json::value frame = parsed(live::frame(event));
  EXPECT_EQ(frame.at("point").at("count").to_number<double>(), 4);
  EXPECT_EQ(frame.at("point").at("inspected").to_number<double>(), 200);
}

TEST(LiveFrames, AViolationIsCompleteInItself) {
  judge::RaisedViolation violation = outlier();
  violation.chart = spc::ChartPart::dispersion;
  violation.requires_acknowledgement = false;
  violation.figure = judge::PlottedFigure{judge::Statistic::moving_range, 4.5, 1, 3.25, 0};
  const judge::ViolationCreated event{
      .violation = violation, .sample_id = {5}, .characteristic_id = {3}, .plant_id = {1}, .timestamp = kNoon};
  EXPECT_EQ(live::frame(event),
            R"({"type":"violation","violation":{"id":70,"violation_id":70,"sample_id":5,"characteristic_id":3,)"
            R"-("rule_id":1,"rule_name":"Outlier (moving range)","severity":"CRITICAL",)-"
            R"("timestamp":"2026-02-12T12:00:00.500000Z",)"
            R"("chart":"dispersion","requires_acknowledgement":false,"sample_ids":[5],)"
            R"("statistic":"moving_range","value":4.5,"center_line":1,"ucl":3.25,"lcl":0}})");
}

TEST(LiveFrames, AnAcknowledgementNamesWhoAndWhy) {
  const judge::ViolationAcknowledged event{.violation_id = {70},
                                           .sample_id = {5},
                                           .characteristic_id = {3},
                                           .plant_id = {1},
                                           .user = "susan",
                                           .reason = "a \"new\" tool",
                                           .timestamp = kNoon};
  EXPECT_EQ(live::frame(event),
            R"({"type":"ack_update","violation_id":70,"ack_user":"susan","ack_reason":"a \"new\" tool",)"
            R"("characteristic_id":3,"acknowledged":true})");
}

TEST(LiveFrames, LimitsThatAreWithdrawnAreNull) {
  judge::LimitsUpdated event;
  event.characteristic_id = {3};
  event.ucl = 3.5;
  const json::value frame = parsed(live::frame(event));
  EXPECT_EQ(frame.at("type"), "limits_update");
  EXPECT_EQ(frame.at("characteristic_id"), 3);
  EXPECT_EQ(frame.at("ucl").to_number<double>(), 3.5);
  EXPECT_TRUE(frame.at("lcl").is_null());
  EXPECT_TRUE(frame.at("center_line").is_null());
}

TEST(LiveFrames, AChangeNamesItsSamples) {
  const judge::SamplesChanged event{.characteristic_id = {3}, .plant_id = {1}, .sample_ids = {{5}, {6}}};
  EXPECT_EQ(live::frame(event), R"({"type":"samples_changed","characteristic_id":3,"sample_ids":[5,6]})");
}

}  // namespace
}  // namespace openspc::quality::live
