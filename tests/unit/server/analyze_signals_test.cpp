#include "server/analyze/signals.h"

#include <gmock/gmock.h>

#include <vector>

namespace openspc::server::analyze {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A series around center 0 with sigma 1, judged by the rules given.
spc::ChartSeries series(const std::vector<double>& values, spc::RuleSet rules) {
  spc::RuleConfig config;
  config.enabled = rules;
  spc::ChartSeries series;
  for (std::size_t i = 0; i < values.size(); ++i) series.add(i, {values[i], spc::Scale::three_sigma(0, 1)});
  series.judge(config);
  return series;
}

std::vector<Signal> signals(const std::vector<double>& values, spc::Rule rule) {
  return find_signals(series(values, {rule}), spc::ChartPart::location);
}

TEST(Signals, JoinARunThatGoesOn) {
  const auto found = signals({-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1}, spc::Rule::shift);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].points, ElementsAre(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_EQ(describe(found[0]), "11 in a row above the center line");
}

TEST(Signals, KeepSidesApart) {
  const auto found = signals({4, -4, 4}, spc::Rule::outlier);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(describe(found[0]), "above the upper control limit");
  EXPECT_EQ(describe(found[1]), "below the lower control limit");
}

TEST(Signals, JoinNeighbouringOutliersOfOneSideOnly) {
  const auto found = signals({4, 5, 0, 4}, spc::Rule::outlier);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].points, ElementsAre(1, 2));
  EXPECT_THAT(found[1].points, ElementsAre(4));
}

TEST(Signals, NameTheDirectionOfATrend) {
  EXPECT_EQ(describe(signals({0, 1, 2, 3, 4, 5}, spc::Rule::trend).at(0)), "6 in a row steadily rising");
  EXPECT_EQ(describe(signals({5, 4, 3, 2, 1, 0}, spc::Rule::trend).at(0)), "6 in a row steadily falling");
}

TEST(Signals, ListTheQualifyingPointsOfZoneRules) {
  const auto found = signals({2.5, 0, 2.5, 0, 2.5}, spc::Rule::zone_a);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].points, ElementsAre(1, 3, 5));
}

TEST(Signals, AreNoneOnACalmChart) {
  EXPECT_THAT(find_signals(series({0.5, -0.5, 0.2}, spc::RuleSet::all()), spc::ChartPart::location), IsEmpty());
}

TEST(Signals, HaveAUsualCauseForEachRule) {
  for (const spc::Rule rule : spc::kAllRules) {
    EXPECT_FALSE(usual_cause(rule, spc::ChartPart::location).empty());
    EXPECT_FALSE(usual_cause(rule, spc::ChartPart::dispersion).empty());
  }
}

}  // namespace
}  // namespace openspc::server::analyze
