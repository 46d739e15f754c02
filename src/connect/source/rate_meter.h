// Events a second over the last ten seconds. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace openspc::connect::source {

class RateMeter {
 public:
  void add(std::int64_t count, base::Timestamp now) {
    Bucket& bucket = buckets_[index_of(now)];
    const auto second = second_of(now);
    if (bucket.second != second) bucket = {second, 0};
    bucket.count += count;
  }

  double per_second(base::Timestamp now) const {
    const auto newest = second_of(now);
    std::int64_t sum = 0;
    for (const Bucket& bucket : buckets_)
      if (bucket.second < newest && bucket.second >= newest - seconds) sum += bucket.count;
    return static_cast<double>(sum) / seconds;
  }

 private:
  static constexpr std::int64_t seconds = 10;
  struct Bucket {
    std::int64_t second = -1;
    std::int64_t count = 0;
  };
  static std::int64_t second_of(base::Timestamp now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  }
  static std::size_t index_of(base::Timestamp now) { return static_cast<std::size_t>(second_of(now)) % (seconds + 1); }

  std::array<Bucket, seconds + 1> buckets_{};
};

}  // namespace openspc::connect::source
