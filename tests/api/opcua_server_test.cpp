// OPC UA servers over the API: what is stored and shown, browsing and reading, tests and trials.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/peers/machine_hall.h"

namespace openspc::test {
namespace {

using testing::HasSubstr;
constexpr const char* kServers = "/api/v1/opcua-servers/";

boost::json::object server_named(const std::string& name) {
  return {{"name", name}, {"endpoint_url", "opc.tcp://127.0.0.1:1"}, {"is_active", false}};
}

std::string field_of(const Reply& reply) {
  return std::string(reply.json().at("detail").at(0).at("loc").as_array().back().as_string());
}

class OpcuaServers : public testing::Test {
 protected:
  MachineHall hall;
};

TEST_F(OpcuaServers, HasTheDefaultsOfTheReference) {
  const auto server =
      require(hall.admin.post(kServers, {{"name", "PLC"}, {"endpoint_url", "opc.tcp://plc:4840"}}), 201).json();
  EXPECT_EQ(server.at("auth_mode"), "anonymous");
  EXPECT_EQ(server.at("security_policy"), "None");
  EXPECT_EQ(server.at("security_mode"), "None");
  EXPECT_EQ(server.at("session_timeout").as_int64(), 30'000);
  EXPECT_EQ(server.at("publishing_interval").as_int64(), 1'000);
  EXPECT_EQ(server.at("sampling_interval").as_int64(), 250);
  EXPECT_TRUE(server.at("username").is_null());
}

TEST_F(OpcuaServers, PasswordIsEncryptedAndNeverReturnedAndTheUserNameIsPlain) {
  auto body = server_named("PLC");
  body["auth_mode"] = "username_password";
  body["username"] = "openspc";
  body["password"] = "hush-hush";
  const auto reply = require(hall.admin.post(kServers, body), 201);
  EXPECT_EQ(reply.json().at("username"), "openspc");
  EXPECT_TRUE(reply.json().at("has_password").as_bool());
  EXPECT_THAT(reply.body, testing::Not(HasSubstr("hush-hush")));
  StoredData file = hall.server.stored();
  EXPECT_THAT(file.rows("SELECT username, password FROM opcua_server").at(0),
              testing::Each(testing::Not(HasSubstr("hush-hush"))));
}

TEST_F(OpcuaServers, AnonymousKeepsNoCredentials) {
  auto body = server_named("PLC");
  body["username"] = "openspc";
  body["password"] = "secret";
  EXPECT_TRUE(require(hall.admin.post(kServers, body), 201).json().at("username").is_null());
}

TEST_F(OpcuaServers, RefusalNamesTheField) {
  const auto refused = [&](const char* member, boost::json::value value) {
    auto body = server_named("PLC");
    body[member] = std::move(value);
    const Reply reply = hall.admin.post(kServers, body);
    EXPECT_EQ(reply.status, 422) << member;
    return reply.status == 422 ? field_of(reply) : "";
  };
  EXPECT_EQ(refused("endpoint_url", "http://plc"), "endpoint_url");
  EXPECT_EQ(refused("endpoint_url", "opc.tcp://"), "endpoint_url");
  EXPECT_EQ(refused("security_policy", "Basic256Sha256"), "security_mode");
  EXPECT_EQ(refused("auth_mode", "username_password"), "username");
  EXPECT_EQ(refused("auth_mode", "certificate"), "client_certificate");
  EXPECT_EQ(refused("publishing_interval", 49), "publishing_interval");
  EXPECT_EQ(refused("plant_id", 4'711), "plant_id");
}

TEST_F(OpcuaServers, NameIsFreeOnce) {
  require(hall.admin.post(kServers, server_named("PLC")), 201);
  EXPECT_EQ(hall.admin.post(kServers, server_named("PLC")).status, 409);
}

TEST_F(OpcuaServers, IsListedUnderTheDeploymentGuidesPathAsWell) {
  require(hall.admin.post(kServers, server_named("PLC")), 201);
  EXPECT_EQ(require(hall.admin.get("/api/v1/opcua/servers"), 200).json(),
            require(hall.admin.get(kServers), 200).json());
}

TEST_F(OpcuaServers, DeletedServerTakesItsMappingsAlong) {
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, MachineHall::bore);
  EXPECT_EQ(hall.admin.remove(path(kServers, server)).status, 204);
  StoredData file = hall.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM data_source"), 0);
  EXPECT_EQ(hall.admin.get(path(kServers, server)).status, 404);
}

TEST_F(OpcuaServers, WhoConnectsDoesNotWaitForTheNextAttempt) {
  const auto server = hall.connect();
  hall.machines.reset();
  hall.wait_connected(server, false);
  hall.restart_machines();
  EXPECT_TRUE(
      require(hall.admin.post(path(kServers, server, "/connect"), {}), 200).json().at("is_connected").as_bool());
}

TEST_F(OpcuaServers, ConnectsWithoutBeingActiveUntilItIsDisconnected) {
  auto body = server_named("PLC");
  body["endpoint_url"] = "opc.tcp://127.0.0.1:" + std::to_string(hall.settings.port);
  const auto server = id_of(require(hall.admin.post(kServers, body), 201));
  EXPECT_EQ(hall.status(server).at("error_message"), "Server is not connected");
  EXPECT_TRUE(
      require(hall.admin.post(path(kServers, server, "/connect"), {}), 200).json().at("is_connected").as_bool());
  EXPECT_FALSE(require(hall.admin.get(path(kServers, server)), 200).json().at("is_active").as_bool());
  const auto status = require(hall.admin.post(path(kServers, server, "/disconnect"), {}), 200).json();
  EXPECT_FALSE(status.at("is_connected").as_bool());
  EXPECT_EQ(status.at("error_message"), "Disconnected");
}

TEST_F(OpcuaServers, IsSwitchedOnAndOff) {
  const auto server = hall.connect();
  require(hall.admin.post(path(kServers, server, "/deactivate"), {}), 200);
  hall.wait_connected(server, false);
  require(hall.admin.post(path(kServers, server, "/activate"), {}), 200);
  hall.wait_connected(server);
}

TEST_F(OpcuaServers, BrowsesAndReads) {
  const auto server = hall.connect();
  const auto nodes = require(hall.admin.get(path(kServers, server, "/browse")), 200).json();
  const boost::json::value wanted{
      {"node_id", "ns=1;s=Bore"}, {"node_uri", "nsu=urn:open62541.server.application;s=Bore"},
      {"browse_name", "1:Bore"},  {"display_name", "Bore"},
      {"node_class", "Variable"}, {"data_type", "Double"},
      {"is_readable", true},      {"children_count", 0},
      {"is_folder", false}};
  EXPECT_THAT(nodes.as_array(), testing::Contains(wanted));
  EXPECT_EQ(require(hall.admin.get(path(kServers, server, "/browse?node_id=ns%3D1%3Bs%3DBore")), 200).json(),
            boost::json::value(boost::json::array{}));
  for (const char* question : {"/browse/value?node_id=ns%3D1%3Bs%3DBore", "/read?node_id=ns%3D1%3Bs%3DBore"}) {
    const auto value = require(hall.admin.get(path(kServers, server, question)), 200).json();
    EXPECT_EQ(value.at("value").to_number<double>(), 20);
    EXPECT_EQ(value.at("status_code"), "Good");
    EXPECT_EQ(value.at("data_type"), "Double");
  }
}

TEST_F(OpcuaServers, SaysWhoRefused) {
  const auto server = hall.connect();
  EXPECT_EQ(hall.admin.get(path(kServers, server, "/read?node_id=nonsense")).status, 502);
  EXPECT_EQ(hall.admin.get(path(kServers, server, "/read?node_id=i%3D999999")).status, 502);
  EXPECT_EQ(hall.admin.get(path(kServers, server, "/read")).status, 422);
  require(hall.admin.post(path(kServers, server, "/disconnect"), {}), 200);
  EXPECT_EQ(hall.admin.get(path(kServers, server, "/browse")).status, 400);
  EXPECT_EQ(hall.admin.get("/api/v1/opcua-servers/4711/browse").status, 404);
}

TEST_F(OpcuaServers, SettingsAreTriedWithoutBeingStored) {
  const auto tried = [&](std::uint16_t port) {
    return require(hall.admin.post("/api/v1/opcua-servers/test",
                                   {{"name", "as the page sends it"},
                                    {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(port)},
                                    {"timeout", 2}}),
                   200)
        .json();
  };
  const auto good = tried(hall.settings.port);
  EXPECT_TRUE(good.at("success").as_bool());
  EXPECT_EQ(good.at("server_name"), "Server");
  const auto bad = tried(free_port());
  EXPECT_FALSE(bad.at("success").as_bool());
  EXPECT_TRUE(bad.at("latency_ms").is_null());
}

TEST_F(OpcuaServers, MappingIsTriedOnLiveValues) {
  const auto server = hall.connect();
  const auto trial =
      require(hall.admin.post(path(kServers, server, "/mappings/test"),
                              {{"node_id", MachineHall::bore}, {"duration_seconds", 1}, {"take_initial_value", true}}),
              200)
          .json();
  EXPECT_EQ(trial.at("value_count").as_int64(), 1);
  EXPECT_EQ(trial.at("readings").at(0).at("value").to_number<double>(), 20);
  const Reply refused = hall.admin.post(path(kServers, server, "/mappings/test"), {{"node_id", "ns=1;s=absent"}});
  EXPECT_EQ(refused.status, 422);
}

TEST_F(OpcuaServers, MappingIsChangedSwitchedOffAndDeleted) {
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, MachineHall::bore);
  const std::string mapping = path(kServers, server, "/mappings/") + std::to_string(characteristic);
  const auto changed =
      require(
          hall.admin.put(mapping, {{"node_id", MachineHall::bore}, {"dead_band", 0.5}, {"every_value_counts", true}}),
          200)
          .json();
  EXPECT_TRUE(hall.mapping(characteristic).at("every_value_counts").as_bool());
  EXPECT_EQ(changed.at("dead_band").to_number<double>(), 0.5);
  EXPECT_EQ(changed.at("change_trigger"), "value");
  EXPECT_FALSE(require(hall.admin.patch(mapping, {{"is_active", false}}), 200).json().at("is_active").as_bool());
  wait_for([&] { return hall.status(server).at("monitored_nodes").as_array().empty(); }, "nothing is monitored");
  EXPECT_EQ(hall.admin.remove(mapping).status, 204);
  EXPECT_EQ(hall.admin.remove(mapping).status, 404);
  EXPECT_EQ(hall.admin.put(mapping, {{"node_id", MachineHall::bore}}).status, 404);
}

TEST_F(OpcuaServers, MappingsComeFromCsvRowByRow) {
  const auto server = hall.connect();
  const auto one = hall.new_characteristic(), other = hall.new_characteristic();
  const std::string by = "," + std::to_string(server) + ",";
  const std::string csv =
      "characteristic_id,characteristic_name,server_id,node_id,dead_band,is_active,take_initial_value\n" +
      std::to_string(one) + ",Bore" + by + MachineHall::bore + ",0.5,true,true\n" + std::to_string(other) + ",Width" +
      by + "no node,,,\n" +  //
      std::to_string(other) + ",Width,4711," + MachineHall::bore + ",,,\n";
  const auto result = require(hall.admin.request("POST", "/api/v1/opcua-servers/all/mappings/import", csv,
                                                 {{"Content-Type", "text/csv"}}),
                              200)
                          .json();
  EXPECT_EQ(result.at("total").as_int64(), 3);
  EXPECT_EQ(result.at("imported").as_int64(), 1);
  ASSERT_EQ(result.at("errors").as_array().size(), 2U);
  EXPECT_THAT(std::string(result.at("errors").at(0).at("reason").as_string()), HasSubstr("node_id"));
  EXPECT_EQ(result.at("errors").at(1).at("row").as_int64(), 3);
  EXPECT_EQ(hall.mapping(one).at("dead_band").to_number<double>(), 0.5);
  hall.wait_samples(one, 1);
}

TEST_F(OpcuaServers, CharacteristicHasOneSource) {
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, MachineHall::bore);
  hall.map(server, characteristic, hall.machines->add_variable("Width", 1.0));
  EXPECT_EQ(require(hall.admin.get("/api/v1/opcua-servers/all/mappings"), 200).json().as_array().size(), 1U);
  EXPECT_EQ(hall.admin.remove(path("/api/v1/tags/map/", characteristic)).status, 204);
  EXPECT_TRUE(require(hall.admin.get("/api/v1/opcua-servers/all/mappings"), 200).json().as_array().empty());
}

TEST_F(OpcuaServers, OwnCertificateCanBeFetched) {
  const auto all = require(hall.admin.get("/api/v1/opcua-servers/all/certificates"), 200).json();
  ASSERT_EQ(all.as_array().size(), 1U);
  EXPECT_EQ(all.at(0).at("trust"), "own");
  const Reply own = require(hall.admin.get("/api/v1/opcua-servers/all/certificates/own"), 200);
  EXPECT_EQ(own.header("content-type"), "application/pkix-cert");
  EXPECT_GT(own.body.size(), 500U);
}

TEST_F(OpcuaServers, MetricsCountThem) {
  const auto server = hall.connect();
  const Reply metrics = require(hall.admin.get("/metrics"), 200);
  EXPECT_THAT(metrics.body, HasSubstr("openspc_opcua_connected{opcua_server=\"" + std::to_string(server) + "\"} 1"));
}

}  // namespace
}  // namespace openspc::test
