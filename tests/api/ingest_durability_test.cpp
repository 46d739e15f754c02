// Every message of QoS 1 becomes a sample exactly once, whatever falls over meanwhile. The machine counts: message i
// carries the value i, so that the samples say what was lost and what was doubled.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "support/peers/tcp_proxy.h"
#include "support/server/factory.h"

namespace openspc::test {
namespace {

constexpr int kMessages = 2'000;
constexpr int kBlows = 6;
const std::string kTopic = "counter";

/// How often each value from 0 to messages - 1 was stored, where that is not once.
std::map<int, int> wrong_counts(Factory& factory, std::int64_t characteristic) {
  std::vector<int> counts(kMessages);
  for (const auto& sample : factory.samples(characteristic))
    for (const double value : sample) ++counts.at(static_cast<std::size_t>(value));
  std::map<int, int> wrong;
  for (int i = 0; i < kMessages; ++i)
    if (counts[static_cast<std::size_t>(i)] != 1) wrong[i] = counts[static_cast<std::size_t>(i)];
  return wrong;
}

using Payload = std::string (*)(int);
std::string plain(int i) {
  return std::to_string(i);
}
/// With a time of its own: what a broker that forgot sends again is known by it.
std::string dated(int i) {
  return R"({"v": )" + std::to_string(i) + R"(, "t": )" + std::to_string(1'770'000'000 + i) + "}";
}

/// Publishes all messages over a few seconds while `blow` strikes again and again; then waits for all subgroups of that
/// size, or for nothing with 0.
template <class Blow>
void publish_under_blows(Factory& factory, std::int64_t characteristic, std::int64_t subgroup, Blow blow,
                         Payload payload = plain) {
  MqttPublisher machine(factory.broker.port());
  std::jthread publishing([&] {
    for (int i = 0; i < kMessages; ++i) {
      machine.publish(kTopic, payload(i));
      if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  std::mt19937 random(7);
  for (int i = 0; i < kBlows; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 500));
    blow();
  }
  publishing.join();
  machine.finish();
  if (subgroup > 0) factory.wait_samples(characteristic, kMessages / subgroup);
}

TEST(IngestDurability, KilledServerLosesAndDoublesNothing) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, kTopic);
  publish_under_blows(factory, characteristic, 1, [&] {
    factory.server.kill_hard();
    factory.server.start();
  });
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

// What is not to be acknowledged is read ahead while the disk is busy; what is, must not be acknowledged with it.
TEST(IngestDurability, ServerKilledInAFloodLosesAndDoublesNothing) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  const auto noise = factory.new_characteristic({{"name", "Noise"}});
  factory.map(broker, characteristic, kTopic);
  factory.map(broker, noise, "noise");
  std::jthread flood([&](const std::stop_token& stop) {
    MqttPublisher machine(factory.broker.port(), "noisy");
    while (!stop.stop_requested()) {
      for (int i = 0; i < 3'000; ++i) machine.publish("noise", "1", 0);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  publish_under_blows(factory, characteristic, 1, [&] {
    factory.server.kill_hard();
    factory.server.start();
  });
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

TEST(IngestDurability, FloodIsStoredInItsOrder) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 25}});
  factory.map(broker, characteristic, kTopic);
  constexpr int flood = 50'000;
  MqttPublisher machine(factory.broker.port());
  for (int i = 0; i < flood; ++i) machine.publish(kTopic, plain(i), 0);
  factory.wait_samples(characteristic, flood / 25);
  double expected = 0;
  for (const auto& sample : factory.samples(characteristic))
    for (const double value : sample) ASSERT_EQ(value, expected++);
}

TEST(IngestDurability, SubgroupsSurviveAKilledServer) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 5}});
  factory.map(broker, characteristic, kTopic, {{"timeout_seconds", 600}});
  publish_under_blows(factory, characteristic, 5, [&] {
    factory.server.kill_hard();
    factory.server.start();
  });
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
  for (const auto& sample : factory.samples(characteristic)) ASSERT_EQ(sample.size(), 5U);
}

TEST(IngestDurability, CutNetworkLosesAndDoublesNothing) {
  Factory factory;
  TcpProxy wire(factory.broker.port());
  const auto broker = factory.connect({{"port", wire.port()}});
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, kTopic);
  publish_under_blows(factory, characteristic, 1, [&] { wire.cut(); });
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

// Whoever publishes sends again, too, what the broker had no time to acknowledge: to the broker that is a new message.
TEST(IngestDurability, RestartedBrokerLosesAndDoublesNothing) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, kTopic,
              {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}});
  publish_under_blows(
      factory, characteristic, 1,
      [&] {
        factory.broker.stop();
        factory.broker.start();
      },
      dated);
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

// A broker that is killed forgets what it had not written yet. Machines that keep their measurements send them again
// when they doubt, and every one of them is known by its time.
TEST(IngestDurability, MachineThatSendsAgainAfterABrokerWasKilledDoublesNothing) {
  Factory factory({.settings = "autosave_interval 1\nautosave_on_changes true\n"});
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, kTopic,
              {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}});
  publish_under_blows(
      factory, characteristic, 0,
      [&] {
        factory.broker.kill_hard();
        factory.broker.start();
      },
      dated);
  factory.broker.stop();
  factory.broker.start();
  MqttPublisher machine(factory.broker.port());
  for (int i = 0; i < kMessages; ++i) machine.publish(kTopic, dated(i));
  machine.finish();
  factory.wait_samples(characteristic, kMessages);
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

TEST(IngestDurability, MessagesOfAnAbsenceAreTakenAfterIt) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, kTopic);
  factory.server.stop();
  MqttPublisher machine(factory.broker.port());
  for (int i = 0; i < kMessages; ++i) machine.publish(kTopic, std::to_string(i));
  machine.finish();
  factory.server.start();
  factory.wait_samples(characteristic, kMessages);
  EXPECT_THAT(wrong_counts(factory, characteristic), testing::IsEmpty());
}

}  // namespace
}  // namespace openspc::test
