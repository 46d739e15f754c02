#include "spc/sigma.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "spc/constants.h"

namespace openspc::spc {
namespace {

constexpr std::array<std::string_view, 8> kMethodCodes = {
    "moving_range", "median_moving_range", "r_bar_d2", "s_bar_c4", "pooled_sd", "binomial", "poisson", "manual"};

// Degrees of freedom of the chi variable with this relative variance (Patnaik 1950; Duncan, "Quality Control and
// Industrial Statistics", 1986, appendix on d2*).
double effective_dof(double relative_variance) {
  return 1 / (2 * std::sqrt(1 + 2 * relative_variance) - 2);
}

// Var of the mean of m overlapping ranges of two, over its squared mean: neighbours share a reading, so their
// covariance counts (Cryer & Ryan, JQT 22(3), 1990).
double moving_range_relative_variance(double m) {
  constexpr double kPi = std::numbers::pi;
  const double mean_squared = 4 / kPi;
  const double variance = 2 - mean_squared;
  const double covariance = mean_squared * (std::sqrt(0.75) + kPi / 12 - 1);
  return (m * variance + 2 * (m - 1) * covariance) / (m * m * mean_squared);
}

// A range of means varies less than one of single readings: by the root of the harmonic mean of their sizes.
double harmonic_mean_size(std::span<const Summary> subgroups) {
  double sum = 0;
  for (const Summary& subgroup : subgroups) sum += 1 / static_cast<double>(subgroup.count);
  return static_cast<double>(subgroups.size()) / sum;
}

Result<SigmaEstimate> finish(SigmaEstimate estimate) {
  if (!std::isfinite(estimate.sigma.value)) return Failure::not_finite;
  return estimate;
}

Result<SigmaEstimate> from_moving_ranges(std::span<const double> ranges, std::size_t span) {
  const ChartConstants* const k = chart_constants(span);
  if (k == nullptr) return Failure::size_out_of_range;
  if (ranges.empty()) return Failure::too_few_points;
  const auto m = static_cast<double>(ranges.size());
  SigmaEstimate estimate;
  estimate.method = SigmaMethod::moving_range;
  estimate.used = ranges.size();
  estimate.mean_statistic = summarize(ranges).mean;
  estimate.sigma = {estimate.mean_statistic / k->d2};
  // Wider spans overlap more: credit only as many ranges as would fit side by side, which is on the safe side.
  const auto readings = static_cast<double>(ranges.size() + span - 1);
  const double apart = std::floor(readings / static_cast<double>(span));
  estimate.degrees_of_freedom =
      effective_dof(span == 2 ? moving_range_relative_variance(m) : k->d3 * k->d3 / (k->d2 * k->d2 * apart));
  return finish(estimate);
}

Result<SigmaEstimate> from_median_moving_range(std::vector<double> ranges) {
  if (ranges.empty()) return Failure::too_few_points;
  // Asymptotic variance of the median of overlapping ranges of two over its squared mean, times their number:
  // (1/4 + 2 (P(two neighbours below the median) - 1/4)) / (f(median) median)^2.
  constexpr double kRelativeVariance = 1.64998;
  const std::size_t middle = ranges.size() / 2;
  const auto at_middle = ranges.begin() + static_cast<std::ptrdiff_t>(middle);
  std::nth_element(ranges.begin(), at_middle, ranges.end());
  double median = *at_middle;
  if (ranges.size() % 2 == 0) median = (median + *std::max_element(ranges.begin(), at_middle)) / 2;
  SigmaEstimate estimate;
  estimate.method = SigmaMethod::median_moving_range;
  estimate.used = ranges.size();
  estimate.mean_statistic = median;
  estimate.sigma = {median / kMedianMovingRange};
  estimate.degrees_of_freedom = effective_dof(kRelativeVariance / static_cast<double>(ranges.size()));
  return finish(estimate);
}

// Moving ranges of subgroup means, each brought to the spread of single readings.
Result<std::vector<double>> standardized_moving_ranges(std::span<const Summary> subgroups, std::size_t span) {
  std::vector<double> means(subgroups.size());
  for (std::size_t i = 0; i < subgroups.size(); ++i) {
    if (subgroups[i].count == 0) return Failure::size_out_of_range;
    means[i] = subgroups[i].mean;
  }
  std::vector<double> ranges = moving_ranges(means, span);
  for (std::size_t i = 0; i < ranges.size(); ++i)
    ranges[i] *= std::sqrt(harmonic_mean_size(subgroups.subspan(i, span)));
  return ranges;
}

// Collects unbiased estimates of sigma, each weighted by the reciprocal of its variance in units of sigma^2.
class WeightedEstimate {
 public:
  void add(double statistic, double divisor, double weight) {
    estimates_ += weight * statistic / divisor;
    statistics_ += weight * statistic;
    weights_ += weight;
    ++used_;
  }
  [[nodiscard]] Result<SigmaEstimate> result(SigmaMethod method) const {
    if (used_ == 0) return Failure::too_few_points;
    return finish({method, {estimates_ / weights_}, statistics_ / weights_, effective_dof(1 / weights_), used_});
  }

 private:
  double estimates_ = 0, statistics_ = 0, weights_ = 0;
  std::size_t used_ = 0;
};

}  // namespace

std::string_view name(SigmaMethod method) {
  return kMethodCodes.at(static_cast<std::size_t>(method));
}

std::optional<SigmaMethod> parse_sigma_method(std::string_view code) {
  const auto* const found = std::find(kMethodCodes.begin(), kMethodCodes.end(), code);
  if (found == kMethodCodes.end()) return std::nullopt;
  return static_cast<SigmaMethod>(found - kMethodCodes.begin());
}

std::vector<double> moving_ranges(std::span<const double> readings, std::size_t span) {
  if (span < kMinConstantSize || span > kMaxConstantSize || readings.size() < span) return {};
  std::vector<double> ranges(readings.size() - span + 1);
  if (span == 2) {  // nearly always, and faster without looking for extremes
    for (std::size_t i = 0; i < ranges.size(); ++i) ranges[i] = std::abs(readings[i + 1] - readings[i]);
    return ranges;
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const std::span<const double> window = readings.subspan(i, span);
    const auto [lowest, highest] = std::minmax_element(window.begin(), window.end());
    ranges[i] = *highest - *lowest;
  }
  return ranges;
}

Result<SigmaEstimate> sigma_from_moving_range(std::span<const double> readings, std::size_t span) {
  return from_moving_ranges(moving_ranges(readings, span), span);
}

Result<SigmaEstimate> sigma_from_median_moving_range(std::span<const double> readings) {
  return from_median_moving_range(moving_ranges(readings, 2));
}

Result<SigmaEstimate> sigma_from_ranges(std::span<const Summary> subgroups) {
  WeightedEstimate sum;
  for (const Summary& subgroup : subgroups) {
    if (subgroup.count < 2) continue;
    const ChartConstants* const k = chart_constants(subgroup.count);
    if (k == nullptr) return Failure::size_out_of_range;
    sum.add(subgroup.range(), k->d2, k->d2 * k->d2 / (k->d3 * k->d3));
  }
  return sum.result(SigmaMethod::r_bar_d2);
}

Result<SigmaEstimate> sigma_from_sds(std::span<const Summary> subgroups) {
  WeightedEstimate sum;
  for (const Summary& subgroup : subgroups) {
    if (subgroup.count < 2) continue;
    const double mean = c4(subgroup.count);
    sum.add(subgroup.sd(), mean, mean * mean / (1 - mean * mean));
  }
  return sum.result(SigmaMethod::s_bar_c4);
}

Result<SigmaEstimate> pooled_sigma(std::span<const Summary> subgroups, PooledBias bias) {
  double squares = 0;
  std::size_t dof = 0;
  std::size_t used = 0;
  for (const Summary& subgroup : subgroups) {
    if (subgroup.count < 2) continue;
    squares += subgroup.sum_squares;
    dof += subgroup.count - 1;
    ++used;
  }
  if (used == 0) return Failure::too_few_points;
  const auto degrees = static_cast<double>(dof);
  const double pooled = std::sqrt(squares / degrees);
  const double sigma = bias == PooledBias::corrected ? pooled / c4(dof + 1) : pooled;
  return finish({SigmaMethod::pooled_sd, {sigma}, pooled, degrees, used});
}

Result<SigmaEstimate> estimate_sigma(SigmaMethod method, std::span<const Summary> subgroups, std::size_t span) {
  if (method == SigmaMethod::r_bar_d2) return sigma_from_ranges(subgroups);
  if (method == SigmaMethod::s_bar_c4) return sigma_from_sds(subgroups);
  if (method == SigmaMethod::pooled_sd) return pooled_sigma(subgroups);
  const bool median = method == SigmaMethod::median_moving_range;
  if (!median && method != SigmaMethod::moving_range) return Failure::invalid_parameter;
  const std::size_t width = median ? 2 : span;
  Result<std::vector<double>> ranges = standardized_moving_ranges(subgroups, width);
  if (!ranges) return ranges.failure();
  return median ? from_median_moving_range(std::move(ranges.value())) : from_moving_ranges(*ranges, width);
}

Result<SigmaEstimate> individuals_sigma(SigmaMethod method, std::span<const double> readings, std::size_t span) {
  if (method == SigmaMethod::moving_range) return sigma_from_moving_range(readings, span);
  if (method == SigmaMethod::median_moving_range) return sigma_from_median_moving_range(readings);
  return estimate_sigma(method, {}, span);
}

Result<SigmaOverall> overall_sigma(std::span<const Summary> subgroups) {
  const Summary all = merge(subgroups);
  if (all.count < 2) return Failure::too_few_points;
  if (!all.is_finite()) return Failure::not_finite;
  return SigmaOverall{all.sd()};
}

}  // namespace openspc::spc
