// Process capability: Cp family from within sigma, Pp family from overall sigma, Cpm, confidence intervals, ppm. Called
// by chart-data, reports and the command line. Indices that the specification does not define are absent; negative ones
// are real (the mean is outside) and are kept. Assumes normal readings: see normality.h. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "spc/result.h"
#include "spc/sigma.h"
#include "spc/summary.h"

namespace openspc::spc {

struct Specification {  // in units of readings; LSL < USL when both are given
  std::optional<double> lsl = std::nullopt;
  std::optional<double> usl = std::nullopt;
  std::optional<double> target = std::nullopt;
};

struct Interval {
  double lower = 0, upper = 0;  // two-sided
};

struct CapabilityIndex {
  double value = 0;
  std::optional<Interval> ci;  // absent when the degrees of freedom are unknown (a sigma set by hand)
};

struct Ppm {
  double below_lsl = 0, above_usl = 0;  // zero on a side without a limit
  [[nodiscard]] double total() const { return below_lsl + above_usl; }
};

// Cp = (USL - LSL) / 6 sigma_within, Cpu = (USL - mean) / 3 sigma_within, Cpl likewise, Cpk the smaller of those that
// exist; Pp, Ppu, Ppl, Ppk the same with sigma_overall. Cpm = (USL - LSL) / 6 sqrt(s^2 + (mean - target)^2), s overall
// (Chan, Cheng & Spiring 1988; NIST/SEMATECH 6.1.6). Intervals: Cp, Pp chi-square (Kane 1986); one-sided and Cpk, Ppk
// normal approximation (Bissell 1990). Those of Cpm (Boyles, JQT 23(1), 1991) are about his estimate, whose spread
// about the target has the divisor n, with n (1 + t^2)^2 / (1 + 2 t^2) degrees of freedom, t = (mean - target) / s:
// SAS/QC PROC CAPABILITY prints the same.
struct Capability {
  SigmaWithin sigma_within;
  SigmaOverall sigma_overall;
  double mean = 0;
  std::size_t count = 0;     // readings
  double confidence = 0.95;  // of the intervals
  std::optional<CapabilityIndex> cp, cpu, cpl, cpk;
  std::optional<CapabilityIndex> pp, ppu, ppl, ppk;
  std::optional<CapabilityIndex> cpm;  // needs both limits and a target
  Ppm expected_within, expected_overall;
  std::optional<Ppm> observed;  // absent when only summaries were given
};

struct WithinSpread {
  SigmaWithin sigma;
  std::optional<double> degrees_of_freedom;
  WithinSpread(const SigmaEstimate& estimate)  // NOLINT(google-explicit-constructor): an estimate is one
      : sigma(estimate.sigma), degrees_of_freedom(estimate.degrees_of_freedom) {}
  explicit WithinSpread(SigmaWithin known) : sigma(known) {}
};

// `readings` are all single readings, never subgroup means. Fails with too_few_points (< 2), no_variation,
// invalid_specification, invalid_parameter (confidence outside 0..1), not_finite.
[[nodiscard]] Result<Capability> capability(std::span<const double> readings, const WithinSpread& within,
                                            const Specification& specification, double confidence = 0.95);
// The same from subgroup summaries (exact: they merge), without observed ppm.
[[nodiscard]] Result<Capability> capability(const Summary& all_readings, const WithinSpread& within,
                                            const Specification& specification, double confidence = 0.95);

// Readings strictly outside a limit, up to rounding, per million.
[[nodiscard]] Ppm observed_ppm(std::span<const double> readings, const Specification& specification);

}  // namespace openspc::spc
