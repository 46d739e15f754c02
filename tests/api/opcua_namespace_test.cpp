// Machines that order their namespaces anew at a restart, and the values that are there when they come back: which
// variable a mapping, a permission and a reaction mean stays what it was, and no restart makes a measurement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/peers/machine_hall.h"

namespace openspc::test {
namespace {

using testing::HasSubstr;
using Samples = std::vector<std::vector<double>>;
constexpr const char* kServers = "/api/v1/opcua-servers/";

std::string text(const boost::json::value& value) {
  return std::string(value.as_string());
}

/// A line and a press, each with a bore and a stop bit, in namespaces of their own.
class OpcuaNamespaces : public testing::Test {
 protected:
  void SetUp() override {
    start({"urn:line", "urn:press"});
    server = hall.connect();
  }

  void start(std::vector<std::string> order) {
    hall.settings.namespaces = std::move(order);
    hall.restart_machines();
    for (std::size_t i = 0; i < hall.settings.namespaces.size(); ++i) {
      const std::string space = "ns=" + std::to_string(i + 2);
      const bool is_line = hall.settings.namespaces[i] == "urn:line";
      hall.machines->add_variable(space + ";s=Bore", is_line ? 10.0 : 1'000.0);
      hall.machines->add_variable(space + ";s=Stop", false);
    }
  }
  void restart_in_another_order() {
    start({"urn:press", "urn:line"});
    require(hall.admin.post(path(kServers, server, "/connect"), {}), 200);
    hall.wait_connected(server);
  }
  bool is_stopped(const std::string& node) { return hall.machines->get(node).shown == boost::json::value(true); }
  std::int64_t allow(const std::string& node) {
    return id_of(require(hall.admin.post(path(kServers, server, "/writable-nodes"), {{"node_id", node}}), 201));
  }

  MachineHall hall;
  std::int64_t server = 0;
};

TEST_F(OpcuaNamespaces, MappingMeansTheSameVariableInAnyOrder) {
  const auto characteristic = hall.new_characteristic();
  const auto mapping = hall.map(server, characteristic, "ns=2;s=Bore");
  EXPECT_EQ(mapping.at("node_id"), "ns=2;s=Bore");
  EXPECT_EQ(mapping.at("node_uri"), "nsu=urn:line;s=Bore");
  hall.wait_samples(characteristic, 1);
  restart_in_another_order();
  hall.machines->set("ns=2;s=Bore", 1'001);
  hall.machines->set("ns=3;s=Bore", 11);
  wait_for([&] { return hall.mapping(characteristic).at("last_value") == boost::json::value(11); }, "it is found");
  for (const auto& sample : hall.samples(characteristic)) EXPECT_LT(sample.at(0), 100);
}

TEST_F(OpcuaNamespaces, MappingOfBeforeLearnsItsNamespaceAtTheNextConnect) {
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=2;s=Bore");
  ASSERT_EQ(hall.server.stop(), 0);
  hall.server.stored().execute("DELETE FROM opcua_source_option");
  hall.server.start();
  wait_for([&] { return hall.mapping(characteristic).at("node_uri") == "nsu=urn:line;s=Bore"; }, "it is learnt");
  restart_in_another_order();
  hall.machines->set("ns=3;s=Bore", 12);
  wait_for([&] { return hall.mapping(characteristic).at("last_value") == boost::json::value(12); }, "it is found");
}

TEST_F(OpcuaNamespaces, NodesAreTakenByTheirNamespaceEverywhere) {
  const auto characteristic = hall.new_characteristic();
  const auto mapping = hall.map(server, characteristic, "nsu=urn:press;s=Bore");
  EXPECT_EQ(mapping.at("node_id"), "ns=3;s=Bore");
  EXPECT_EQ(mapping.at("namespace_uri"), "urn:press");
  const auto value =
      require(hall.admin.get(path(kServers, server, "/read?node_id=nsu%3Durn%3Apress%3Bs%3DBore")), 200).json();
  EXPECT_EQ(value.at("value").to_number<double>(), 1'000);
  EXPECT_EQ(value.at("node_id"), "ns=3;s=Bore");
  EXPECT_EQ(hall.admin.get(path(kServers, server, "/browse?node_id=nsu%3Durn%3Apress%3Bs%3DBore")).status, 200);
  allow("nsu=urn:press;s=Stop");
  EXPECT_EQ(
      hall.admin.post(path(kServers, server, "/write"), {{"node_id", "nsu=urn:press;s=Stop"}, {"value", true}}).status,
      204);
  EXPECT_TRUE(is_stopped("ns=3;s=Stop"));
  const std::string csv = "characteristic_id,server_id,node_id\n" + std::to_string(hall.new_characteristic()) + "," +
                          std::to_string(server) + ",nsu=urn:line;s=Bore\n";
  const auto imported = require(hall.admin.request("POST", "/api/v1/opcua-servers/all/mappings/import", csv,
                                                   {{"Content-Type", "text/csv"}}),
                                200)
                            .json();
  EXPECT_EQ(imported.at("imported").as_int64(), 1);
}

TEST_F(OpcuaNamespaces, BrowsedNodesAreShownByBoth) {
  const auto nodes = require(hall.admin.get(path(kServers, server, "/browse")), 200).json();
  bool found = false;
  for (const auto& node : nodes.as_array()) {
    if (node.at("node_id") != "ns=2;s=Bore") continue;
    found = true;
    EXPECT_EQ(node.at("node_uri"), "nsu=urn:line;s=Bore");
  }
  EXPECT_TRUE(found);
}

TEST_F(OpcuaNamespaces, NamespaceThatIsGoneIsSaidInTheMapping) {
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=2;s=Bore");
  start({"urn:press"});
  require(hall.admin.post(path(kServers, server, "/connect"), {}), 200);
  hall.wait_connected(server);
  wait_for([&] { return hall.mapping(characteristic).at("problem").is_string(); }, "the problem is said");
  EXPECT_THAT(text(hall.mapping(characteristic).at("problem")), HasSubstr("namespace 'urn:line' is gone"));
}

TEST_F(OpcuaNamespaces, StopBitReachesItsMachineInAnyOrder) {
  const auto node = allow("ns=2;s=Stop");
  const auto characteristic = hall.new_judged_characteristic();
  require(hall.admin.post(path(kServers, server, "/reactions"),
                          {{"characteristic_id", characteristic}, {"writable_node_id", node}, {"value", true}}),
          201);
  restart_in_another_order();
  hall.submit(characteristic, {25});
  wait_for([&] { return is_stopped("ns=3;s=Stop"); }, "the line is stopped");
  EXPECT_FALSE(is_stopped("ns=2;s=Stop")) << "the press";
}

TEST_F(OpcuaNamespaces, NameThatMeansAnotherVariableByNowIsNotWritten) {
  allow("ns=2;s=Stop");
  restart_in_another_order();
  const auto write = [&](const char* node) {
    return hall.admin.post(path(kServers, server, "/write"), {{"node_id", node}, {"value", true}});
  };
  // Until our server has noticed, the name means what it meant, and that is what is written.
  Reply reply;
  wait_for(
      [&] {
        reply = write("ns=2;s=Stop");
        return reply.status == 409;
      },
      "the new order is known");
  EXPECT_THAT(reply.body, HasSubstr("nsu=urn:line;s=Stop"));
  EXPECT_EQ(write("nsu=urn:line;s=Stop").status, 204);
  EXPECT_TRUE(is_stopped("ns=3;s=Stop"));
  EXPECT_FALSE(is_stopped("ns=2;s=Stop"));
}

TEST_F(OpcuaNamespaces, ChangeOfAMappingKeepsWhatItsNodeMeans) {
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=2;s=Bore");
  restart_in_another_order();
  const std::string mapping = path(kServers, server, "/mappings/") + std::to_string(characteristic);
  const auto changed = require(hall.admin.put(mapping, {{"node_id", "ns=2;s=Bore"}, {"dead_band", 1}}), 200).json();
  EXPECT_EQ(changed.at("node_uri"), "nsu=urn:line;s=Bore");
}

// The value that is there.

TEST_F(OpcuaNamespaces, ValueThatIsThereIsNoMeasurement) {
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=2;s=Bore", {{"take_initial_value", false}});
  wait_for([&] { return hall.mapping(characteristic).at("initial_values_left_out").as_int64() == 1; },
           "the first is counted");
  hall.machines->set("ns=2;s=Bore", 11);
  hall.wait_samples(characteristic, 1);
  start({"urn:line", "urn:press"});
  require(hall.admin.post(path(kServers, server, "/connect"), {}), 200);
  wait_for([&] { return hall.status(server).at("initial_values_left_out").as_int64() == 2; }, "so is the next");
  hall.machines->set("ns=2;s=Bore", 12);
  hall.wait_samples(characteristic, 2);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{11}, {12}}));
}

TEST_F(OpcuaNamespaces, ValueThatIsThereIsTakenWhereTheMappingSaysSo) {
  const auto characteristic = hall.new_characteristic();
  const auto mapping = hall.map(server, characteristic, "ns=2;s=Bore", {{"take_initial_value", true}});
  EXPECT_TRUE(mapping.at("take_initial_value").as_bool());
  hall.wait_samples(characteristic, 1);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{10}}));
}

TEST_F(OpcuaNamespaces, ChangesCountFromTheValueThatWasThere) {
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=2;s=Bore", {{"take_initial_value", false}, {"change_trigger", "value"}});
  wait_for([&] { return hall.mapping(characteristic).at("initial_values_left_out").as_int64() == 1; }, "it listens");
  hall.machines->set("ns=2;s=Bore", 11);
  hall.wait_samples(characteristic, 1);
  start({"urn:line", "urn:press"});
  hall.machines->set("ns=2;s=Bore", 99);
  require(hall.admin.post(path(kServers, server, "/connect"), {}), 200);
  wait_for([&] { return hall.mapping(characteristic).at("initial_values_left_out").as_int64() == 2; }, "it is back");
  // As before the restart, but another value than the one that was there since.
  hall.machines->set("ns=2;s=Bore", 11);
  hall.wait_samples(characteristic, 2);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{11}, {11}}));
}

TEST_F(OpcuaNamespaces, TrialSaysThatTheFirstValueIsNone) {
  const auto tried = [&](bool takes) {
    return require(
               hall.admin.post(path(kServers, server, "/mappings/test"),
                               {{"node_id", "ns=2;s=Bore"}, {"duration_seconds", 1}, {"take_initial_value", takes}}),
               200)
        .json();
  };
  const auto without = tried(false);
  EXPECT_EQ(without.at("readable_count").as_int64(), 0);
  EXPECT_THAT(text(without.at("readings").at(0).at("problem")), HasSubstr("there already"));
  EXPECT_EQ(tried(true).at("readable_count").as_int64(), 1);
}

}  // namespace
}  // namespace openspc::test
