// Nelson's eight tests for special causes (L. S. Nelson, "The Shewhart Control Chart - Tests for Special Causes", JQT
// 16(4), 1984), judged point by point in O(1) with a state of a few words, or over a whole series with identical
// results. Called by intake (one evaluator for each characteristic and chart), chart-data and the command line. An
// evaluator belongs to one strand; copy it to try a point that may have to be rolled back. No allocation, no
// exceptions.
//
// Comparisons are made in plotted units against center +- k sigma (rule 1: against the limits as drawn), strictly,
// symmetrically and up to rounding (Scale::allowance): a point on its line but for the last bits is on it. Points must
// be finite. Rules 3 and 4 compare neighbours as plotted while the center stays; where it moves from one point to the
// next (np, c, R and s with unequal sizes) the values are not comparable, and z = (value - center) / sigma is.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spc/limits.h"
#include "spc/per_point.h"

namespace openspc::spc {

enum class Rule : std::uint8_t {
  outlier = 1,     // one point beyond the control limits
  shift,           // nine in a row on one side of the center
  trend,           // six in a row steadily rising or falling
  alternator,      // fourteen in a row alternating up and down
  zone_a,          // two of three beyond 2 sigma, same side
  zone_b,          // four of five beyond 1 sigma, same side
  stratification,  // fifteen in a row within 1 sigma
  mixture,         // eight in a row beyond 1 sigma
};
inline constexpr std::size_t kRuleCount = 8;
inline constexpr std::array<Rule, kRuleCount> kAllRules = {Rule::outlier,        Rule::shift,  Rule::trend,
                                                           Rule::alternator,     Rule::zone_a, Rule::zone_b,
                                                           Rule::stratification, Rule::mixture};
[[nodiscard]] constexpr std::size_t index_of(Rule rule) {
  return static_cast<std::size_t>(rule) - 1;
}
[[nodiscard]] constexpr int number(Rule rule) {
  return static_cast<int>(rule);
}
[[nodiscard]] std::optional<Rule> rule_from_number(int number);  // 1..8
[[nodiscard]] std::string_view name(Rule rule);                  // "Outlier", "Shift", ... as stored with a violation
enum class Severity { warning, critical };
[[nodiscard]] Severity severity(Rule rule);
[[nodiscard]] std::string_view name(Severity severity);  // "WARNING", "CRITICAL"

// A set of rules. It has room for those of charts to come.
class RuleSet {
 public:
  constexpr RuleSet() = default;
  constexpr RuleSet(std::initializer_list<Rule> rules) {
    for (const Rule rule : rules) insert(rule);
  }
  [[nodiscard]] static constexpr RuleSet from_bits(std::uint32_t bits) {
    RuleSet set;
    set.bits_ = bits;
    return set;
  }
  [[nodiscard]] static constexpr RuleSet all() { return from_bits((1U << kRuleCount) - 1); }
  constexpr void insert(Rule rule) { bits_ |= 1U << index_of(rule); }
  constexpr void erase(Rule rule) { bits_ &= ~(1U << index_of(rule)); }
  [[nodiscard]] constexpr bool contains(Rule rule) const { return (bits_ >> index_of(rule) & 1U) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr std::size_t size() const { return static_cast<std::size_t>(std::popcount(bits_)); }
  friend constexpr RuleSet operator&(RuleSet a, RuleSet b) { return from_bits(a.bits_ & b.bits_); }
  friend constexpr RuleSet operator|(RuleSet a, RuleSet b) { return from_bits(a.bits_ | b.bits_); }
  friend constexpr bool operator==(RuleSet, RuleSet) = default;

 private:
  std::uint32_t bits_ = 0;  // bit 0 is rule 1
};

enum class ChartPart { location, dispersion };
// The rules whose false-alarm probability holds on that chart: all eight on means and individuals; 1-4 on R and s
// charts and on attribute charts, since 5-8 presuppose the symmetry of the normal distribution; 1 alone on a moving
// range chart, whose neighbouring points share a reading and so run and trend by themselves (Nelson, JQT 14(3), 1982).
[[nodiscard]] RuleSet applicable_rules(ChartKind kind, ChartPart part);

// "`count` of the last `window` points, `sigma` sigma from the center". Rules 2, 3, 4, 7, 8 need count == window.
struct RuleParameters {
  double sigma = 0;  // 0 <= sigma; unused by rules 3 and 4, and by rule 1 while BeyondLimit::as_drawn
  int count = 1;
  int window = 1;  // 1..64 points
};
inline constexpr int kMaxRuleWindow = 64;

// Where implementations differ. The first enumerator of each is the default.
enum class BeyondLimit { as_drawn, k_sigma };       // rule 1: the limits as drawn, or center +- parameters.sigma
enum class OnLimit { inside, outside };             // a point exactly on a limit or zone line
enum class OnCenter { ends_run, counts_for_both };  // a point exactly on the center, rule 2
enum class Tie { ends_trend, continues_trend };     // two equal neighbours, rule 3 (rule 4: always ends it)
enum class ZoneNewest { must_be_in_zone, may_be_anywhere };  // rules 5 and 6: where the newest point must lie
enum class MixtureSides { either, both };                    // rule 8: may all eight be on one side?
enum class OrderBy { comparable, standardized };             // rules 3 and 4: z where the center has moved, or always

struct RuleConfig {
  RuleSet enabled = RuleSet::all();
  std::array<RuleParameters, kRuleCount> parameters = {{
      {3, 1, 1},
      {0, 9, 9},
      {0, 6, 6},
      {0, 14, 14},
      {2, 2, 3},
      {1, 4, 5},
      {1, 15, 15},
      {1, 8, 8},
  }};
  BeyondLimit beyond_limit = BeyondLimit::as_drawn;
  OnLimit on_limit = OnLimit::inside;
  OnCenter on_center = OnCenter::ends_run;
  Tie tie = Tie::ends_trend;
  ZoneNewest zone_newest = ZoneNewest::must_be_in_zone;
  MixtureSides mixture_sides = MixtureSides::either;
  OrderBy order_by = OrderBy::comparable;

  [[nodiscard]] const RuleParameters& of(Rule rule) const { return parameters[index_of(rule)]; }
  [[nodiscard]] RuleParameters& of(Rule rule) { return parameters[index_of(rule)]; }
  // The four Western Electric rules (1956): 1, 2 of 3 beyond 2 sigma, 4 of 5 beyond 1 sigma, 8 on one side.
  [[nodiscard]] static RuleConfig western_electric();
};
// The first rule whose parameters make no sense, nothing if all do. Check input from outside before building an
// evaluator.
[[nodiscard]] std::optional<Rule> invalid_rule(const RuleConfig& config);
// Points (the newest included) that decide the outcome at a point: replaying that many restores an evaluator. >= 1.
[[nodiscard]] std::size_t window_size(const RuleConfig& config);

// One rule fired at the newest point. Bit i of `involved` stands for the point i places before the newest.
struct RuleHit {
  Rule rule = Rule::outlier;
  std::uint64_t involved = 0;
  // Rules 1-4, 7, 8: for how many points the condition has now held without a break, up to 64 (a shift of twelve points
  // says 12 although nine are involved). Rules 5 and 6: the number of involved points.
  int run_length = 0;

  // Calls visit(steps_back) for each involved point, oldest first.
  template <class Visit>
  void for_each_involved(Visit&& visit) const {
    for (std::uint64_t rest = involved; rest != 0;) {
      const auto back = static_cast<std::size_t>(std::bit_width(rest)) - 1;
      visit(back);
      rest &= ~(std::uint64_t{1} << back);
    }
  }
  // The involved points' indices in the series, ascending, when the newest has index `newest`.
  [[nodiscard]] std::vector<std::size_t> indices(std::size_t newest) const;
};

// Does the series rise (1) or fall (-1) from one point to the next, as rules 3 and 4 see it? 0: neither.
[[nodiscard]] int direction(const PlottedPoint& from, const PlottedPoint& to);

// What the past contributes to the judgement of the next point: a few words, trivially copyable. Bit i of each history
// says whether the point i places back had the property.
struct RuleState {
  struct Sides {
    std::uint64_t upper = 0, lower = 0;
  };
  Sides shift, zone_a, zone_b, mixture;  // strictly beyond the k sigma line of rules 2, 5, 6, 8
  Sides step;                            // rising and falling steps into the point
  std::uint64_t within = 0;              // rule 7
  std::uint64_t outlier = 0;             // rule 1
  struct Neighbour {
    double value = std::numeric_limits<double>::quiet_NaN();
    double center = 0, sigma = 0, allowance = 0;
  };
  Neighbour previous;  // as compared by rules 3 and 4
};

class RuleEvaluator {
 public:
  // `config` must be valid (invalid_rule); an invalid one is clamped into its ranges.
  explicit RuleEvaluator(const RuleConfig& config = {});

  // Judges the next point in the order of the chart and returns the rules that fire there.
  RuleSet push(const PlottedPoint& point);
  // Details of a rule that the last push returned.
  [[nodiscard]] RuleHit hit(Rule rule) const;
  // Pushes the points before the next one without judging by them: restores the state after a reload. Points older than
  // window_size() do not matter.
  void replay(std::span<const PlottedPoint> points);
  void reset() { state_ = {}; }

  [[nodiscard]] std::size_t window_size() const { return window_; }
  [[nodiscard]] const RuleState& state() const { return state_; }
  void restore(const RuleState& state) { state_ = state; }  // a state() taken from an evaluator of equal configuration

 private:
  RuleState state_;
  RuleConfig config_;
  std::size_t window_ = 1;
};

struct SeriesHit {
  std::size_t index = 0;  // of the newest point
  RuleHit hit;
};

// The rules that fire at each point, written to `fired` (same length as the series, else nothing is done).
void evaluate_series(std::span<const PlottedPoint> points, const RuleConfig& config, std::span<RuleSet> fired);
void evaluate_series(std::span<const double> values, const Scale& scale, const RuleConfig& config,
                     std::span<RuleSet> fired);
// All hits of a series, in the order of points, then of rules.
[[nodiscard]] std::vector<SeriesHit> find_hits(std::span<const PlottedPoint> points, const RuleConfig& config);
// The same of values and their scales, as many as there are values. Fastest where all have one scale.
[[nodiscard]] std::vector<SeriesHit> find_hits(std::span<const double> values, const PerPoint<Scale>& scales,
                                               const RuleConfig& config);

}  // namespace openspc::spc
