// Capability, normality and histogram of single readings as chart-data shows them. The mathematics are in spc; here it
// is decided which sigma they get and how they are written. Pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "net/schema.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/limits.h"
#include "spc/summary.h"

namespace openspc::quality::chart {

/// [lower, upper] at 95 % confidence; null where the index or its degrees of freedom are unknown.
struct CapabilityIntervals {
  std::optional<std::vector<double>> cp{}, cpk{}, pp{}, ppk{};
};
BOOST_DESCRIBE_STRUCT(CapabilityIntervals, (), (cp, cpk, pp, ppk))

struct NormalityView {
  double a2 = 0;
  double p_value = 0;
};
BOOST_DESCRIBE_STRUCT(NormalityView, (), (a2, p_value))

struct CapabilityView {
  std::optional<double> cp{}, cpk{}, cpu{}, cpl{}, pp{}, ppk{}, cpm{};
  double sigma_within = 0;
  double sigma_overall = 0;
  double mean = 0;
  std::int64_t n = 0;
  CapabilityIntervals ci{};
  std::optional<double> ppm_expected_within{}, ppm_expected_overall{}, ppm_observed{};
  std::optional<NormalityView> normality{};
};
BOOST_DESCRIBE_STRUCT(CapabilityView, (),
                      (cp, cpk, cpu, cpl, pp, ppk, cpm, sigma_within, sigma_overall, mean, n, ci, ppm_expected_within,
                       ppm_expected_overall, ppm_observed, normality))

inline void describe(net::Fields<CapabilityView>& f) {
  f["cp"].doc("Indices that the specification does not define are null");
  f["sigma_within"].doc("The process sigma of the newest stage, else estimated from the subgroups shown");
  f["sigma_overall"].doc("Standard deviation of all readings together");
  f["n"].doc("Single readings");
  f["ci"].doc("95 % confidence intervals [lower, upper]; of cp and cpk only when the stored sigma was estimated");
  f["ppm_expected_within"].doc("Parts per million outside the specification; null without one");
  f["normality"].doc("Anderson-Darling; null below eight readings");
}

/// Readings of the points shown and what is known about their within sigma.
struct CapabilityInput {
  std::span<const double> readings{};
  spc::Summary summary{};                       // of all of them
  std::span<const spc::Summary> subgroups{};    // the same readings, in the order of the chart
  std::optional<std::int64_t> baseline_size{};  // subgroups behind the stored sigma; nothing when it was set by hand
};

/// Nothing for an attribute, fewer than two readings, readings without variation or without a within sigma.
std::optional<CapabilityView> capability_view(const judge::Characteristic& characteristic,
                                              const judge::EvaluationContext& context, const CapabilityInput& input);

struct HistogramBin {
  double from = 0;
  double to = 0;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(HistogramBin, (), (from, to, count))

struct CurvePointView {
  double x = 0;
  double y = 0;
};
BOOST_DESCRIBE_STRUCT(CurvePointView, (), (x, y))

struct HistogramView {
  std::vector<HistogramBin> bins{};
  std::vector<CurvePointView> curve{};
};
BOOST_DESCRIBE_STRUCT(HistogramView, (), (bins, curve))

inline void describe(net::Fields<HistogramView>& f) {
  f["bins"].doc("Each from its lower edge up to, not including, the upper one; the last one closed");
  f["curve"].doc("Fitted normal distribution in counts of a bin; empty without variation");
}

/// Nothing without readings. `summary` is theirs.
std::optional<HistogramView> histogram_view(std::span<const double> readings, const spc::Summary& summary);

}  // namespace openspc::quality::chart
