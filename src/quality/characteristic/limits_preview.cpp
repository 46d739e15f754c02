#include "quality/characteristic/limits_preview.h"

#include <memory>
#include <string>
#include <vector>

#include "quality/characteristic/store.h"
#include "quality/judge/series_judge.h"

namespace openspc::quality::characteristic {
namespace {

std::optional<SignalCount> signals_of(const std::vector<series::StoredSample>& samples,
                                      const judge::Characteristic& limits, const judge::RuleSwitches& switches) {
  const auto context = std::make_shared<const judge::EvaluationContext>(make_context(limits, switches));
  if (!context->has_limits()) return std::nullopt;
  judge::SeriesJudge judge(context);
  SignalCount count;
  for (const series::StoredSample& sample : samples) {
    const judge::Judgement judgement = judge.push(sample.at.id, sample.statistics);
    if (!judgement.fired.empty()) ++count.samples;
    for (const judge::RaisedViolation& violation : judgement.fired) {
      ++count.total;
      ++count.by_rule[std::to_string(spc::number(violation.rule))];
    }
  }
  return count;
}

}  // namespace

SignalComparison compare_signals(db::Session& session, const judge::Characteristic& before,
                                 const judge::Characteristic& after, const PreviewRange& range) {
  std::vector<series::StoredSample> samples;
  each_sample(session, before, range.filter, [&](const series::StoredSample& sample) { samples.push_back(sample); });
  if (range.newest && static_cast<std::size_t>(*range.newest) < samples.size())
    samples.erase(samples.begin(), samples.end() - *range.newest);
  const judge::RuleSwitches switches = load_rules(session, before.id);
  SignalComparison comparison{.sample_count = static_cast<std::int64_t>(samples.size()),
                              .before = signals_of(samples, before, switches),
                              .after = signals_of(samples, after, switches)};
  if (!samples.empty()) {
    comparison.from = samples.front().at.timestamp;
    comparison.to = samples.back().at.timestamp;
  }
  return comparison;
}

}  // namespace openspc::quality::characteristic
