#include "spc/capability.h"

#include <algorithm>
#include <cmath>

#include "spc/distributions.h"
#include "spc/rounding.h"

namespace openspc::spc {
namespace {

// One family of indices: the mean against the limits in units of one sigma.
struct Family {
  std::optional<CapabilityIndex> both, upper, lower, smaller;
};

// value * sqrt(chi-square quantile / dof): a ratio of a constant to an estimated sigma.
Interval chi_square_interval(double value, double dof, double confidence) {
  const double tail = (1 - confidence) / 2;
  return {value * std::sqrt(chi_square_quantile(tail, dof) / dof),
          value * std::sqrt(chi_square_quantile(1 - tail, dof) / dof)};
}

// Bissell (1990): variance 1/(9n) from the mean plus index^2/(2 dof) from sigma.
Interval bissell_interval(double value, double n, double dof, double confidence) {
  const double half = normal_quantile(1 - (1 - confidence) / 2) * std::sqrt(1 / (9 * n) + value * value / (2 * dof));
  return {value - half, value + half};
}

class IndexMaker {
 public:
  IndexMaker(double mean, double n, const Specification& specification, double confidence)
      : mean_(mean), n_(n), specification_(specification), confidence_(confidence) {}

  [[nodiscard]] Family family(double sigma, std::optional<double> dof) const {
    Family indices;
    const auto& [lsl, usl, target] = specification_;
    if (usl) indices.upper = one_sided((*usl - mean_) / (3 * sigma), dof);
    if (lsl) indices.lower = one_sided((mean_ - *lsl) / (3 * sigma), dof);
    if (usl && lsl) indices.both = two_sided((*usl - *lsl) / (6 * sigma), dof);
    const bool take_upper = usl && (!lsl || indices.upper->value <= indices.lower->value);
    indices.smaller = take_upper ? indices.upper : indices.lower;
    return indices;
  }

  // Boyles (1991): n times the mean square about the target (divisor n) is near a chi-square whose degrees of freedom
  // depend on the mean's offset.
  [[nodiscard]] std::optional<CapabilityIndex> cpm(double sd) const {
    const auto& [lsl, usl, target] = specification_;
    if (!lsl || !usl || !target) return std::nullopt;
    const double distance = mean_ - *target;
    const double offset = distance / sd;
    const double dof = n_ * std::pow(1 + offset * offset, 2) / (1 + 2 * offset * offset);
    const double width = *usl - *lsl;
    const auto index = [&](double spread) { return width / (6 * std::hypot(spread, distance)); };
    const double about_target = index(sd * std::sqrt((n_ - 1) / n_));
    return CapabilityIndex{index(sd), chi_square_interval(about_target, dof, confidence_)};
  }

  [[nodiscard]] Ppm expected(double sigma) const {
    constexpr double kMillion = 1e6;
    Ppm ppm;
    if (specification_.lsl) ppm.below_lsl = kMillion * normal_cdf((*specification_.lsl - mean_) / sigma);
    if (specification_.usl) ppm.above_usl = kMillion * normal_cdf((mean_ - *specification_.usl) / sigma);
    return ppm;
  }

 private:
  [[nodiscard]] CapabilityIndex one_sided(double value, std::optional<double> dof) const {
    CapabilityIndex index{value, std::nullopt};
    if (dof) index.ci = bissell_interval(value, n_, *dof, confidence_);
    return index;
  }
  [[nodiscard]] CapabilityIndex two_sided(double value, std::optional<double> dof) const {
    CapabilityIndex index{value, std::nullopt};
    if (dof) index.ci = chi_square_interval(value, *dof, confidence_);
    return index;
  }

  double mean_, n_;
  Specification specification_;
  double confidence_;
};

// How far rounding may carry a reading past a limit that it equals.
double allowance_beside(const Specification& specification, std::span<const double> readings) {
  double largest = std::max(std::abs(specification.lsl.value_or(0)), std::abs(specification.usl.value_or(0)));
  if (largest == 0) {  // one limit, of zero
    for (const double reading : readings) largest = std::max(largest, std::abs(reading));
  }
  return rounding_allowance(largest, largest);
}

bool is_valid(const Specification& specification) {
  const auto& [lsl, usl, target] = specification;
  const auto usable = [](const std::optional<double>& limit) { return !limit || std::isfinite(*limit); };
  if (!usable(lsl) || !usable(usl) || !usable(target)) return false;
  return (lsl || usl) && (!lsl || !usl || *lsl < *usl);
}

}  // namespace

Result<Capability> capability(const Summary& all_readings, const WithinSpread& within,
                              const Specification& specification, double confidence) {
  if (!is_valid(specification)) return Failure::invalid_specification;
  const std::optional<double>& dof = within.degrees_of_freedom;
  if (!(confidence > 0 && confidence < 1) || (dof && !(*dof > 0 && std::isfinite(*dof))))
    return Failure::invalid_parameter;
  if (all_readings.count < 2) return Failure::too_few_points;
  if (!all_readings.is_finite() || !std::isfinite(within.sigma.value)) return Failure::not_finite;
  const double overall = all_readings.sd();
  if (!(within.sigma.value > 0) || !(overall > 0)) return Failure::no_variation;

  const auto n = static_cast<double>(all_readings.count);
  const IndexMaker make(all_readings.mean, n, specification, confidence);
  Capability result;
  result.sigma_within = within.sigma;
  result.sigma_overall = {overall};
  result.mean = all_readings.mean;
  result.count = all_readings.count;
  result.confidence = confidence;
  const Family short_term = make.family(within.sigma.value, dof);
  result.cp = short_term.both;
  result.cpu = short_term.upper;
  result.cpl = short_term.lower;
  result.cpk = short_term.smaller;
  const Family long_term = make.family(overall, n - 1);
  result.pp = long_term.both;
  result.ppu = long_term.upper;
  result.ppl = long_term.lower;
  result.ppk = long_term.smaller;
  result.cpm = make.cpm(overall);
  result.expected_within = make.expected(within.sigma.value);
  result.expected_overall = make.expected(overall);
  return result;
}

Result<Capability> capability(std::span<const double> readings, const WithinSpread& within,
                              const Specification& specification, double confidence) {
  Result<Capability> result = capability(summarize(readings), within, specification, confidence);
  if (result) result.value().observed = observed_ppm(readings, specification);
  return result;
}

Ppm observed_ppm(std::span<const double> readings, const Specification& specification) {
  if (readings.empty()) return {};
  const auto& [lsl, usl, target] = specification;
  const double each = 1e6 / static_cast<double>(readings.size());
  const double allowance = allowance_beside(specification, readings);
  const auto count = [&](auto outside) {
    return each * static_cast<double>(std::count_if(readings.begin(), readings.end(), outside));
  };
  Ppm ppm;
  if (lsl) ppm.below_lsl = count([limit = *lsl - allowance](double reading) { return reading < limit; });
  if (usl) ppm.above_usl = count([limit = *usl + allowance](double reading) { return reading > limit; });
  return ppm;
}

}  // namespace openspc::spc
