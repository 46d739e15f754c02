// Nothing that was committed remains untold: killed servers, receivers under way, two servers on one database.
#include <gtest/gtest.h>

#include <set>

#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using testing::SizeIs;
using Manner = SinkAnswer::Manner;

std::set<std::string> keys_of(const std::vector<SinkRequest>& requests) {
  std::set<std::string> keys;
  for (const SinkRequest& request : requests) keys.insert(request.headers.at("x-openspc-delivery"));
  return keys;
}

std::set<std::int64_t> violations_of(const std::vector<SinkRequest>& requests) {
  std::set<std::int64_t> ids;
  for (const SinkRequest& request : requests) {
    const auto body = request.json();
    for (const auto& alert : body.at("alerts").as_array()) ids.insert(alert.at("violation_id").as_int64());
  }
  return ids;
}

class NotifyDurability : public testing::Test {
 protected:
  NotifyWorkshop workshop;
  HttpSink sink;
};

TEST_F(NotifyDurability, ViolationThatWasCommittedJustBeforeAKillIsToldAfterTheNextStart) {
  workshop.new_rule(workshop.new_webhook(sink.url()));
  const auto characteristic = workshop.new_judged_characteristic();
  constexpr int rounds = 5;
  std::set<std::int64_t> committed;
  for (int round = 0; round < rounds; ++round) {
    const auto sample = workshop.submit(characteristic, {25});
    workshop.server.kill_hard();
    const auto violations = sample.at("violations").as_array();
    for (const auto& violation : violations) committed.insert(violation.at("violation_id").as_int64());
    workshop.server.start();
  }
  wait_for([&] { return violations_of(sink.requests()) == committed; }, "every violation is told");
}

TEST_F(NotifyDurability, MessageThatWasUnderWayAtAKillComesAgainUnderItsKey) {
  sink.answer("/hook", {{.manner = Manner::silence}, {}});
  workshop.new_rule(workshop.new_webhook(sink.url()));
  workshop.new_violation();
  sink.wait(1);
  workshop.server.kill_hard();
  workshop.server.start();
  const auto requests = sink.wait(2);
  EXPECT_EQ(requests[0].headers.at("x-openspc-delivery"), requests[1].headers.at("x-openspc-delivery"));
  EXPECT_EQ(requests[0].body, requests[1].body);
}

TEST_F(NotifyDurability, StoppedServerGoesOnAfterItsNextStart) {
  sink.answer("/hook", {{.manner = Manner::silence}, {}});
  const auto channel = workshop.new_webhook(sink.url());
  workshop.new_rule(channel);
  workshop.new_violation();
  sink.wait(1);
  EXPECT_EQ(workshop.server.stop(), 0);
  workshop.server.start();
  EXPECT_EQ(workshop.wait_delivery(channel, "delivered").at("attempts").as_int64(), 1);
}

TEST_F(NotifyDurability, OneOfTwoServersTells) {
  ServerProcess second{workshop.server.replica()};
  workshop.new_rule(workshop.new_webhook(sink.url()));
  HttpClient at_second(second.port());
  at_second.token = workshop.admin.token;
  const auto characteristic = workshop.new_judged_characteristic();
  for (int i = 0; i < 10; ++i) {
    workshop.submit(characteristic, {25});
    require(at_second.post("/api/v1/samples/", sample_of(characteristic, {26})), 201);
  }
  StoredData file = workshop.server.stored();
  const auto told = [&] { return violations_of(sink.requests()).size(); };
  wait_for([&] { return told() == static_cast<std::size_t>(file.number("SELECT COUNT(*) FROM violation")); },
           "all are told");
  EXPECT_EQ(sink.requests().size(), keys_of(sink.requests()).size());
  EXPECT_EQ(sink.requests().size(), told());
}

TEST_F(NotifyDurability, OtherServerTakesOverFromOneThatDied) {
  ServerProcess second{workshop.server.replica()};
  workshop.new_rule(workshop.new_webhook(sink.url()));
  HttpClient at_second(second.port());
  at_second.token = workshop.admin.token;
  const auto characteristic = workshop.new_judged_characteristic();
  workshop.submit(characteristic, {25});
  sink.wait(1);
  workshop.server.kill_hard();
  require(at_second.post("/api/v1/samples/", sample_of(characteristic, {26})), 201);
  StoredData file = second.stored();
  wait_for(
      [&] {
        return violations_of(sink.requests()).size() ==
               static_cast<std::size_t>(file.number("SELECT COUNT(*) FROM violation"));
      },
      "the other tells the rest");
}

TEST_F(NotifyDurability, WhatHappenedBeforeTheFirstRuleIsNotTold) {
  workshop.new_violation();
  workshop.new_rule(workshop.new_webhook(sink.url()));
  const auto later = workshop.new_violation();
  const auto requests = sink.wait(1);
  EXPECT_EQ(requests[0].json().at("alerts").at(0).at("characteristic_id").as_int64(), later);
}

TEST_F(NotifyDurability, ViolationWithTheIdOfADeletedOneIsTold) {
  OPENSPC_SQLITE_ONLY("other databases give no id twice");
  workshop.new_rule(workshop.new_webhook(sink.url()));
  const auto former = workshop.new_violation();
  sink.wait(1);
  StoredData file = workshop.server.stored();
  const auto id = file.number("SELECT MAX(id) FROM violation");
  file.execute("DELETE FROM violation WHERE char_id = " + std::to_string(former));
  workshop.new_violation();
  ASSERT_EQ(file.number("SELECT MAX(id) FROM violation"), id);
  EXPECT_THAT(sink.wait(2), SizeIs(2));
}

}  // namespace
}  // namespace openspc::test
