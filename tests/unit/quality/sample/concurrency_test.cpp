// Many at once: gauges that post to the same and to different characteristics, people who correct and answer meanwhile.
// Whatever the order turned out to be, nothing is lost or doubled, and the violations are those of the series as it is
// in the end.

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "quality/sample/violation_service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

constexpr int kMany = 4;

/// Calls `each` with 0, 1, 2, ... on threads of their own that begin together.
void at_once(const std::function<void(int)>& each) {
  std::atomic<int> waiting = kMany;
  std::vector<std::thread> threads;
  for (int i = 0; i < kMany; ++i)
    threads.emplace_back([&, i] {
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      each(i);
    });
  for (std::thread& thread : threads) thread.join();
}

class ConcurrencyTest : public SampleTest {
 protected:
  /// Runs, outliers and quiet stretches, the same for the same arguments.
  static double reading(int thread, int i) {
    return 0.5 * ((i / 7 + thread) % 7 - 3) + 0.25 * ((i * 5 + thread) % 5 - 2);
  }

  SampleOutcome post(base::CharacteristicId id, SampleInput input) { return submit(id, std::move(input)); }

  std::vector<series::SeriesSample> series(base::CharacteristicId id) {
    return database->read_now(
        [&](db::Session& s) { return samples_from(s, load_characteristic(s, id), {}, 100'000).samples; });
  }
  std::vector<base::SampleId> told_of(base::CharacteristicId id) const {
    std::vector<base::SampleId> ids;
    for (const judge::SampleProcessed& sample : processed)
      if (sample.characteristic_id == id) ids.push_back(sample.sample_id);
    return ids;
  }
};

TEST_F(ConcurrencyTest, OneCharacteristicTakesSamplesOneAfterAnother) {
  const auto id = individuals();
  at_once([&](int thread) {
    for (int i = 0; i < 60; ++i) post(id, {.measurements = {reading(thread, i)}});
  });
  std::vector<base::SampleId> stored;
  for (const series::SeriesSample& sample : series(id)) stored.push_back(sample.at.id);
  ASSERT_THAT(stored, SizeIs(60 * kMany));
  EXPECT_TRUE(std::is_sorted(stored.begin(), stored.end())) << "samples without a time stand as they arrived";
  EXPECT_EQ(told_of(id), stored);
  EXPECT_THAT(changed, IsEmpty()) << "none was late";
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(ConcurrencyTest, EveryReplyIsTheOneOfItsOwnSample) {
  const auto id = individuals();
  use_rules(id, {1});
  at_once([&](int thread) {
    for (int i = 0; i < 30; ++i) {
      const double value = thread + (i % 2 == 0 ? 0.5 : 5.5);
      const SampleOutcome outcome = post(id, {.measurements = {value}});
      EXPECT_EQ(outcome.sample.mean, value);
      EXPECT_EQ(rules_of(outcome), value > 3 ? std::set{1} : std::set<int>{});
    }
  });
}

TEST_F(ConcurrencyTest, CharacteristicsDoNotDisturbEachOther) {
  std::vector<base::CharacteristicId> ids;
  for (int i = 0; i < kMany; ++i) ids.push_back(individuals("Bore " + std::to_string(i)));
  at_once([&](int thread) {
    for (int i = 0; i < 60; ++i) post(ids[static_cast<std::size_t>(thread)], {.measurements = {reading(thread, i)}});
  });
  for (int thread = 0; thread < kMany; ++thread) {
    const auto id = ids[static_cast<std::size_t>(thread)];
    std::vector<double> stored;
    for (const series::SeriesSample& sample : series(id)) stored.push_back(sample.statistics.value);
    std::vector<double> posted;
    for (int i = 0; i < 60; ++i) posted.push_back(reading(thread, i));
    EXPECT_EQ(stored, posted);
    EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
  }
}

TEST_F(ConcurrencyTest, GaugesWhoseClocksDisagreeMakeOneSeries) {
  const auto id = individuals();
  const auto start = clock.now() - 1h;
  at_once([&](int thread) {
    for (int i = 0; i < 40; ++i)
      post(id, {.measurements = {reading(0, i)}, .timestamp = start + std::chrono::seconds(kMany * i + thread)});
  });
  EXPECT_THAT(series(id), SizeIs(40 * kMany));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(ConcurrencyTest, ImportsAndSinglePostsGoTogether) {
  const auto id = individuals();
  const auto start = clock.now() - 1h;
  at_once([&](int thread) {
    if (thread % 2 == 0) {
      for (int i = 0; i < 30; ++i) post(id, {.measurements = {reading(thread, i)}});
      return;
    }
    for (int part = 0; part < 3; ++part) {
      BatchSubmission batch{.characteristic_id = id, .samples = {}, .authorize = {}};
      for (int i = 0; i < 20; ++i)
        batch.samples.push_back({.measurements = {reading(thread, i)},
                                 .timestamp = start + std::chrono::seconds(kMany * i + thread + part)});
      EXPECT_EQ(run(intake->submit_batch(std::move(batch))).imported, 20);
    }
  });
  EXPECT_THAT(series(id), SizeIs(60 + 120));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(ConcurrencyTest, RetriesThatRaceStoreOneSample) {
  const auto id = individuals();
  std::atomic<int> first_times = 0;
  at_once([&](int) {
    for (int i = 0; i < 20; ++i) {
      const auto outcome = post(id, {.measurements = {5}, .idempotency_key = "key " + std::to_string(i)});
      if (!outcome.replayed) ++first_times;
    }
  });
  EXPECT_EQ(first_times, 20);
  EXPECT_THAT(series(id), SizeIs(20));
  EXPECT_THAT(told_of(id), SizeIs(20));
}

TEST_F(ConcurrencyTest, CorrectionsWhileSamplesArriveLeaveNoStaleViolation) {
  const auto id = individuals();
  std::vector<base::SampleId> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(submit(id, Readings{reading(1, i)}).sample.sample_id);
  sample::Service samples(*database, events, clock, *intake);
  at_once([&](int thread) {
    for (int i = 0; i < 25; ++i) {
      const base::SampleId target = ids[static_cast<std::size_t>((7 * i + thread) % 40)];
      switch (thread) {
        case 0:
          run(samples.edit(supervisor, target, {.measurements = Readings{reading(3, i)}, .reason = "typing error"}));
          break;
        case 1:
          run(samples.set_excluded(supervisor, target, {.is_excluded = i % 2 == 0}));
          break;
        default:
          post(id, {.measurements = {reading(thread, i)}});
      }
    }
  });
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(ConcurrencyTest, OneOfManyAnswersAViolation) {
  const auto id = individuals();
  ViolationService violations(*database, events, clock);
  std::atomic<int> told = 0;
  const auto heard =
      events.subscribe<judge::ViolationAcknowledged>([&](const judge::ViolationAcknowledged&) { ++told; });
  for (int round = 0; round < 5; ++round) {
    const auto violation = submit(id, Readings{5}).sample.violations.at(0).id;
    std::atomic<int> conflicts = 0;
    at_once([&](int) {
      const auto answer = refusal(violations.acknowledge(supervisor, violation, {.user = "s", .reason = "Other"}));
      if (answer.starts_with("409")) ++conflicts;
    });
    EXPECT_EQ(conflicts, kMany - 1);
  }
  EXPECT_EQ(told, 5);
}

TEST_F(ConcurrencyTest, NewLimitsCountForEverySampleAfterThem) {
  const auto id = individuals();
  use_rules(id, {1});
  std::atomic<bool> done = false;
  std::thread gauge([&] {
    while (!done) post(id, {.measurements = {5}});
  });
  for (int i = 0; i < 15; ++i) {
    set_limits(id, i % 2 == 0 ? 10 : 1);
    const auto outcome = post(id, {.measurements = {5}});
    EXPECT_EQ(rules_of(outcome), i % 2 == 0 ? std::set<int>{} : std::set{1});
  }
  done = true;
  gauge.join();
}

}  // namespace
}  // namespace openspc::quality::testing
