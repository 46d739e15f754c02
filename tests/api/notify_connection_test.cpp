// Connections that are lost and back, told by rules: a real broker and a real OPC UA server that end and start again.
#include <gtest/gtest.h>

#include "support/peers/broker_process.h"
#include "support/peers/machine_hall.h"
#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class NotifyConnection : public testing::Test {
 protected:
  std::int64_t new_broker(std::uint16_t port, object members = {}) {
    object body{{"name", "Line 3"}, {"host", "127.0.0.1"}, {"port", port}, {"max_reconnect_delay", 10}};
    for (const auto& member : members) body[member.key()] = member.value();
    return id_of(require(workshop.admin.post("/api/v1/brokers/", body), 201));
  }
  void wait_connected(std::int64_t broker) {
    wait_for(
        [&] {
          return workshop.admin.get(path("/api/v1/brokers/", broker, "/status")).json().at("is_connected").as_bool();
        },
        "the broker is connected");
  }
  std::int64_t new_connection_rule(object members = {}) {
    members.emplace("events", array{"connection_lost", "connection_back"});
    members.emplace("connection_lost_seconds", 1);
    return workshop.new_rule(workshop.new_webhook(sink.url()), std::move(members));
  }
  /// "connection_lost Line 3" for each message, in their order.
  std::vector<std::string> told(std::size_t count) {
    std::vector<std::string> all;
    for (const SinkRequest& request : sink.wait(count, "/hook", std::chrono::seconds(60))) {
      const auto body = request.json();
      const auto& alert = body.at("alerts").at(0);
      all.push_back(std::string(alert.at("event").as_string()) + " " +
                    std::string(alert.at("connection_name").as_string()));
    }
    return all;
  }

  HttpSink sink;
  NotifyWorkshop workshop;
};

TEST_F(NotifyConnection, LossAndReturnOfABrokerAreTold) {
  BrokerProcess process;
  const auto broker = new_broker(process.port());
  new_connection_rule();
  wait_connected(broker);
  process.kill_hard();
  EXPECT_THAT(told(1), ElementsAre("connection_lost Line 3"));
  process.start();
  EXPECT_THAT(told(2), ElementsAre("connection_lost Line 3", "connection_back Line 3"));
  const auto requests = sink.requests();
  EXPECT_EQ(requests[0].headers.at("x-openspc-event"), "connection_lost");
  const auto body = requests[0].json();
  const auto& lost = body.at("alerts").at(0);
  EXPECT_EQ(lost.at("connection_kind"), "mqtt");
  EXPECT_EQ(lost.at("connection_id").as_int64(), broker);
  EXPECT_FALSE(lost.at("reason").as_string().empty());
  EXPECT_EQ(requests[1].json().at("alerts").at(0).at("lost_at"), lost.at("lost_at"));
}

TEST_F(NotifyConnection, DeliveriesOfAConnectionAreInTheLogOfTheRulesPlant) {
  BrokerProcess process;
  const auto broker = new_broker(process.port());
  new_connection_rule();
  wait_connected(broker);
  process.stop();
  told(1);
  const auto log = workshop.deliveries("&event=connection_lost");
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].at("plant_id").as_int64(), workshop.plant);
  EXPECT_EQ(log[0].at("subject"), "Connection lost: MQTT broker Line 3");
}

TEST_F(NotifyConnection, NewStartOfTheServerNeitherTellsTheLossAgainNorForgetsTheReturn) {
  BrokerProcess process;
  const auto broker = new_broker(process.port());
  const auto other = new_broker(process.port(), {{"name", "Other"}, {"client_id", "other"}});
  new_connection_rule({{"broker_ids", array{broker}}});
  wait_connected(broker);
  wait_connected(other);
  process.kill_hard();
  told(1);
  // A message whose arrival is not written down yet is sent again by the next start, which is not what this is about.
  wait_for(
      [&] {
        const auto log = workshop.deliveries("&event=connection_lost");
        return log.size() == 1 && log[0].at("state") == "delivered";
      },
      "its arrival is written down");
  workshop.server.kill_hard();
  workshop.server.start();
  // The new server has seen for itself that it is lost.
  wait_for(
      [&] {
        const auto status = workshop.admin.get(path("/api/v1/brokers/", broker, "/status")).json();
        return status.at("state") == "failed";
      },
      "the connection has failed again");
  workshop.server.kill_hard();
  process.start();
  workshop.server.start();
  EXPECT_THAT(told(2), ElementsAre("connection_lost Line 3", "connection_back Line 3"));
}

TEST_F(NotifyConnection, BrokerThatIsSwitchedOffIsNotLost) {
  BrokerProcess process;
  const auto quiet = new_broker(process.port(), {{"name", "Quiet"}, {"client_id", "quiet"}});
  const auto broker = new_broker(process.port());
  new_connection_rule();
  wait_connected(quiet);
  wait_connected(broker);
  require(workshop.admin.patch(path("/api/v1/brokers/", quiet), {{"is_active", false}}), 200);
  process.kill_hard();
  EXPECT_THAT(told(1), ElementsAre("connection_lost Line 3"));
}

TEST_F(NotifyConnection, RuleNamesConnectionsOfItsPlantAlone) {
  const auto other_plant = workshop.new_plant("Other", "OTH");
  const auto foreign = new_broker(1, {{"plant_id", other_plant}});
  const auto channel = workshop.new_webhook(sink.url());
  const auto post = [&](object members) {
    object body = NotifyWorkshop::rule_body(channel, workshop.plant);
    for (const auto& member : members) body[member.key()] = member.value();
    return workshop.admin.post("/api/v1/notifications/rules", body);
  };
  EXPECT_THAT(wrong_fields(post({{"broker_ids", array{foreign, 999}}, {"opcua_server_ids", array{999}}})),
              ElementsAre("broker_ids.0", "broker_ids.1", "opcua_server_ids.0"));
  EXPECT_THAT(wrong_fields(post({{"events", array{"connection_back"}}})), ElementsAre("events"));
  EXPECT_THAT(wrong_fields(post({{"connection_lost_seconds", -1}})), ElementsAre("connection_lost_seconds"));
}

TEST(NotifyOpcuaConnection, LossAndReturnOfAServerAreTold) {
  HttpSink sink;
  MachineHall hall;
  const auto server = hall.connect();
  const std::string base = "/api/v1/notifications";
  const auto channel = id_of(hall.admin.post(
      base + "/channels", {{"name", "Hook"}, {"kind", "webhook"}, {"plant_id", hall.plant}, {"url", sink.url()}}));
  require(hall.admin.post(base + "/rules", {{"name", "Machines"},
                                            {"plant_id", hall.plant},
                                            {"events", {"connection_lost", "connection_back"}},
                                            {"connection_lost_seconds", 0},
                                            {"opcua_server_ids", array{server}},
                                            {"channel_ids", array{channel}}}),
          201);
  hall.machines.reset();
  const auto lost = sink.wait(1, "/hook", std::chrono::seconds(60))[0].json();
  EXPECT_EQ(lost.at("event"), "connection_lost");
  EXPECT_EQ(lost.at("alerts").at(0).at("connection_kind"), "opcua");
  hall.restart_machines();
  EXPECT_EQ(sink.wait(2, "/hook", std::chrono::seconds(60))[1].json().at("event"), "connection_back");
}

}  // namespace
}  // namespace openspc::test
