// Gauges that each serve several characteristics at once: every sample is stored once, and on every chart the samples
// of one gauge stand in the order in which it sent them.

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <latch>
#include <mutex>
#include <thread>

#include "support/database/stored_sample.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

constexpr int kGauges = 4;
constexpr int kRounds = 25;

class ConcurrentIntakeTest : public SampleTest {
 protected:
  const std::vector<base::CharacteristicId> ids{individuals("Bore"), individuals("Shaft"), individuals("Depth")};

  /// Tells gauge and round of a sample, and wanders far enough to violate rules.
  static double reading(int gauge, int round) { return (round / 6) % 3 + gauge + round / 1000.0; }

  /// Each gauge posts to each characteristic in turn, beginning at a different one.
  void post_crosswise() {
    std::latch start(kGauges);
    std::vector<std::thread> threads;
    for (int gauge = 0; gauge < kGauges; ++gauge)
      threads.emplace_back([&, gauge] {
        start.arrive_and_wait();
        for (int round = 0; round < kRounds; ++round)
          for (std::size_t i = 0; i < ids.size(); ++i)
            submit(ids[(i + static_cast<std::size_t>(gauge)) % ids.size()],
                   SampleInput{.measurements = {reading(gauge, round)}, .operator_id = std::to_string(gauge)});
      });
    for (std::thread& thread : threads) thread.join();
  }
  /// What one gauge sent to a characteristic, in the order of its chart.
  std::vector<double> stored_of(base::CharacteristicId id, int gauge) {
    return database->read_now([&](db::Session& s) {
      std::vector<double> values;
      s.each<double>(
          "SELECT m.value FROM sample s JOIN measurement m ON m.sample_id = s.id WHERE s.char_id = ? AND s.operator_id"
          " = ? ORDER BY s.timestamp, s.id",
          [&](double value) { values.push_back(value); }, id, std::to_string(gauge));
      return values;
    });
  }
  static std::vector<double> sent_by(int gauge) {
    std::vector<double> values;
    for (int round = 0; round < kRounds; ++round) values.push_back(reading(gauge, round));
    return values;
  }
};

TEST_F(ConcurrentIntakeTest, EverySampleIsStoredOnceInTheOrderOfItsGauge) {
  post_crosswise();
  for (const auto id : ids)
    for (int gauge = 0; gauge < kGauges; ++gauge) EXPECT_EQ(stored_of(id, gauge), sent_by(gauge));
}

TEST_F(ConcurrentIntakeTest, EverySampleHasADisplayKeyOfItsOwn) {
  post_crosswise();
  for (const auto id : ids)
    EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT day_rank) FROM subgroup WHERE char_id = " +
                                   std::to_string(id.value)),
              kGauges * kRounds);
}

TEST_F(ConcurrentIntakeTest, TheViolationsOfEveryChartAreThoseOfItsWholeSeries) {
  post_crosswise();
  for (const auto id : ids) {
    const auto firings = stored_firings(id);
    EXPECT_FALSE(firings.empty());
    EXPECT_EQ(firings, firings_of_whole_series(id));
  }
}

TEST_F(ConcurrentIntakeTest, EveryViolationIsToldOnceAfterItsSample) {
  std::vector<std::pair<base::SampleId, bool>> order;  // true: a violation of the sample
  std::mutex mutex;                                    // lanes tell on threads of their own
  const auto note = [&](base::SampleId id, bool is_violation) {
    const std::lock_guard lock(mutex);
    order.emplace_back(id, is_violation);
  };
  const auto sample =
      events.subscribe<judge::SampleProcessed>([&](const judge::SampleProcessed& e) { note(e.sample_id, false); });
  const auto violation =
      events.subscribe<judge::ViolationCreated>([&](const judge::ViolationCreated& e) { note(e.sample_id, true); });
  post_crosswise();
  std::set<base::SampleId> seen;
  for (const auto& [id, is_violation] : order) {
    if (is_violation)
      EXPECT_TRUE(seen.contains(id));
    else
      EXPECT_TRUE(seen.insert(id).second) << "told twice";
  }
  EXPECT_EQ(static_cast<std::int64_t>(created.size()), scalar<std::int64_t>("SELECT COUNT(*) FROM violation"));
}

TEST_F(ConcurrentIntakeTest, WhatElseIsWrittenBetweenTwoSamplesOfATransactionIsSeen) {
  const auto id = ids.front();
  use_rules(id, {2});
  feed(id, {.5, .6, .5, .6, .5, .6});
  boost::asio::io_context io;
  std::set<int> fired;
  const auto post = [&](double reading) {
    boost::asio::co_spawn(
        io, intake->submit({.characteristic_id = id, .sample = {.measurements = {reading}}, .authorize = {}}),
        [&](const std::exception_ptr& error, const SampleOutcome& outcome) {
          ASSERT_FALSE(error);
          fired = rules_of(outcome);
        });
  };
  const auto store = [&](db::Session& s) {
    test::store_sample(s,
                       {.characteristic = id, .time = clock.now() + std::chrono::milliseconds(1), .readings = {{.6}}});
  };
  std::promise<void> held, go;
  std::thread holder([&] {
    const auto hold = [&](db::Session&) {
      held.set_value();
      go.get_future().wait();
    };
    database->write_now(hold);
  });
  held.get_future().wait();
  post(.5);
  boost::asio::co_spawn(io, database->write_in_order(id.value, store), boost::asio::detached);
  post(.6);
  io.poll();
  go.set_value();
  io.run();
  holder.join();
  EXPECT_THAT(fired, ::testing::ElementsAre(2));
}

}  // namespace
}  // namespace openspc::quality::testing
