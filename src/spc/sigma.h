// Estimators of the short-term ("within") standard deviation of single readings, and the overall one. Called by charts,
// recalculation of limits and capability. Within and overall sigma are different types, so that no index can be
// computed with the wrong one. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spc/result.h"
#include "spc/summary.h"

namespace openspc::spc {

struct SigmaWithin {
  double value = 0;
};
struct SigmaOverall {
  double value = 0;
};

enum class SigmaMethod {
  moving_range,         // mean moving range / d2(span)
  median_moving_range,  // median moving range of neighbours / 0.9539
  r_bar_d2,             // subgroup ranges
  s_bar_c4,             // subgroup standard deviations
  pooled_sd,            // root of the pooled variance
  binomial,             // p and np charts: follows from the fraction
  poisson,              // c and u charts: follows from the rate
  manual,               // typed in by a person
};
[[nodiscard]] std::string_view name(SigmaMethod method);  // "moving_range", "r_bar_d2", ...: the codes of the API
[[nodiscard]] std::optional<SigmaMethod> parse_sigma_method(std::string_view code);

struct SigmaEstimate {
  SigmaMethod method = SigmaMethod::manual;
  SigmaWithin sigma;
  double mean_statistic =
      0;  // the mean (or median) moving range, weighted mean range, mean s, pooled s before division
  double degrees_of_freedom = 0;  // effective: those of a chi variable of equal relative variance (Patnaik 1950)
  std::size_t used = 0;           // moving ranges or subgroups that entered
};

// Rolling max - min of `span` consecutive readings: readings.size() - span + 1 values, none if there are fewer
// readings. 2 <= span <= 100.
[[nodiscard]] std::vector<double> moving_ranges(std::span<const double> readings, std::size_t span = 2);

[[nodiscard]] Result<SigmaEstimate> sigma_from_moving_range(std::span<const double> readings, std::size_t span = 2);
[[nodiscard]] Result<SigmaEstimate> sigma_from_median_moving_range(std::span<const double> readings);

// Unequal sizes: each subgroup gives the unbiased estimate R/d2(n) or s/c4(n), weighted by the reciprocal of its
// variance, d2^2/d3^2 or c4^2/(1 - c4^2) (Burr 1969; the minimum-variance linear combination). With equal sizes this is
// R-bar/d2 and S-bar/c4. Subgroups of a single reading say nothing about spread and are skipped. Ranges need n <= 100.
[[nodiscard]] Result<SigmaEstimate> sigma_from_ranges(std::span<const Summary> subgroups);
[[nodiscard]] Result<SigmaEstimate> sigma_from_sds(std::span<const Summary> subgroups);

enum class PooledBias { as_is, corrected };  // corrected: divided by c4(degrees of freedom + 1)
[[nodiscard]] Result<SigmaEstimate> pooled_sigma(std::span<const Summary> subgroups,
                                                 PooledBias bias = PooledBias::as_is);

// The estimate a person asked for by name. Moving ranges then run over the subgroup means; a range of means of n
// readings is multiplied by sqrt(n) (the harmonic mean of unequal n), so that sigma is that of single readings here
// too.
[[nodiscard]] Result<SigmaEstimate> estimate_sigma(SigmaMethod method, std::span<const Summary> subgroups,
                                                   std::size_t span = 2);
// The same of subgroups of one, by their readings. What is estimated within subgroups fails with too_few_points.
[[nodiscard]] Result<SigmaEstimate> individuals_sigma(SigmaMethod method, std::span<const double> readings,
                                                      std::size_t span = 2);

// Standard deviation (divisor N - 1) of all readings together.
[[nodiscard]] Result<SigmaOverall> overall_sigma(std::span<const Summary> subgroups);

}  // namespace openspc::spc
