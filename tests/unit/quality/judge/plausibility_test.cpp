// From where on a value is asked about, and what it was probably meant to be.
#include "quality/judge/plausibility.h"

#include <gmock/gmock.h>

namespace openspc::quality::judge {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Characteristic process(double center, double sigma) {
  return {.name = "Bore", .stored_center_line = center, .stored_sigma = sigma};
}

std::string code_of(const Characteristic& characteristic, double reading) {
  const auto warnings = warnings_of(characteristic, std::vector{reading}, std::nullopt, std::nullopt);
  return warnings.empty() ? "" : warnings.front().code;
}

TEST(Plausibility, SlipOfTheDecimalPointIsNamed) {
  const std::vector readings{12.0, 120.0};
  const auto warnings = warnings_of(process(12, 0.05), readings, std::nullopt, std::nullopt);
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].code, "decimal_point");
  EXPECT_EQ(warnings[0].field, "measurements.1");
  EXPECT_THAT(warnings[0].message, HasSubstr("120 is far from what 'Bore' usually has (11.400 to 12.600)"));
  EXPECT_THAT(warnings[0].message, HasSubstr("it would be 12.000"));
}

TEST(Plausibility, OtherUnitIsNamed) {
  EXPECT_EQ(code_of(process(25.4, 0.1), 1.0), "unit");
  EXPECT_EQ(code_of(process(200, 1), 392), "unit");
}

TEST(Plausibility, ValueThatIsNeitherIsOnlyFar) {
  EXPECT_EQ(code_of(process(12, 0.05), 31), "far_from_process");
}

TEST(Plausibility, ProcessAroundZeroHasNoDecimalPointToMove) {
  EXPECT_EQ(code_of(process(0, 1), 100), "far_from_process");
}

TEST(Plausibility, OutOfControlIsNotImplausible) {
  EXPECT_EQ(code_of(process(12, 0.05), 12.5), "");
}

TEST(Plausibility, WithoutLimitsTheSpecificationTells) {
  const Characteristic young{.name = "Bore", .usl = 12.1, .lsl = 11.9};
  EXPECT_EQ(code_of(young, 12.3), "");
  EXPECT_EQ(code_of(young, 120), "decimal_point");
}

TEST(Plausibility, OneLimitAndATargetTellAsWell) {
  const Characteristic young{.name = "Bore", .target_value = 12, .usl = 12.1};
  EXPECT_EQ(code_of(young, 12.3), "");
  EXPECT_EQ(code_of(young, 1.2), "decimal_point");
}

TEST(Plausibility, TargetAloneTellsAFactorOfFive) {
  const Characteristic young{.name = "Bore", .target_value = -12};
  EXPECT_EQ(code_of(young, -20), "");
  EXPECT_EQ(code_of(young, -120), "far_from_process");
  EXPECT_EQ(code_of(young, 12), "far_from_process");
}

TEST(Plausibility, NothingKnownIsNothingAsked) {
  EXPECT_EQ(code_of({.name = "Bore"}, 1e9), "");
  EXPECT_EQ(code_of({.name = "Bore", .usl = 12.1}, 1e9), "");
}

TEST(Plausibility, CountIsJudgedForWhatWasInspected) {
  const Characteristic p{.name = "Scratches",
                         .data_type = DataType::p,
                         .subgroup_size = 100,
                         .stored_center_line = 0.02,
                         .stored_sigma = 0.014};
  const auto of = [&](double count, double size) { return warnings_of(p, {}, count, size); };
  EXPECT_THAT(of(15, 100), IsEmpty());
  ASSERT_THAT(of(30, 100), SizeIs(1));
  EXPECT_EQ(of(30, 100)[0].field, "defect_count");
  EXPECT_THAT(of(30, 300), IsEmpty());
}

TEST(Plausibility, CountOfALargerAreaIsJudgedByThatArea) {
  const Characteristic c{
      .name = "Blisters", .data_type = DataType::c, .subgroup_size = 1, .stored_center_line = 9, .stored_sigma = 3};
  const auto of = [&](double count, double area) { return warnings_of(c, {}, count, area); };
  ASSERT_THAT(of(60, 1), SizeIs(1));
  EXPECT_THAT(of(60, 4), IsEmpty());
}

}  // namespace
}  // namespace openspc::quality::judge
