// Characteristics with limits and samples that go through intake: the ground of the unit tests of samples, violations
// and live frames. Individuals with center 0 and sigma 1, so that a value is its own distance from the center.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "characteristic_fixture.h"
#include "quality/reconcile.h"
#include "quality/sample_intake.h"
#include "quality/sample_service.h"
#include "quality/series_store.h"
#include "quality/violation_store.h"

namespace openspc::quality::testing {

/// Sample, chart and rule of a violation in force.
using Firing = std::tuple<std::int64_t, std::string, int>;

class SampleTest : public CharacteristicTest {
 protected:
  SampleTest() {
    supervisor = caller("susan", {{home, net::Role::supervisor}});
    processed_heard = events.subscribe<SampleProcessed>([this](const SampleProcessed& e) { processed.push_back(e); });
    created_heard = events.subscribe<ViolationCreated>([this](const ViolationCreated& e) { created.push_back(e); });
    changed_heard = events.subscribe<SamplesChanged>([this](const SamplesChanged& e) { changed.push_back(e); });
  }

  void set_limits(base::CharacteristicId id, double sigma_of_points = 1, double sigma = 1) {
    run(limits.set(engineer, id, {3 * sigma_of_points, -3 * sigma_of_points, 0, sigma}));
  }
  /// Individuals, center 0, sigma 1.
  base::CharacteristicId individuals(const std::string& name = "Bore") {
    const base::CharacteristicId id = create({.name = name, .subgroup_size = 1}).id;
    set_limits(id);
    return id;
  }
  /// Only these rules are on.
  void use_rules(base::CharacteristicId id, const std::set<int>& rules) {
    std::vector<RuleSwitch> rows;
    for (int rule = 1; rule <= 8; ++rule) rows.push_back({.rule_id = rule, .is_enabled = rules.contains(rule)});
    run(characteristics.replace_rules(engineer, id, rows));
  }

  SampleOutcome submit(base::CharacteristicId id, SampleInput input) {
    return run(intake->submit({.characteristic_id = id, .sample = std::move(input), .authorize = {}}));
  }
  /// A sample of single or several readings, a second after the last.
  SampleOutcome submit(base::CharacteristicId id, Readings readings) {
    clock.advance(std::chrono::seconds(1));
    return submit(id, SampleInput{.measurements = std::move(readings)});
  }
  SampleOutcome submit_at(base::CharacteristicId id, base::Timestamp time, double reading) {
    return submit(id, SampleInput{.measurements = {reading}, .timestamp = time});
  }
  /// One after the other; the rules that fired at each.
  std::vector<std::set<int>> feed(base::CharacteristicId id, const std::vector<double>& values) {
    std::vector<std::set<int>> fired;
    for (const double value : values) fired.push_back(rules_of(submit(id, Readings{value})));
    return fired;
  }
  std::set<int> rules_of(const SampleOutcome& outcome) {
    std::set<int> rules;
    for (const RaisedViolation& violation : outcome.sample.violations)
      if (violation.chart == spc::ChartPart::location) rules.insert(spc::number(violation.rule));
    return rules;
  }

  /// Everything forgotten but the database, as after a restart.
  void restart() { intake = std::make_unique<SampleIntake>(*database, events, clock); }

  std::vector<Firing> stored_firings(base::CharacteristicId id) {
    return database->read_now([&](db::Session& s) {
      std::vector<Firing> firings;
      s.each<std::int64_t, std::string, int>(
          "SELECT v.sample_id, v.chart, v.rule_id FROM violation v JOIN sample s ON s.id = v.sample_id"
          " WHERE s.char_id = ? AND v.superseded_at IS NULL ORDER BY v.sample_id, v.chart, v.rule_id",
          [&](std::int64_t sample, std::string chart, int rule) { firings.emplace_back(sample, chart, rule); }, id);
      return firings;
    });
  }

  /// What the rules say of the series as it is in the end, all at once, stage by stage.
  std::vector<Firing> firings_of_whole_series(base::CharacteristicId id) {
    return database->read_now([&](db::Session& s) {
      const Characteristic row = load_characteristic(s, id);
      const Stages stages = load_stages(s, row, load_rules(s, id));
      const auto samples = samples_from(s, row, {}, 1'000'000).samples;
      std::vector<Firing> firings;
      for (const Stage& stage : stages.all()) add_firings_of(stage, samples, firings);
      std::sort(firings.begin(), firings.end());
      return firings;
    });
  }
  static void add_firings_of(const Stage& stage, const std::vector<SeriesSample>& samples,
                             std::vector<Firing>& firings) {
    const EvaluationContext& context = *stage.judging;
    std::vector<spc::PlottedPoint> location, dispersion;
    std::vector<base::SampleId> location_ids, dispersion_ids;
    std::optional<SampleStatistics> previous;
    for (const SeriesSample& sample : samples) {
      if (sample.at.timestamp < stage.starts_at || sample.at.timestamp >= stage.ends_at) continue;
      if (const auto point = judge(context, sample.statistics)) {
        location.push_back(point->plotted);
        location_ids.push_back(sample.at.id);
      }
      if (const auto point = judge_dispersion(context, sample.statistics, previous ? &*previous : nullptr)) {
        dispersion.push_back(*point);
        dispersion_ids.push_back(sample.at.id);
      }
      previous = sample.statistics;
    }
    for (const spc::SeriesHit& hit : spc::find_hits(location, context.rules))
      firings.emplace_back(location_ids[hit.index].value, "location", spc::number(hit.hit.rule));
    for (const spc::SeriesHit& hit : spc::find_hits(dispersion, context.dispersion_rules))
      firings.emplace_back(dispersion_ids[hit.index].value, "dispersion", spc::number(hit.hit.rule));
  }

  std::unique_ptr<SampleIntake> intake = std::make_unique<SampleIntake>(*database, events, clock);
  identity::Caller supervisor;
  std::vector<SampleProcessed> processed;
  std::vector<ViolationCreated> created;
  std::vector<SamplesChanged> changed;
  base::Subscription processed_heard, created_heard, changed_heard;
};

}  // namespace openspc::quality::testing
