#include "spc/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace openspc::spc {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

// std::lgamma writes the global `signgam` on POSIX systems, hence not from several threads: Stirling's series
// (Abramowitz & Stegun 6.1.41) above 10, reached by the recurrence gamma(x + 1) = x gamma(x).
double log_gamma(double x) {
  double product = 1;
  while (x < 10) {
    product *= x;
    x += 1;
  }
  const double r = 1 / (x * x);
  const double series =
      (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * 691.0 / 360360))))) / x;
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2 * std::numbers::pi) + series - std::log(product);
}

// x^a e^-x / gamma(a), the factor common to the series and the fraction.
double gamma_density_factor(double a, double x) {
  return std::exp(a * std::log(x) - x - log_gamma(a));
}

// Lower regularized incomplete gamma function by its power series (A&S 6.5.29); converges fast for x < a + 1.
double lower_gamma_series(double a, double x) {
  double term = 1 / a;
  double sum = term;
  for (int k = 1; term > sum * kEpsilon; ++k) {
    term *= x / (a + k);
    sum += term;
  }
  return sum * gamma_density_factor(a, x);
}

// Upper regularized incomplete gamma function by its continued fraction (A&S 6.5.31), evaluated with Lentz's method.
double upper_gamma_fraction(double a, double x) {
  constexpr int kMaxTerms = 100000;
  const double tiny = std::numeric_limits<double>::min() / kEpsilon;
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double value = d;
  for (int i = 1; i <= kMaxTerms; ++i) {
    const double numerator = -i * (i - a);
    b += 2;
    d = numerator * d + b;
    if (std::abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (std::abs(c) < tiny) c = tiny;
    d = 1 / d;
    const double factor = d * c;
    value *= factor;
    if (std::abs(factor - 1) < kEpsilon) break;
  }
  return value * gamma_density_factor(a, x);
}

double chi_square_pdf(double x, double dof) {
  return x <= 0 ? 0 : 0.5 * std::exp((dof / 2 - 1) * std::log(x / 2) - x / 2 - log_gamma(dof / 2));
}

}  // namespace

double normal_pdf(double x) {
  return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi);
}

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double normal_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return kNaN;
  if (p == 0) return -kInfinity;
  if (p == 1) return kInfinity;
  if (p > 0.5) return -normal_quantile(1 - p);
  // Hastings' approximation (A&S 26.2.23, error < 4.5e-4) polished by Halley's method, which triples the digits each
  // time.
  const double t = std::sqrt(-2 * std::log(p));
  double x = -t + (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int i = 0; i < 3; ++i) {
    const double density = normal_pdf(x);
    if (density == 0) break;
    const double step = (normal_cdf(x) - p) / density;
    x -= step / (1 + 0.5 * x * step);
  }
  return x;
}

double chi_square_cdf(double x, double dof) {
  if (!(dof > 0) || std::isnan(x)) return kNaN;
  if (x <= 0) return 0;
  if (std::isinf(x)) return 1;
  const double a = dof / 2;
  return x / 2 < a + 1 ? lower_gamma_series(a, x / 2) : 1 - upper_gamma_fraction(a, x / 2);
}

double chi_square_quantile(double p, double dof) {
  if (!(p >= 0 && p < 1) || !(dof > 0) || std::isinf(dof)) return kNaN;
  if (p == 0) return 0;
  // Wilson & Hilferty (1931) start, then Newton steps kept inside a shrinking bracket.
  const double v = 2 / (9 * dof);
  double x = dof * std::pow(std::max(1 - v + normal_quantile(p) * std::sqrt(v), 0.01), 3);
  double low = 0;
  double high = kInfinity;
  for (int i = 0; i < 200; ++i) {
    const double error = chi_square_cdf(x, dof) - p;
    (error > 0 ? high : low) = x;
    const double density = chi_square_pdf(x, dof);
    double next = density > 0 ? x - error / density : kNaN;
    if (!(next > low && next < high)) next = std::isinf(high) ? 2 * x : (low + high) / 2;
    const bool converged = std::abs(next - x) <= 4 * kEpsilon * x;
    x = next;
    if (converged) break;
  }
  return x;
}

}  // namespace openspc::spc
