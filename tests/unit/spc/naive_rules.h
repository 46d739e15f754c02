// The eight rules as their definitions read, by looking back over the whole series at every point: the slow, obvious
// judge that the evaluator is held against. Shares no code with it. Numbers equal but for rounding are equal;
// neighbours with different centers are compared by their distance from it in sigmas.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "spc/rules.h"

namespace openspc::spc::naive {

class Judge {
 public:
  Judge(std::span<const PlottedPoint> points, const RuleConfig& config) : points_(points), config_(config) {}

  // Indices of the points involved if the rule fires at point i; empty if it does not.
  [[nodiscard]] std::vector<std::size_t> involved(Rule rule, std::size_t i) const {
    const auto window = static_cast<std::size_t>(config_.of(rule).window);
    if (!config_.enabled.contains(rule)) return {};
    if (rule == Rule::zone_a || rule == Rule::zone_b) return zone(rule, i);
    if (i + 1 < window) return {};
    const std::size_t first = i + 1 - window;
    if (!whole_window_fires(rule, first, i)) return {};
    std::vector<std::size_t> all;
    for (std::size_t j = first; j <= i; ++j) all.push_back(j);
    return all;
  }

 private:
  using Property = std::function<bool(std::size_t)>;

  [[nodiscard]] static bool every(std::size_t first, std::size_t last, const Property& has) {
    for (std::size_t j = first; j <= last; ++j) {
      if (!has(j)) return false;
    }
    return true;
  }
  [[nodiscard]] static bool some(std::size_t first, std::size_t last, const Property& has) {
    return !every(first, last, [&](std::size_t j) { return !has(j); });
  }

  [[nodiscard]] double value(std::size_t j) const { return points_[j].value; }
  [[nodiscard]] double z(std::size_t j) const { return (value(j) - points_[j].scale.center) / points_[j].scale.sigma; }
  // What rounding may do: four times the spacing of doubles at the largest number around, as far as sigma is wide.
  [[nodiscard]] double rounding(std::size_t j) const {
    const Scale& s = points_[j].scale;
    double largest = s.largest;
    for (const double line : {s.center, s.ucl, s.lcl}) largest = std::max(largest, std::abs(line));
    const double spacing = std::ldexp(largest, -52);
    return std::max(spacing, std::min(4 * spacing, s.sigma / 8));
  }
  [[nodiscard]] bool on(std::size_t j, double line) const { return std::abs(value(j) - line) <= rounding(j); }
  [[nodiscard]] bool comparable(std::size_t i, std::size_t j) const {
    return config_.order_by == OrderBy::comparable && points_[i].scale.center == points_[j].scale.center;
  }
  [[nodiscard]] bool equal(std::size_t i, std::size_t j) const {
    if (comparable(i, j)) return std::abs(value(j) - value(i)) <= std::max(rounding(i), rounding(j));
    return std::abs(z(j) - z(i)) <= rounding(i) / points_[i].scale.sigma + rounding(j) / points_[j].scale.sigma;
  }
  [[nodiscard]] bool rises(std::size_t i, std::size_t j) const {
    return !equal(i, j) && (comparable(i, j) ? value(j) > value(i) : z(j) > z(i));
  }
  [[nodiscard]] bool falls(std::size_t i, std::size_t j) const { return !equal(i, j) && !rises(i, j); }
  [[nodiscard]] bool outside() const { return config_.on_limit == OnLimit::outside; }
  [[nodiscard]] bool above_line(std::size_t j, double line) const { return on(j, line) ? outside() : value(j) > line; }
  [[nodiscard]] bool below_line(std::size_t j, double line) const { return on(j, line) ? outside() : value(j) < line; }
  [[nodiscard]] double line(std::size_t j, double k) const {
    return points_[j].scale.center + k * points_[j].scale.sigma;
  }
  [[nodiscard]] bool above(std::size_t j, double k) const { return above_line(j, line(j, k)); }
  [[nodiscard]] bool below(std::size_t j, double k) const { return below_line(j, line(j, -k)); }

  [[nodiscard]] bool whole_window_fires(Rule rule, std::size_t first, std::size_t i) const {
    const double k = config_.of(rule).sigma;
    switch (rule) {
      case Rule::outlier:
        return outlier(i);
      case Rule::shift:
        return shift(first, i);
      case Rule::trend:
        return trend(first, i);
      case Rule::alternator:
        return alternator(first, i);
      case Rule::stratification:
        return every(first, i, [&](std::size_t j) { return !above(j, k) && !below(j, k); });
      default:
        return mixture(first, i);
    }
  }

  [[nodiscard]] bool outlier(std::size_t i) const {
    if (config_.beyond_limit == BeyondLimit::k_sigma) {
      const double k = config_.of(Rule::outlier).sigma;
      return above(i, k) || below(i, k);
    }
    const Scale& scale = points_[i].scale;
    return above_line(i, scale.ucl) || below_line(i, scale.lcl);
  }

  [[nodiscard]] bool shift(std::size_t first, std::size_t i) const {
    const bool both = config_.on_center == OnCenter::counts_for_both;
    const double k = config_.of(Rule::shift).sigma;
    return every(first, i, [&](std::size_t j) { return on(j, line(j, k)) ? both : value(j) > line(j, k); }) ||
           every(first, i, [&](std::size_t j) { return on(j, line(j, -k)) ? both : value(j) < line(j, -k); });
  }

  [[nodiscard]] bool trend(std::size_t first, std::size_t i) const {
    const bool ties = config_.tie == Tie::continues_trend;
    const auto goes_on = [&](std::size_t j) { return ties && equal(j - 1, j); };
    return every(first + 1, i, [&](std::size_t j) { return rises(j - 1, j) || goes_on(j); }) ||
           every(first + 1, i, [&](std::size_t j) { return falls(j - 1, j) || goes_on(j); });
  }

  [[nodiscard]] bool alternator(std::size_t first, std::size_t i) const {
    return every(first + 2, i, [&](std::size_t j) {
      const bool peak = rises(j - 2, j - 1) && falls(j - 1, j);
      const bool valley = falls(j - 2, j - 1) && rises(j - 1, j);
      return peak || valley;
    });
  }

  [[nodiscard]] bool mixture(std::size_t first, std::size_t i) const {
    const double k = config_.of(Rule::mixture).sigma;
    if (!every(first, i, [&](std::size_t j) { return above(j, k) || below(j, k); })) return false;
    return config_.mixture_sides == MixtureSides::either ||
           (some(first, i, [&](std::size_t j) { return above(j, k); }) &&
            some(first, i, [&](std::size_t j) { return below(j, k); }));
  }

  [[nodiscard]] std::vector<std::size_t> zone(Rule rule, std::size_t i) const {
    const RuleParameters& p = config_.of(rule);
    const auto window = static_cast<std::size_t>(p.window);
    const std::size_t first = i + 1 < window ? 0 : i + 1 - window;
    std::vector<std::size_t> result;
    for (const bool upper : {true, false}) {
      std::vector<std::size_t> qualifying;
      for (std::size_t j = first; j <= i; ++j) {
        if (upper ? above(j, p.sigma) : below(j, p.sigma)) qualifying.push_back(j);
      }
      const bool enough = qualifying.size() >= static_cast<std::size_t>(p.count);
      const bool newest_fits = config_.zone_newest == ZoneNewest::may_be_anywhere || (enough && qualifying.back() == i);
      if (enough && newest_fits) result.insert(result.end(), qualifying.begin(), qualifying.end());
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
  }

  std::span<const PlottedPoint> points_;
  RuleConfig config_;
};

}  // namespace openspc::spc::naive
