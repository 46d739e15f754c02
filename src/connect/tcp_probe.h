// Whether somebody listens at an address, asked in a way that can be interrupted. Called before libraries whose own
// connect cannot. Blocks its thread; name resolution is the system's and may take its seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace openspc::connect {

/// Nothing when a TCP connection came about (it is closed again), else why not, for people.
std::optional<std::string> probe_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds patience,
                                     const std::function<bool()>& cancelled);

}  // namespace openspc::connect
