// Two servers of ours on one database: each OPC UA server is served by one of them, and changes hands.
#include <gtest/gtest.h>

#include "support/peers/machine_hall.h"

namespace openspc::test {
namespace {

class OpcuaReplicas : public testing::Test {
 protected:
  HttpClient second_admin() {
    HttpClient client(second.port());
    client.token = hall.admin.token;
    return client;
  }
  static boost::json::value status(HttpClient& at, std::int64_t server) {
    return require(at.get(path("/api/v1/opcua-servers/", server, "/status")), 200).json();
  }
  static bool connected(HttpClient& at, std::int64_t server) { return status(at, server).at("is_connected").as_bool(); }

  MachineHall hall;
  ServerProcess second{hall.server.replica()};
};

TEST_F(OpcuaReplicas, ServeAServerOnlyOnce) {
  const auto store = [&](const std::string& name) {
    return id_of(
        require(hall.admin.post(
                    "/api/v1/opcua-servers/",
                    {{"name", name}, {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(hall.settings.port)}}),
                201));
  };
  const auto one = store("one"), other = store("other");
  auto at_second = second_admin();
  wait_for(
      [&] {
        return connected(hall.admin, one) != connected(at_second, one) &&
               connected(hall.admin, other) != connected(at_second, other);
      },
      "each is served by one");
  HttpClient& elsewhere = connected(hall.admin, one) ? at_second : hall.admin;
  wait_for([&] { return status(elsewhere, one).at("error_message") == "Served by another server"; }, "it knows");
  // Questions are answered all the same, in a session of their own.
  EXPECT_EQ(elsewhere.get(path("/api/v1/opcua-servers/", one, "/read?node_id=ns%3D1%3Bs%3DBore")).status, 200);
}

TEST_F(OpcuaReplicas, TakeOverTheServersOfOneThatWasKilled) {
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, MachineHall::bore);
  hall.wait_samples(characteristic, 1);
  hall.server.kill_hard();
  auto at_second = second_admin();
  wait_for([&] { return connected(at_second, server); }, "the second server has it");
  hall.machines->set(MachineHall::bore, 33);
  hall.wait_samples(characteristic, 2);
  EXPECT_EQ(hall.samples(characteristic).back(), (std::vector<double>{33}));
}

}  // namespace
}  // namespace openspc::test
