// The assertions of the Sparkplug 3.0.0 compatibility kit for host applications that are about packets and their order
// on a connection: a real server, a real mosquitto, and a wire between them that listens. A test has the name of the
// assertion's id; docs/sparkplug-assertions.md says what each asks.
#include <algorithm>

#include "sparkplug_fixture.h"
#include "support/peers/mqtt_packets.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::test {
namespace {

using Kind = MqttPacket::Kind;
using Session = std::vector<MqttPacket>;

const std::string kStateTopic = "spBv1.0/STATE/quality";

class SparkplugHost : public testing::Test {
 protected:
  std::int64_t connect(const char* protocol = "auto") {
    broker = factory.connect({{"port", proxy.port()}, {"protocol", protocol}, {"sparkplug_host_id", "quality"}});
    wait_for(
        [&] {
          const std::vector<Session> all = sessions();
          return all.size() == 1 && find(all[0], is_birth) != all[0].end();
        },
        "the host is born");
    return broker;
  }
  /// The packets of the host's connections, one list for each.
  std::vector<Session> sessions() const {
    std::vector<Session> all;
    for (const MqttPacket& packet : packets.of_client("-sparkplug")) {
      if (all.empty() || all.back().front().connection != packet.connection) all.emplace_back();
      all.back().push_back(packet);
    }
    return all;
  }
  Session session() const { return sessions().at(0); }
  /// Ends the first connection on purpose; what was sent over it.
  Session ended_session() {
    require(factory.admin.post(path("/api/v1/brokers/", broker, "/disconnect"), {}), 200);
    wait_for([&] { return session().back().kind == Kind::disconnect; }, "the host says goodbye");
    return session();
  }

  static Session::const_iterator find(const Session& session, bool (*is_it)(const MqttPacket&)) {
    return std::ranges::find_if(session, is_it);
  }
  static bool is_subscription(const MqttPacket& packet) { return packet.kind == Kind::subscribe; }
  static bool is_birth(const MqttPacket& packet) {
    return packet.kind == Kind::publish && packet.topic == kStateTopic && is_online(packet);
  }
  static bool is_death(const MqttPacket& packet) {
    return packet.kind == Kind::publish && packet.topic == kStateTopic && !is_online(packet);
  }
  static bool is_online(const MqttPacket& packet) { return boost::json::parse(packet.payload).at("online").as_bool(); }
  static std::int64_t time_of(const MqttPacket& packet) {
    return boost::json::parse(packet.payload).at("timestamp").as_int64();
  }
  static std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  static void expect_will(const MqttPacket& connect) {
    EXPECT_TRUE(connect.has_will);
    EXPECT_EQ(connect.topic, kStateTopic);
    EXPECT_FALSE(is_online(connect));
    EXPECT_EQ(connect.qos, 1);
    EXPECT_TRUE(connect.retain);
  }
  /// All subscriptions come between the connection and the birth.
  static void expect_subscriptions_before_birth(const Session& session) {
    const auto birth = find(session, is_birth);
    ASSERT_NE(birth, session.end());
    const auto last = std::ranges::find_if(session.rbegin(), session.rend(), is_subscription).base();
    EXPECT_GT(last - session.begin(), 1);
    EXPECT_LE(last, birth);
  }
  static bool subscribes_to(const Session& session, const std::string& filter) {
    return std::ranges::any_of(session, [&](const MqttPacket& packet) {
      return std::ranges::find(packet.filters, filter) != packet.filters.end();
    });
  }
  static const MqttPacket& first_publication(const Session& session) {
    return *find(session, [](const MqttPacket& packet) { return packet.kind == Kind::publish; });
  }

  Factory factory;
  MqttPackets packets;
  TcpProxy proxy{factory.broker.port(),
                 [this](int connection, std::string_view bytes) { packets.hear(connection, bytes); }};
  std::int64_t broker = 0;
};

TEST_F(SparkplugHost, tck_id_operational_behavior_primary_application_state_with_multiple_servers_state) {
  connect();
  BrokerProcess second;
  MqttPackets second_packets;
  TcpProxy second_wire(second.port(), [&](int wire, std::string_view bytes) { second_packets.hear(wire, bytes); });
  factory.connect({{"name", "Second"}, {"port", second_wire.port()}, {"sparkplug_host_id", "quality"}});
  wait_for([&] { return std::ranges::any_of(second_packets.of_client("-sparkplug"), is_birth); },
           "it is born there too");
  EXPECT_TRUE(is_birth(first_publication(session())));
  EXPECT_TRUE(is_birth(first_publication(second_packets.of_client("-sparkplug"))));
}

TEST_F(SparkplugHost, tck_id_conformance_primary_host) {
  connect();
  expect_will(session().front());
  expect_subscriptions_before_birth(session());
  EXPECT_TRUE(is_death(*(ended_session().end() - 2)));
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_birth_message) {
  connect();
  EXPECT_TRUE(is_birth(first_publication(session())));
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_birth_required) {
  connect();
  const Session all = session();
  const auto own = std::ranges::find_if(all, [](const MqttPacket& packet) {
    return std::ranges::find(packet.filters, kStateTopic) != packet.filters.end();
  });
  ASSERT_NE(own, all.end());
  EXPECT_LT(own, find(all, is_birth));
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_birth_sub_required) {
  connect();
  EXPECT_EQ(session().at(0).kind, Kind::connect);
  EXPECT_EQ(session().at(1).kind, Kind::subscribe);
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_death_required) {
  connect();
  EXPECT_TRUE(session().front().has_will);
  EXPECT_EQ(session().front().topic, kStateTopic);
}

TEST_F(SparkplugHost, tck_id_message_flow_phid_sparkplug_clean_session_311) {
  connect("v311");
  EXPECT_EQ(session().front().level, 4);
  EXPECT_TRUE(session().front().clean_start);
}

TEST_F(SparkplugHost, tck_id_message_flow_phid_sparkplug_clean_session_50) {
  connect("v5");
  EXPECT_EQ(session().front().level, 5);
  EXPECT_TRUE(session().front().clean_start);
  EXPECT_EQ(session().front().session_expiry, 0U);
}

TEST_F(SparkplugHost, tck_id_message_flow_phid_sparkplug_state_publish) {
  connect();
  expect_subscriptions_before_birth(session());
}

TEST_F(SparkplugHost, tck_id_message_flow_phid_sparkplug_subscription) {
  connect();
  EXPECT_TRUE(subscribes_to(session(), "spBv1.0/#"));
  expect_subscriptions_before_birth(session());
}

TEST_F(SparkplugHost, tck_id_operational_behavior_host_application_connect_birth) {
  connect();
  const Session all = session();
  const auto other = find(
      all, [](const MqttPacket& packet) { return packet.kind != Kind::connect && packet.kind != Kind::subscribe; });
  ASSERT_NE(other, all.end());
  EXPECT_TRUE(is_birth(*other));
}

TEST_F(SparkplugHost, tck_id_operational_behavior_host_application_connect_will) {
  connect();
  expect_will(session().front());
}

TEST_F(SparkplugHost, tck_id_payloads_state_birth) {
  connect();
  const Session all = session();
  const auto birth = find(all, is_birth);
  ASSERT_NE(birth, all.end());
  EXPECT_EQ(birth->qos, 1);
  EXPECT_TRUE(birth->retain);
  EXPECT_LT(find(all, is_subscription), birth);
}

TEST_F(SparkplugHost, tck_id_payloads_state_subscribe) {
  connect();
  EXPECT_TRUE(subscribes_to(session(), kStateTopic));
}

TEST_F(SparkplugHost, tck_id_payloads_state_will_message) {
  connect();
  expect_will(session().front());
  EXPECT_EQ(time_of(session().front()), time_of(first_publication(session())));
}

TEST_F(SparkplugHost, tck_id_principles_birth_certificates_order) {
  connect();
  SparkplugEdge edge(factory.broker.port(), "edge", {.topic = "spBv1.0/g/NDEATH/n", .payload = ""},
                     {"spBv1.0/g/NCMD/n"});
  // Data of a node that was never born makes the host speak: not before its own birth.
  edge.publish({.topic = "spBv1.0/g/NDATA/n", .payload = R"({"timestamp": 1, "metrics": [], "seq": 0})"});
  wait_for([&] { return !edge.received().empty(); }, "the host asks for births");
  EXPECT_TRUE(is_birth(first_publication(session())));
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_death_payload_timestamp_disconnect_clean) {
  connect();
  const auto before = now();
  const Session all = ended_session();
  const auto death = find(all, is_death);
  ASSERT_NE(death, all.end());
  EXPECT_GE(time_of(*death), before);
  EXPECT_LE(time_of(*death), now());
  EXPECT_EQ(all.back().kind, Kind::disconnect);
}

TEST_F(SparkplugHost, tck_id_host_topic_phid_death_payload_timestamp_disconnect_with_no_disconnect_packet) {
  connect();
  const auto before = now();
  factory.server.stop();
  const Session all = session();
  const auto death = find(all, is_death);
  ASSERT_NE(death, all.end());
  EXPECT_GE(time_of(*death), before);
}

TEST_F(SparkplugHost, tck_id_operational_behavior_host_application_disconnect_intentional) {
  connect();
  const Session all = ended_session();
  EXPECT_TRUE(is_death(*(all.end() - 2)));
  EXPECT_EQ(all.back().kind, Kind::disconnect);
}

TEST_F(SparkplugHost, tck_id_operational_behavior_host_application_termination) {
  connect();
  factory.server.stop();
  const Session all = session();
  EXPECT_NE(find(all, is_death), all.end());
}

TEST_F(SparkplugHost, IsDeclaredDeadByTheBrokerWhenItIsKilled) {
  connect();
  SparkplugEdge witness(factory.broker.port(), "witness", {.topic = "w", .payload = ""}, {kStateTopic});
  factory.server.kill_hard();
  const auto is_told = [&] {
    for (const EdgeMessage& message : witness.received())
      if (!boost::json::parse(message.payload).at("online").as_bool()) return true;
    return false;
  };
  wait_for(is_told, "the will is published");
}

TEST_F(SparkplugHost, HasATimeOfItsOwnForEachConnection) {
  const auto birth_times = [&] {
    std::vector<std::int64_t> times;
    for (const MqttPacket& packet : packets.of_client("-sparkplug"))
      if (is_birth(packet)) times.push_back(time_of(packet));
    return times;
  };
  connect();
  // Connected, it may not have been born yet: its birth would be lost with the connection.
  wait_for([&] { return birth_times().size() == 1; }, "it is born");
  proxy.cut();
  wait_for([&] { return birth_times().size() == 2; }, "it is born again");
  EXPECT_GT(birth_times()[1], birth_times()[0]);
}

}  // namespace
}  // namespace openspc::test
