// What OpenSPC tells a broker: topics, bodies, who is told what, and nothing lost while the broker is away.
#include <gtest/gtest.h>
#include <mosquitto.h>

#include <mutex>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

/// Somebody who reads everything below a prefix and never forgets.
class Reader {
 public:
  explicit Reader(std::uint16_t port) {
    mosquitto_lib_init();
    handle_ = mosquitto_new("reader", false, this);
    mosquitto_reconnect_delay_set(handle_, 1, 1, false);
    mosquitto_message_callback_set(handle_, [](mosquitto*, void* self, const mosquitto_message* message) {
      static_cast<Reader*>(self)->add(*message);
    });
    mosquitto_subscribe_callback_set(
        handle_, [](mosquitto*, void* self, int, int, const int*) { static_cast<Reader*>(self)->subscribed_ = true; });
    if (mosquitto_connect(handle_, "127.0.0.1", port, 30) != MOSQ_ERR_SUCCESS)
      throw std::runtime_error("the reader cannot connect");
    mosquitto_subscribe(handle_, nullptr, "spc/#", 1);
    mosquitto_loop_start(handle_);
    wait_for([&] { return subscribed_.load(); }, "the reader is subscribed");
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    mosquitto_disconnect(handle_);
    mosquitto_loop_stop(handle_, false);
    mosquitto_destroy(handle_);
  }

  struct Message {
    std::string topic;
    std::string payload;
    boost::json::object body;  // empty when the payload is no JSON
  };
  std::vector<Message> about(const std::string& event) {
    const std::lock_guard lock(mutex_);
    std::vector<Message> found;
    for (const Message& message : messages_)
      if (message.topic.ends_with("/" + event)) found.push_back(message);
    return found;
  }
  void wait(const std::string& event, std::size_t count) {
    wait_for([&] { return about(event).size() >= count; }, std::to_string(count) + " messages about " + event);
  }

 private:
  void add(const mosquitto_message& message) {
    const std::string_view text(static_cast<const char*>(message.payload),
                                static_cast<std::size_t>(message.payloadlen));
    const std::lock_guard lock(mutex_);
    boost::system::error_code not_json;
    auto body = boost::json::parse(text, not_json);
    messages_.push_back({message.topic, std::string(text), not_json ? boost::json::object() : body.as_object()});
  }

  mosquitto* handle_ = nullptr;
  std::atomic<bool> subscribed_ = false;
  std::mutex mutex_;
  std::vector<Message> messages_;
};

class Outbound : public testing::Test {
 protected:
  void connect(boost::json::object members = {}) {
    boost::json::object body{
        {"outbound_enabled", true}, {"outbound_topic_prefix", "SPC"}, {"outbound_rate_limit", 0.1}};
    for (const auto& member : members) body[member.key()] = member.value();
    broker = factory.connect(std::move(body));
    reader = std::make_unique<Reader>(factory.broker.port());
  }

  Factory factory;
  std::int64_t broker = 0;
  std::unique_ptr<Reader> reader;
};

TEST_F(Outbound, SampleIsToldUnderItsPlaceInThePlant) {
  connect();
  const auto characteristic = factory.new_judged_characteristic({{"name", "Bore #1 / left"}});
  factory.submit(characteristic, {10.5});
  reader->wait("sample", 1);
  const auto message = reader->about("sample").front();
  EXPECT_THAT(message.topic, HasSubstr("/bore_1__left/sample"));
  EXPECT_THAT(message.topic, testing::StartsWith("spc/"));
  EXPECT_EQ(message.body.at("event"), boost::json::value("sample_processed"));
  EXPECT_EQ(message.body.at("characteristic_id").to_number<std::int64_t>(), characteristic);
  EXPECT_EQ(message.body.at("mean").to_number<double>(), 10.5);
  EXPECT_TRUE(message.body.at("range").is_null());
  EXPECT_TRUE(message.body.at("in_control").as_bool());
  EXPECT_THAT(std::string(message.body.at("timestamp").as_string()), HasSubstr("+00:00"));
}

TEST_F(Outbound, ViolationAcknowledgementAndLimitsAreTold) {
  connect();
  const auto characteristic = factory.new_judged_characteristic();
  const auto sample = factory.submit(characteristic, {25});
  const auto violation = sample.at("violations").at(0).at("violation_id").to_number<std::int64_t>();
  require(factory.admin.post(path("/api/v1/violations/", violation, "/acknowledge"),
                             {{"user", "ada"}, {"reason", "Tool change"}}),
          200);
  factory.set_limits(characteristic, 11, 1);
  reader->wait("violation", 1);
  reader->wait("ack", 1);
  // The first limits of the characteristic are told as well.
  reader->wait("limits", 2);
  EXPECT_EQ(reader->about("violation").front().body.at("severity"), boost::json::value("CRITICAL"));
  EXPECT_EQ(reader->about("ack").front().body.at("reason"), boost::json::value("Tool change"));
  EXPECT_EQ(reader->about("limits").back().body.at("center_line").to_number<double>(), 11);
}

TEST_F(Outbound, SparkplugBodiesAreProtobufWithTheNamesOfTheReference) {
  connect({{"outbound_format", "sparkplug"}});
  factory.submit(factory.new_judged_characteristic(), {25});
  reader->wait("sample", 1);
  reader->wait("violation", 1);
  const auto sample = reader->about("sample").front();
  EXPECT_TRUE(sample.body.empty());
  for (const char* metric : {"Mean", "Range", "InControl", "Zone"}) EXPECT_THAT(sample.payload, HasSubstr(metric));
  EXPECT_THAT(reader->about("violation").front().payload, HasSubstr("CRITICAL"));
}

TEST_F(Outbound, IntervalHoldsBackSamplesAndNeverAViolation) {
  connect({{"outbound_rate_limit", 60}});
  const auto characteristic = factory.new_judged_characteristic();
  for (int i = 0; i < 5; ++i) factory.submit(characteristic, {25});
  reader->wait("violation", 5);
  EXPECT_THAT(reader->about("sample"), SizeIs(1));
}

TEST_F(Outbound, BrokerIsToldOnlyWhatItWants) {
  connect({{"outbound_events", {"violation"}}, {"outbound_severity", "CRITICAL"}});
  const auto characteristic = factory.new_judged_characteristic();
  for (int i = 0; i < 9; ++i) factory.submit(characteristic, {10.5});
  factory.submit(characteristic, {25});
  reader->wait("violation", 1);
  for (const auto& message : reader->about("violation"))
    EXPECT_EQ(message.body.at("severity"), boost::json::value("CRITICAL"));
  EXPECT_THAT(reader->about("sample"), SizeIs(0));
}

TEST_F(Outbound, EventsOfAnAbsenceAreDeliveredInOrderAfterIt) {
  connect({{"outbound_events", {"violation"}}});
  const auto characteristic = factory.new_judged_characteristic();
  factory.submit(characteristic, {25});
  reader->wait("violation", 1);
  factory.broker.stop();
  for (int i = 0; i < 20; ++i) factory.submit(characteristic, {25});
  wait_for([&] { return factory.status(broker).at("outbound_queued").as_int64() >= 20; }, "they wait on the disk");
  factory.server.kill_hard();
  factory.server.start();
  factory.broker.start();
  reader->wait("violation", 21);
  std::vector<std::int64_t> ids;
  for (const auto& message : reader->about("violation"))
    ids.push_back(message.body.at("violation_id").to_number<std::int64_t>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  wait_for([&] { return factory.status(broker).at("outbound_queued").as_int64() == 0; }, "nothing waits any more");
}

TEST_F(Outbound, NothingIsToldWhereItIsNotEnabled) {
  connect({{"outbound_enabled", false}});
  const auto characteristic = factory.new_judged_characteristic();
  factory.submit(characteristic, {25});
  require(factory.admin.patch(path("/api/v1/brokers/", broker), {{"outbound_enabled", true}}), 200);
  factory.wait_connected(broker);
  wait_for(
      [&] {
        factory.submit(characteristic, {26});
        return !reader->about("violation").empty();
      },
      "what comes after the switch is told");
  for (const auto& message : reader->about("sample")) EXPECT_NE(message.body.at("mean").to_number<double>(), 25);
}

}  // namespace
}  // namespace openspc::test
