// Steps of random walks through the life of a series: samples, corrections, exclusions, deletions. Mixed into a fixture
// that stands on SampleTest; the seed is the test's parameter and is printed with a failure.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "quality/sample/service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {

template <class Fixture>
class RandomWalk : public Fixture, public ::testing::WithParamInterface<unsigned> {
 protected:
  bool chance(int one_in) { return between(1, one_in) == 1; }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  /// Of the samples that are there.
  base::SampleId any() { return ids_[static_cast<std::size_t>(between(0, static_cast<int>(ids_.size()) - 1))]; }

  double value() {
    // Steps of 0.5 around a wandering level: ties, points exactly on lines, runs, outliers.
    if (chance(8)) level_ = between(-3, 3);
    return 0.5 * (level_ + between(-3, 3));
  }
  /// Readings, or what was counted in one of three sizes: near a fifth of it, often exactly.
  SampleInput sample() {
    if (counts_) {
      const double size = 50 + 15 * between(0, 2);
      return {.defect_count = size / 5 + between(-6, 6) * (chance(2) ? 1 : 0), .inspected_size = size};
    }
    Readings readings(static_cast<std::size_t>(between(1, size_)));
    for (double& reading : readings) reading = value();
    return {.measurements = readings};
  }
  base::SampleId submit_late(base::CharacteristicId id, int most_seconds) {
    SampleInput late = sample();
    late.timestamp = this->clock.now() - std::chrono::seconds(between(1, most_seconds));
    return this->submit(id, late).sample.sample_id;
  }
  void submit_some(base::CharacteristicId id, int count, int most_seconds, RuleEvaluation evaluation) {
    BatchSubmission batch{.characteristic_id = id, .samples = {}, .evaluation = evaluation, .authorize = {}};
    for (int i = 0; i < count; ++i) {
      batch.samples.push_back(sample());
      if (chance(3))
        batch.samples.back().timestamp = this->clock.now() - std::chrono::seconds(between(1, most_seconds));
    }
    run(this->intake->submit_batch(std::move(batch)));
  }

  void edit_any() {
    if (ids_.empty()) return;
    const SampleInput now = sample();
    sample::Service samples(*this->database, this->events, this->clock, *this->intake);
    run(samples.edit(this->supervisor, any(),
                     {.measurements = counts_ ? std::nullopt : std::optional(now.measurements),
                      .reason = "r",
                      .defect_count = now.defect_count,
                      .inspected_size = now.inspected_size}));
  }
  void exclude_any() {
    if (ids_.empty()) return;
    sample::Service samples(*this->database, this->events, this->clock, *this->intake);
    run(samples.set_excluded(this->supervisor, any(), {.is_excluded = !chance(3)}));
  }
  void remove_any() {
    if (ids_.empty()) return;
    std::shuffle(ids_.begin(), ids_.end(), random_);
    sample::Service samples(*this->database, this->events, this->clock, *this->intake);
    run(samples.remove(this->supervisor, ids_.back()));
    ids_.pop_back();
  }

  std::mt19937 random_{GetParam()};
  int level_ = 0;
  int size_ = 1;
  bool counts_ = false;
  std::vector<base::SampleId> ids_;
};

}  // namespace openspc::quality::testing
