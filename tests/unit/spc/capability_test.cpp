// Capability indices: engine contract vector A, NIST/SEMATECH 6.1.6, and the formulas of the cited papers.
#include "spc/capability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "spc/chart.h"
#include "spc/distributions.h"

namespace openspc::spc {
namespace {

const std::vector<double> kVectorA = {10.1, 9.9,  10.0, 10.2, 9.8,  10.3, 10.1, 9.9,  10.0, 10.2,
                                      9.7,  9.9,  10.1, 10.0, 9.8,  10.0, 10.4, 10.2, 9.9,  10.1,
                                      9.8,  10.0, 9.9,  10.1, 10.3, 10.2, 9.6,  10.0, 9.9,  10.1};

// Readings of a given mean and standard deviation.
Summary normal_process(double mean, double sd, std::size_t n) {
  return {n, mean, sd * sd * static_cast<double>(n - 1), mean - 3 * sd, mean + 3 * sd};
}

WithinSpread known(double sigma) {
  return WithinSpread(SigmaWithin{sigma});
}

TEST(CapabilityTest, VectorAOfTheContract) {
  const auto sigma = sigma_from_ranges(subgroups_of(kVectorA, 5));
  ASSERT_TRUE(sigma);
  const Specification specification = {.lsl = 9.0, .usl = 11.0};
  const auto exact = capability(kVectorA, *sigma, specification);
  ASSERT_TRUE(exact);
  EXPECT_NEAR(exact->sigma_overall.value, 0.183985, 5e-7);
  EXPECT_NEAR(exact->pp->value, 1.811739, 5e-7);
  EXPECT_NEAR(exact->ppk->value, 1.781544, 5e-7);
  // The contract's Cp uses d2 = 2.326; the exact constant differs in the fifth digit.
  const auto table = capability(kVectorA, known(sigma->mean_statistic / 2.326), specification);
  EXPECT_NEAR(table->cp->value, 1.661429, 5e-7);
  EXPECT_NEAR(table->cpk->value, 1.633738, 5e-7);
  EXPECT_NEAR(exact->cp->value, 2 / (6 * sigma->sigma.value), 1e-14);
}

TEST(CapabilityTest, NistHandbook616) {
  const auto c = capability(normal_process(16, 2, 50), known(2), {.lsl = 8.0, .usl = 20.0});
  ASSERT_TRUE(c);
  EXPECT_NEAR(c->cp->value, 1.0, 1e-12);
  EXPECT_NEAR(c->cpu->value, 0.6667, 5e-5);
  EXPECT_NEAR(c->cpl->value, 1.3333, 5e-5);
  EXPECT_EQ(c->cpk->value, c->cpu->value);
}

TEST(CapabilityTest, WithinAndOverallAreNotConfused) {
  const auto c = capability(normal_process(0, 2, 100), known(1), {.lsl = -6.0, .usl = 6.0});
  EXPECT_NEAR(c->cp->value, 2, 1e-12);
  EXPECT_NEAR(c->pp->value, 1, 1e-12);
}

TEST(CapabilityTest, OneSpecificationGivesOneSidedIndices) {
  const auto upper = capability(normal_process(10, 1, 30), known(1), {.usl = 13.0, .target = 10.0});
  ASSERT_TRUE(upper);
  EXPECT_FALSE(upper->cp || upper->cpl || upper->pp || upper->ppl || upper->cpm);
  EXPECT_NEAR(upper->cpk->value, 1, 1e-12);
  EXPECT_NEAR(upper->ppk->value, 1, 1e-12);
  const auto lower = capability(normal_process(10, 1, 30), known(1), {.lsl = 4.0});
  EXPECT_NEAR(lower->cpk->value, 2, 1e-12);
  EXPECT_FALSE(lower->cpu);
  EXPECT_EQ(lower->expected_within.above_usl, 0);
}

TEST(CapabilityTest, AMeanOutsideTheLimitsIsNegative) {
  const auto c = capability(normal_process(12, 1, 30), known(1), {.lsl = 4.0, .usl = 9.0});
  EXPECT_NEAR(c->cpk->value, -1, 1e-12);
  EXPECT_NEAR(c->ppu->value, -1, 1e-12);
}

TEST(CapabilityTest, CpmPenalizesDistanceFromTarget) {
  const Specification specification = {.lsl = 4.0, .usl = 16.0, .target = 9.0};
  EXPECT_NEAR(capability(normal_process(10, 1, 30), known(1), specification)->cpm->value, 12 / (6 * std::sqrt(2.0)),
              1e-12);
}

TEST(IntervalTest, OfCpIsChiSquare) {
  const auto c = capability(normal_process(0, 1, 50), known(1), {.lsl = -3.0, .usl = 3.0});
  EXPECT_FALSE(c->cp->ci);  // nothing is known about the precision of a sigma set by hand
  const Interval pp = c->pp->ci.value();
  EXPECT_NEAR(pp.lower, std::sqrt(chi_square_quantile(0.025, 49) / 49), 1e-12);
  EXPECT_NEAR(pp.upper, std::sqrt(chi_square_quantile(0.975, 49) / 49), 1e-12);
}

TEST(IntervalTest, OfPpkIsBissells) {
  const auto c = capability(normal_process(1, 1, 50), known(1), {.lsl = -3.0, .usl = 4.0}, 0.9);
  const double half = 1.6448536269514722 * std::sqrt(1.0 / 450 + 1.0 / 98);
  EXPECT_NEAR(c->ppk->ci->lower, 1 - half, 1e-12);
  EXPECT_NEAR(c->ppk->ci->upper, 1 + half, 1e-12);
}

TEST(IntervalTest, OfCpkUsesTheDegreesOfFreedomOfWithinSigma) {
  const auto sigma = sigma_from_ranges(subgroups_of(kVectorA, 5));
  const auto c = capability(kVectorA, *sigma, {.lsl = 9.0, .usl = 11.0});
  const double index = c->cpk->value;
  const double half = normal_quantile(0.975) * std::sqrt(1.0 / 270 + index * index / (2 * sigma->degrees_of_freedom));
  EXPECT_NEAR(c->cpk->ci->upper - index, half, 1e-12);
}

TEST(IntervalTest, OfCpmIsBoylesAboutHisEstimate) {
  const auto c = capability(normal_process(1, 1, 40), known(1), {.lsl = -6.0, .usl = 6.0, .target = 0.0});
  const double dof = 40.0 * 4 / 3;
  const double boyles = 2 / std::sqrt(39.0 / 40 + 1);  // the mean square about the target has the divisor n
  EXPECT_NEAR(c->cpm->ci->lower, boyles * std::sqrt(chi_square_quantile(0.025, dof) / dof), 1e-12);
  EXPECT_NEAR(c->cpm->ci->upper, boyles * std::sqrt(chi_square_quantile(0.975, dof) / dof), 1e-12);
}

TEST(PpmTest, ExpectedFollowsTheNormalDistribution) {
  const auto c = capability(normal_process(0, 2, 100), known(1), {.lsl = -3.0, .usl = 3.0});
  EXPECT_NEAR(c->expected_within.total(), 2699.796063, 1e-5);
  EXPECT_NEAR(c->expected_overall.below_lsl, 1e6 * normal_cdf(-1.5), 1e-9);
  EXPECT_FALSE(c->observed);
}

TEST(PpmTest, ObservedCountsReadingsStrictlyOutside) {
  const Ppm ppm = observed_ppm(kVectorA, {.lsl = 9.7, .usl = 10.25});
  EXPECT_NEAR(ppm.below_lsl, 1e6 / 30, 1e-6);      // 9.6; 9.7 lies on the limit
  EXPECT_NEAR(ppm.above_usl, 3 * 1e6 / 30, 1e-6);  // 10.3 10.4 10.3
  EXPECT_EQ(observed_ppm({}, {.lsl = 0.0}).total(), 0);
}

TEST(PpmTest, AReadingOnALimitButForTheLastBitsIsInside) {
  EXPECT_EQ(observed_ppm(std::vector{0.1 + 0.2, 0.3}, {.usl = 0.3}).total(), 0);
  EXPECT_EQ(observed_ppm(std::vector{0.3 - 0.2 - 0.1, 0.5}, {.lsl = 0.0}).total(), 0);
  EXPECT_EQ(observed_ppm(std::vector{-1e-9, 0.5}, {.lsl = 0.0}).total(), 5e5);
}

TEST(CapabilityRefusalTest, SaysWhy) {
  const Summary process = normal_process(0, 1, 10);
  EXPECT_EQ(capability(process, known(1), {}).failure(), Failure::invalid_specification);
  EXPECT_EQ(capability(process, known(1), {.lsl = 2.0, .usl = 1.0}).failure(), Failure::invalid_specification);
  EXPECT_EQ(capability(process, known(1), {.lsl = std::nan("")}).failure(), Failure::invalid_specification);
  EXPECT_EQ(capability(process, known(0), {.lsl = 2.0}).failure(), Failure::no_variation);
  EXPECT_EQ(capability(process, known(1), {.lsl = 2.0}, 1.0).failure(), Failure::invalid_parameter);
  EXPECT_EQ(capability(std::vector<double>{1.0}, known(1), {.lsl = 2.0}).failure(), Failure::too_few_points);
  EXPECT_EQ(capability(std::vector<double>{5.0, 5.0}, known(1), {.lsl = 2.0}).failure(), Failure::no_variation);
}

}  // namespace
}  // namespace openspc::spc
