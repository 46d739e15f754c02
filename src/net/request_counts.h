// What happened to requests, counted for /metrics. Made with the Router; the server counts, rooms read. Any thread.
#pragma once

#include <atomic>
#include <cstdint>

namespace openspc::net {

struct RequestCounts {
  std::atomic<std::uint64_t> ignored_inputs{0};  // members and parameters that no route knows
};

}  // namespace openspc::net
