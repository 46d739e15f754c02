// How many requests of whom a server has counted against the limits of its routes: what servers behind one address tell
// one another, so that a limit holds for all of them together.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::net {

struct RateCount {
  std::string key;           // whom a route counts, and its path
  std::int64_t count = 0;    // since it was told last, at least 1
  std::int64_t left_us = 0;  // of the window, on the clock of whoever tells it
};
BOOST_DESCRIBE_STRUCT(RateCount, (), (key, count, left_us))

struct RateCounts {
  static constexpr std::string_view notice_kind = "rate_counts";
  std::vector<RateCount> counts;
};
BOOST_DESCRIBE_STRUCT(RateCounts, (), (counts))

}  // namespace openspc::net
