// Two servers on one database: each source is taken in by one of them, and changes hands without a loss or a double.
#include <gtest/gtest.h>
#include <signal.h>

#include <stdexcept>
#include <thread>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

class Replicas : public testing::Test {
 protected:
  HttpClient second_admin() {
    HttpClient client(second.port());
    client.token = factory.admin.token;
    return client;
  }
  static bool connected(HttpClient& at, std::int64_t broker) {
    return require(at.get(path("/api/v1/brokers/", broker, "/status")), 200).json().at("is_connected").as_bool();
  }
  std::int64_t store(const std::string& name) {
    return id_of(require(factory.admin.post("/api/v1/brokers/", {{"name", name},
                                                                 {"host", "127.0.0.1"},
                                                                 {"port", factory.broker.port()},
                                                                 {"client_id", name},
                                                                 {"max_reconnect_delay", 10}}),
                         201));
  }
  /// Not in the middle of a write: nobody else writes while it lasts.
  void put_first_to_sleep() {
    StoredData database = factory.server.stored();
    const auto is_free = [&] {
      try {
        if (chosen_database() == db::DialectKind::postgresql)
          return database.number(
                     "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                     "application_name = 'openspc writer' AND state <> 'idle'") == 0;
        database.execute("BEGIN IMMEDIATE");
        database.execute("ROLLBACK");
        return true;
      } catch (const std::runtime_error&) {
        return false;
      }
    };
    const auto asleep_between_writes = [&] {
      ::kill(factory.server.pid(), SIGSTOP);
      if (is_free()) return true;
      ::kill(factory.server.pid(), SIGCONT);
      return false;
    };
    wait_for(asleep_between_writes, "the first sleeps between two writes");
  }
  /// The values stored, each once and in order.
  static std::vector<double> sorted(const std::vector<std::vector<double>>& samples) {
    std::vector<double> values;
    for (const auto& sample : samples) values.insert(values.end(), sample.begin(), sample.end());
    std::sort(values.begin(), values.end());
    return values;
  }
  static std::vector<double> counting_to(int count) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(i);
    return values;
  }

  Factory factory;
  ServerProcess second{factory.server.replica()};
};

TEST_F(Replicas, ShareTheSourcesBetweenThem) {
  const auto one = store("one"), other = store("other");
  auto at_second = second_admin();
  wait_for(
      [&] {
        const bool first_has_one = connected(factory.admin, one), first_has_other = connected(factory.admin, other);
        return first_has_one != first_has_other && connected(at_second, one) != first_has_one &&
               connected(at_second, other) != first_has_other;
      },
      "each has one");
}

TEST_F(Replicas, SourcesOfAKilledServerMoveWithinTenSeconds) {
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "counter");
  MqttPublisher machine(factory.broker.port());
  for (int i = 0; i < 100; ++i) machine.publish("counter", std::to_string(i));
  machine.finish();
  factory.server.kill_hard();
  const auto killed = Clock::now();
  for (int i = 100; i < 200; ++i) machine.publish("counter", std::to_string(i));
  auto at_second = second_admin();
  wait_for([&] { return connected(at_second, broker); }, "the second server has it");
  EXPECT_LT(Clock::now() - killed, seconds(10));
  factory.wait_samples(characteristic, 200);
  EXPECT_EQ(sorted(factory.samples(characteristic)), counting_to(200));
}

TEST_F(Replicas, ServerThatSleptThroughAChangeOfHandsDoublesNothing) {
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "counter");
  MqttPublisher machine(factory.broker.port());
  for (int i = 0; i < 100; ++i) machine.publish("counter", std::to_string(i));
  factory.wait_samples(characteristic, 100);
  put_first_to_sleep();
  for (int i = 100; i < 200; ++i) machine.publish("counter", std::to_string(i));
  auto at_second = second_admin();
  wait_for([&] { return connected(at_second, broker); }, "the second server has it");
  ::kill(factory.server.pid(), SIGCONT);
  for (int i = 200; i < 300; ++i) machine.publish("counter", std::to_string(i));
  machine.finish();
  factory.wait_samples(characteristic, 300);
  wait_for([&] { return !connected(factory.admin, broker); }, "the first has let go");
  EXPECT_EQ(sorted(factory.samples(characteristic)), counting_to(300));
}

TEST_F(Replicas, ServerThatStopsHandsItsSourcesOver) {
  const auto broker = factory.connect();
  factory.server.stop();
  const auto stopped = Clock::now();
  auto at_second = second_admin();
  wait_for([&] { return connected(at_second, broker); }, "the second server has it");
  EXPECT_LT(Clock::now() - stopped, seconds(5));
}

}  // namespace
}  // namespace openspc::test
