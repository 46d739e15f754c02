#include "quality/chart/point.h"
#include "quality/judge/rule_name.h"

#include <algorithm>
#include <utility>

namespace openspc::quality::chart {
namespace {

void add_unique(std::vector<std::int64_t>& rules, std::int64_t rule) {
  if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
}

std::vector<std::int64_t> rules_on(ChartName chart, const std::vector<ChartViolation>& violations) {
  std::vector<std::int64_t> rules;
  for (const ChartViolation& violation : violations)
    if (violation.chart == chart) add_unique(rules, violation.rule_id);
  return rules;
}

// The flat members of the reference's clients speak of the location chart, the only one that they know.
void add_violations(ChartPoint& point, std::vector<ChartViolation> violations) {
  for (const ChartViolation& violation : violations) {
    if (violation.chart != ChartName::location) continue;
    point.violation_ids.push_back(violation.id);
    if (violation.requires_acknowledgement && !violation.acknowledged)
      point.unacknowledged_violation_ids.push_back(violation.id);
  }
  point.violation_rules = rules_on(ChartName::location, violations);
  point.violations = std::move(violations);
}

void add_lines(ChartPoint& point, const spc::PlottedPoint& plotted) {
  point.zone = zone_name(spc::classify(plotted));
  point.display_value = plotted.value;
  point.center = plotted.scale.center;
  point.ucl = plotted.scale.ucl;
  point.lcl = plotted.scale.lcl;
  point.sigma = plotted.scale.sigma;
}

ChartViolation violation_of(const judge::RaisedViolation& raised) {
  ChartViolation view{.id = raised.id,
                      .rule_id = spc::number(raised.rule),
                      .rule_name = rule_name(raised),
                      .severity = std::string(spc::name(raised.severity)),
                      .chart = raised.chart == spc::ChartPart::location ? ChartName::location : ChartName::dispersion,
                      .acknowledged = false,
                      .requires_acknowledgement = raised.requires_acknowledgement,
                      .sample_ids = raised.sample_ids};
  set_figure(view, raised.figure);
  return view;
}

std::vector<ChartViolation> violations_of(const judge::SampleProcessed& sample) {
  std::vector<ChartViolation> violations;
  violations.reserve(sample.violations.size());
  for (const judge::RaisedViolation& raised : sample.violations) violations.push_back(violation_of(raised));
  return violations;
}

DispersionPoint dispersion_of(base::SampleId id, const spc::PlottedPoint& plotted,
                              std::optional<judge::LimitRevisionId> stage,
                              const std::vector<ChartViolation>& violations) {
  return {.sample_id = id,
          .value = plotted.value,
          .center = plotted.scale.center,
          .ucl = plotted.scale.ucl,
          .lcl = plotted.scale.lcl,
          .stage = stage,
          .violation_rules = rules_on(ChartName::dispersion, violations)};
}

}  // namespace

ZoneName zone_name(spc::Zone zone) {
  static_assert(static_cast<int>(ZoneName::beyond_lcl) == static_cast<int>(spc::Zone::beyond_lcl));
  return static_cast<ZoneName>(zone);
}

ChartPoint chart_point_for(const judge::EvaluationContext& context, ChartSample sample) {
  const judge::SampleStatistics& statistics = sample.statistics;
  ChartPoint point{.sample_id = sample.id,
                   .timestamp = sample.timestamp,
                   .mean = statistics.value,
                   .range = statistics.range,
                   .std_dev = statistics.std_dev,
                   .excluded = sample.excluded,
                   .actual_n = sample.actual_n,
                   .is_undersized = sample.is_undersized,
                   .is_uncertain = sample.is_uncertain,
                   .display_key = std::move(sample.display_key),
                   .stage = sample.stage};
  if (context.mode != spc::SubgroupMode::standardized) point.display_value = statistics.value;
  if (context.data_type != judge::DataType::variable) {
    point.inspected = statistics.n;
    point.count = statistics.count;
  }
  if (const auto judged = judge::judge(context, statistics)) {
    add_lines(point, judged->plotted);
    point.z_score = judged->z_score;
    point.effective_ucl = judged->effective_ucl;
    point.effective_lcl = judged->effective_lcl;
  }
  add_violations(point, std::move(sample.violations));
  return point;
}

ChartPoint chart_point_for(const judge::SampleProcessed& sample) {
  ChartPoint point{.sample_id = sample.sample_id,
                   .timestamp = sample.timestamp,
                   .mean = sample.mean,
                   .range = sample.range,
                   .std_dev = sample.deviation,
                   .actual_n = sample.actual_n,
                   .is_undersized = sample.is_undersized,
                   .is_uncertain = sample.is_uncertain,
                   .effective_ucl = sample.effective_ucl,
                   .effective_lcl = sample.effective_lcl,
                   .z_score = sample.z_score,
                   .display_value = sample.mean,
                   .display_key = sample.display_key,
                   .stage = sample.stage};
  if (sample.location) add_lines(point, *sample.location);
  add_violations(point, violations_of(sample));
  return point;
}

std::optional<DispersionPoint> dispersion_point_for(const judge::EvaluationContext& context, const ChartSample& sample,
                                                    const judge::SampleStatistics* previous) {
  if (const auto plotted = judge_dispersion(context, sample.statistics, previous))
    return dispersion_of(sample.id, *plotted, sample.stage, sample.violations);
  const auto value = dispersion_value(context, sample.statistics, previous);
  if (!value) return std::nullopt;
  return DispersionPoint{.sample_id = sample.id,
                         .value = *value,
                         .stage = sample.stage,
                         .violation_rules = rules_on(ChartName::dispersion, sample.violations)};
}

std::optional<DispersionPoint> dispersion_point_for(const judge::SampleProcessed& sample) {
  if (!sample.dispersion) return std::nullopt;
  return dispersion_of(sample.sample_id, *sample.dispersion, sample.stage, violations_of(sample));
}

}  // namespace openspc::quality::chart
