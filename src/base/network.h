// Internet addresses and networks in CIDR notation: which peers are proxies of ours, and who stands behind them. Texts
// come from settings and from headers, so they are hostile until parsed. Values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::base {

/// IPv4 or IPv6; an IPv4 address that is written as IPv6 (::ffff:10.0.0.1) is the IPv4 one.
class Address {
 public:
  /// "192.0.2.7", "2001:db8::7", "fe80::1%eth0" (the zone is dropped); nullopt for anything else, names included.
  static std::optional<Address> parse(std::string_view text);

  /// The shortest usual form.
  std::string text() const;
  bool is_v4() const;

  bool operator==(const Address&) const = default;

 private:
  friend class Network;
  std::array<std::uint8_t, 16> bytes_{};
};

class Network {
 public:
  /// "10.0.0.0/8", "fd00::/8", or one address; bits behind the prefix are disregarded.
  static std::optional<Network> parse(std::string_view text);

  bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned prefix_ = 128;  // of the 128 bits, IPv4 included
};

}  // namespace openspc::base
