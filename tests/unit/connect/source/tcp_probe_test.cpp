// Where brokers and machines may be: everything that connects to one asks here first.
#include "connect/source/tcp_probe.h"

#include <gmock/gmock.h>

#include "connect/mqtt/session.h"
#include "support/peers/loopback_listener.h"

namespace openspc::connect::source {
namespace {

using testing::HasSubstr;

constexpr std::chrono::seconds kPatience{2};
const auto kNever = [] { return false; };

TEST(TcpProbe, SaysWhereSomebodyListens) {
  const test::LoopbackListener listener;
  const TcpProbe probe = probe_tcp("localhost", listener.port(), kPatience, kNever);
  EXPECT_EQ(probe.failure, std::nullopt);
  EXPECT_EQ(probe.address, "127.0.0.1");
}

TEST(TcpProbe, CallsNoBannedAddressInAnyNotation) {
  for (const char* host : {"169.254.169.254", "0xa9fea9fe", "::ffff:169.254.169.254", "fe80::1"})
    EXPECT_THAT(probe_tcp(host, 80, kPatience, kNever).failure.value_or(""),
                HasSubstr("link-local addresses are not allowed"))
        << host;
}

TEST(TcpProbe, BrokerAtABannedAddressIsNotCalled) {
  mqtt::Session session({.host = "169.254.169.254", .port = 80});
  try {
    session.connect(kPatience, kNever);
    FAIL() << "it was called";
  } catch (const mqtt::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("link-local addresses are not allowed"));
  }
}

}  // namespace
}  // namespace openspc::connect::source
