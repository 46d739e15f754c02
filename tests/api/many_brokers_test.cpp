// A large customer's number of brokers: what one more costs the server and the others.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <sstream>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

constexpr std::int64_t kMany = 120;

class ManyBrokers : public testing::Test {
 protected:
  void add_brokers(std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      const std::string name = "Extra " + std::to_string(i);
      require(factory.admin.post(
                  "/api/v1/brokers/",
                  {{"name", name}, {"host", "127.0.0.1"}, {"port", factory.broker.port()}, {"client_id", name}}),
              201);
    }
    const auto all_connected = [&] {
      const auto states = require(factory.admin.get("/api/v1/brokers/all/status"), 200).json();
      std::int64_t connected = 0;
      for (const auto& state : states.at("states").as_array()) connected += state.at("is_connected").as_bool() ? 1 : 0;
      return connected == count + 1;
    };
    wait_for(all_connected, "all brokers are connected", std::chrono::seconds(120));
  }
  std::ptrdiff_t threads() const {
    using Entries = std::filesystem::directory_iterator;
    return std::distance(Entries("/proc/" + std::to_string(factory.server.pid()) + "/task"), Entries());
  }
  int lines_of_broker_log(const std::string& with) const {
    std::istringstream log(factory.broker.log());
    int count = 0;
    for (std::string line; std::getline(log, line);) count += line.find(with) != std::string::npos ? 1 : 0;
    return count;
  }

  Factory factory{{.settings = "log_type subscribe\n"}};
};

TEST_F(ManyBrokers, IdleLinksShareThreads) {
  factory.connect();
  const auto with_one = threads();
  add_brokers(kMany);
  EXPECT_LE(threads(), with_one);
}

TEST_F(ManyBrokers, AnotherBrokerIsNoReasonForTheFirstToSubscribeAgain) {
  const auto broker = factory.connect();
  factory.map(broker, factory.new_characteristic(), "line/1/bore");
  const int before = lines_of_broker_log("line/1/bore");
  ASSERT_GT(before, 0);
  add_brokers(5);
  EXPECT_EQ(lines_of_broker_log("line/1/bore"), before);
}

TEST_F(ManyBrokers, LinkOfManyThatIsMappedTakesItsMessages) {
  const auto broker = factory.connect();
  add_brokers(kMany);
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/1/bore");
  MqttPublisher(factory.broker.port()).publish("line/1/bore", "5.5");
  factory.wait_samples(characteristic, 1);
}

}  // namespace
}  // namespace openspc::test
