// Consecutive samples of a characteristic reduced to what a chart of a long history shows: how many, mean, extremes.
// Of a single sample, of a block in the database, of a stretch that a page draws as one: joined, they stay exact, and
// no extreme is lost. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "quality/judge/limits.h"

namespace openspc::quality::series {

struct Extreme {
  double value = 0;
  base::Timestamp at{};  // of the first sample that has it
};

/// The smallest and the largest of some numbers.
struct Spread {
  double smallest = 0, largest = 0;

  friend bool operator==(const Spread&, const Spread&) = default;
};
void widen(std::optional<Spread>& spread, const std::optional<Spread>& by);
void widen(std::optional<Spread>& spread, double by);

struct Summary {
  std::optional<base::Timestamp> first{}, last{};  // excluded ones included; absent: no sample
  std::int64_t samples = 0;                        // that count: only they have a part in what follows
  std::int64_t excluded = 0;
  double mean = 0;
  std::optional<Extreme> smallest{}, largest{};
  std::optional<Spread> range{};  // of individuals: the moving range
  std::optional<Spread> deviation{};
  std::optional<double> first_value{}, last_value{};

  std::int64_t size() const { return samples + excluded; }
};

/// `is_excluded`: it is counted, and leaves no other trace.
Summary summary_of(base::Timestamp time, const judge::SampleStatistics& sample, bool is_excluded);

/// Adds what follows in time.
void append(Summary& summary, const Summary& next);

/// Gives each of consecutive summaries the moving range from the one before it.
class MovingRanges {
 public:
  /// Not of individuals: there is none.
  explicit MovingRanges(bool is_moving) : is_moving_(is_moving) {}
  /// Nothing reaches across the border of a stage.
  void begin_stage() { previous_.reset(); }
  void start_after(double value) { previous_ = value; }
  void add_to(Summary& next);

 private:
  bool is_moving_;
  std::optional<double> previous_;
};

}  // namespace openspc::quality::series
