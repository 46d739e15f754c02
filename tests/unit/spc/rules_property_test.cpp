// On random series full of ties and of values on lines, exactly or but for the last bits, with equal and unequal sizes:
// point by point equals whole series equals the definitions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "naive_rules.h"
#include "spc/rules.h"

namespace openspc::spc {
namespace {

using Points = std::vector<PlottedPoint>;

template <class Enum>
rc::Gen<Enum> either(Enum usual, Enum other) {
  return rc::gen::weightedElement<Enum>({{3, usual}, {1, other}});
}

RuleParameters parameters_for(Rule rule) {
  RuleParameters p = RuleConfig{}.of(rule);
  if (*rc::gen::weightedElement<bool>({{2, true}, {1, false}})) return p;  // mostly the classic ones
  p.sigma = *rc::gen::element(0.0, 0.5, 1.0, 1.5, 2.0);
  if (rule == Rule::outlier) return p;
  p.window =
      *rc::gen::weightedOneOf<int>({{4, rc::gen::inRange(3, 12)}, {1, rc::gen::inRange(12, kMaxRuleWindow + 1)}});
  p.count = rule == Rule::zone_a || rule == Rule::zone_b ? *rc::gen::inRange(1, p.window + 1) : p.window;
  return p;
}

RuleConfig random_config() {
  RuleConfig config;
  if (*rc::gen::inRange(0, 3) == 0) config.enabled = RuleSet::from_bits(*rc::gen::arbitrary<std::uint8_t>());
  for (const Rule rule : kAllRules) config.of(rule) = parameters_for(rule);
  config.beyond_limit = *either(BeyondLimit::as_drawn, BeyondLimit::k_sigma);
  config.on_limit = *either(OnLimit::inside, OnLimit::outside);
  config.on_center = *either(OnCenter::ends_run, OnCenter::counts_for_both);
  config.tie = *either(Tie::ends_trend, Tie::continues_trend);
  config.zone_newest = *either(ZoneNewest::must_be_in_zone, ZoneNewest::may_be_anywhere);
  config.mixture_sides = *either(MixtureSides::either, MixtureSides::both);
  config.order_by = *either(OrderBy::comparable, OrderBy::standardized);
  return config;
}

// Stretches of different character, in steps of a quarter sigma, so that every rule meets its condition, ties and lines
// often.
std::vector<int> random_quarters() {
  std::vector<int> quarters;
  for (int stretches = *rc::gen::inRange(1, 12); stretches > 0; --stretches) {
    const int kind = *rc::gen::inRange(0, 6);
    const int length = *rc::gen::inRange(1, 20);
    const int base = *rc::gen::inRange(-10, 11);
    for (int i = 0; i < length; ++i) {
      const int noise = *rc::gen::inRange(-1, 2);
      switch (kind) {
        case 0:  // anything
          quarters.push_back(*rc::gen::inRange(-14, 15));
          break;
        case 1:  // one side of a level
          quarters.push_back(base + noise);
          break;
        case 2:  // rising or falling, with ties now and then
          quarters.push_back(base + (base < 0 ? i : -i) + (noise > 0 ? 1 : 0));
          break;
        case 3:  // up and down
          quarters.push_back(base + (i % 2 == 0 ? 2 : -2) + noise / 2);
          break;
        case 4:  // close to the center
          quarters.push_back(*rc::gen::inRange(-4, 5));
          break;
        default:  // far from it
          quarters.push_back((noise < 0 ? -1 : 1) * *rc::gen::inRange(4, 12));
      }
    }
  }
  return quarters;
}

// What varies with the size of a point: nothing, sigma (means and rates), or the center too (counts and ranges).
enum class Sizes { equal, unequal, unequal_counts };

// Center and sigma are dyadic, so that lines and values meet exactly.
Points exact_points() {
  const auto sizes =
      *rc::gen::weightedElement<Sizes>({{2, Sizes::equal}, {1, Sizes::unequal}, {1, Sizes::unequal_counts}});
  Points points;
  for (const int quarter : random_quarters()) {
    const double sigma = sizes == Sizes::equal ? 1.0 : *rc::gen::element(0.5, 1.0, 2.0);
    const double center = sizes == Sizes::unequal_counts ? *rc::gen::element(6.0, 8.0, 11.0) : 8.0;
    Scale scale = Scale::three_sigma(center, sigma);
    if (sizes != Sizes::equal && *rc::gen::inRange(0, 4) == 0) scale.lcl = center - 2 * sigma;  // drawn by hand
    const double step = sizes == Sizes::unequal_counts ? sigma : 1.0;  // so that standardized values are equal often
    points.push_back({center + 0.25 * quarter * step, scale});
  }
  return points;
}

// The same as a computation would leave them: every number may be off by a unit in its last place.
Points rounded(Points points) {
  const auto off = [](double value) {
    const int direction = *rc::gen::inRange(-1, 2);
    return direction == 0 ? value : std::nextafter(value, direction * 1e9);
  };
  for (PlottedPoint& point : points) {
    point.value = off(point.value);
    point.scale.ucl = off(point.scale.ucl);
    point.scale.lcl = off(point.scale.lcl);
  }
  return points;
}

Points random_points() {
  const Points points = exact_points();
  return *either(false, true) ? rounded(points) : points;
}

RC_GTEST_PROP(RulesProperty, PointByPointEqualsWholeSeriesEqualsTheDefinitions, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  RC_ASSERT(!invalid_rule(config));
  std::vector<RuleSet> whole(points.size());
  evaluate_series(points, config, whole);
  RuleEvaluator evaluator(config);
  const naive::Judge judge(points, config);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const RuleSet fired = evaluator.push(points[i]);
    RC_ASSERT(fired == whole[i]);
    for (const Rule rule : kAllRules) {
      const std::vector<std::size_t> expected = judge.involved(rule, i);
      RC_ASSERT(fired.contains(rule) == !expected.empty());
      if (fired.contains(rule)) RC_ASSERT(evaluator.hit(rule).indices(i) == expected);
    }
  }
}

RC_GTEST_PROP(RulesProperty, WhatRoundingDidIsNotSeen, ()) {
  const RuleConfig config = random_config();
  const Points points = exact_points();
  std::vector<RuleSet> fired(points.size());
  std::vector<RuleSet> fired_rounded(points.size());
  evaluate_series(points, config, fired);
  evaluate_series(rounded(points), config, fired_rounded);
  RC_ASSERT(fired == fired_rounded);
}

RC_GTEST_PROP(RulesProperty, HitsOfASeriesAreThoseOfItsPoints, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  std::vector<RuleSet> fired(points.size());
  evaluate_series(points, config, fired);
  std::vector<RuleSet> from_hits(points.size());
  for (const SeriesHit& hit : find_hits(points, config)) from_hits[hit.index].insert(hit.hit.rule);
  RC_ASSERT(from_hits == fired);
}

RC_GTEST_PROP(RulesProperty, ConstantScaleEqualsAScaleAtEveryPoint, ()) {
  const RuleConfig config = random_config();
  Points points = random_points();
  const Scale scale = points.front().scale;
  std::vector<double> values;
  for (PlottedPoint& point : points) {
    point.scale = scale;
    values.push_back(point.value);
  }
  std::vector<RuleSet> each(points.size());
  std::vector<RuleSet> constant(points.size());
  evaluate_series(points, config, each);
  evaluate_series(values, scale, config, constant);
  RC_ASSERT(each == constant);
}

bool same_hits(const std::vector<SeriesHit>& a, const std::vector<SeriesHit>& b) {
  return std::ranges::equal(a, b, [](const SeriesHit& x, const SeriesHit& y) {
    return x.index == y.index && x.hit.rule == y.hit.rule && x.hit.involved == y.hit.involved &&
           x.hit.run_length == y.hit.run_length;
  });
}

RC_GTEST_PROP(RulesProperty, HitsOfValuesAndScalesAreThoseOfPoints, (bool constant, bool outliers_only)) {
  RuleConfig config = random_config();
  if (outliers_only) config.enabled = {Rule::outlier};
  Points points = random_points();
  const Scale first = points.front().scale;
  std::vector<double> values;
  PerPoint<Scale> scales;
  for (PlottedPoint& point : points) {
    if (constant) point.scale = first;
    values.push_back(point.value);
    scales.push_back(point.scale);
  }
  RC_ASSERT(same_hits(find_hits(values, scales, config), find_hits(points, config)));
}

RC_GTEST_PROP(RulesProperty, TheWindowIsAllThatMatters, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  const std::size_t window = window_size(config);
  RuleEvaluator all(config);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::size_t before = std::min(i, window - 1);
    RuleEvaluator restored(config);
    restored.replay(std::span(points).subspan(i - before, before));
    RC_ASSERT(restored.push(points[i]) == all.push(points[i]));
  }
}

RC_GTEST_PROP(RulesProperty, ARolledBackPointLeavesNoTrace, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  RuleEvaluator plain(config);
  RuleEvaluator disturbed(config);
  for (const PlottedPoint& point : points) {
    const RuleState before = disturbed.state();
    (void)disturbed.push({point.value + 100, point.scale});
    disturbed.restore(before);
    RC_ASSERT(disturbed.push(point) == plain.push(point));
  }
}

RC_GTEST_PROP(RulesProperty, TheMirrorImageFiresTheSameRules, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  Points mirrored;
  for (const PlottedPoint& p : points) {
    mirrored.push_back({-p.value, {-p.scale.center, p.scale.sigma, -p.scale.lcl, -p.scale.ucl}});
  }
  std::vector<RuleSet> fired(points.size());
  std::vector<RuleSet> fired_mirrored(points.size());
  evaluate_series(points, config, fired);
  evaluate_series(mirrored, config, fired_mirrored);
  RC_ASSERT(fired == fired_mirrored);
}

RC_GTEST_PROP(RulesProperty, ShiftingAndScalingTheUnitChangesNothing, ()) {
  const RuleConfig config = random_config();
  const Points points = random_points();
  const double shift = *rc::gen::inRange(-1000, 1000);
  const double unit = *rc::gen::element(0.25, 4.0, 1024.0);  // powers of two: exact
  Points moved;
  for (const PlottedPoint& p : points) {
    const auto move = [&](double x) { return (x + shift) * unit; };
    moved.push_back(
        {move(p.value), {move(p.scale.center), p.scale.sigma * unit, move(p.scale.ucl), move(p.scale.lcl)}});
  }
  std::vector<RuleSet> fired(points.size());
  std::vector<RuleSet> fired_moved(points.size());
  evaluate_series(points, config, fired);
  evaluate_series(moved, config, fired_moved);
  RC_ASSERT(fired == fired_moved);
}

}  // namespace
}  // namespace openspc::spc
