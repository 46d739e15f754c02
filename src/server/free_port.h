// A port of the loopback that nobody listens on now, for what the demo starts beside the server.
#pragma once

#include <cstdint>

namespace openspc::server {

/// Throws Error(unavailable) when there is none.
std::uint16_t free_port();

}  // namespace openspc::server
