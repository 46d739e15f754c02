#include "spc/constants.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "spc/distributions.h"

namespace openspc::spc {
namespace {

using Row = std::array<double, kMaxConstantSize + 1>;  // indexed by n
using Table = std::array<ChartConstants, kMaxConstantSize + 1>;

constexpr double kTail = 10.0;  // the standard normal beyond it is nothing in double precision

// d2(n) = integral of 1 - (1 - F(x))^n - F(x)^n (Tippett 1925). The trapezoid rule converges geometrically here.
Row mean_ranges() {
  constexpr double kStep = 0.05;
  Row d2{};
  const int steps = static_cast<int>(std::lround(kTail / kStep));
  for (int i = -steps; i <= steps; ++i) {
    const double below = normal_cdf(i * kStep);
    const double above = normal_cdf(-i * kStep);
    double below_power = below;
    double above_power = above;
    for (std::size_t n = kMinConstantSize; n <= kMaxConstantSize; ++n) {
      below_power *= below;
      above_power *= above;
      d2[n] += kStep * (1 - above_power - below_power);
    }
  }
  return d2;
}

// P(R <= w) = n * integral of f(x) (F(x + w) - F(x))^(n-1), for all n at once.
Row range_probabilities(double w) {
  constexpr double kStep = 0.1;
  Row probability{};
  const int steps = static_cast<int>(std::lround((kTail + w / 2) / kStep));
  for (int i = -steps; i <= steps; ++i) {
    const double x = i * kStep - w / 2;  // the integrand's mass lies around the middle of [x, x + w]
    const double inside = normal_cdf(x + w) - normal_cdf(x);
    double term = kStep * normal_pdf(x);
    for (std::size_t n = kMinConstantSize; n <= kMaxConstantSize; ++n) {
      term *= inside;
      probability[n] += static_cast<double>(n) * term;
    }
  }
  return probability;
}

struct Node {
  double x, weight;
};

// Gauss-Legendre nodes on [-1, 1]: roots of the Legendre polynomial by Newton's method (Davis & Rabinowitz 1984, 2.7).
template <std::size_t N>
std::array<Node, N> gauss_legendre() {
  std::array<Node, N> nodes{};
  for (std::size_t i = 0; i < N; ++i) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (N + 0.5));
    double slope = 1;
    for (int iteration = 0; iteration < 8; ++iteration) {
      double before = 1;
      double value = x;
      for (std::size_t k = 2; k <= N; ++k) {
        const auto degree = static_cast<double>(k);
        const double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = N * (x * value - before) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = {x, 2 / ((1 - x * x) * slope * slope)};
  }
  return nodes;
}

// E[R^2] = 2 * integral over w > 0 of w (1 - P(R <= w)). No symmetry at w = 0, hence Gauss-Legendre and not the
// trapezoid.
Row mean_squared_ranges() {
  constexpr double kLargestRange = 14.0;  // P(R > 14) < 1e-18 for n = 100
  Row square{};
  for (const Node& node : gauss_legendre<56>()) {
    const double w = kLargestRange / 2 * (1 + node.x);
    const Row probability = range_probabilities(w);
    for (std::size_t n = kMinConstantSize; n <= kMaxConstantSize; ++n) {
      square[n] += kLargestRange / 2 * node.weight * 2 * w * (1 - probability[n]);
    }
  }
  return square;
}

// c4(n) = g(x) / sqrt(x) with g(x) = gamma(x + 1/2) / gamma(x) and x = (n - 1) / 2; g(x + 1) = g(x) (x + 1/2) / x.
Row mean_deviations() {
  Row c4{};
  double odd = 1 / std::sqrt(std::numbers::pi);   // g(1/2), n = 2
  double even = std::sqrt(std::numbers::pi) / 2;  // g(1), n = 3
  for (std::size_t n = kMinConstantSize; n <= kMaxConstantSize; ++n) {
    const double x = static_cast<double>(n - 1) / 2;
    double& ratio = n % 2 == 0 ? odd : even;
    c4[n] = ratio / std::sqrt(x);
    ratio *= (x + 0.5) / x;
  }
  return c4;
}

ChartConstants derive(double n, double d2, double d3, double c4) {
  const double s_spread = 3 * std::sqrt(1 - c4 * c4);
  ChartConstants k;
  k.d2 = d2;
  k.d3 = d3;
  k.c4 = c4;
  k.A = 3 / std::sqrt(n);
  k.A2 = k.A / d2;
  k.A3 = k.A / c4;
  k.B3 = std::max(0.0, 1 - s_spread / c4);
  k.B4 = 1 + s_spread / c4;
  k.B5 = std::max(0.0, c4 - s_spread);
  k.B6 = c4 + s_spread;
  k.D1 = std::max(0.0, d2 - 3 * d3);
  k.D2 = d2 + 3 * d3;
  k.D3 = std::max(0.0, 1 - 3 * d3 / d2);
  k.D4 = 1 + 3 * d3 / d2;
  k.E2 = 3 / d2;
  k.E3 = 3 / c4;
  return k;
}

Table build_table() {
  const Row d2 = mean_ranges();
  const Row squares = mean_squared_ranges();
  const Row c4 = mean_deviations();
  Table table{};
  for (std::size_t n = kMinConstantSize; n <= kMaxConstantSize; ++n) {
    table[n] = derive(static_cast<double>(n), d2[n], std::sqrt(squares[n] - d2[n] * d2[n]), c4[n]);
  }
  return table;
}

}  // namespace

const ChartConstants* chart_constants(std::size_t n) {
  static const Table table = build_table();
  return n < kMinConstantSize || n > kMaxConstantSize ? nullptr : &table[n];
}

double c4(std::size_t n) {
  if (n < kMinConstantSize) return std::numeric_limits<double>::quiet_NaN();
  if (n <= kMaxConstantSize) return chart_constants(n)->c4;
  // Asymptotic series of gamma(x + 1/2) / (gamma(x) sqrt(x)) (Tricomi & Erdelyi 1951); its next term is below 1e-15
  // here.
  const double r = 2 / static_cast<double>(n - 1);
  return 1 - r * (1.0 / 8 -
                  r * (1.0 / 128 + r * (5.0 / 1024 - r * (21.0 / 32768 + r * (399.0 / 262144 - r * 869.0 / 4194304)))));
}

}  // namespace openspc::spc
