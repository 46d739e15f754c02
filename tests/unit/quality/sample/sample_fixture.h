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

#include "quality/sample/intake.h"
#include "quality/sample/reconcile.h"
#include "quality/sample/service.h"
#include "quality/sample/violation_store.h"
#include "quality/series/series_store.h"
#include "unit/quality/characteristic/characteristic_fixture.h"

namespace openspc::quality::testing {

using namespace sample;

/// Sample, chart and rule of a violation in force.
using Firing = std::tuple<std::int64_t, std::string, int>;

class SampleTest : public CharacteristicTest {
 protected:
  SampleTest() {
    supervisor = caller("susan", {{home, net::Role::supervisor}});
    processed_heard =
        events.subscribe<judge::SampleProcessed>([this](const judge::SampleProcessed& e) { processed.push_back(e); });
    created_heard =
        events.subscribe<judge::ViolationCreated>([this](const judge::ViolationCreated& e) { created.push_back(e); });
    changed_heard =
        events.subscribe<judge::SamplesChanged>([this](const judge::SamplesChanged& e) { changed.push_back(e); });
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
    std::vector<judge::RuleSwitch> rows;
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
    for (const judge::RaisedViolation& violation : outcome.sample.violations)
      if (violation.chart == spc::ChartPart::location) rules.insert(spc::number(violation.rule));
    return rules;
  }

  /// Everything forgotten but the database, as after a restart.
  void restart() { intake = std::make_unique<Intake>(*database, events, clock); }

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
      const judge::Characteristic row = load_characteristic(s, id);
      const characteristic::Stages stages = load_stages(s, row, load_rules(s, id));
      const auto samples = samples_from(s, row, {}, 1'000'000).samples;
      std::vector<Firing> firings;
      for (const characteristic::Stage& stage : stages.all()) add_firings_of(stage, samples, firings);
      std::sort(firings.begin(), firings.end());
      return firings;
    });
  }
  static void add_firings_of(const characteristic::Stage& stage, const std::vector<series::SeriesSample>& samples,
                             std::vector<Firing>& firings) {
    const judge::EvaluationContext& context = *stage.judging;
    std::vector<spc::PlottedPoint> location, dispersion;
    std::vector<base::SampleId> location_ids, dispersion_ids;
    std::optional<judge::SampleStatistics> previous;
    for (const series::SeriesSample& sample : samples) {
      if (sample.at.timestamp < stage.starts_at || sample.at.timestamp >= stage.ends_at) continue;
      if (const auto point = judge::judge(context, sample.statistics)) {
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

  std::unique_ptr<Intake> intake = std::make_unique<Intake>(*database, events, clock);
  identity::Caller supervisor;
  std::vector<judge::SampleProcessed> processed;
  std::vector<judge::ViolationCreated> created;
  std::vector<judge::SamplesChanged> changed;
  base::Subscription processed_heard, created_heard, changed_heard;
};

}  // namespace openspc::quality::testing
