// Rules against a running server: who is told what, and when they are left alone.
#include <gtest/gtest.h>

#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class NotifyRule : public testing::Test {
 protected:
  /// A rule that tells everything marks the moment: what others were to be told is told or will not be.
  void wait_until_seen() {
    const auto marker = workshop.new_violation();
    wait_for(
        [&] {
          const auto requests = all_.requests();
          return !requests.empty() &&
                 requests.back().json().at("alerts").at(0).at("characteristic_id").as_int64() == marker;
        },
        "the marker is told");
  }
  Reply post_rule(object members, const std::string& without = {}) {
    object body = NotifyWorkshop::rule_body(channel, workshop.plant);
    for (const auto& member : members) body[member.key()] = member.value();
    if (!without.empty()) body.erase(without);
    return workshop.admin.post("/api/v1/notifications/rules", body);
  }

  NotifyWorkshop workshop;
  HttpSink sink;
  std::int64_t channel = workshop.new_webhook(sink.url());

 private:
  HttpSink all_;
  std::int64_t all_rule_ = workshop.new_rule(workshop.new_webhook(all_.url()));
};

TEST_F(NotifyRule, IsAboutItsPlacesAndAllBelowThem) {
  const auto cell = id_of(workshop.admin.post(path("/api/v1/plants/", workshop.plant, "/hierarchies/"),
                                              {{"name", "Cell"}, {"type", "Cell"}, {"parent_id", workshop.line}}));
  const auto elsewhere = workshop.new_node(workshop.plant, "Line 2");
  workshop.new_rule(channel, {{"node_ids", {workshop.line}}});
  const auto there = workshop.new_judged_characteristic({{"hierarchy_id", cell}});
  workshop.submit(workshop.new_judged_characteristic({{"hierarchy_id", elsewhere}}), {25});
  workshop.submit(there, {25});
  const auto told = sink.wait(1).front().json().at("alerts").at(0);
  EXPECT_EQ(told.at("characteristic_id").as_int64(), there);
  EXPECT_EQ(told.at("path"), "Line 1 > Cell");
}

TEST_F(NotifyRule, IsAboutItsSeveritiesAndRunRules) {
  workshop.new_rule(channel, {{"severities", {"WARNING"}}, {"rule_ids", {2}}});
  const auto characteristic = workshop.new_judged_characteristic();
  workshop.submit(characteristic, {25});
  for (int i = 0; i < 8; ++i) workshop.submit(characteristic, {10.5});
  const auto told = sink.wait(1).front().json().at("alerts").at(0);
  EXPECT_EQ(told.at("rule_id").as_int64(), 2);
  EXPECT_EQ(told.at("severity"), "WARNING");
}

TEST_F(NotifyRule, OfAnotherPlantIsNotTold) {
  const auto other = workshop.new_plant("Other", "OTH");
  const auto theirs = workshop.new_webhook(sink.url("/theirs"), {{"plant_id", other}});
  workshop.new_rule(theirs, {{"plant_id", other}});
  wait_until_seen();
  EXPECT_THAT(sink.requests("/theirs"), SizeIs(0));
}

TEST_F(NotifyRule, OfEveryPlantIsToldOfAll) {
  const auto everywhere = workshop.new_webhook(sink.url(), {{"plant_id", nullptr}});
  workshop.new_rule(everywhere, {{"plant_id", nullptr}});
  const auto other = workshop.new_plant("Other", "OTH");
  const auto node = workshop.new_node(other, "Line");
  workshop.submit(workshop.new_judged_characteristic({{"hierarchy_id", node}}), {25});
  EXPECT_EQ(sink.wait(1).front().json().at("alerts").at(0).at("plant_name"), "Other");
}

TEST_F(NotifyRule, SwitchedOffTellsNothing) {
  workshop.new_rule(channel, {{"is_enabled", false}});
  wait_until_seen();
  EXPECT_THAT(sink.requests(), SizeIs(0));
}

TEST_F(NotifyRule, RepetitionIsCountedAndNotToldWithinItsWindow) {
  workshop.new_rule(channel, {{"repeat_minutes", 60}, {"rule_ids", {1}}});
  const auto characteristic = workshop.new_judged_characteristic();
  for (int i = 0; i < 4; ++i) workshop.submit(characteristic, {25});
  wait_until_seen();
  // One of the four, and the one that marks the moment: another characteristic's.
  EXPECT_THAT(sink.wait(2), SizeIs(2));
  // Once the window is over it is told again, with what was held back.
  workshop.server.stored().execute("UPDATE notification_incident SET told_at = '2000-01-01 00:00:00.000000'");
  workshop.submit(characteristic, {25});
  EXPECT_EQ(sink.wait(3).back().json().at("alerts").at(0).at("repetitions").as_int64(), 3);
}

TEST_F(NotifyRule, AcknowledgementIsToldAndEndsTheRepetition) {
  workshop.new_rule(channel, {{"events", {"violation", "acknowledgement"}}, {"repeat_minutes", 60}});
  const auto characteristic = workshop.new_judged_characteristic();
  const auto sample = workshop.submit(characteristic, {25});
  sink.wait(1);
  const auto violation = sample.at("violations").at(0).at("violation_id").as_int64();
  require(workshop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"),
                              {{"user", "x"}, {"reason", "Tool change"}}),
          200);
  const auto told = sink.wait(2).back().json();
  EXPECT_EQ(told.at("event"), "acknowledgement");
  EXPECT_EQ(told.at("alerts").at(0).at("reason"), "Tool change");
  EXPECT_EQ(told.at("alerts").at(0).at("user"), "admin");
  workshop.submit(characteristic, {25});
  EXPECT_EQ(sink.wait(3).back().json().at("event"), "violation");
}

TEST_F(NotifyRule, ChangeOfLimitsIsTold) {
  workshop.new_rule(channel, {{"events", {"limits"}}});
  workshop.set_limits(workshop.new_characteristic(), 11, 1);
  const auto told = sink.wait(1).front().json().at("alerts").at(0);
  EXPECT_EQ(told.at("event"), "limits");
  EXPECT_EQ(told.at("ucl").to_number<double>(), 14);
  EXPECT_EQ(told.at("user"), "admin");
}

TEST_F(NotifyRule, EscalatesUntilSomebodyAcknowledges) {
  const auto first = workshop.new_webhook(sink.url("/first")), second = workshop.new_webhook(sink.url("/second"));
  workshop.new_rule(
      channel,
      {{"escalation",
        {{{"after_minutes", 10}, {"channel_ids", {first}}}, {{"after_minutes", 20}, {"channel_ids", {second}}}}}});
  const auto sample = workshop.submit(workshop.new_judged_characteristic(), {25});
  sink.wait(1);
  StoredData file = workshop.server.stored();
  const std::string later =
      "UPDATE notification_incident SET next_level_at = '2000-01-01 00:00:00.000000' WHERE next_level_at IS NOT NULL";
  file.execute(later);
  const auto escalated = sink.wait(1, "/first").front().json();
  EXPECT_EQ(escalated.at("escalation_level").as_int64(), 1);
  EXPECT_EQ(escalated.at("text"), "Escalation 1: CRITICAL: Outlier at Characteristic 1");
  const auto violation = sample.at("violations").at(0).at("violation_id").as_int64();
  require(
      workshop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"), {{"user", "x"}, {"reason", "Seen"}}),
      200);
  wait_for([&] { return file.text("SELECT MIN(state) FROM notification_incident WHERE level = 1") == "acknowledged"; },
           "the acknowledgement is seen");
  file.execute(later);
  wait_until_seen();
  EXPECT_THAT(sink.requests("/second"), SizeIs(0));
}

// All day and every day: it is always quiet.
object quiet_now(bool critical_breaks_through) {
  return {{"time_zone", "UTC"},
          {"windows", {{{"days", {1, 2, 3, 4, 5, 6, 7}}, {"from", "00:00"}, {"to", "00:00"}}}},
          {"critical_breaks_through", critical_breaks_through}};
}

TEST_F(NotifyRule, QuietHoursHoldMessagesUntilOneDigestTellsThem) {
  workshop.new_rule(channel, {{"quiet_hours", quiet_now(false)}});
  for (int i = 0; i < 3; ++i) workshop.new_violation();
  wait_until_seen();
  const auto held = workshop.deliveries("&state=held");
  ASSERT_THAT(held, SizeIs(4));
  EXPECT_THAT(sink.requests(), SizeIs(0));
  workshop.server.stored().execute(
      "UPDATE notification_delivery SET due_at = '2000-01-01 00:00:00.000000' WHERE state = 'held'");
  const auto digest = sink.wait(1).front().json();
  EXPECT_EQ(digest.at("event"), "digest");
  EXPECT_EQ(digest.at("alert_count").as_int64(), 4);
  EXPECT_THAT(digest.at("alerts").as_array(), SizeIs(4));
  EXPECT_THAT(workshop.deliveries("&state=merged"), SizeIs(4));
}

TEST_F(NotifyRule, CriticalBreaksThroughQuietHours) {
  workshop.new_rule(channel, {{"quiet_hours", quiet_now(true)}});
  const auto characteristic = workshop.new_judged_characteristic();
  for (int i = 0; i < 9; ++i) workshop.submit(characteristic, {10.5});
  workshop.submit(characteristic, {25});
  EXPECT_EQ(sink.wait(1).front().json().at("alerts").at(0).at("severity"), "CRITICAL");
  for (const auto& delivery : workshop.deliveries("&state=held&channel_id=" + std::to_string(channel)))
    EXPECT_EQ(std::string(delivery.at("subject").as_string()).substr(0, 7), "WARNING");
}

TEST_F(NotifyRule, EveryWrongFieldIsNamed) {
  EXPECT_THAT(wrong_fields(post_rule({{"events", array{}}, {"channel_ids", array{}}, {"rule_ids", {9}}, {"name", ""}})),
              UnorderedElementsAre("events", "channel_ids", "rule_ids.0", "name"));
  EXPECT_THAT(wrong_fields(post_rule({{"events", {"sunshine"}}})), ElementsAre("events.0"));
  EXPECT_THAT(wrong_fields(post_rule({{"channel_ids", {999}},
                                      {"node_ids", {workshop.line, 999}},
                                      {"characteristic_ids", {999}},
                                      {"escalation",
                                       {{{"after_minutes", 20}, {"channel_ids", {channel}}},
                                        {{"after_minutes", 20}, {"channel_ids", {998}}}}},
                                      {"events", {"no_data"}}})),
              UnorderedElementsAre("channel_ids.0", "node_ids.1", "characteristic_ids.0", "escalation.1.after_minutes",
                                   "escalation.1.channel_ids.0", "no_data_minutes"));
  EXPECT_THAT(wrong_fields(post_rule({}, "channel_ids")), ElementsAre("channel_ids"));
}

TEST_F(NotifyRule, WrongQuietHoursAreNamed) {
  object hours = quiet_now(true);
  hours["time_zone"] = "Mars/Olympus";
  EXPECT_THAT(wrong_fields(post_rule({{"quiet_hours", hours}})), ElementsAre("quiet_hours.time_zone"));
  hours["windows"].at(0).as_object()["from"] = "24:00";
  hours["windows"].at(0).as_object()["days"] = {0};
  EXPECT_THAT(wrong_fields(post_rule({{"quiet_hours", hours}})),
              UnorderedElementsAre("quiet_hours.windows.0.from", "quiet_hours.windows.0.days.0"));
}

TEST_F(NotifyRule, IsReplacedAndDeleted) {
  const auto id = workshop.new_rule(channel);
  const std::string where = path("/api/v1/notifications/rules/", id);
  object body = NotifyWorkshop::rule_body(channel, workshop.plant);
  body["no_data_minutes"] = 30;
  body["events"] = {"no_data"};
  EXPECT_EQ(require(workshop.admin.put(where, body), 200).json().at("no_data_minutes").as_int64(), 30);
  EXPECT_EQ(require(workshop.admin.get(where), 200).json().at("events"), array{"no_data"});
  require(workshop.admin.remove(where), 204);
  EXPECT_EQ(workshop.admin.get(where).status, 404);
}

TEST_F(NotifyRule, NameIsTakenOnce) {
  EXPECT_EQ(post_rule({{"name", "Shift"}}).status, 201);
  EXPECT_EQ(post_rule({{"name", "Shift"}}).status, 409);
}

TEST_F(NotifyRule, BelongsToTheEngineersOfItsPlant) {
  const auto other = workshop.new_plant("Other", "OTH");
  workshop.add_user("eve", "engineer", other);
  workshop.add_user("oscar", "operator", workshop.plant);
  auto engineer_elsewhere = workshop.signed_in("eve");
  auto own_operator = workshop.signed_in("oscar");
  const auto id = workshop.new_rule(channel);
  EXPECT_EQ(engineer_elsewhere.get(path("/api/v1/notifications/rules/", id)).status, 404);
  EXPECT_THAT(engineer_elsewhere.get("/api/v1/notifications/rules").json().at("items").as_array(), SizeIs(0));
  EXPECT_EQ(own_operator.get("/api/v1/notifications/rules").status, 403);
  object body = NotifyWorkshop::rule_body(channel, workshop.plant);
  EXPECT_EQ(engineer_elsewhere.post("/api/v1/notifications/rules", body).status, 403);
  body["plant_id"] = nullptr;
  EXPECT_EQ(engineer_elsewhere.post("/api/v1/notifications/rules", body).status, 403);
}

TEST_F(NotifyRule, LogOfAPlantIsItsOwn) {
  const auto other = workshop.new_plant("Other", "OTH");
  workshop.add_user("eve", "engineer", other);
  auto eve = workshop.signed_in("eve");
  workshop.new_rule(channel);
  workshop.new_violation();
  sink.wait(1);
  EXPECT_EQ(eve.get("/api/v1/notifications/deliveries").json().at("total").as_int64(), 0);
  const auto id = workshop.deliveries().at(0).at("id").as_int64();
  EXPECT_EQ(eve.get(path("/api/v1/notifications/deliveries/", id)).status, 404);
  EXPECT_EQ(eve.post(path("/api/v1/notifications/deliveries/", id, "/retry"), {}).status, 404);
}

}  // namespace
}  // namespace openspc::test
