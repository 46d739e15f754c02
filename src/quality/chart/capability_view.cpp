#include "quality/chart/capability_view.h"

#include <algorithm>
#include <cmath>

#include "spc/capability.h"
#include "spc/chart.h"
#include "spc/histogram.h"
#include "spc/normality.h"

namespace openspc::quality::chart {
namespace {

std::optional<double> value_of(const std::optional<spc::CapabilityIndex>& index) {
  return index ? std::optional(index->value) : std::nullopt;
}

std::optional<std::vector<double>> interval_of(const std::optional<spc::CapabilityIndex>& index) {
  if (!index || !index->ci) return std::nullopt;
  return std::vector<double>{index->ci->lower, index->ci->upper};
}

spc::SigmaMethod sigma_method(spc::ChartKind chart) {
  if (chart == spc::ChartKind::i_mr) return spc::SigmaMethod::moving_range;
  return chart == spc::ChartKind::xbar_r ? spc::SigmaMethod::r_bar_d2 : spc::SigmaMethod::s_bar_c4;
}

// Stored sigma with the precision of the estimate it came from: that of as many subgroups as were behind it, as far as
// that many are shown. Without a stored sigma the subgroups shown give one.
std::optional<spc::WithinSpread> within_spread(const judge::EvaluationContext& context, const CapabilityInput& input) {
  const auto used = context.process && input.baseline_size
                        ? std::min(input.subgroups.size(), static_cast<std::size_t>(*input.baseline_size))
                        : input.subgroups.size();
  const auto estimate = spc::estimate_sigma(sigma_method(context.chart), input.subgroups.last(used));
  if (context.process) {
    spc::WithinSpread spread(spc::SigmaWithin{context.process->sigma});
    if (input.baseline_size && estimate) spread.degrees_of_freedom = estimate->degrees_of_freedom;
    return spread;
  }
  if (!estimate || !(estimate->sigma.value > 0)) return std::nullopt;
  return spc::WithinSpread(*estimate);
}

// Indices, intervals and ppm; a characteristic without specification has none of them.
void add_indices(CapabilityView& view, const spc::Capability& capability) {
  view.cp = value_of(capability.cp);
  view.cpk = value_of(capability.cpk);
  view.cpu = value_of(capability.cpu);
  view.cpl = value_of(capability.cpl);
  view.pp = value_of(capability.pp);
  view.ppk = value_of(capability.ppk);
  view.cpm = value_of(capability.cpm);
  view.ci = {.cp = interval_of(capability.cp),
             .cpk = interval_of(capability.cpk),
             .pp = interval_of(capability.pp),
             .ppk = interval_of(capability.ppk)};
  view.ppm_expected_within = capability.expected_within.total();
  view.ppm_expected_overall = capability.expected_overall.total();
  if (capability.observed) view.ppm_observed = capability.observed->total();
}

}  // namespace

std::optional<CapabilityView> capability_view(const judge::Characteristic& characteristic,
                                              const judge::EvaluationContext& context, const CapabilityInput& input) {
  if (characteristic.is_attribute() || input.readings.size() < 2) return std::nullopt;
  const spc::Summary& all = input.summary;
  const auto within = within_spread(context, input);
  if (!within || !(all.sd() > 0) || !all.is_finite()) return std::nullopt;
  CapabilityView view{.sigma_within = within->sigma.value,
                      .sigma_overall = all.sd(),
                      .mean = all.mean,
                      .n = static_cast<std::int64_t>(all.count)};
  const spc::Specification specification{
      .lsl = characteristic.lsl, .usl = characteristic.usl, .target = characteristic.target_value};
  if (auto capability = spc::capability(all, *within, specification)) {
    capability.value().observed = spc::observed_ppm(input.readings, specification);
    add_indices(view, *capability);
  }
  if (const auto test = spc::anderson_darling(input.readings, all))
    view.normality = NormalityView{.a2 = test->a_squared_star, .p_value = test->p_value};
  return view;
}

std::optional<HistogramView> histogram_view(std::span<const double> readings, const spc::Summary& summary) {
  const auto histogram = spc::histogram(readings, summary);
  if (!histogram) return std::nullopt;
  HistogramView view;
  view.bins.reserve(histogram->counts.size());
  for (std::size_t i = 0; i < histogram->counts.size(); ++i) {
    view.bins.push_back({.from = histogram->edge(i),
                         .to = histogram->edge(i + 1),
                         .count = static_cast<std::int64_t>(histogram->counts[i])});
  }
  view.curve.reserve(histogram->curve.size());
  for (const spc::CurvePoint& point : histogram->curve) view.curve.push_back({.x = point.x, .y = point.y});
  return view;
}

}  // namespace openspc::quality::chart
