// Rights on the live connection: what a client may watch, and what happens to the stream when rights end.
#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using namespace std::chrono_literals;

constexpr int kNotAuthenticated = 4001;

/// One server for all tests, and a supervisor of the built-in plant for each.
class LiveAccess : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shop_ = std::make_unique<Workshop>();
    own = shop_->new_judged_characteristic();
    const auto south = shop_->new_plant("South", "SOUTH");
    foreign = shop_->new_judged_characteristic({{"hierarchy_id", shop_->new_node(south, "Line S")}});
  }
  static void TearDownTestSuite() { shop_.reset(); }
  LiveAccess() { shop.add_user(user, "supervisor", shop.plant); }

  [[nodiscard]] WebSocketClient watch(const std::string& token) const {
    return {shop.server.port(), "/ws/samples?token=" + token};
  }
  /// The answer to an attempt to connect that must be turned away.
  static void expect_turned_away(WebSocketClient& live) {
    const auto message = live.receive();
    ASSERT_TRUE(message);
    EXPECT_EQ(message->at("type").as_string(), "error");
    EXPECT_FALSE(live.receive());
    EXPECT_EQ(live.close_code(), kNotAuthenticated);
  }
  static void subscribe(WebSocketClient& live, std::int64_t characteristic) {
    live.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
  }

  static std::unique_ptr<Workshop> shop_;
  static std::int64_t own;      // a characteristic at the plant of the user
  static std::int64_t foreign;  // and one elsewhere
  Workshop& shop = *shop_;
  const std::string user = testing::UnitTest::GetInstance()->current_test_info()->name();
};

std::unique_ptr<Workshop> LiveAccess::shop_;
std::int64_t LiveAccess::own = 0;
std::int64_t LiveAccess::foreign = 0;

TEST_F(LiveAccess, RefusesASubscriptionToAnotherPlantAndNamesIt) {
  auto anna = shop.signed_in(user);
  auto live = watch(anna.token);
  live.send({{"type", "subscribe"}, {"characteristic_ids", {own, foreign}}});

  const auto granted = live.receive();
  ASSERT_TRUE(granted);
  EXPECT_EQ(*granted, boost::json::value({{"type", "subscribed"}, {"characteristic_ids", {own}}}));
  const auto refused = live.receive();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->at("type").as_string(), "error");
  EXPECT_EQ(refused->at("characteristic_ids"), boost::json::value(boost::json::array{foreign}));
}

TEST_F(LiveAccess, RefusesAnUnknownCharacteristicInTheSameWords) {
  auto anna = shop.signed_in(user);
  auto live = watch(anna.token);
  const auto message_for = [&](std::int64_t id) {
    subscribe(live, id);
    return live.receive_type("error")->at("message");
  };
  EXPECT_EQ(message_for(foreign), message_for(999'999));
}

TEST_F(LiveAccess, NeverSendsFramesOfAnotherPlant) {
  auto anna = shop.signed_in(user);
  auto live = watch(anna.token);
  subscribe(live, foreign);
  subscribe(live, own);
  ASSERT_TRUE(live.receive_type("subscribed"));
  const auto violation = shop.submit(foreign, {20}).at("violations").at(0).at("violation_id").as_int64();
  require(shop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"), {{"user", "x"}, {"reason", "y"}}),
          200);
  shop.set_limits(foreign, 11, 1);
  shop.submit(own, {10});

  for (auto message = live.receive(); message; message = live.receive()) {
    const auto type = message->at("type").as_string();
    if (type == "subscribed" || type == "error") continue;
    ASSERT_EQ(type, "sample") << "only the sample of the own plant, not " << *message;
    EXPECT_EQ(message->at("characteristic_id").as_int64(), own);
    return;
  }
  FAIL() << "the sample of the own plant did not arrive";
}

TEST_F(LiveAccess, LogoutEndsTheStream) {
  auto anna = shop.signed_in(user);
  auto live = watch(anna.token);
  subscribe(live, own);
  ASSERT_TRUE(live.receive_type("subscribed"));

  require(anna.post("/api/v1/auth/logout", {}), 200);

  expect_turned_away(live);
}

TEST_F(LiveAccess, LogoutLeavesOtherSessionsOfTheUserAlone) {
  auto here = shop.signed_in(user);
  auto there = shop.signed_in(user);
  auto live = watch(there.token);
  require(here.post("/api/v1/auth/logout", {}), 200);
  subscribe(live, own);
  ASSERT_TRUE(live.receive_type("subscribed"));
  shop.submit(own, {10});
  EXPECT_TRUE(live.receive_type("sample"));
}

TEST_F(LiveAccess, AChangeOfPasswordEndsTheStreamsOfOtherSessions) {
  auto here = shop.signed_in(user);
  auto there = shop.signed_in(user);
  auto live = watch(there.token);
  subscribe(live, own);
  ASSERT_TRUE(live.receive_type("subscribed"));
  require(here.post("/api/v1/auth/change-password",
                    {{"current_password", ServerProcess::admin_password}, {"new_password", "another-password-2"}}),
          200);
  expect_turned_away(live);
}

TEST_F(LiveAccess, ARoleThatIsTakenAwayStopsTheFrames) {
  auto anna = shop.signed_in(user);
  auto live = watch(anna.token);
  subscribe(live, own);
  ASSERT_TRUE(live.receive_type("subscribed"));

  shop.server.stored().execute(
      "DELETE FROM user_plant_role WHERE user_id = (SELECT id FROM \"user\" WHERE username = '" + user + "')");
  // Every change of access makes the server look again at who is connected; a plant that goes is one.
  const auto doomed = shop.new_plant("Doomed", "DOOMED");
  require(shop.admin.remove(path("/api/v1/plants/", doomed)), 204);
  // Looking again takes a moment: until a subscription is refused.
  bool refused = false;
  for (int i = 0; i < 100 && !refused; ++i) {
    subscribe(live, own);
    refused = live.receive().value_or(boost::json::object{}).at("type").as_string() == "error";
    std::this_thread::sleep_for(20ms);
  }
  ASSERT_TRUE(refused);
  shop.submit(own, {10});
  EXPECT_FALSE(live.receive_type("sample", 500ms));
}

TEST_F(LiveAccess, ADeactivatedUserIsTurnedAway) {
  auto anna = shop.signed_in(user);
  shop.server.stored().execute("UPDATE \"user\" SET is_active = ${false} WHERE username = '" + user + "'");
  std::this_thread::sleep_for(2100ms);  // as long as the server may trust what it knows
  auto live = watch(anna.token);
  expect_turned_away(live);
}

TEST_F(LiveAccess, ATicketOpensOneConnection) {
  const auto ticket = require(shop.admin.post("/api/v1/auth/ws-ticket", {}), 200).json();
  EXPECT_LE(ticket.at("expires_in").as_int64(), 60);
  const std::string target = "/ws/samples?ticket=" + std::string(ticket.at("ticket").as_string());
  WebSocketClient first(shop.server.port(), target);
  first.send({{"type", "ping"}});
  EXPECT_TRUE(first.receive_type("pong"));

  WebSocketClient second(shop.server.port(), target);
  expect_turned_away(second);
}

TEST_F(LiveAccess, ATicketOfARevokedSessionOpensNothing) {
  auto anna = shop.signed_in(user);
  const auto ticket = require(anna.post("/api/v1/auth/ws-ticket", {}), 200).json().at("ticket").as_string();
  require(anna.post("/api/v1/auth/logout", {}), 200);
  WebSocketClient live(shop.server.port(), "/ws/samples?ticket=" + std::string(ticket));
  expect_turned_away(live);
}

TEST_F(LiveAccess, WithoutACredentialTheConnectionIsTurnedAway) {
  for (const auto* target : {"/ws/samples", "/api/v1/websocket/connect", "/ws/samples?token=", "/ws/samples?token=abc",
                             "/ws/samples?ticket=abc"}) {
    WebSocketClient live(shop.server.port(), target);
    expect_turned_away(live);
  }
}

}  // namespace
}  // namespace openspc::test
