// What people enter as the address of a broker, taken apart into the fields that it belongs in. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace openspc::connect::mqtt {

struct BrokerAddress {
  std::string host{};
  std::int64_t port = 1883;
  bool use_tls = false;

  bool operator==(const BrokerAddress&) const = default;
};

/// Blanks around the host, "mqtt://" or "mqtts://" before it, ":1883" behind it and brackets around an address of IPv6
/// go where they belong. Throws Error(invalid) at `host` for what is no host, with what to write.
BrokerAddress broker_address(BrokerAddress entered);

}  // namespace openspc::connect::mqtt
