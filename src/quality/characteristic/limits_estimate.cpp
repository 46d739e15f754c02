#include "quality/characteristic/limits_estimate.h"

#include <fmt/format.h>

#include <span>
#include <utility>
#include <vector>

#include "base/error.h"
#include "quality/characteristic/stages.h"
#include "quality/judge/limits.h"
#include "quality/series/sample_statistics_reader.h"
#include "spc/chart.h"

namespace openspc::quality::characteristic {
namespace {

struct Baseline {
  std::vector<spc::Summary> subgroups;        // of a variable
  std::vector<spc::AttributeSample> samples;  // of an attribute
  std::vector<base::Timestamp> times;         // of either
  std::vector<base::SampleId> out_of_control;
};

template <class T>
std::span<const T> newest(const std::vector<T>& items, std::optional<std::int64_t> n) {
  const std::span<const T> all(items);
  return n && static_cast<std::size_t>(*n) < all.size() ? all.last(static_cast<std::size_t>(*n)) : all;
}

// A moving range beyond its limit is left alone: it says no more about this reading than about the one before.
bool is_out_of_control(const judge::EvaluationContext& context, const judge::SampleStatistics& sample) {
  if (const auto point = judge::judge(context, sample); point && spc::is_outside_limits(point->plotted)) return true;
  if (context.chart == spc::ChartKind::i_mr) return false;
  const auto point = judge_dispersion(context, sample, nullptr);
  return point && spc::is_outside_limits(*point);
}

Baseline read_baseline(db::Session& session, const judge::Characteristic& characteristic,
                       const series::SampleFilter& filter, bool exclude_beyond_limits) {
  const Stages stages = load_stages(session, characteristic, {});
  Baseline baseline;
  each_sample(session, characteristic, filter, [&](const series::StoredSample& sample) {
    const Stage& stage = stages.at(sample.at.timestamp);
    if (exclude_beyond_limits && is_out_of_control(*stage.judging, sample.statistics)) {
      baseline.out_of_control.push_back(sample.at.id);
      return;
    }
    baseline.times.push_back(sample.at.timestamp);
    if (characteristic.is_attribute()) {
      baseline.samples.push_back({.count = sample.statistics.count, .size = sample.statistics.n});
    } else {
      baseline.subgroups.push_back(sample.readings);
    }
  });
  return baseline;
}

void require_enough(std::size_t available, std::int64_t needed) {
  if (static_cast<std::int64_t>(available) >= needed) return;
  throw base::bad_request(
      fmt::format("Not enough samples to calculate limits: {} usable, {} needed", available, needed));
}

spc::ProcessParameters estimate(const judge::Characteristic& characteristic, const Baseline& baseline,
                                std::optional<std::int64_t> last_n) {
  const spc::ChartKind kind = chart_kind(characteristic);
  auto parameters = characteristic.is_attribute() ? spc::estimate_parameters(kind, newest(baseline.samples, last_n))
                                                  : spc::estimate_parameters(kind, newest(baseline.subgroups, last_n));
  if (!parameters)
    throw base::bad_request(fmt::format("Limits cannot be calculated: {}", spc::describe(parameters.failure())));
  return *parameters;
}

void store(const spc::ProcessParameters& parameters, judge::Characteristic& row) {
  const auto scale = spc::location_scale(parameters, static_cast<double>(row.subgroup_size));
  if (!scale || !(scale->sigma >= judge::kSmallestSigma)) {
    throw base::bad_request(
        "Limits cannot be calculated: the samples do not vary (sigma is 0), so the limits would coincide with the "
        "center");
  }
  row.stored_center_line = scale->center;
  row.stored_sigma = row.is_attribute() ? scale->sigma : parameters.sigma;
  row.ucl = scale->ucl;
  row.lcl = scale->lcl;
  row.limits_method = spc::name(parameters.method);
}

}  // namespace

LimitsEstimate estimate_limits(db::Session& session, const judge::Characteristic& characteristic,
                               const RecalculateQuery& query) {
  const series::SampleFilter usable{.from = query.start_date, .to = query.end_date};
  series::SampleFilter all = usable;
  all.excluded = series::SampleFilter::Excluded::included;

  Baseline baseline = read_baseline(session, characteristic, usable, query.exclude_beyond_limits);
  LimitsEstimate result{.after = characteristic};
  result.basis.excluded_count = count_samples(session, characteristic.series(), all) -
                                count_samples(session, characteristic.series(), usable) +
                                static_cast<std::int64_t>(baseline.out_of_control.size());
  result.out_of_control = std::move(baseline.out_of_control);
  const std::span<const base::Timestamp> used = newest(baseline.times, query.last_n);
  require_enough(used.size(), query.min_samples);
  result.basis.sample_count = static_cast<std::int64_t>(used.size());
  if (!used.empty()) {
    result.basis.from = used.front();
    result.basis.to = used.back();
  }
  store(estimate(characteristic, baseline, query.last_n), result.after);
  return result;
}

}  // namespace openspc::quality::characteristic
