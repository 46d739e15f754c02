// The OPC UA client against a server of another making: npm's node-opcua.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "support/database/sqlite_file.h"
#include "support/peers/machine_hall.h"
#include "support/peers/peer_process.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::test {
namespace {

constexpr const char* kCounter = "ns=1;s=Counter";
constexpr const char* kServers = "/api/v1/opcua-servers/";

class OpcuaPeer : public testing::Test {
 protected:
  std::int64_t connect_secured(const char* policy, boost::json::object members = {}) {
    boost::json::object body{{"name", policy},
                             {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(port)},
                             {"security_policy", policy},
                             {"security_mode", "SignAndEncrypt"}};
    for (const auto& member : members) body[member.key()] = member.value();
    const auto server = id_of(require(hall.admin.post(kServers, body), 201));
    wait_for([&] { return trust_all() || hall.status(server).at("is_connected").as_bool(); }, "it shows itself");
    hall.wait_connected(server);
    return server;
  }
  /// True when there was one to trust.
  bool trust_all() {
    bool any = false;
    const auto all = require(hall.admin.get("/api/v1/opcua-servers/all/certificates"), 200).json();
    for (const auto& certificate : all.as_array()) {
      if (certificate.at("trust") != "rejected") continue;
      const std::string fingerprint(certificate.at("fingerprint").as_string());
      require(hall.admin.post("/api/v1/opcua-servers/all/certificates/" + fingerprint + "/trust", {}), 204);
      any = true;
    }
    return any;
  }

  MachineHall hall;
  std::uint16_t port = free_port();
  TemporaryFolder folder;
  PeerProcess peer{"opcua_server.cjs", {std::to_string(port), (folder.path() / "pki").string()}};
};

TEST_F(OpcuaPeer, IsBrowsedAndRead) {
  const auto server = hall.connect({}, port);
  const auto nodes = require(hall.admin.get(path(kServers, server, "/browse")), 200).json();
  std::vector<std::string> names;
  for (const auto& node : nodes.as_array()) names.emplace_back(node.at("display_name").as_string());
  EXPECT_THAT(names, testing::Contains("Counter"));
  const auto value = require(hall.admin.get(path(kServers, server, "/read?node_id=ns%3D1%3Bs%3DCounter")), 200).json();
  EXPECT_EQ(value.at("value").to_number<double>(), 0);
  EXPECT_EQ(value.at("status_code"), "Good");
}

TEST_F(OpcuaPeer, SpeaksEveryPolicyWithUsers) {
  for (const char* policy : {"Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss"})
    connect_secured(policy, {{"auth_mode", "username_password"}, {"username", "openspc"}, {"password", "secret"}});
}

TEST_F(OpcuaPeer, ValuesBecomeSamplesAndBadOnesDoNot) {
  const auto server = hall.connect({}, port);
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kCounter);
  hall.wait_samples(characteristic, 1);
  peer.tell("");
  hall.wait_samples(characteristic, 2);
  peer.tell("bad");
  wait_for([&] { return hall.mapping(characteristic).at("rejected_count").as_int64() == 1; }, "the bad one is counted");
  peer.tell("uncertain");
  hall.wait_samples(characteristic, 3);
  EXPECT_EQ(hall.samples(characteristic), (std::vector<std::vector<double>>{{0}, {1}, {3}}));
  wait_for([&] { return hall.mapping(characteristic).at("uncertain_count").as_int64() == 1; }, "the doubt is counted");
}

TEST_F(OpcuaPeer, CableThatIsPulledLosesNoValueAndDoublesNone) {
  TcpProxy wire(port);
  const auto server = hall.connect({}, wire.port());
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kCounter);
  hall.wait_samples(characteristic, 1);
  std::vector<std::vector<double>> expected{{0}};
  const auto count = [&] {
    peer.tell("");
    expected.push_back({static_cast<double>(expected.size())});
  };
  for (int i = 0; i < 5; ++i) {
    count();
    hall.wait_samples(characteristic, static_cast<std::int64_t>(expected.size()));
  }
  wire.unplug();
  hall.wait_connected(server, false);
  for (int i = 0; i < 8; ++i) {
    count();
    // The peer looks at its variable every 50 ms.
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  wire.plug_in();
  hall.wait_samples(characteristic, static_cast<std::int64_t>(expected.size()));
  count();
  hall.wait_samples(characteristic, static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(hall.samples(characteristic), expected);
  EXPECT_EQ(hall.status(server).at("reconnects").as_int64(), 1);
}

}  // namespace
}  // namespace openspc::test
