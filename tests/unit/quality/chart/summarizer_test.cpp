// Several who summarize at once, as servers on one database do, while samples come late.

#include "quality/chart/summarizer.h"

#include <boost/asio/thread_pool.hpp>
#include <future>

#include "quality/chart/overview_service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using namespace std::chrono_literals;

class SummarizerTest : public SampleTest {
 protected:
  static constexpr Summarizer::Options kSmall{.block = 5, .step = 23};

  ChartOverview overview(base::CharacteristicId id) {
    return database->read_now([&](db::Session& s) {
      return build_chart_overview(s, load_characteristic(s, id), {.max_points = 9}, {.finest = 0});
    });
  }
};

TEST_F(SummarizerTest, TwoAtOnceWhileSamplesComeLateHarmNothing) {
  const auto id = individuals();
  const base::Timestamp start = clock.now();
  for (int i = 0; i < 200; ++i) submit(id, Readings{0.1 * (i % 13)});
  boost::asio::thread_pool threads(3);
  const auto summarize_often = [&]() -> base::Task<void> {
    for (int i = 0; i < 15; ++i) co_await Summarizer(*database, kSmall).run();
  };
  const auto send_late = [&]() -> base::Task<void> {
    for (int i = 0; i < 60; ++i) {
      SampleSubmission late{.characteristic_id = id,
                            .sample = {.measurements = {0.1 * (i % 17)}, .timestamp = start + i * 3s + 500ms},
                            .authorize = {}};
      co_await intake->submit(std::move(late));
    }
  };
  std::vector<std::future<void>> done;
  done.push_back(boost::asio::co_spawn(threads, summarize_often(), boost::asio::use_future));
  done.push_back(boost::asio::co_spawn(threads, summarize_often(), boost::asio::use_future));
  done.push_back(boost::asio::co_spawn(threads, send_late(), boost::asio::use_future));
  for (auto& each : done) each.get();

  run(Summarizer(*database, kSmall).run());
  EXPECT_GT(scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup_summary"), 20);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup_summary WHERE is_stale = ${true}"), 0);
  EXPECT_EQ(run(Summarizer(*database, kSmall).run()), 0);
  const ChartOverview from_blocks = overview(id);
  execute("DELETE FROM subgroup_summary");
  execute("DELETE FROM subgroup_summary_state");
  const ChartOverview from_samples = overview(id);
  EXPECT_EQ(from_blocks.samples, 260);
  EXPECT_EQ(from_samples.samples, 260);
  EXPECT_EQ(from_blocks.signals, from_samples.signals);
  const auto extremes = [](const ChartOverview& seen) {
    std::pair<double, double> found{1e9, -1e9};
    for (const OverviewPoint& point : seen.points)
      found = {std::min(found.first, point.min.value_or(1e9)),
               std::max(found.second, point.dispersion_max.value_or(-1e9))};
    return found;
  };
  EXPECT_EQ(extremes(from_blocks), extremes(from_samples));
}

}  // namespace
}  // namespace openspc::quality::testing
