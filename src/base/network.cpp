#include "base/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace openspc::base {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kV6Bits = 128;
constexpr unsigned kV4Bits = 32;

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN + 16) return std::nullopt;
  const std::string plain(text.substr(0, text.find('%')));
  Address address;
  if (inet_pton(AF_INET6, plain.c_str(), address.bytes_.data()) == 1) return address;
  std::copy(kMapped.begin(), kMapped.end(), address.bytes_.begin());
  if (plain.size() == text.size() && inet_pton(AF_INET, plain.c_str(), address.bytes_.data() + kMapped.size()) == 1) {
    return address;
  }
  return std::nullopt;
}

bool Address::is_v4() const {
  return std::equal(kMapped.begin(), kMapped.end(), bytes_.begin());
}

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes_.data() + kMapped.size(), buffer.data(), buffer.size());
  } else {
    inet_ntop(AF_INET6, bytes_.data(), buffer.data(), buffer.size());
  }
  return buffer.data();
}

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network;
  network.base_ = *address;
  if (slash == std::string_view::npos) return network;

  const std::string_view length = text.substr(slash + 1);
  const bool dotted = text.substr(0, slash).find(':') == std::string_view::npos;
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc{} || end != length.data() + length.size() || bits > (dotted ? kV4Bits : kV6Bits)) {
    return std::nullopt;
  }
  network.prefix_ = dotted ? kV6Bits - kV4Bits + bits : bits;
  return network;
}

bool Network::contains(const Address& address) const {
  // A network of IPv6 such as ::/0 does not speak of IPv4, whose addresses merely have a place there.
  if (prefix_ < kV6Bits - kV4Bits && address.is_v4()) return false;
  const std::size_t whole = prefix_ / 8;
  const unsigned rest = prefix_ % 8;
  if (!std::equal(base_.bytes_.begin(), base_.bytes_.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes_.begin())) {
    return false;
  }
  if (rest == 0) return true;
  return ((base_.bytes_[whole] ^ address.bytes_[whole]) >> (8 - rest)) == 0;
}

}  // namespace openspc::base
