// Several servers on one database are one product: whoever is connected to any of them sees what happens on all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <list>
#include <thread>

#include "session_fixture.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::value;
using std::chrono::seconds;

constexpr int kComeAgain = 1012;
constexpr int kNotAuthenticated = 4001;

class Peers : public testing::Test {
 protected:
  static HttpClient at(const ServerProcess& server, const HttpClient& who) {
    HttpClient client(server.port());
    client.token = who.token;
    return client;
  }
  [[nodiscard]] static WebSocketClient watching(const ServerProcess& server, const HttpClient& who,
                                                std::int64_t characteristic) {
    WebSocketClient live(server.port(), "/ws/samples?token=" + who.token);
    live.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
    EXPECT_TRUE(live.receive_type("subscribed"));
    return live;
  }
  [[nodiscard]] WebSocketClient watching(std::int64_t characteristic) const {
    return watching(second, shop.admin, characteristic);
  }
  /// The close code, within the patience.
  static int close_code_of(WebSocketClient& live, seconds patience = seconds(15)) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!live.close_code() && std::chrono::steady_clock::now() < until) live.receive(std::chrono::milliseconds(200));
    return live.close_code().value_or(0);
  }

  Workshop shop;
  ServerProcess second{shop.server.replica()};
};

TEST_F(Peers, SeeTheSameFramesOfASampleAndItsViolation) {
  const auto characteristic = shop.new_judged_characteristic();
  auto here = watching(shop.server, shop.admin, characteristic), there = watching(characteristic);
  shop.submit(characteristic, {13.5});
  EXPECT_EQ(there.receive_type("sample"), here.receive_type("sample"));
  EXPECT_EQ(there.receive_type("violation"), here.receive_type("violation"));
}

TEST_F(Peers, SeeAnAcknowledgement) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto violation = shop.submit(characteristic, {13.5}).at("violations").at(0).at("violation_id").as_int64();
  auto there = watching(characteristic);
  require(
      shop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"), {{"user", "anna"}, {"reason", "tool"}}),
      200);
  const auto frame = there.receive_type("ack_update");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->at("violation_id").as_int64(), violation);
}

TEST_F(Peers, SeeNewLimits) {
  const auto characteristic = shop.new_judged_characteristic();
  auto there = watching(characteristic);
  shop.set_limits(characteristic, 20, 1);
  // Those of the arrangement may still be on their way.
  auto frame = there.receive_type("limits_update");
  while (frame && frame->at("center_line").to_number<double>() == 10) frame = there.receive_type("limits_update");
  ASSERT_TRUE(frame);
  EXPECT_DOUBLE_EQ(frame->at("center_line").to_number<double>(), 20);
}

TEST_F(Peers, SeeThatASampleWasExcluded) {
  const auto characteristic = shop.new_characteristic();
  const auto sample = shop.submit(characteristic, {1}).at("sample_id").as_int64();
  auto there = watching(characteristic);
  require(shop.admin.patch(path("/api/v1/samples/", sample, "/exclude"), {{"is_excluded", true}}), 200);
  const auto frame = there.receive_type("samples_changed");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->at("sample_ids").at(0).as_int64(), sample);
}

TEST_F(Peers, JudgeByLimitsThatWereSetElsewhere) {
  const auto characteristic = shop.new_judged_characteristic();
  auto there = at(second, shop.admin);
  require(there.post("/api/v1/samples/", sample_of(characteristic, {10})), 201);
  shop.set_limits(characteristic, 20, 1);
  const auto reply = require(there.post("/api/v1/samples/", sample_of(characteristic, {10})), 201).json();
  EXPECT_FALSE(reply.at("in_control").as_bool());
}

TEST_F(Peers, SeeEverySampleOnceAndInTheSameOrderWhereverItWasSent) {
  ServerProcess third{shop.server.replica()};
  const auto characteristic = shop.new_characteristic();
  std::list<WebSocketClient> watchers;
  for (const ServerProcess* server : {&shop.server, &second, &third})
    watchers.push_back(watching(*server, shop.admin, characteristic));
  constexpr int kEach = 60;
  {
    std::list<std::jthread> senders;
    for (const ServerProcess* server : {&shop.server, &second, &third})
      senders.emplace_back([&, server] {
        HttpClient client = at(*server, shop.admin);
        for (int i = 0; i < kEach; ++i)
          require(client.post("/api/v1/samples/", sample_of(characteristic, {1.0 * i})), 201);
      });
  }
  std::vector<std::vector<std::int64_t>> seen;
  for (WebSocketClient& watcher : watchers) {
    auto& ids = seen.emplace_back();
    for (int i = 0; i < 3 * kEach; ++i) {
      const auto frame = watcher.receive_type("sample");
      ASSERT_TRUE(frame);
      ids.push_back(frame->at("sample").at("id").as_int64());
    }
    EXPECT_FALSE(watcher.receive_type("sample", std::chrono::milliseconds(300)));
  }
  EXPECT_EQ(seen[1], seen[0]);
  EXPECT_EQ(seen[2], seen[0]);
  std::sort(seen[0].begin(), seen[0].end());
  EXPECT_EQ(std::unique(seen[0].begin(), seen[0].end()), seen[0].end());
}

TEST_F(Peers, ATicketOfOneOpensAConnectionToAnotherOnce) {
  const auto ticket =
      std::string(require(shop.admin.post("/api/v1/auth/ws-ticket", {}), 200).json().at("ticket").as_string());
  WebSocketClient live(second.port(), "/ws/samples?ticket=" + ticket);
  live.send({{"type", "ping"}});
  EXPECT_TRUE(live.receive_type("pong"));
  WebSocketClient again(shop.server.port(), "/ws/samples?ticket=" + ticket);
  EXPECT_EQ(close_code_of(again), kNotAuthenticated);
}

TEST(PeersUnderALimit, CountRequestsTogether) {
  constexpr int kLimit = 40;
  const ServerOptions limited = strict({{"OPENSPC_RATE_LIMIT_DEFAULT", "40/minute"}});
  ServerProcess here(limited);
  ServerOptions beside = here.replica();
  beside.environment.insert(limited.environment.begin(), limited.environment.end());
  ServerProcess there(beside);
  HttpClient caller(here.port());
  const std::string token = access_token(login(caller));
  for (int i = 0; i < kLimit; ++i) EXPECT_EQ(status_of_me(here, token), 200);
  // Fewer than it would have there alone.
  int status = 0;
  for (int i = 0; i < kLimit / 2 && status != 429; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    status = status_of_me(there, token);
  }
  EXPECT_EQ(status, 429);
}

TEST_F(Peers, ASessionThatEndsOnOneEndsOnTheOthersAtOnce) {
  shop.add_user("anna", "operator", shop.plant);
  HttpClient anna = shop.signed_in("anna");
  const auto characteristic = shop.new_characteristic();
  auto live = watching(second, anna, characteristic);
  auto there = at(second, anna);
  require(there.get("/api/v1/auth/me"), 200);
  require(anna.post("/api/v1/auth/logout", {}), 200);
  wait_for([&] { return there.get("/api/v1/auth/me").status == 401; }, "her token is refused", seconds(2));
  EXPECT_EQ(close_code_of(live, seconds(2)), kNotAuthenticated);
}

TEST_F(Peers, GoOnWhenOneIsKilled) {
  const auto characteristic = shop.new_characteristic();
  auto live = watching(shop.server, shop.admin, characteristic);
  second.kill_hard();
  const auto sample = shop.submit(characteristic, {1}).at("sample_id");
  EXPECT_EQ(live.receive_type("sample")->at("sample").at("id"), sample);
  second.start();
  auto there = watching(characteristic);
  const auto next = shop.submit(characteristic, {2}).at("sample_id");
  EXPECT_EQ(there.receive_type("sample")->at("sample").at("id"), next);
}

TEST_F(Peers, OneThatSleptForLongHasItsClientsConnectAgain) {
  if (chosen_database() == db::DialectKind::sqlite)
    GTEST_SKIP() << "may sleep in the midst of a write, and nobody writes";
  const auto characteristic = shop.new_characteristic();
  auto live = watching(characteristic);
  ::kill(second.pid(), SIGSTOP);
  std::this_thread::sleep_for(seconds(10));
  shop.submit(characteristic, {1});
  ::kill(second.pid(), SIGCONT);
  EXPECT_EQ(close_code_of(live), kComeAgain);
  auto again = watching(characteristic);
  const auto sample = shop.submit(characteristic, {2}).at("sample_id");
  EXPECT_EQ(again.receive_type("sample")->at("sample").at("id"), sample);
}

struct Secret {
  const char* variable;
  const char* file;
  const char* another;
};

class PeersWithOtherSecrets : public Peers, public testing::WithParamInterface<Secret> {
 protected:
  [[nodiscard]] ServerOptions with_another_secret() const {
    ServerOptions options = shop.server.replica();
    options.environment[GetParam().variable] = GetParam().another;
    return options;
  }
};

TEST_P(PeersWithOtherSecrets, DoNotStartAndSayWhichDiffers) {
  auto environment = with_another_secret().environment;
  environment["OPENSPC_DATA_DIR"] = shop.server.data_dir().string();
  const CommandResult refused = run_openspc({"serve", "--port", "0"}, environment);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.output, testing::HasSubstr(GetParam().variable));
  EXPECT_THAT(refused.output, testing::HasSubstr(GetParam().file));
}

TEST_P(PeersWithOtherSecrets, StartWhenNoOtherServerLives) {
  second.stop();
  shop.server.kill_hard();
  const ServerProcess third{with_another_secret()};
  EXPECT_THAT(third.log(), testing::HasSubstr("shared_secret_changed"));
}

INSTANTIATE_TEST_SUITE_P(Each, PeersWithOtherSecrets,
                         testing::Values(Secret{"OPENSPC_JWT_SECRET", ".jwt_secret",
                                                "another secret of more than thirty-two bytes"},
                                         Secret{"OPENSPC_DB_ENCRYPTION_KEY", ".db_encryption_key",
                                                "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyE="}),
                         [](const auto& tested) { return tested.index == 0 ? "Jwt" : "Encryption"; });

}  // namespace
}  // namespace openspc::test
