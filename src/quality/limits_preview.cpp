#include "quality/limits_preview.h"

#include <memory>
#include <string>
#include <vector>

#include "quality/characteristic_store.h"
#include "quality/series_judge.h"

namespace openspc::quality {
namespace {

std::optional<SignalCount> signals_of(const std::vector<StoredSample>& samples, const Characteristic& limits,
                                      const RuleSwitches& switches) {
  const auto context = std::make_shared<const EvaluationContext>(make_context(limits, switches));
  if (!context->has_limits()) return std::nullopt;
  SeriesJudge judge(context);
  SignalCount count;
  for (const StoredSample& sample : samples) {
    const Judgement judgement = judge.push(sample.at.id, sample.statistics);
    if (!judgement.fired.empty()) ++count.samples;
    for (const RaisedViolation& violation : judgement.fired) {
      ++count.total;
      ++count.by_rule[std::to_string(spc::number(violation.rule))];
    }
  }
  return count;
}

}  // namespace

SignalComparison compare_signals(db::Session& session, const Characteristic& before, const Characteristic& after,
                                 const PreviewRange& range) {
  std::vector<StoredSample> samples;
  each_sample(session, before, range.filter, [&](const StoredSample& sample) { samples.push_back(sample); });
  if (range.newest && static_cast<std::size_t>(*range.newest) < samples.size())
    samples.erase(samples.begin(), samples.end() - *range.newest);
  const RuleSwitches switches = load_rules(session, before.id);
  SignalComparison comparison{.sample_count = static_cast<std::int64_t>(samples.size()),
                              .before = signals_of(samples, before, switches),
                              .after = signals_of(samples, after, switches)};
  if (!samples.empty()) {
    comparison.from = samples.front().at.timestamp;
    comparison.to = samples.back().at.timestamp;
  }
  return comparison;
}

}  // namespace openspc::quality
