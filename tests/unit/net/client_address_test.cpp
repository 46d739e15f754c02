// Who sent a request that came through proxies: the nearest address that is not one of ours, and nothing that a client
// could have written itself.
#include "net/detail/client_address.h"

#include <gtest/gtest.h>

namespace openspc::net::detail {
namespace {

const std::string kProxy = "10.0.0.1";

struct Sent {
  std::vector<Header> headers;
  std::string peer = kProxy;
};

Client client(const Sent& sent) {
  std::vector<base::Network> trusted;
  for (const char* text : {"10.0.0.0/24", "fd00::/8"}) trusted.push_back(*base::Network::parse(text));
  return client_of(sent.peer, sent.headers, trusted);
}

std::string ip(const Sent& sent) {
  return client(sent).ip;
}

TEST(ClientAddress, IsThePeerWhereNobodyIsTrusted) {
  EXPECT_EQ(client_of("10.0.0.1", {{"X-Forwarded-For", "9.9.9.9"}}, {}).ip, "10.0.0.1");
}

TEST(ClientAddress, IsThePeerWhenThePeerIsNoProxyOfOurs) {
  const Client stranger = client({{{"X-Forwarded-For", "9.9.9.9"}, {"X-Forwarded-Proto", "https"}}, "8.8.8.8"});
  EXPECT_EQ(stranger.ip, "8.8.8.8");
  EXPECT_FALSE(stranger.https);
}

TEST(ClientAddress, IsWhatTheProxyAppended) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "9.9.9.9"}}}), "9.9.9.9");
  EXPECT_EQ(ip({{{"X-Forwarded-For", "1.1.1.1, 9.9.9.9"}}}), "9.9.9.9") << "1.1.1.1 is the client's own invention";
}

TEST(ClientAddress, IsFoundBehindSeveralProxies) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "1.1.1.1, 9.9.9.9, 10.0.0.7"}}}), "9.9.9.9");
  EXPECT_EQ(ip({{{"X-Forwarded-For", "10.0.0.9, 10.0.0.7"}}}), "10.0.0.9") << "all of them are ours";
}

TEST(ClientAddress, LinesOfOneFieldAreOneList) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "9.9.9.9"}}}), "9.9.9.9");
}

TEST(ClientAddress, PortsBracketsAndMappedAddressesAreUnderstood) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "9.9.9.9:4711"}}}), "9.9.9.9");
  EXPECT_EQ(ip({{{"X-Forwarded-For", "[2001:DB8::7]:4711"}}}), "2001:db8::7");
  EXPECT_EQ(ip({{{"X-Forwarded-For", "2001:db8::7"}}, "fd00::1"}), "2001:db8::7");
  EXPECT_EQ(ip({{{"X-Forwarded-For", "::ffff:9.9.9.9"}}}), "9.9.9.9");
}

TEST(ClientAddress, NonsenseEndsTheChain) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "unknown"}}}), kProxy);
  EXPECT_EQ(ip({{{"X-Forwarded-For", "9.9.9.9, <script>, 10.0.0.7"}}}), "10.0.0.7");
  EXPECT_EQ(ip({{{"X-Forwarded-For", ""}}}), kProxy);
}

TEST(ClientAddress, ForwardedSaysTheSame) {
  EXPECT_EQ(ip({{{"Forwarded", "for=9.9.9.9;proto=https;by=10.0.0.1"}}}), "9.9.9.9");
  EXPECT_TRUE(client({{{"Forwarded", "for=9.9.9.9;proto=https"}}}).https);
  EXPECT_EQ(ip({{{"Forwarded", R"(for=1.1.1.1, For="[2001:db8::7]:4711")"}}}), "2001:db8::7");
  EXPECT_EQ(ip({{{"Forwarded", R"(for="a,b;for=1.1.1.1", for=9.9.9.9)"}}}), "9.9.9.9");
  EXPECT_EQ(ip({{{"Forwarded", "for=_hidden"}}}), kProxy);
}

TEST(ClientAddress, HeadersThatDisagreeAreNotBelieved) {
  EXPECT_EQ(ip({{{"X-Forwarded-For", "9.9.9.9"}, {"Forwarded", "for=6.6.6.6"}}}), kProxy);
  EXPECT_EQ(ip({{{"X-Forwarded-For", "9.9.9.9"}, {"Forwarded", "for=9.9.9.9"}}}), "9.9.9.9");
}

TEST(ClientScheme, IsTheOneByWhichTheClientCame) {
  const auto https = [](const char* addresses, const char* schemes) {
    return client({{{"X-Forwarded-For", addresses}, {"X-Forwarded-Proto", schemes}}}).https;
  };
  EXPECT_TRUE(https("9.9.9.9", "https"));
  EXPECT_FALSE(https("9.9.9.9", "http"));
  EXPECT_TRUE(https("9.9.9.9, 10.0.0.7", "https, http")) << "TLS ends at the outer proxy";
  EXPECT_FALSE(https("1.1.1.1, 9.9.9.9", "https, http")) << "the first of each is the client's invention";
  EXPECT_TRUE(https("1.1.1.1, 9.9.9.9", "https")) << "one proxy, which replaces what it was told";
  EXPECT_TRUE(client({{{"X-Forwarded-Proto", "https"}}}).https);
}

}  // namespace
}  // namespace openspc::net::detail
