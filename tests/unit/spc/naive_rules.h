// The eight rules as their definitions read, by looking back over the whole series at every point: the slow, obvious
// judge that the evaluator is held against. Shares no code with it.
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
  [[nodiscard]] double ordered(std::size_t j) const {
    const PlottedPoint& p = points_[j];
    return config_.order_by == OrderBy::plotted ? p.value : (p.value - p.scale.center) / p.scale.sigma;
  }
  [[nodiscard]] bool outside() const { return config_.on_limit == OnLimit::outside; }
  [[nodiscard]] bool above(std::size_t j, double k) const {
    const double line = points_[j].scale.center + k * points_[j].scale.sigma;
    return outside() ? value(j) >= line : value(j) > line;
  }
  [[nodiscard]] bool below(std::size_t j, double k) const {
    const double line = points_[j].scale.center - k * points_[j].scale.sigma;
    return outside() ? value(j) <= line : value(j) < line;
  }

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
    if (outside()) return value(i) >= scale.ucl || value(i) <= scale.lcl;
    return value(i) > scale.ucl || value(i) < scale.lcl;
  }

  [[nodiscard]] bool shift(std::size_t first, std::size_t i) const {
    const bool both = config_.on_center == OnCenter::counts_for_both;
    const auto line = [&](std::size_t j, double k) { return points_[j].scale.center + k * points_[j].scale.sigma; };
    const double k = config_.of(Rule::shift).sigma;
    return every(first, i, [&](std::size_t j) { return value(j) > line(j, k) || (both && value(j) == line(j, k)); }) ||
           every(first, i, [&](std::size_t j) { return value(j) < line(j, -k) || (both && value(j) == line(j, -k)); });
  }

  [[nodiscard]] bool trend(std::size_t first, std::size_t i) const {
    const bool ties = config_.tie == Tie::continues_trend;
    const auto equal = [&](std::size_t j) { return ties && ordered(j) == ordered(j - 1); };
    return every(first + 1, i, [&](std::size_t j) { return ordered(j) > ordered(j - 1) || equal(j); }) ||
           every(first + 1, i, [&](std::size_t j) { return ordered(j) < ordered(j - 1) || equal(j); });
  }

  [[nodiscard]] bool alternator(std::size_t first, std::size_t i) const {
    return every(first + 2, i, [&](std::size_t j) {
      const bool peak = ordered(j - 1) > ordered(j - 2) && ordered(j) < ordered(j - 1);
      const bool valley = ordered(j - 1) < ordered(j - 2) && ordered(j) > ordered(j - 1);
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
