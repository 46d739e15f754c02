#include "base/reachable.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace openspc::base {
namespace {

using V6 = std::array<std::uint8_t, 16>;

constexpr std::string_view kLinkLocal = "link-local addresses are not allowed",
                           kMetadata = "addresses of metadata services are not allowed",
                           kMulticast = "multicast and broadcast addresses are not allowed",
                           kUnspecified = "the unspecified address is not allowed";

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

std::optional<std::string_view> ban_on_v4(std::uint32_t address) {
  if (address >> 16 == v4(169, 254, 0, 0) >> 16) return kLinkLocal;
  if (address >> 24 == 0) return kUnspecified;
  if (address >> 28 == 0xE || address >> 28 == 0xF) return kMulticast;
  // Alibaba's and Oracle's; everybody else's is link-local.
  if (address == v4(100, 100, 100, 200) || address == v4(192, 0, 0, 192)) return kMetadata;
  return std::nullopt;
}

std::uint32_t v4_at(const V6& bytes, std::size_t at) {
  return v4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool begins(const V6& bytes, std::initializer_list<std::uint8_t> with) {
  return std::equal(with.begin(), with.end(), bytes.begin());
}

// Of addresses that carry one of version 4: mapped, compatible, NAT64 and 6to4.
std::optional<std::uint32_t> v4_within(const V6& bytes) {
  if (begins(bytes, {0x20, 0x02})) return v4_at(bytes, 2);
  if (begins(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return v4_at(bytes, 12);
  if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return v4_at(bytes, 12);
  const bool is_compatible = begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}) && v4_at(bytes, 12) > 1;
  return is_compatible ? std::optional(v4_at(bytes, 12)) : std::nullopt;
}

std::optional<std::string_view> ban_on_v6(const V6& bytes) {
  if (bytes == V6{}) return kUnspecified;
  if (const auto within = v4_within(bytes)) return ban_on_v4(*within);
  if (bytes[0] == 0xfe && (bytes[1] & 0xC0U) == 0x80) return kLinkLocal;
  if (bytes[0] == 0xff) return kMulticast;
  // Amazon's, for instances that speak version 6 alone.
  if (bytes == V6{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}) return kMetadata;
  return std::nullopt;
}

template <class Address>
Address as(const sockaddr& address) {
  Address copy{};
  std::memcpy(&copy, &address, sizeof copy);
  return copy;
}

}  // namespace

std::optional<std::string_view> ban_on(const sockaddr& address) {
  if (address.sa_family == AF_INET) return ban_on_v4(ntohl(as<sockaddr_in>(address).sin_addr.s_addr));
  if (address.sa_family != AF_INET6) return "addresses other than those of the internet are not allowed";
  const auto v6 = as<sockaddr_in6>(address);
  V6 bytes{};
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return ban_on_v6(bytes);
}

std::string numeric_host(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    const auto copy = as<sockaddr_in>(address);
    ::inet_ntop(AF_INET, &copy.sin_addr, text.data(), text.size());
  } else {
    const auto copy = as<sockaddr_in6>(address);
    ::inet_ntop(AF_INET6, &copy.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace openspc::base
