// What waits for a broker, on a real database.
#include "connect/outbound/store.h"

#include <gmock/gmock.h>

#include "unit/connect/connect_fixture.h"

namespace openspc::connect::outbound {
namespace {

using outbound_store::Message;
using testing::ElementsAre;

constexpr base::BrokerId kBroker{1};
const base::Timestamp kNoon = base::parse_timestamp("2026-05-04T12:00:00Z").value();

class OutboundStore : public ConnectTest {
 protected:
  OutboundStore() {
    write([](db::Session& session) {
      session.execute("INSERT INTO mqtt_broker (id, name, host) VALUES (1, 'Broker', 'broker.example')");
    });
  }

  void append(std::initializer_list<const char*> topics) {
    write([&](db::Session& session) {
      for (const char* topic : topics)
        outbound_store::append(session, kBroker, {.topic = topic, .payload = "{}"}, kNoon);
    });
  }
  std::vector<Message> oldest(std::int64_t limit = 100) {
    return read([&](db::Session& session) { return outbound_store::oldest(session, kBroker, limit); });
  }
  std::vector<std::string> topics() {
    std::vector<std::string> topics;
    for (const Message& message : oldest()) topics.push_back(message.topic);
    return topics;
  }
};

TEST_F(OutboundStore, GivesTheOldestInTheirOrder) {
  append({"a", "b", "c"});
  EXPECT_EQ(oldest(2).size(), 2U);
  EXPECT_THAT(topics(), ElementsAre("a", "b", "c"));
}

TEST_F(OutboundStore, KeepsAMessageOfALowerNumberThatCameAfterTheOthersWereRead) {
  write([](db::Session& session) {
    session.execute(
        "INSERT INTO mqtt_outbound_message (id, broker_id, topic, payload, created_at) VALUES (7, 1, 'seen', '{}', ?)",
        kNoon);
  });
  const auto delivered = oldest();
  write([](db::Session& session) {
    session.execute(
        "INSERT INTO mqtt_outbound_message (id, broker_id, topic, payload, created_at) VALUES (6, 1, 'late', '{}', ?)",
        kNoon);
  });
  write([&](db::Session& session) { outbound_store::remove(session, delivered); });
  EXPECT_THAT(topics(), ElementsAre("late"));
}

TEST_F(OutboundStore, GivesUpTheOldestWhenTooManyWait) {
  append({"a", "b", "c"});
  EXPECT_EQ(write([](db::Session& session) { return outbound_store::trim(session, kBroker, 2); }), 1);
  EXPECT_THAT(topics(), ElementsAre("b", "c"));
}

TEST_F(OutboundStore, KnowsWhereACharacteristicStands) {
  const auto place = read([](db::Session& session) { return outbound_store::place_of(session, {1}); });
  ASSERT_TRUE(place.has_value());
  EXPECT_THAT(place->nodes, ElementsAre("Line"));
  EXPECT_EQ(place->characteristic, "Bore");
}

}  // namespace
}  // namespace openspc::connect::outbound
