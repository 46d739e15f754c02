// Addresses that are never called, however they are written.
#include "base/reachable.h"

#include <gtest/gtest.h>
#include <netdb.h>

#include <memory>

namespace openspc::base {
namespace {

/// As a connection would see it.
std::optional<std::string> ban(const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), "80", &hints, &found) != 0) return "no address";
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, &::freeaddrinfo);
  const auto reason = ban_on(*address->ai_addr);
  return reason ? std::optional(std::string(*reason)) : std::nullopt;
}

TEST(Reachable, FactoryNetworksAre) {
  for (const char* host : {"127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "8.8.8.8", "::1",
                           "fd12:3456::1", "2001:db8::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1"})
    EXPECT_EQ(ban(host), std::nullopt) << host;
}

TEST(Reachable, LinkLocalIsNotInAnyNotation) {
  for (const char* host :
       {"169.254.169.254", "169.254.0.1", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.16689662",
        "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fe80::1", "febf::1"})
    EXPECT_EQ(ban(host), "link-local addresses are not allowed") << host;
}

TEST(Reachable, MetadataServicesElsewhereAreNot) {
  for (const char* host : {"100.100.100.200", "192.0.0.192", "fd00:ec2::254"})
    EXPECT_EQ(ban(host), "addresses of metadata services are not allowed") << host;
}

TEST(Reachable, WhatIsNoSingleMachineIsNot) {
  for (const char* host : {"224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1"})
    EXPECT_EQ(ban(host), "multicast and broadcast addresses are not allowed") << host;
  for (const char* host : {"0.0.0.0", "0", "0.1.2.3", "::", "::ffff:0.0.0.0"})
    EXPECT_EQ(ban(host), "the unspecified address is not allowed") << host;
}

}  // namespace
}  // namespace openspc::base
