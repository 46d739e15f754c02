#include "connect/mqtt/broker_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace openspc::connect::mqtt {
namespace {

using testing::HasSubstr;

struct Case {
  const char* entered;
  BrokerAddress meant;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.entered;
}

class AddressTakenApart : public testing::TestWithParam<Case> {};

TEST_P(AddressTakenApart, GoesIntoItsFields) {
  const BrokerAddress address = broker_address({.host = GetParam().entered});
  EXPECT_EQ(address.host, GetParam().meant.host);
  EXPECT_EQ(address.port, GetParam().meant.port);
  EXPECT_EQ(address.use_tls, GetParam().meant.use_tls);
}

INSTANTIATE_TEST_SUITE_P(
    BrokerAddress, AddressTakenApart,
    testing::Values(Case{"hall-a", {"hall-a", 1883, false}}, Case{"  10.0.0.5\t", {"10.0.0.5", 1883, false}},
                    Case{"hall-a:1884", {"hall-a", 1884, false}}, Case{"mqtt://hall-a", {"hall-a", 1883, false}},
                    Case{"MQTTS://hall-a/", {"hall-a", 8883, true}}, Case{"ssl://hall-a:1884", {"hall-a", 1884, true}},
                    Case{"::1", {"::1", 1883, false}}, Case{"[::1]", {"::1", 1883, false}},
                    Case{"[fe80::1%eth0]:1884", {"fe80::1%eth0", 1884, false}}));

TEST(BrokerAddressTest, PortThatIsEnteredBesideASchemeCounts) {
  EXPECT_EQ(broker_address({.host = "mqtts://hall-a", .port = 4'000}).port, 4'000);
}

TEST(BrokerAddressTest, TlsThatIsEnteredBesideAHostAloneCounts) {
  EXPECT_TRUE(broker_address({.host = "hall-a", .use_tls = true}).use_tls);
}

class AddressRefused : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(AddressRefused, SaysWhatToWrite) {
  try {
    broker_address({.host = GetParam().first});
    FAIL() << "it was taken";
  } catch (const base::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().second));
  }
}

INSTANTIATE_TEST_SUITE_P(BrokerAddress, AddressRefused,
                         testing::Values(std::pair{"http://hall-a", "write the host alone, or mqtt://"},
                                         std::pair{"mqtt://ada:secret@hall-a", "fields of their own"},
                                         std::pair{"hall a", "this is no host"}, std::pair{"   ", "this is no host"},
                                         std::pair{"hall-a:99999", "no port"}, std::pair{"hall-a/x", "this is no host"},
                                         std::pair{"[::1", "bracket is not closed"}));

}  // namespace
}  // namespace openspc::connect::mqtt
