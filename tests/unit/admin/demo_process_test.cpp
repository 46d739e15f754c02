// The demo's processes: believable, repeatable, and each cause with the signature that its rule is known for.
#include "admin/demo_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "admin/demo_plan.h"

namespace openspc::admin {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;
using ::testing::SizeIs;

std::vector<double> means_of(DemoProcess& process, int count) {
  std::vector<double> means;
  for (int i = 0; i < count; ++i) {
    const SimulatedSample sample = process.next();
    double sum = 0;
    for (const double reading : sample.readings) sum += reading;
    means.push_back(sum / static_cast<double>(sample.readings.size()));
  }
  return means;
}

TEST(DemoProcess, TheSameSeedGivesTheSameReadings) {
  const ProcessSettings settings{.center = 10, .sigma = 0.1, .size = 3, .causes = {Cause::shift, Cause::drift}};
  DemoProcess one(settings, 7);
  DemoProcess other(settings, 7);
  EXPECT_EQ(means_of(one, 500), means_of(other, 500));
}

TEST(DemoProcess, WithoutCausesTheLevelAndTheSpreadStay) {
  DemoProcess process({.center = 10, .sigma = 0.5, .size = 4, .decimals = 4}, 1);
  const auto means = means_of(process, 20'000);
  double sum = 0;
  double squares = 0;
  for (const double mean : means) sum += mean;
  const double center = sum / static_cast<double>(means.size());
  for (const double mean : means) squares += (mean - center) * (mean - center);
  EXPECT_NEAR(center, 10, 0.01);
  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(means.size() - 1)), 0.25, 0.01);
}

TEST(DemoProcess, EveryCauseThatWasPlannedComesAndGoes) {
  const std::vector<Cause> planned{Cause::outlier, Cause::shift, Cause::drift, Cause::stratification, Cause::mixture};
  DemoProcess process({.center = 10, .sigma = 0.1, .size = 5, .causes = planned, .calm = 40}, 3);
  std::set<Cause> seen;
  for (int i = 0; i < 20'000; ++i) seen.insert(process.next().cause);
  std::set<Cause> expected(planned.begin(), planned.end());
  expected.insert(Cause::none);
  EXPECT_EQ(seen, expected);
}

TEST(DemoProcess, NothingHappensWhileItIsAskedToStayCalm) {
  DemoProcess process({.center = 10, .sigma = 0.1, .causes = {Cause::shift}, .calm = 1}, 3);
  process.stay_calm_for(300);
  for (int i = 0; i < 300; ++i) ASSERT_EQ(process.next().cause, Cause::none);
}

TEST(DemoProcess, ReadingsHaveTheResolutionOfTheGauge) {
  DemoProcess process({.center = 10, .sigma = 0.3, .size = 5, .decimals = 2}, 5);
  for (const double reading : process.next().readings) EXPECT_DOUBLE_EQ(std::round(reading * 100) / 100, reading);
}

TEST(DemoProcess, NonconformingItemsNeverExceedTheInspectedOnes) {
  DemoProcess process({.kind = Kind::nonconforming, .center = 0.4, .size = 12, .size_spread = 5}, 5);
  for (int i = 0; i < 1000; ++i) {
    const SimulatedSample sample = process.next();
    EXPECT_THAT(sample.readings, SizeIs(0));
    EXPECT_THAT(sample.size, AllOf(Ge(7), Le(17)));
    EXPECT_THAT(sample.count, AllOf(Ge(0), Le(sample.size)));
    EXPECT_EQ(sample.count, std::round(sample.count));
  }
}

TEST(DemoPlan, HoldsEveryKindOfChart) {
  std::set<quality::judge::DataType> types;
  std::set<int> sizes;
  for (const DemoCharacteristic& planned : demo_characteristics()) {
    types.insert(planned.data_type);
    if (planned.data_type == quality::judge::DataType::variable) sizes.insert(planned.process.size);
  }
  EXPECT_THAT(types, SizeIs(5));
  EXPECT_TRUE(sizes.contains(1)) << "no individuals chart";
  EXPECT_THAT(std::vector<int>(sizes.begin(), sizes.end()), Each(AllOf(Ge(1), Le(25))));
  EXPECT_GT(*sizes.rbegin(), 10) << "no chart of standard deviations";
}

TEST(DemoPlan, SeedsDifferFromCharacteristicToCharacteristic) {
  std::set<std::uint64_t> seeds;
  for (const DemoCharacteristic& planned : demo_characteristics()) seeds.insert(seed_of(planned));
  EXPECT_EQ(seeds.size(), demo_characteristics().size());
}

}  // namespace
}  // namespace openspc::admin
