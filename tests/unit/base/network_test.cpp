#include "base/network.h"

#include <gtest/gtest.h>

namespace openspc::base {
namespace {

bool holds(const char* network, const char* address) {
  return Network::parse(network).value().contains(Address::parse(address).value());
}

TEST(Addresses, HaveOneForm) {
  EXPECT_EQ(Address::parse("192.0.2.7")->text(), "192.0.2.7");
  EXPECT_EQ(Address::parse("2001:0DB8:0:0::7")->text(), "2001:db8::7");
  EXPECT_EQ(Address::parse("::ffff:192.0.2.7"), Address::parse("192.0.2.7"));
  EXPECT_EQ(Address::parse("fe80::1%eth0")->text(), "fe80::1");
}

TEST(Addresses, AreNoNamesAndNoNonsense) {
  for (const char* text :
       {"", "localhost", "192.0.2", "192.0.2.256", "192.0.2.7%eth0", "1.2.3.4.5", "::g", "[::1]", " ::1"})
    EXPECT_FALSE(Address::parse(text)) << text;
  EXPECT_FALSE(Address::parse(std::string(10'000, '1')));
}

TEST(Networks, HoldTheAddressesOfTheirPrefix) {
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(holds("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(holds("192.0.2.128/25", "192.0.2.100"));
  EXPECT_TRUE(holds("fd00::/8", "fdab::1"));
  EXPECT_FALSE(holds("fd00::/8", "2001:db8::1"));
  EXPECT_TRUE(holds("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(holds("192.0.2.7", "192.0.2.8"));
  EXPECT_TRUE(holds("10.1.2.3/8", "10.9.9.9")) << "bits behind the prefix say nothing";
  EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
}

TEST(Networks, OfOneFamilyHoldNoneOfTheOther) {
  EXPECT_FALSE(holds("::/0", "10.0.0.1"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
}

TEST(Networks, RefuseWhatIsNone) {
  for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "fd00::/129", "proxy/8",
                           "10.0.0.0/255.0.0.0"})
    EXPECT_FALSE(Network::parse(text)) << text;
}

}  // namespace
}  // namespace openspc::base
