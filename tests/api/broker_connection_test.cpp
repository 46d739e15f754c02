// Connections to brokers of every kind: encrypted ones, old ones, hostile ones, and those that are not there.
#include <gtest/gtest.h>

#include <random>

#include "support/peers/certificates.h"
#include "support/peers/fake_broker.h"
#include "support/server/factory.h"

namespace openspc::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

// The byte after the length of the protocol name "MQTT" in a CONNECT packet.
int protocol_level(const std::string& connect_packet) {
  return connect_packet.at(connect_packet.find("MQTT") + 4);
}

struct EncryptedBroker {
  explicit EncryptedBroker(const std::string& names = "IP:127.0.0.1", int days = 30)
      : server(authority.issue("broker", names, days)) {}

  CertificateAuthority authority;
  IssuedCertificate server;
  IssuedCertificate client = authority.issue("openspc", "DNS:openspc");
  BrokerProcess process{{.listener = "cafile " + authority.certificate().string() + "\ncertfile " +
                                     server.certificate.string() + "\nkeyfile " + server.key.string() + '\n'}};
};

boost::json::object test_body(std::uint16_t port, boost::json::object members = {}) {
  boost::json::object body{{"host", "127.0.0.1"}, {"port", port}};
  for (const auto& member : members) body[member.key()] = member.value();
  return body;
}

class BrokerConnection : public testing::Test {
 protected:
  boost::json::value test(std::uint16_t port, boost::json::object members = {}) {
    return require(shop.admin.post("/api/v1/brokers/test", test_body(port, std::move(members))), 200).json();
  }
  std::string failure(std::uint16_t port, boost::json::object members) {
    const auto result = test(port, std::move(members));
    EXPECT_FALSE(result.at("success").as_bool());
    return std::string(result.at("message").as_string());
  }
  /// Of a visitor who trusts the broker's authority.
  std::string failure(const EncryptedBroker& broker) {
    return failure(broker.process.port(),
                   {{"use_tls", true}, {"ca_certificate", text_of_file(broker.authority.certificate())}});
  }
  std::int64_t store(std::uint16_t port) {
    return id_of(require(shop.admin.post("/api/v1/brokers/", {{"name", "Broker " + std::to_string(port)},
                                                              {"host", "127.0.0.1"},
                                                              {"port", port},
                                                              {"max_reconnect_delay", 10}}),
                         201));
  }
  boost::json::value status(std::int64_t broker) {
    return require(shop.admin.get(path("/api/v1/brokers/", broker, "/status")), 200).json();
  }
  std::string error_of(std::int64_t broker) {
    const auto state = status(broker);
    return state.at("error_message").is_string() ? std::string(state.at("error_message").as_string()) : "";
  }

  Workshop shop;
};

TEST_F(BrokerConnection, TestOfAGoodBrokerSucceeds) {
  const BrokerProcess broker;
  const auto result = test(broker.port());
  EXPECT_TRUE(result.at("success").as_bool());
  EXPECT_TRUE(result.at("latency_ms").is_number());
}

TEST_F(BrokerConnection, AddressWithSchemeAndPortGoesIntoItsFields) {
  const auto broker =
      require(shop.admin.post("/api/v1/brokers/", {{"name", "B"}, {"host", " mqtts://hall-a:8884 "}}), 201).json();
  EXPECT_EQ(broker.at("host"), "hall-a");
  EXPECT_EQ(broker.at("port"), 8884);
  EXPECT_EQ(broker.at("use_tls"), true);
}

TEST_F(BrokerConnection, AddressThatIsNoneIsRefusedAtItsField) {
  const auto reply = require(shop.admin.post("/api/v1/brokers/test", {{"host", "http://hall-a"}}), 422);
  EXPECT_EQ(reply.json().at("detail").at(0).at("loc").at(1), "host");
}

TEST_F(BrokerConnection, TestOfAClosedPortSaysSo) {
  const auto result = test(free_port());
  EXPECT_FALSE(result.at("success").as_bool());
  EXPECT_THAT(std::string(result.at("message").as_string()), HasSubstr("refused"));
}

TEST_F(BrokerConnection, TestWithoutCredentialsIsRefusedByABrokerThatWantsThem) {
  const BrokerProcess broker({.anonymous = false});
  const auto result = test(broker.port());
  EXPECT_FALSE(result.at("success").as_bool());
  EXPECT_THAT(std::string(result.at("message").as_string()), HasSubstr("refuses"));
}

TEST_F(BrokerConnection, EncryptedBrokerOfATrustedAuthorityIsAccepted) {
  const EncryptedBroker broker;
  const auto result = test(broker.process.port(),
                           {{"use_tls", true}, {"ca_certificate", text_of_file(broker.authority.certificate())}});
  EXPECT_TRUE(result.at("success").as_bool()) << result;
}

TEST_F(BrokerConnection, AuthorityThatNobodyGaveIsAskedFor) {
  const EncryptedBroker broker;
  EXPECT_THAT(failure(broker.process.port(), {{"use_tls", true}}),
              AllOf(HasSubstr("CN=test authority"), HasSubstr("no CA certificate is given")));
}

TEST_F(BrokerConnection, AuthorityOfSomebodyElseIsNamed) {
  const EncryptedBroker broker;
  const CertificateAuthority other("another authority");
  EXPECT_THAT(
      failure(broker.process.port(), {{"use_tls", true}, {"ca_certificate", text_of_file(other.certificate())}}),
      AllOf(HasSubstr("CN=test authority"), HasSubstr("not the one of the CA certificate that is given")));
}

TEST_F(BrokerConnection, CertificateWithoutNamesIsExplained) {
  EXPECT_THAT(failure(EncryptedBroker("")),
              HasSubstr("have it issued again with the subject alternative name IP:127.0.0.1"));
}

TEST_F(BrokerConnection, NamesOfACertificateForAnotherHostAreTold) {
  EXPECT_THAT(failure(EncryptedBroker("DNS:elsewhere.example")),
              AllOf(HasSubstr("DNS:elsewhere.example"), HasSubstr("not for the host '127.0.0.1'")));
}

TEST_F(BrokerConnection, DayOfExpiryIsTold) {
  EXPECT_THAT(failure(EncryptedBroker("IP:127.0.0.1", -1)), ContainsRegex("expired on 20[0-9-]+: have it renewed"));
}

TEST_F(BrokerConnection, EncryptedVisitorOfAPlainPortIsToldSo) {
  const BrokerProcess broker;
  EXPECT_THAT(failure(broker.port(), {{"use_tls", true}}), HasSubstr("Switch TLS off"));
}

TEST_F(BrokerConnection, PlainVisitorOfAnEncryptedPortIsToldSo) {
  const EncryptedBroker broker;
  for (const char* protocol : {"auto", "v5", "v311"})
    EXPECT_THAT(failure(broker.process.port(), {{"protocol", protocol}}),
                HasSubstr("speaks TLS on this port: switch TLS on"))
        << protocol;
}

TEST_F(BrokerConnection, CertificateForAnotherNameIsRefused) {
  CertificateAuthority authority;
  const auto server = authority.issue("elsewhere", "DNS:elsewhere.example");
  const BrokerProcess broker({.listener = "cafile " + authority.certificate().string() + "\ncertfile " +
                                          server.certificate.string() + "\nkeyfile " + server.key.string() + '\n'});
  const boost::json::object trusted{{"use_tls", true}, {"ca_certificate", text_of_file(authority.certificate())}};
  EXPECT_FALSE(test(broker.port(), trusted).at("success").as_bool());
  auto unverified = trusted;
  unverified["verify_certificate"] = false;
  EXPECT_TRUE(test(broker.port(), unverified).at("success").as_bool());
}

TEST_F(BrokerConnection, ClientCertificateOpensABrokerThatDemandsOne) {
  EncryptedBroker files;
  const BrokerProcess broker({.listener = "cafile " + files.authority.certificate().string() + "\ncertfile " +
                                          files.server.certificate.string() + "\nkeyfile " + files.server.key.string() +
                                          "\nrequire_certificate true\n"});
  boost::json::object members{{"use_tls", true}, {"ca_certificate", text_of_file(files.authority.certificate())}};
  EXPECT_THAT(failure(broker.port(), members), HasSubstr("wants a client certificate"));
  members["client_certificate"] = text_of_file(files.client.certificate);
  members["client_key"] = text_of_file(files.client.key);
  EXPECT_TRUE(test(broker.port(), members).at("success").as_bool());
}

TEST_F(BrokerConnection, CertificateThatIsNoneIsRefusedWithItsField) {
  const auto reply = require(
      shop.admin.post("/api/v1/brokers/",
                      {{"name", "B"}, {"host", "h"}, {"use_tls", true}, {"ca_certificate", "not a certificate"}}),
      422);
  EXPECT_EQ(reply.json().at("detail").at(0).at("loc").at(1), boost::json::value("ca_certificate"));
}

TEST_F(BrokerConnection, BrokerThatRefusesMqtt5IsSpokenToInMqtt311) {
  // CONNACK of MQTT 3.1.1 with return code 1, unacceptable protocol version; with 0 for level 4.
  const FakeBroker old([](const std::string& packet) {
    return protocol_level(packet) == 5 ? std::string("\x20\x02\x00\x01", 4) : std::string("\x20\x02\x00\x00", 4);
  });
  const auto result = test(old.port());
  EXPECT_TRUE(result.at("success").as_bool()) << result;
  EXPECT_THAT(std::string(result.at("message").as_string()), HasSubstr("3.1.1"));
}

TEST_F(BrokerConnection, BrokerThatHangsUpOnMqtt5IsSpokenToInMqtt311) {
  const FakeBroker old([](const std::string& packet) {
    return protocol_level(packet) == 5 ? std::nullopt : std::optional(std::string("\x20\x02\x00\x00", 4));
  });
  EXPECT_TRUE(test(old.port()).at("success").as_bool());
}

TEST_F(BrokerConnection, SilentBrokerIsGivenUp) {
  const FakeBroker silent([](const std::string&) { return std::string(); });
  const auto result = test(silent.port());
  EXPECT_FALSE(result.at("success").as_bool());
  EXPECT_THAT(std::string(result.at("message").as_string()), HasSubstr("does not answer"));
}

TEST_F(BrokerConnection, RandomBytesAreAnErrorOfTheConnectionAndOfNothingElse) {
  std::mt19937 random(3);
  const FakeBroker hostile([&](const std::string& packet) {
    // A welcome, then a packet of a kind that there is not, then noise.
    std::string bytes = protocol_level(packet) == 5 ? std::string("\x20\x03\x00\x00\x00\x00\x00", 7)
                                                    : std::string("\x20\x02\x00\x00\x00\x00", 6);
    for (int i = 0; i < 2'000; ++i) bytes += static_cast<char>(random() % 256);
    return bytes;
  });
  const auto broker = store(hostile.port());
  wait_for([&] { return hostile.visits() >= 3; }, "three attempts are made");
  EXPECT_NE(error_of(broker), "");
  EXPECT_EQ(shop.admin.get("/health").status, 200);
}

TEST_F(BrokerConnection, PacketThatClaimsAHugeLengthCostsNoMemory) {
  // A PUBLISH with the largest length there is, 268,435,455 bytes, and then silence.
  const FakeBroker hostile([](const std::string& packet) {
    return std::string(protocol_level(packet) == 5 ? "\x20\x03\x00\x00\x00" : "\x20\x02\x00\x00",
                       protocol_level(packet) == 5 ? 5 : 4) +
           "\x30\xff\xff\xff\x7f";
  });
  const auto before = shop.server.resident_bytes();
  if (before > 100U << 20U) GTEST_SKIP() << "a sanitizer's own memory hides what this is about";
  store(hostile.port());
  wait_for([&] { return hostile.visits() >= 1; }, "an attempt is made");
  EXPECT_LT(shop.server.resident_bytes(), before + (32U << 20U));
}

TEST_F(BrokerConnection, FrozenNetworkIsNoticedAfterOneAndAHalfKeepalives) {
  const FakeBroker frozen([](const std::string&) { return std::string("\x20\x03\x00\x00\x00", 5); });
  const auto broker = id_of(
      require(shop.admin.post("/api/v1/brokers/",
                              {{"name", "Frozen"}, {"host", "127.0.0.1"}, {"port", frozen.port()}, {"keepalive", 5}}),
              201));
  wait_for([&] { return status(broker).at("is_connected").as_bool(); }, "the broker is connected");
  const auto began = std::chrono::steady_clock::now();
  wait_for([&] { return error_of(broker).find("the network between is frozen") != std::string::npos; },
           "it is noticed");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(8'000)) << "7.5 s, and the looking";
}

TEST_F(BrokerConnection, NewBrokersHaveAClientIdOfTheirOwnUnlessTheyAreGivenOne) {
  const auto client_id = [&](const char* name, boost::json::object members) {
    members["name"] = name;
    members["host"] = "hall-a";
    members["is_active"] = false;
    return std::string(require(shop.admin.post("/api/v1/brokers/", members), 201).json().at("client_id").as_string());
  };
  const std::string first = client_id("First", {});
  const std::string second = client_id("Second", {{"client_id", "openspc-client"}});
  EXPECT_THAT(first, StartsWith("openspc-"));
  EXPECT_THAT(second, StartsWith("openspc-"));
  EXPECT_NE(first, second);
  EXPECT_EQ(client_id("Third", {{"client_id", "press-hall"}}), "press-hall");
}

TEST_F(BrokerConnection, TimeZoneThatNobodyKnowsIsRefusedAtItsField) {
  const auto reply = require(
      shop.admin.post("/api/v1/brokers/", {{"name", "B"}, {"host", "hall-a"}, {"time_zone", "Mars/Base"}}), 422);
  EXPECT_EQ(reply.json().at("detail").at(0).at("loc").at(1), "time_zone");
}

class ClientIdOfTwo : public BrokerConnection, public testing::WithParamInterface<const char*> {};

TEST_P(ClientIdOfTwo, IsToldAsTheReasonWhyTheyThrowEachOtherOut) {
  const BrokerProcess broker;
  std::int64_t last = 0;
  for (const char* name : {"One", "Other"})
    last = id_of(require(shop.admin.post("/api/v1/brokers/", {{"name", name},
                                                              {"host", "127.0.0.1"},
                                                              {"port", broker.port()},
                                                              {"protocol", GetParam()},
                                                              {"client_id", "same"}}),
                         201));
  wait_for([&] { return error_of(last).find("the client id 'same'") != std::string::npos; }, "it is told");
}

INSTANTIATE_TEST_SUITE_P(BrokerConnection, ClientIdOfTwo, testing::Values("v5", "v311"));

TEST_F(BrokerConnection, HangingBrokerKeepsNoOtherWaiting) {
  const FakeBroker silent([](const std::string&) { return std::string(); });
  store(silent.port());
  const BrokerProcess good;
  const auto broker = store(good.port());
  wait_for([&] { return status(broker).at("is_connected").as_bool(); }, "the good broker is connected",
           std::chrono::seconds(5));
}

TEST_F(BrokerConnection, ServerEndsQuicklyWhileABrokerHangs) {
  const FakeBroker silent([](const std::string&) { return std::string(); });
  store(silent.port());
  wait_for([&] { return silent.visits() >= 1; }, "an attempt is under way");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(shop.server.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST_F(BrokerConnection, PayloadOfTenMegabytesIsRejectedAndTheNextOneCounts) {
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  MqttPublisher machine(factory.broker.port());
  machine.publish("line/temp", std::string(10U << 20U, '7'));
  machine.publish("line/temp", "7");
  factory.wait_samples(characteristic, 1);
  wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == 1; }, "it is counted");
}

}  // namespace
}  // namespace openspc::test
