// The examples of src/spc/README.md, compiled against the installed package.
#include <cstdio>
#include <vector>

#include "spc/capability.h"
#include "spc/chart.h"
#include "spc/constants.h"
#include "spc/distributions.h"
#include "spc/histogram.h"
#include "spc/limits.h"
#include "spc/normality.h"
#include "spc/rules.h"
#include "spc/summary.h"

using namespace openspc::spc;  // NOLINT(google-build-using-namespace): a program of a user

namespace {

void print(RuleSet fired, const RuleEvaluator& evaluator) {
  for (const Rule rule : kAllRules) {
    if (!fired.contains(rule)) continue;
    std::printf("rule %d, %zu points\n", number(rule), evaluator.hit(rule).indices(100).size());
  }
}

// One measurement at a time.
bool intake() {
  const ProcessParameters parameters{.kind = ChartKind::xbar_r, .center = 10.0, .sigma = 0.2, .nominal_size = 5};
  RuleEvaluator evaluator;
  const std::vector<double> readings = {10.4, 10.5, 10.6, 10.5, 10.5};
  const Summary s = summarize(readings);
  const auto point = location_point(parameters, SubgroupMode::variable_limits, s.mean, static_cast<double>(s.count));
  if (!point) return false;
  const RuleState before = evaluator.state();
  const RuleSet fired = evaluator.push(*point);
  print(fired, evaluator);
  evaluator.restore(before);
  return fired.contains(Rule::outlier);
}

// A whole chart.
bool report() {
  const std::vector<double> readings = {10.1, 9.9, 10.0, 10.2, 9.8, 10.3, 10.1, 9.9,  10.0, 10.2,
                                        9.7,  9.9, 10.1, 10.0, 9.8, 10.0, 10.4, 10.2, 9.9,  10.1};
  const std::vector<Summary> subgroups = subgroups_of(readings, 5);
  const auto chart = make_chart(ChartKind::xbar_r, subgroups, {.baseline = IndexRange{0, 2}});
  if (!chart) return false;
  for (const SeriesHit& hit : chart->location.hits()) {
    std::printf("rule %d at %zu points\n", number(hit.hit.rule), chart->location.involved(hit).size());
  }
  const auto index = capability(readings, *chart->sigma, {.lsl = 9.0, .usl = 11.0, .target = 10.0});
  return index && index->cpk->value > 1 && anderson_darling(readings) && histogram(readings) &&
         chart_constants(5)->A2 > 0.57 && normal_quantile(0.975) > 1.95;
}

}  // namespace

int main() {
  return intake() && report() ? 0 : 1;
}
