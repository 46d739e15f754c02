// Points per second of the statistics room on one core; a point is a subgroup of five readings. "Incremental" is what
// intake does for each new sample: mean, range, standard deviation, its limits, eight rules. "Series" is the same over
// a series at hand.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "spc/chart.h"
#include "spc/limits.h"
#include "spc/rules.h"
#include "spc/summary.h"

namespace openspc::spc {
namespace {

constexpr std::size_t kSize = 5;
constexpr std::size_t kPoints = 10'000;

// A process in control with a shift now and then, so that rules fire as often as they do in a plant.
std::vector<double> make_readings() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(10, 1);
  std::vector<double> readings(kPoints * kSize);
  for (std::size_t i = 0; i < readings.size(); ++i) readings[i] = normal(random) + (i / kSize % 500 < 20 ? 0.5 : 0.0);
  return readings;
}

ProcessParameters parameters() {
  return {.kind = ChartKind::xbar_r, .center = 10, .sigma = 1, .nominal_size = kSize};
}

void count_points(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kPoints));
}

void Incremental(benchmark::State& state) {
  const std::vector<double> readings = make_readings();
  const ProcessParameters process = parameters();
  RuleEvaluator evaluator;
  for (auto _ : state) {
    for (std::size_t i = 0; i < kPoints; ++i) {
      const Summary subgroup = summarize(std::span(readings).subspan(i * kSize, kSize));
      double spread[] = {subgroup.range(), subgroup.sd()};
      benchmark::DoNotOptimize(spread);
      const auto point = location_point(process, SubgroupMode::variable_limits, subgroup.mean, kSize);
      RuleSet fired = evaluator.push(*point);
      benchmark::DoNotOptimize(fired);
    }
  }
  count_points(state);
}
BENCHMARK(Incremental)->Unit(benchmark::kMicrosecond);

void Series(benchmark::State& state) {
  const std::vector<double> readings = make_readings();
  const Scale scale = Scale::three_sigma(10, 1 / std::sqrt(static_cast<double>(kSize)));
  std::vector<double> means(kPoints);
  std::vector<double> ranges(kPoints);
  std::vector<double> deviations(kPoints);
  std::vector<RuleSet> fired(kPoints);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kPoints; ++i) {
      const Summary subgroup = summarize(std::span(readings).subspan(i * kSize, kSize));
      means[i] = subgroup.mean;
      ranges[i] = subgroup.range();
      deviations[i] = subgroup.sd();
    }
    evaluate_series(means, scale, {}, fired);
    benchmark::DoNotOptimize(ranges.data());
    benchmark::DoNotOptimize(deviations.data());
    benchmark::DoNotOptimize(fired.data());
    benchmark::ClobberMemory();
  }
  count_points(state);
}
BENCHMARK(Series)->Unit(benchmark::kMicrosecond);

// Estimates, limits of both charts, zones, rules and hits: what a recalculation or a report costs.
void WholeChart(benchmark::State& state) {
  const std::vector<double> readings = make_readings();
  for (auto _ : state) {
    const std::vector<Summary> subgroups = subgroups_of(readings, kSize);
    const Result<Chart> chart = make_chart(ChartKind::xbar_r, subgroups);
    benchmark::DoNotOptimize(chart.has_value());
  }
  count_points(state);
}
BENCHMARK(WholeChart)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace openspc::spc
