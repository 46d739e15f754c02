// Whether somebody listens at an address, asked in a way that can be interrupted, and where that is. Called before
// libraries whose own connect cannot. Addresses that base/reachable.h bans are not called, by whatever name. Blocks its
// thread; name resolution is the system's and may take its seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace openspc::connect::source {

struct TcpProbe {
  std::optional<std::string> failure{};  // for people; nothing when a TCP connection came about (it is closed again)
  std::string address{};                 // that answered, as digits: a name may mean another one a moment later
};

TcpProbe probe_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience,
                   const std::function<bool()>& cancelled);

}  // namespace openspc::connect::source
