// OPC UA servers that hang, lie or are not who they say: bounded, said in the status, and no harm to the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connect/opcua/session/x509.h"
#include "support/database/sqlite_file.h"
#include "support/peers/fake_broker.h"
#include "support/peers/machine_hall.h"
#include "support/peers/peer_process.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::test {
namespace {

using testing::HasSubstr;
constexpr const char* kServers = "/api/v1/opcua-servers/";
constexpr std::size_t kMegabyte = 1U << 20U;

std::string text(const boost::json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : "";
}

class HostileOpcua : public testing::Test {
 protected:
  std::int64_t store(std::uint16_t port, boost::json::object members = {}) {
    boost::json::object body{{"name", "Stranger"}, {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(port)}};
    for (const auto& member : members) body[member.key()] = member.value();
    return id_of(require(hall.admin.post(kServers, body), 201));
  }
  void expect_error(std::int64_t server, const std::string& part) {
    wait_for([&] { return text(hall.status(server).at("error_message")).find(part) != std::string::npos; },
             "the status says: " + part + "; it says " + text(hall.status(server).at("error_message")));
    EXPECT_FALSE(hall.status(server).at("is_connected").as_bool());
  }
  /// Measurements of the good machines still become samples.
  void expect_others_go_on() {
    const auto server = hall.connect();
    const auto characteristic = hall.new_characteristic();
    hall.map(server, characteristic, MachineHall::bore);
    hall.wait_samples(characteristic, 1);
    for (int i = 0; i < 10; ++i) hall.machines->set(MachineHall::bore, i);
    hall.wait_samples(characteristic, 11);
  }

  MachineHall hall;
};

TEST_F(HostileOpcua, ServerThatNeverAnswersIsGivenUp) {
  FakeBroker stranger([](const std::string&) { return ""; });
  const auto server = store(stranger.port());
  expect_others_go_on();
  expect_error(server, "does not answer");
}

TEST_F(HostileOpcua, ServerThatHangsUpIsTriedAgainWithPauses) {
  FakeBroker stranger([](const std::string&) { return std::nullopt; });
  const auto server = store(stranger.port());
  expect_error(server, "Connecting in background: ");
  const int visits = stranger.visits();
  expect_others_go_on();
  EXPECT_LT(stranger.visits() - visits, 60) << "it is not hammered";
}

TEST_F(HostileOpcua, ServerThatLiesAboutTheSizeOfAMessageTakesNoMemory) {
  const auto before = hall.server.resident_bytes();
  // An acknowledgement of four gigabytes, and its beginning.
  FakeBroker stranger(
      [](const std::string&) { return std::string("ACKF\xff\xff\xff\xff", 8) + std::string(100, 'x'); });
  const auto server = store(stranger.port());
  expect_error(server, "Connecting in background: ");
  expect_others_go_on();
  EXPECT_LT(hall.server.resident_bytes(), before + 100 * kMegabyte);
}

TEST_F(HostileOpcua, ServerOfAnotherProtocolIsNoServer) {
  FakeBroker stranger([](const std::string&) { return "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"; });
  const auto server = store(stranger.port());
  expect_error(server, "Connecting in background: ");
  expect_others_go_on();
}

TEST_F(HostileOpcua, HangingServerDoesNotKeepOursFromStopping) {
  FakeBroker stranger([](const std::string&) { return ""; });
  store(stranger.port());
  wait_for([&] { return stranger.visits() > 0; }, "the stranger is visited");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(hall.server.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(8));
}

TEST_F(HostileOpcua, ServerWhoseAddressSpaceHasNoEndIsReadNoFurtherThanABrowserWants) {
  const std::uint16_t port = free_port();
  TemporaryFolder folder;
  PeerProcess stranger("opcua_server.cjs", {std::to_string(port), (folder.path() / "pki").string(), "endless"});
  const auto server = hall.connect({}, port);
  EXPECT_EQ(require(hall.admin.get(path(kServers, server, "/browse")), 200).json().as_array().size(), 0);
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, "ns=1;s=Counter");
  hall.wait_samples(characteristic, 1);
}

class SecuredMachines : public testing::Test {
 protected:
  static connect::opcua::SimulationSettings secured() {
    const auto pair = connect::opcua::x509::make_application_certificate();
    return {.certificate = connect::opcua::ApplicationCertificate{
                .certificate = pair.certificate,
                .key = pair.key,
                .application_uri = connect::opcua::x509::describe(pair.certificate)->application_uri}};
  }
  std::int64_t store(std::uint16_t port) {
    return id_of(require(hall.admin.post(kServers, {{"name", "Secured"},
                                                    {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(port)},
                                                    {"security_policy", "Basic256Sha256"},
                                                    {"security_mode", "SignAndEncrypt"},
                                                    {"publishing_interval", 50}}),
                         201));
  }
  /// Approves the certificate that was refused; its path in the API.
  std::string approve(std::int64_t server) {
    wait_for([&] { return text(hall.status(server).at("error_message")).find("not trusted") != std::string::npos; },
             "the stranger's certificate is refused");
    const auto all = require(hall.admin.get("/api/v1/opcua-servers/all/certificates"), 200).json();
    std::string fingerprint;
    for (const auto& certificate : all.as_array())
      if (certificate.at("trust") == "rejected") fingerprint = text(certificate.at("fingerprint"));
    const std::string certificate = "/api/v1/opcua-servers/all/certificates/" + fingerprint;
    EXPECT_EQ(hall.admin.post(certificate + "/trust", {}).status, 204);
    hall.wait_connected(server);
    return certificate;
  }

  MachineHall hall{secured()};
};

TEST_F(SecuredMachines, AreBelievedOnceSomebodyApprovesTheirCertificate) {
  const std::string certificate = approve(store(hall.settings.port));
  EXPECT_EQ(hall.admin.post(certificate + "/reject", {}).status, 204);
  EXPECT_EQ(hall.admin.remove(certificate).status, 204);
  EXPECT_EQ(hall.admin.post(certificate + "/trust", {}).status, 404);
}

TEST_F(SecuredMachines, CableThatIsPulledLosesNoValueAndDoublesNone) {
  TcpProxy wire(hall.settings.port);
  const auto server = store(wire.port());
  approve(server);
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, MachineHall::bore);
  hall.wait_samples(characteristic, 1);
  std::vector<std::vector<double>> expected{{20}};
  const auto produce = [&](int first, int last) {
    for (int value = first; value < last; ++value) {
      hall.machines->set(MachineHall::bore, value);
      expected.push_back({static_cast<double>(value)});
    }
  };
  produce(100, 120);
  wire.unplug();
  produce(120, 160);
  hall.wait_connected(server, false);
  produce(160, 180);
  wire.plug_in();
  hall.wait_samples(characteristic, static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(hall.samples(characteristic), expected);
  EXPECT_EQ(hall.status(server).at("reconnects").as_int64(), 1);
}

TEST_F(SecuredMachines, AreTrustedOnlyByAnAdministrator) {
  hall.add_user("ada", "engineer", hall.plant);
  HttpClient engineer = hall.signed_in("ada");
  EXPECT_EQ(engineer.get("/api/v1/opcua-servers/all/certificates").status, 200);
  EXPECT_EQ(engineer.post("/api/v1/opcua-servers/all/certificates/00/trust", {}).status, 403);
}

}  // namespace
}  // namespace openspc::test
