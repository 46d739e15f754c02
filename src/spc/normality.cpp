#include "spc/normality.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "spc/distributions.h"
#include "spc/sorting.h"
#include "spc/summary.h"

namespace openspc::spc {
namespace {

// log(normal_cdf(z)); far out, where the probability itself underflows, by Mills' ratio.
double log_normal_cdf(double z) {
  constexpr double kUnderflowNear = -37;
  if (z > kUnderflowNear) return std::log(normal_cdf(z));
  return -0.5 * z * z - std::log(-z * std::sqrt(2 * std::numbers::pi));
}

// The same of z in order: a gauge has steps, so that many readings in a row are equal.
class LogNormalCdf {
 public:
  double operator()(double z) {
    if (z != last_) {
      last_ = z;
      log_ = log_normal_cdf(z);
    }
    return log_;
  }

 private:
  double last_ = std::numeric_limits<double>::quiet_NaN();  // differs from every number
  double log_ = 0;
};

// D'Agostino & Stephens (1986), table 4.9, both parameters estimated.
double p_value_of(double a) {
  // The first formula is fitted to moderate values and would rise again far beyond them: p is below 4e-24 from here on.
  constexpr double kLargest = 10;
  a = std::min(a, kLargest);
  if (a >= 0.6) return std::exp(1.2937 - 5.709 * a + 0.0186 * a * a);
  if (a > 0.34) return std::exp(0.9177 - 4.279 * a - 1.38 * a * a);
  if (a > 0.2) return 1 - std::exp(-8.318 + 42.796 * a - 59.938 * a * a);
  return 1 - std::exp(-13.436 + 101.14 * a - 223.73 * a * a);
}

}  // namespace

Result<AndersonDarling> anderson_darling(std::span<const double> readings) {
  return anderson_darling(readings, summarize(readings));
}

Result<AndersonDarling> anderson_darling(std::span<const double> readings, const Summary& summary) {
  constexpr std::size_t kFewest = 8;
  if (readings.size() < kFewest) return Failure::too_few_points;
  if (!summary.is_finite()) return Failure::not_finite;
  const double sd = summary.sd();
  if (!(sd > 0)) return Failure::no_variation;

  std::vector<double> z = sorted(readings);
  for (double& value : z) value = (value - summary.mean) / sd;
  const std::size_t n = z.size();
  double sum = 0;
  LogNormalCdf rising;
  LogNormalCdf falling;
  for (std::size_t i = 0; i < n; ++i) {
    sum += static_cast<double>(2 * i + 1) * (rising(z[i]) + falling(-z[n - 1 - i]));
  }
  const auto count = static_cast<double>(n);
  AndersonDarling test;
  test.a_squared = -count - sum / count;
  test.a_squared_star = test.a_squared * (1 + 0.75 / count + 2.25 / (count * count));
  test.p_value = p_value_of(test.a_squared_star);
  return test;
}

}  // namespace openspc::spc
