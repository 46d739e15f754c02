#include "spc/rules.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace openspc::spc {
namespace {

constexpr std::array<std::string_view, kRuleCount> kRuleNames = {
    "Outlier", "Shift", "Trend", "Alternator", "Zone A Warning", "Zone B Warning", "Stratification", "Mixture"};

constexpr std::uint64_t low_bits(int count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

constexpr bool all_set(std::uint64_t history, std::uint64_t mask) {
  return (history & mask) == mask;
}

// Are at least `count` >= 1 bits set? Clearing the lowest set bit count - 1 times must leave one.
constexpr bool at_least(std::uint64_t bits, int count) {
  for (; count > 1; --count) bits &= bits - 1;
  return bits != 0;
}

constexpr bool any_all_set(const RuleState::Sides& sides, std::uint64_t mask) {
  return all_set(sides.upper, mask) || all_set(sides.lower, mask);
}

using Bit = std::uint64_t;  // 0 or 1

constexpr void record(std::uint64_t& history, Bit bit) {
  history = history << 1 | bit;
}

// Steps of rule 4: a rise after a fall or a fall after a rise. A tie (both bits, or none) is neither.
constexpr std::uint64_t turns(const RuleState::Sides& step) {
  const std::uint64_t rise = step.upper & ~step.lower;
  const std::uint64_t fall = step.lower & ~step.upper;
  return (rise & fall >> 1) | (fall & rise >> 1);
}

constexpr bool needs_whole_window(Rule rule) {
  return rule != Rule::zone_a && rule != Rule::zone_b;
}

constexpr int smallest_window(Rule rule) {
  if (rule == Rule::trend) return 2;
  return rule == Rule::alternator ? 3 : 1;
}

constexpr int largest_window(Rule rule) {
  return rule == Rule::outlier ? 1 : kMaxRuleWindow;
}

bool is_valid(Rule rule, const RuleParameters& p) {
  return std::isfinite(p.sigma) && p.sigma >= 0 && p.window >= smallest_window(rule) &&
         p.window <= largest_window(rule) && p.count >= 1 && p.count <= p.window &&
         (p.count == p.window || !needs_whole_window(rule));
}

RuleParameters clamped(Rule rule, RuleParameters p) {
  if (!(std::isfinite(p.sigma) && p.sigma >= 0)) p.sigma = RuleConfig{}.of(rule).sigma;
  p.window = std::clamp(p.window, smallest_window(rule), largest_window(rule));
  p.count = needs_whole_window(rule) ? p.window : std::clamp(p.count, 1, p.window);
  return p;
}

RuleConfig clamped(RuleConfig config) {
  for (const Rule rule : kAllRules) config.of(rule) = clamped(rule, config.of(rule));
  return config;
}

// A pair of lines about the center, moved outwards by what rounding may do: a value counts as outside when it is
// strictly beyond one of them.
struct Lines {
  double upper, lower;
  Lines(double above, double below, double allowance) : upper(above + allowance), lower(below - allowance) {}
  Lines(const Scale& scale, double k, double allowance) : Lines(scale.at(k), scale.at(-k), allowance) {}
  // Makes a value that lies on a line count as outside: moved inwards, to the number just before what lies on it.
  void include_values_on_them(double allowance) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    upper = std::nextafter(upper - 2 * allowance, -infinite);
    lower = std::nextafter(lower + 2 * allowance, infinite);
  }
  // Bits are combined without branches: which side a point lies on is what no branch predictor can know.
  [[nodiscard]] Bit outside(double value) const { return Bit{value > upper} | Bit{value < lower}; }
  void note(RuleState::Sides& sides, double value) const {
    record(sides.upper, Bit{value > upper});
    record(sides.lower, Bit{value < lower});
  }
};

using Neighbour = RuleState::Neighbour;

struct Step {
  Bit rise, fall, tie;
};

// From one point to the next, as rules 3 and 4 compare them. The first point has NaN before it, to which every
// comparison is false: neither a rise, a fall nor a tie.
[[gnu::always_inline]] inline Step step_between(const Neighbour& from, const Neighbour& to, OrderBy order_by) {
  double difference = to.value - from.value;
  double allowance = std::max(from.allowance, to.allowance);
  if (order_by == OrderBy::standardized || from.center != to.center) {
    difference = (to.value - to.center) / to.sigma - (from.value - from.center) / from.sigma;
    allowance = to.allowance / to.sigma + from.allowance / from.sigma;
  }
  return {Bit{difference > allowance}, Bit{difference < -allowance}, Bit{std::abs(difference) <= allowance}};
}

// The lines of all rules beside one point.
struct Ruler {
  double allowance;
  Lines limits, shift, zone_a, zone_b, within, mixture;

  Ruler(const RuleConfig& config, const Scale& scale)
      : allowance(scale.allowance()),
        limits(config.beyond_limit == BeyondLimit::as_drawn ? Lines(scale.ucl, scale.lcl, allowance)
                                                            : Lines(scale, config.of(Rule::outlier).sigma, allowance)),
        shift(scale, config.of(Rule::shift).sigma, allowance),
        zone_a(scale, config.of(Rule::zone_a).sigma, allowance),
        zone_b(scale, config.of(Rule::zone_b).sigma, allowance),
        within(scale, config.of(Rule::stratification).sigma, allowance),
        mixture(scale, config.of(Rule::mixture).sigma, allowance) {
    if (config.on_limit == OnLimit::outside) {
      for (Lines* lines : {&limits, &zone_a, &zone_b, &within, &mixture}) lines->include_values_on_them(allowance);
    }
    if (config.on_center == OnCenter::counts_for_both) shift.include_values_on_them(allowance);
  }
};

// Writes the newest point into the histories. Inlined by force, as `judge` below: they are the loop of a series.
[[gnu::always_inline]] inline void remember(RuleState& state, const RuleConfig& config, const Ruler& ruler,
                                            double value, const Scale& scale) {
  record(state.outlier, ruler.limits.outside(value));
  ruler.shift.note(state.shift, value);
  ruler.zone_a.note(state.zone_a, value);
  ruler.zone_b.note(state.zone_b, value);
  ruler.mixture.note(state.mixture, value);
  record(state.within, 1 - ruler.within.outside(value));

  const Neighbour newest{value, scale.center, scale.sigma, ruler.allowance};
  const Step step = step_between(state.previous, newest, config.order_by);
  const Bit tie = Bit{config.tie == Tie::continues_trend} & step.tie;
  record(state.step.upper, step.rise | tie);
  record(state.step.lower, step.fall | tie);
  state.previous = newest;
}

inline void remember(RuleState& state, const RuleConfig& config, const PlottedPoint& point) {
  remember(state, config, Ruler(config, point.scale), point.value, point.scale);
}

[[gnu::always_inline]] inline bool zone_fires(const RuleState::Sides& sides, const RuleParameters& p,
                                              ZoneNewest newest) {
  const std::uint64_t required = newest == ZoneNewest::must_be_in_zone ? 1 : 0;
  const std::uint64_t mask = low_bits(p.window);
  const auto fires = [&](std::uint64_t side) { return all_set(side, required) && at_least(side & mask, p.count); };
  return fires(sides.upper) || fires(sides.lower);
}

bool mixture_fires(const RuleState::Sides& sides, std::uint64_t mask, MixtureSides wanted) {
  if (!all_set(sides.upper | sides.lower, mask)) return false;
  return wanted == MixtureSides::either || ((sides.upper & mask) != 0 && (sides.lower & mask) != 0);
}

// The newest steps of each history that a rule looks at.
struct Windows {
  std::uint64_t shift, trend, alternator, stratification, mixture;
  explicit Windows(const RuleConfig& config)
      : shift(of(config, Rule::shift)),
        trend(of(config, Rule::trend, 1)),            // n points are n - 1 steps
        alternator(of(config, Rule::alternator, 2)),  // and n - 2 turns
        stratification(of(config, Rule::stratification)),
        mixture(of(config, Rule::mixture)) {}

 private:
  static std::uint64_t of(const RuleConfig& config, Rule rule, int less = 0) {
    return low_bits(config.of(rule).window - less);
  }
};

// The rules that hold at the newest remembered point.
[[gnu::always_inline]] inline RuleSet judge(const RuleState& state, const RuleConfig& config, const Windows& windows) {
  const auto bit = [](Rule rule, bool fires) { return static_cast<unsigned>(fires) << index_of(rule); };
  unsigned fired = bit(Rule::outlier, (state.outlier & 1) != 0);
  fired |= bit(Rule::shift, any_all_set(state.shift, windows.shift));
  fired |= bit(Rule::trend, any_all_set(state.step, windows.trend));
  fired |= bit(Rule::alternator, all_set(turns(state.step), windows.alternator));
  fired |= bit(Rule::zone_a, zone_fires(state.zone_a, config.of(Rule::zone_a), config.zone_newest));
  fired |= bit(Rule::zone_b, zone_fires(state.zone_b, config.of(Rule::zone_b), config.zone_newest));
  fired |= bit(Rule::stratification, all_set(state.within, windows.stratification));
  fired |= bit(Rule::mixture, mixture_fires(state.mixture, windows.mixture, config.mixture_sides));
  return RuleSet::from_bits(fired) & config.enabled;
}

int longest_run(const RuleState::Sides& sides) {
  return std::max(std::countr_one(sides.upper), std::countr_one(sides.lower));
}

// The points in the zone on the side (or sides) where there are enough of them.
RuleHit zone_hit(Rule rule, const RuleState::Sides& sides, const RuleParameters& p, ZoneNewest newest) {
  RuleHit hit{rule, 0, 0};
  const std::uint64_t mask = low_bits(p.window);
  for (const std::uint64_t side : {sides.upper, sides.lower}) {
    const bool newest_fits = newest == ZoneNewest::may_be_anywhere || (side & 1) != 0;
    if (newest_fits && at_least(side & mask, p.count)) hit.involved |= side & mask;
  }
  hit.run_length = std::popcount(hit.involved);
  return hit;
}

// Details of a rule that holds at the newest remembered point.
RuleHit hit_at(const RuleState& state, const RuleConfig& config, Rule rule) {
  const std::uint64_t whole_window = low_bits(config.of(rule).window);
  switch (rule) {
    case Rule::outlier:
      return {rule, whole_window, std::countr_one(state.outlier)};
    case Rule::shift:
      return {rule, whole_window, longest_run(state.shift)};
    case Rule::trend:
      return {rule, whole_window, longest_run(state.step) + 1};
    case Rule::alternator:
      return {rule, whole_window, std::countr_one(turns(state.step)) + 2};
    case Rule::zone_a:
      return zone_hit(rule, state.zone_a, config.of(rule), config.zone_newest);
    case Rule::zone_b:
      return zone_hit(rule, state.zone_b, config.of(rule), config.zone_newest);
    case Rule::stratification:
      return {rule, whole_window, std::countr_one(state.within)};
    case Rule::mixture:
      return {rule, whole_window, std::countr_one(state.mixture.upper | state.mixture.lower)};
  }
  return {};
}

void add_hits(std::vector<SeriesHit>& hits, std::size_t place, RuleSet fired, const RuleState& state,
              const RuleConfig& config) {
  for (const Rule rule : kAllRules) {
    if (fired.contains(rule)) hits.push_back({place, hit_at(state, config, rule)});
  }
}

// Rule 1 by itself, which is all that moving ranges are judged by: it needs no history but its own.
std::vector<SeriesHit> find_outliers(std::span<const double> values, const Lines& limits, const RuleConfig& config) {
  std::vector<SeriesHit> hits;
  RuleState state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    record(state.outlier, limits.outside(values[i]));
    if ((state.outlier & 1) != 0) hits.push_back({i, hit_at(state, config, Rule::outlier)});
  }
  return hits;
}

}  // namespace

std::optional<Rule> rule_from_number(int number) {
  if (number < 1 || number > static_cast<int>(kRuleCount)) return std::nullopt;
  return static_cast<Rule>(number);
}

std::string_view name(Rule rule) {
  return kRuleNames.at(index_of(rule));
}

Severity severity(Rule rule) {
  return rule == Rule::outlier ? Severity::critical : Severity::warning;
}

std::string_view name(Severity severity) {
  return severity == Severity::critical ? "CRITICAL" : "WARNING";
}

RuleSet applicable_rules(ChartKind kind, ChartPart part) {
  const RuleSet one_to_four = {Rule::outlier, Rule::shift, Rule::trend, Rule::alternator};
  if (is_attribute(kind)) return one_to_four;
  if (part == ChartPart::location) return RuleSet::all();
  return kind == ChartKind::i_mr ? RuleSet{Rule::outlier} : one_to_four;
}

RuleConfig RuleConfig::western_electric() {
  RuleConfig config;
  config.enabled = {Rule::outlier, Rule::shift, Rule::zone_a, Rule::zone_b};
  config.of(Rule::shift) = {0, 8, 8};
  return config;
}

std::optional<Rule> invalid_rule(const RuleConfig& config) {
  const auto* const found =
      std::find_if(kAllRules.begin(), kAllRules.end(), [&](Rule rule) { return !is_valid(rule, config.of(rule)); });
  if (found == kAllRules.end()) return std::nullopt;
  return *found;
}

std::size_t window_size(const RuleConfig& config) {
  int longest = 1;
  for (const Rule rule : kAllRules) {
    if (config.enabled.contains(rule)) longest = std::max(longest, clamped(rule, config.of(rule)).window);
  }
  return static_cast<std::size_t>(longest);
}

std::vector<std::size_t> RuleHit::indices(std::size_t newest) const {
  std::vector<std::size_t> result;
  for_each_involved([&](std::size_t back) { result.push_back(newest - back); });
  return result;
}

int direction(const PlottedPoint& from, const PlottedPoint& to) {
  const auto neighbour = [](const PlottedPoint& point) {
    return Neighbour{point.value, point.scale.center, point.scale.sigma, point.scale.allowance()};
  };
  const Step step = step_between(neighbour(from), neighbour(to), OrderBy::comparable);
  return static_cast<int>(step.rise) - static_cast<int>(step.fall);
}

RuleEvaluator::RuleEvaluator(const RuleConfig& config) : config_(clamped(config)), window_(spc::window_size(config)) {}

RuleSet RuleEvaluator::push(const PlottedPoint& point) {
  remember(state_, config_, point);
  return judge(state_, config_, Windows(config_));
}

void RuleEvaluator::replay(std::span<const PlottedPoint> points) {
  for (const PlottedPoint& point : points) remember(state_, config_, point);
}

RuleHit RuleEvaluator::hit(Rule rule) const {
  return hit_at(state_, config_, rule);
}

void evaluate_series(std::span<const PlottedPoint> points, const RuleConfig& config, std::span<RuleSet> fired) {
  if (fired.size() != points.size()) return;
  const RuleConfig valid = clamped(config);
  const Windows windows(valid);
  RuleState state;
  for (std::size_t i = 0; i < points.size(); ++i) {
    remember(state, valid, points[i]);
    fired[i] = judge(state, valid, windows);
  }
}

void evaluate_series(std::span<const double> values, const Scale& scale, const RuleConfig& config,
                     std::span<RuleSet> fired) {
  if (fired.size() != values.size()) return;
  const RuleConfig valid = clamped(config);
  const Ruler ruler(valid, scale);
  const Windows windows(valid);
  RuleState state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    remember(state, valid, ruler, values[i], scale);
    fired[i] = judge(state, valid, windows);
  }
}

std::vector<SeriesHit> find_hits(std::span<const PlottedPoint> points, const RuleConfig& config) {
  const RuleConfig valid = clamped(config);
  std::vector<SeriesHit> hits;
  const Windows windows(valid);
  RuleState state;
  for (std::size_t i = 0; i < points.size(); ++i) {
    remember(state, valid, points[i]);
    if (const RuleSet fired = judge(state, valid, windows); !fired.empty()) add_hits(hits, i, fired, state, valid);
  }
  return hits;
}

std::vector<SeriesHit> find_hits(std::span<const double> values, const PerPoint<Scale>& scales,
                                 const RuleConfig& config) {
  std::vector<SeriesHit> hits;
  if (values.empty() || scales.size() != values.size()) return hits;
  const RuleConfig valid = clamped(config);
  Ruler ruler(valid, scales.front());
  if (scales.is_constant() && valid.enabled == RuleSet{Rule::outlier}) {
    return find_outliers(values, ruler.limits, valid);
  }
  const Windows windows(valid);
  RuleState state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!scales.is_constant()) ruler = Ruler(valid, scales[i]);
    remember(state, valid, ruler, values[i], scales[i]);
    // A copy of the state, so that the loop can keep its own in registers.
    if (const RuleSet fired = judge(state, valid, windows); !fired.empty())
      add_hits(hits, i, fired, RuleState(state), config);
  }
  return hits;
}

}  // namespace openspc::spc
