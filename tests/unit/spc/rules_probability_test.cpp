// How often each rule raises a false alarm, which no mistake shared between code and test can get right: exactly, by
// weighing every possible window; and on random normal points, with the average run lengths of the literature (Champ &
// Woodall, Technometrics 29(4), 1987, for the Western Electric rules).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "spc/distributions.h"
#include "spc/rules.h"
#include "spc/summary.h"

namespace openspc::spc {
namespace {

constexpr Scale kUnit = Scale::three_sigma(0, 1);

// Unoptimized and sanitized builds take fewer points; tolerances follow from the observed scatter.
#ifdef NDEBUG
constexpr std::size_t kPoints = 40'000'000;
constexpr int kRuns = 40'000;
#else
constexpr std::size_t kPoints = 2'000'000;
constexpr int kRuns = 3'000;
#endif

// xoshiro256++ (Blackman & Vigna 2019) with Marsaglia's polar method: the same points on every platform, unlike
// std::normal_distribution.
class NormalSource {
 public:
  explicit NormalSource(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {  // splitmix64
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  double next() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    for (;;) {
      const double u = uniform();
      const double v = uniform();
      const double square = u * u + v * v;
      if (square >= 1 || square == 0) continue;
      const double factor = std::sqrt(-2 * std::log(square) / square);
      spare_ = v * factor;
      has_spare_ = true;
      return u * factor;
    }
  }

 private:
  double uniform() { return static_cast<double>(static_cast<std::int64_t>(bits())) * 0x1p-63; }  // -1 .. 1
  std::uint64_t bits() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  std::array<std::uint64_t, 4> state_{};
  double spare_ = 0;
  bool has_spare_ = false;
};

// --- Exactly.

struct Band {
  double value;        // any value of the band
  double probability;  // of falling into it
};

// Bands above k sigma, below -k sigma and between.
std::vector<Band> three_bands(double k) {
  const double tail = normal_cdf(-k);
  return {{k + 0.5, tail}, {0.0, 1 - 2 * tail}, {-k - 0.5, tail}};
}

// Sums the probabilities of all windows of `length` bands at whose end the rule fires.
double exact_probability(Rule rule, const std::vector<Band>& bands, int length, const RuleEvaluator& before) {
  double total = 0;
  for (const Band& band : bands) {
    RuleEvaluator evaluator = before;
    const RuleSet fired = evaluator.push({band.value, kUnit});
    const double rest = length > 1             ? exact_probability(rule, bands, length - 1, evaluator)
                        : fired.contains(rule) ? 1
                                               : 0;
    total += band.probability * rest;
  }
  return total;
}

double exact_probability(Rule rule, const std::vector<Band>& bands, const RuleConfig& config = {}) {
  return exact_probability(rule, bands, config.of(rule).window, RuleEvaluator(config));
}

// The share of orders of `length` different values at whose end the rule fires.
double share_of_permutations(Rule rule, int length, const RuleConfig& config = {}) {
  std::vector<double> values(static_cast<std::size_t>(length));
  std::iota(values.begin(), values.end(), 1.0);
  std::size_t firing = 0;
  std::size_t total = 0;
  do {
    RuleEvaluator evaluator(config);
    RuleSet fired;
    for (const double value : values) fired = evaluator.push({value, kUnit});
    firing += fired.contains(rule) ? 1 : 0;
    ++total;
  } while (std::next_permutation(values.begin(), values.end()));
  return static_cast<double>(firing) / static_cast<double>(total);
}

TEST(ExactProbabilityTest, Rule1) {
  EXPECT_NEAR(exact_probability(Rule::outlier, three_bands(3)), 0.00269980, 5e-9);
}

TEST(ExactProbabilityTest, Rule2) {
  EXPECT_NEAR(exact_probability(Rule::shift, {{0.5, 0.5}, {-0.5, 0.5}}), 0.00390625, 1e-15);
}

TEST(ExactProbabilityTest, Rule3) {
  EXPECT_NEAR(share_of_permutations(Rule::trend, 6), 2.0 / 720, 1e-15);
}

TEST(ExactProbabilityTest, Rule4WithEightPointsIsTwiceTheZigZagNumber) {
  RuleConfig config;
  config.of(Rule::alternator) = {0, 8, 8};
  EXPECT_NEAR(share_of_permutations(Rule::alternator, 8, config), 2 * 1385.0 / 40320, 1e-15);
}

TEST(ExactProbabilityTest, Rule5NewestPointInTheZone) {
  EXPECT_NEAR(exact_probability(Rule::zone_a, three_bands(2)), 0.00204672, 5e-9);
}

TEST(ExactProbabilityTest, Rule5NewestPointAnywhere) {
  RuleConfig config;
  config.zone_newest = ZoneNewest::may_be_anywhere;
  EXPECT_NEAR(exact_probability(Rule::zone_a, three_bands(2), config), 0.00305831, 5e-9);
}

TEST(ExactProbabilityTest, Rule6NewestPointInTheZone) {
  EXPECT_NEAR(exact_probability(Rule::zone_b, three_bands(1)), 0.00446568, 5e-9);
}

TEST(ExactProbabilityTest, Rule6NewestPointAnywhere) {
  RuleConfig config;
  config.zone_newest = ZoneNewest::may_be_anywhere;
  EXPECT_NEAR(exact_probability(Rule::zone_b, three_bands(1), config), 0.00553184, 5e-9);
}

TEST(ExactProbabilityTest, Rule7) {
  const double outside = 2 * normal_cdf(-1);
  EXPECT_NEAR(exact_probability(Rule::stratification, {{0.0, 1 - outside}, {1.5, outside}}), 0.00326098, 5e-9);
}

TEST(ExactProbabilityTest, Rule8EitherSide) {
  EXPECT_NEAR(exact_probability(Rule::mixture, three_bands(1)), 0.00010277, 5e-9);
}

TEST(ExactProbabilityTest, Rule8BothSidesNeeded) {
  RuleConfig config;
  config.mixture_sides = MixtureSides::both;
  EXPECT_NEAR(exact_probability(Rule::mixture, three_bands(1), config), 0.00010197, 5e-9);
}

// --- On random points.

struct Frequency {
  double mean, standard_error;
};

// Frequencies of all rules in one long series. Alarms come in clusters, so the error is taken from the means of
// batches.
std::array<Frequency, kRuleCount> alarm_frequencies(const RuleConfig& config, std::uint64_t seed) {
  constexpr std::size_t kBatch = 20'000;
  NormalSource source(seed);
  RuleEvaluator evaluator(config);
  std::array<Accumulator, kRuleCount> batches;
  for (std::size_t done = 0; done < kPoints; done += kBatch) {
    std::array<int, kRuleCount> alarms{};
    for (std::size_t i = 0; i < kBatch; ++i) {
      const RuleSet fired = evaluator.push({source.next(), kUnit});
      if (fired.empty()) continue;
      for (const Rule rule : kAllRules) alarms[index_of(rule)] += fired.contains(rule) ? 1 : 0;
    }
    for (std::size_t r = 0; r < kRuleCount; ++r) batches[r].add(alarms[r] / static_cast<double>(kBatch));
  }
  std::array<Frequency, kRuleCount> result{};
  for (std::size_t r = 0; r < kRuleCount; ++r) {
    const Summary summary = batches[r].summary();
    result[r] = {summary.mean, summary.sd() / std::sqrt(static_cast<double>(summary.count))};
  }
  return result;
}

void expect_agreement(const Frequency& observed, double expected, Rule rule) {
  EXPECT_NEAR(observed.mean, expected, 4 * observed.standard_error) << name(rule);
  // Precise enough to mean something. Rule 8 is rare.
  const double precision = (rule == Rule::mixture ? 8.0 : 2.0) / std::sqrt(static_cast<double>(kPoints) / 1e7) / 100;
  EXPECT_LT(observed.standard_error, precision * expected) << name(rule);
}

TEST(MonteCarloTest, EveryRuleRaisesItsShareOfFalseAlarms) {
  const auto frequencies = alarm_frequencies({}, 20240511);
  const std::array<double, kRuleCount> expected = {0.00269980, 0.00390625, 0.00277778, 0.00457364,
                                                   0.00204672, 0.00446568, 0.00326098, 0.00010277};
  for (const Rule rule : kAllRules) expect_agreement(frequencies[index_of(rule)], expected[index_of(rule)], rule);
}

// Mean number of points until any enabled rule fires, starting afresh, the process mean `shift` sigma off center.
Frequency average_run_length(const RuleConfig& config, double shift, std::uint64_t seed) {
  NormalSource source(seed);
  Accumulator lengths;
  for (int run = 0; run < kRuns; ++run) {
    RuleEvaluator evaluator(config);
    int length = 1;
    while (evaluator.push({source.next() + shift, kUnit}).empty()) ++length;
    lengths.add(length);
  }
  const Summary summary = lengths.summary();
  return {summary.mean, summary.sd() / std::sqrt(static_cast<double>(summary.count))};
}

void expect_run_length(const RuleConfig& config, double shift, double expected) {
  const Frequency observed = average_run_length(config, shift, 20240512);
  EXPECT_NEAR(observed.mean, expected, 4 * observed.standard_error + 0.005) << "shift " << shift;
}

RuleConfig only(RuleSet rules) {
  RuleConfig config;
  config.enabled = rules;
  return config;
}

TEST(RunLengthTest, Rule1Alone) {
  expect_run_length(only({Rule::outlier}), 0, 370.3983);
}

TEST(RunLengthTest, WesternElectric) {
  const RuleConfig config = RuleConfig::western_electric();
  expect_run_length(config, 0, 91.75);
  expect_run_length(config, 0.5, 27.32);
  expect_run_length(config, 1, 9.22);
  expect_run_length(config, 2, 3.13);
}

TEST(RunLengthTest, NelsonOneToFour) {
  expect_run_length(only({Rule::outlier, Rule::shift, Rule::trend, Rule::alternator}), 0, 119.1);
}

TEST(RunLengthTest, NelsonOneToEight) {
  expect_run_length({}, 0, 73.5);
  expect_run_length({}, 0.5, 28.21);
  expect_run_length({}, 1, 9.62);
  expect_run_length({}, 2, 3.13);
}

}  // namespace
}  // namespace openspc::spc
