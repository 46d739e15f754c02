// What a client sees on the live connection, on both of its addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <memory>
#include <thread>

#include "support/server/raw_websocket.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using namespace std::chrono_literals;
using boost::json::value;

constexpr int kTooSlow = 1008;

class LiveTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }

  [[nodiscard]] WebSocketClient connect(const std::string& address = "/ws/samples") const {
    return {shop.server.port(), address + "?token=" + shop.admin.token};
  }
  [[nodiscard]] WebSocketClient watching(std::int64_t characteristic) const {
    WebSocketClient live = connect();
    live.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
    EXPECT_TRUE(live.receive_type("subscribed"));
    return live;
  }

  static std::unique_ptr<Workshop> shop_;
  Workshop& shop = *shop_;
};

std::unique_ptr<Workshop> LiveTest::shop_;

class Addresses : public LiveTest, public testing::WithParamInterface<const char*> {};

TEST_P(Addresses, ServeTheSameProtocol) {
  const auto characteristic = shop.new_judged_characteristic();
  auto live = connect(GetParam());
  live.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
  EXPECT_EQ(live.receive(), value({{"type", "subscribed"}, {"characteristic_ids", {characteristic}}}));
  live.send({{"type", "ping"}});
  EXPECT_EQ(live.receive(), value({{"type", "pong"}}));
  const auto sample = shop.submit(characteristic, {10.5});
  EXPECT_EQ(live.receive_type("sample")->at("sample").at("id"), sample.at("sample_id"));
  live.send({{"type", "unsubscribe"}, {"characteristic_ids", {characteristic}}});
  EXPECT_EQ(live.receive(), value({{"type", "unsubscribed"}, {"characteristic_ids", {characteristic}}}));
}

INSTANTIATE_TEST_SUITE_P(Both, Addresses, testing::Values("/ws/samples", "/api/v1/websocket/connect"),
                         [](const auto& tested) { return tested.index == 0 ? "Contract" : "Alias"; });

TEST_F(LiveTest, ASingleIdAndTheWordActionAreUnderstood) {
  const auto characteristic = shop.new_characteristic();
  auto live = connect();
  live.send({{"action", "subscribe"}, {"characteristic_id", characteristic}});
  EXPECT_EQ(live.receive(), value({{"type", "subscribed"}, {"characteristic_ids", {characteristic}}}));
}

TEST_F(LiveTest, AnEmptyListIsConfirmed) {
  auto live = connect();
  live.send({{"type", "subscribe"}, {"characteristic_ids", boost::json::array()}});
  EXPECT_EQ(live.receive(), value({{"type", "subscribed"}, {"characteristic_ids", boost::json::array()}}));
}

TEST_F(LiveTest, ASampleFrameSaysWhatTheReplySaid) {
  const auto characteristic = shop.new_judged_characteristic();
  auto live = watching(characteristic);
  const auto reply = shop.submit(characteristic, {13.5});

  const auto frame = live.receive_type("sample");

  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->at("characteristic_id").as_int64(), characteristic);
  const auto& sample = frame->at("sample");
  EXPECT_EQ(sample.at("id"), reply.at("sample_id"));
  EXPECT_EQ(sample.at("characteristic_id").as_int64(), characteristic);
  EXPECT_EQ(sample.at("timestamp"), reply.at("timestamp"));
  EXPECT_DOUBLE_EQ(sample.at("mean").to_number<double>(), 13.5);
  EXPECT_EQ(sample.at("zone").as_string(), "beyond_ucl");
  EXPECT_FALSE(sample.at("in_control").as_bool());
  EXPECT_EQ(frame->at("violations").at(0).at("id"), reply.at("violations").at(0).at("violation_id"));
}

TEST_F(LiveTest, AViolationFrameFollowsItsSample) {
  const auto characteristic = shop.new_judged_characteristic();
  auto live = watching(characteristic);
  const auto reply = shop.submit(characteristic, {13.5});

  const auto first = live.receive();
  const auto second = live.receive();

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->at("type").as_string(), "sample");
  ASSERT_EQ(second->at("type").as_string(), "violation");
  const auto& violation = second->at("violation");
  EXPECT_EQ(violation.at("id"), reply.at("violations").at(0).at("violation_id"));
  EXPECT_EQ(violation.at("sample_id"), reply.at("sample_id"));
  EXPECT_EQ(violation.at("characteristic_id").as_int64(), characteristic);
  EXPECT_EQ(violation.at("rule_id").as_int64(), 1);
  EXPECT_EQ(violation.at("severity").as_string(), "CRITICAL");
  EXPECT_TRUE(violation.at("rule_name").is_string());
  EXPECT_TRUE(violation.at("timestamp").is_string());
}

TEST_F(LiveTest, ASampleCanBeReadAsSoonAsItIsTold) {
  const auto characteristic = shop.new_characteristic();
  auto live = watching(characteristic);
  HttpClient reader(shop.server.port());
  reader.token = shop.admin.token;
  for (int i = 0; i < 20; ++i) {
    std::jthread writer([&] { shop.submit(characteristic, {1.0 * i}); });
    const auto frame = live.receive_type("sample");
    ASSERT_TRUE(frame);
    EXPECT_EQ(reader.get(path("/api/v1/samples/", frame->at("sample").at("id").as_int64())).status, 200)
        << "a frame left before the commit";
  }
}

TEST_F(LiveTest, NewLimitsAreAnnounced) {
  const auto characteristic = shop.new_characteristic();
  auto live = watching(characteristic);
  shop.set_limits(characteristic, 20, 2);
  const auto frame = live.receive_type("limits_update");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->at("characteristic_id").as_int64(), characteristic);
  EXPECT_DOUBLE_EQ(frame->at("ucl").to_number<double>(), 26);
  EXPECT_DOUBLE_EQ(frame->at("lcl").to_number<double>(), 14);
  EXPECT_DOUBLE_EQ(frame->at("center_line").to_number<double>(), 20);
}

TEST_F(LiveTest, RecalculatedLimitsAreAnnounced) {
  const auto characteristic = shop.new_characteristic();
  for (int i = 0; i < 5; ++i) shop.submit(characteristic, {10.0 + i % 2});
  auto live = watching(characteristic);
  require(shop.admin.post(path("/api/v1/characteristics/", characteristic, "/recalculate-limits?min_samples=5"), {}),
          200);
  EXPECT_TRUE(live.receive_type("limits_update"));
}

TEST_F(LiveTest, AnAcknowledgementReachesThoseWhoWatchNothing) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto violation = shop.submit(characteristic, {20}).at("violations").at(0).at("violation_id").as_int64();
  auto live = connect();
  live.send({{"type", "ping"}});
  ASSERT_TRUE(live.receive_type("pong"));

  require(shop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"),
                          {{"user", "x"}, {"reason", "tool change"}}),
          200);

  EXPECT_EQ(live.receive(), value({{"type", "ack_update"},
                                   {"violation_id", violation},
                                   {"ack_user", "admin"},
                                   {"ack_reason", "tool change"},
                                   {"characteristic_id", characteristic},
                                   {"acknowledged", true}}));
}

TEST_F(LiveTest, ABatchOfAcknowledgementsIsOneFrameEach) {
  const auto characteristic = shop.new_judged_characteristic();
  boost::json::array ids;
  for (int i = 0; i < 3; ++i)
    ids.push_back(shop.submit(characteristic, {20}).at("violations").at(0).at("violation_id"));
  auto live = connect();
  live.send({{"type", "ping"}});
  ASSERT_TRUE(live.receive_type("pong"));
  require(
      shop.admin.post("/api/v1/violations/batch-acknowledge", {{"violation_ids", ids}, {"user", "x"}, {"reason", "y"}}),
      200);
  boost::json::array told;
  while (told.size() < 3) {
    const auto frame = live.receive_type("ack_update");
    ASSERT_TRUE(frame);
    told.push_back(frame->at("violation_id"));
  }
  EXPECT_EQ(told, ids);
}

TEST_F(LiveTest, WhatIsChangedAfterTheFactIsAnnounced) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto id = shop.submit(characteristic, {20}).at("sample_id").as_int64();
  auto live = watching(characteristic);
  const auto expect_told = [&](const char* doing) {
    const auto frame = live.receive_type("samples_changed");
    ASSERT_TRUE(frame) << doing;
    EXPECT_THAT(frame->at("sample_ids").as_array(), testing::Contains(value(id))) << doing;
  };
  require(shop.admin.patch(path("/api/v1/samples/", id, "/exclude"), {{"is_excluded", true}}), 200);
  expect_told("exclude");
  require(shop.admin.put(path("/api/v1/samples/", id), {{"measurements", {10}}, {"reason", "typo"}}), 200);
  expect_told("edit");
  require(shop.admin.remove(path("/api/v1/samples/", id)), 204);
  expect_told("delete");
}

TEST_F(LiveTest, NothingComesOfWhatIsNotWatched) {
  const auto watched = shop.new_characteristic();
  const auto other = shop.new_characteristic();
  auto live = watching(watched);
  shop.submit(other, {1});
  shop.submit(watched, {2});
  EXPECT_EQ(live.receive_type("sample")->at("characteristic_id").as_int64(), watched);
}

TEST_F(LiveTest, NothingComesAfterUnsubscribing) {
  const auto left = shop.new_characteristic();
  const auto kept = shop.new_characteristic();
  auto live = connect();
  live.send({{"type", "subscribe"}, {"characteristic_ids", {left, kept}}});
  live.send({{"type", "unsubscribe"}, {"characteristic_ids", {left}}});
  ASSERT_TRUE(live.receive_type("unsubscribed"));
  shop.submit(left, {1});
  shop.submit(kept, {2});
  EXPECT_EQ(live.receive_type("sample")->at("characteristic_id").as_int64(), kept);
}

TEST_F(LiveTest, FramesOfACharacteristicComeInTheOrderOfItsChart) {
  const auto characteristic = shop.new_judged_characteristic();
  auto live = watching(characteristic);
  constexpr int writers = 4;
  constexpr int each = 50;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < writers; ++i) {
      threads.emplace_back([&] {
        HttpClient client(shop.server.port());
        client.token = shop.admin.token;
        for (int j = 0; j < each; ++j) client.post("/api/v1/samples/", sample_of(characteristic, {10}));
      });
    }
  }
  std::vector<std::int64_t> told;
  while (told.size() < writers * each) {
    const auto frame = live.receive_type("sample");
    ASSERT_TRUE(frame) << told.size() << " frames came";
    told.push_back(frame->at("sample").at("id").as_int64());
  }
  const auto chart = shop.chart(characteristic);
  std::vector<std::int64_t> drawn;
  for (const auto& point : chart.at("data_points").as_array()) drawn.push_back(point.at("sample_id").as_int64());
  EXPECT_EQ(told, drawn);
}

TEST_F(LiveTest, ABatchIsToldSampleBySample) {
  const auto characteristic = shop.new_characteristic();
  auto live = watching(characteristic);
  boost::json::array samples;
  for (int i = 0; i < 30; ++i) samples.emplace_back(boost::json::object{{"measurements", {i}}});
  require(shop.admin.post("/api/v1/samples/batch", {{"characteristic_id", characteristic}, {"samples", samples}}), 200);
  for (int i = 0; i < 30; ++i) {
    const auto frame = live.receive_type("sample");
    ASSERT_TRUE(frame) << i;
    EXPECT_DOUBLE_EQ(frame->at("sample").at("mean").to_number<double>(), i);
  }
}

TEST_F(LiveTest, ManyWatchersAllSeeASample) {
  const auto characteristic = shop.new_characteristic();
  std::list<WebSocketClient> watchers;
  for (int i = 0; i < 100; ++i) watchers.push_back(watching(characteristic));
  const auto id = shop.submit(characteristic, {1}).at("sample_id");
  for (auto& live : watchers) {
    const auto frame = live.receive_type("sample");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->at("sample").at("id"), id);
  }
}

TEST_F(LiveTest, AWatcherThatDoesNotReadIsDroppedAndHarmsNobody) {
  const auto characteristic = shop.new_judged_characteristic();
  RawWebSocket deaf(shop.server.port(), "/ws/samples?token=" + shop.admin.token);
  deaf.send({.payload = R"({"type":"subscribe","characteristic_ids":[)" + std::to_string(characteristic) + "]}"});
  ASSERT_TRUE(deaf.receive());
  auto live = watching(characteristic);
  const auto before = shop.server.resident_bytes();

  // Far more than its queue (8 MiB) and the buffers of both sockets hold.
  boost::json::array samples;
  for (int i = 0; i < 1000; ++i) samples.emplace_back(boost::json::object{{"measurements", {10}}});
  int received = 0;
  for (int batch = 0; batch < 20; ++batch) {
    require(shop.admin.post("/api/v1/samples/batch", {{"characteristic_id", characteristic}, {"samples", samples}}),
            200);
    for (int i = 0; i < 1000; ++i) {
      const auto frame = live.receive_type("sample");
      ASSERT_TRUE(frame) << "the reader that keeps up lost its stream in batch " << batch;
      ++received;
    }
  }

  EXPECT_EQ(received, 20'000);
  EXPECT_LT(shop.server.resident_bytes(), before + (400U << 20U)) << "frames for a deaf client pile up";
  const auto code = deaf.receive_close();
  EXPECT_TRUE(!code || *code == kTooSlow) << *code;
  EXPECT_TRUE(deaf.socket().closed_by_peer(20s));
}

TEST_F(LiveTest, SilenceIsBrokenByAPingOfTheProtocol) {
  RawWebSocket silent(shop.server.port(), "/ws/samples?token=" + shop.admin.token);
  const auto frame = silent.receive(45s);
  ASSERT_TRUE(frame) << "no sign of life";
  EXPECT_EQ(frame->opcode, 9);
}

}  // namespace
}  // namespace openspc::test
