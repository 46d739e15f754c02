#include "quality/sample/change.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "peers/announce.h"
#include "quality/characteristic/store.h"
#include "quality/characteristic/touch.h"
#include "quality/judge/events_json.h"
#include "quality/sample/check.h"
#include "quality/sample/violation_filing.h"
#include "quality/series/summary_store.h"

namespace openspc::quality::sample {
namespace {

OwnedSample load_owned(db::Session& session, base::SampleId id) {
  SampleRow row = load_sample(session, id);
  judge::Characteristic characteristic = characteristic::load_characteristic(session, row.characteristic_id);
  const base::PlantId plant = characteristic::plant_of_characteristic(session, characteristic);
  return {.row = std::move(row), .characteristic = {.row = std::move(characteristic), .plant = plant}};
}

// What the edit history shows of a sample: its readings, or count and size.
std::vector<double> values_of(const std::vector<double>& measurements, const std::optional<double>& defect_count,
                              const std::optional<double>& inspected_size) {
  if (!defect_count) return measurements;
  return {*defect_count, inspected_size.value_or(1)};
}

boost::json::array json_of(const std::vector<double>& values) {
  return boost::json::array(values.begin(), values.end());
}

characteristic::Stages stages_of(db::Session& session, const judge::Characteristic& characteristic) {
  return characteristic::load_stages(session, characteristic, characteristic::load_rules(session, characteristic.id));
}

}  // namespace

OwnedSample require_visible_sample(db::Session& session, const net::Principal& caller, base::SampleId id) {
  OwnedSample sample = load_owned(session, id);
  // In the words of a sample that does not exist, so that the answer tells nothing about other plants.
  if (!caller.can_see(sample.characteristic.plant) ||
      !identity::may_read_at(session, caller, characteristic::place_of(sample.characteristic.row)))
    throw base::not_found("Sample " + std::to_string(id.value) + " not found");
  return sample;
}

OwnedSample require_supervisor(db::Session& session, const net::Principal& caller, base::SampleId id) {
  OwnedSample sample = require_visible_sample(session, caller, id);
  caller.require_at(sample.characteristic.plant, net::Role::supervisor);
  identity::require_change_at(session, caller, characteristic::place_of(sample.characteristic.row));
  return sample;
}

judge::SampleProcessed SampleChange::edit(const OwnedSample& sample, const SampleData& data,
                                          const std::string& reason) {
  const judge::Characteristic& characteristic = sample.characteristic.row;
  const auto size = data.inspected_size ? data.inspected_size : sample.row.inspected_size;
  const CheckedSample checked = check_sample(characteristic, data.measurements, data.defect_count, size);
  const judge::SampleStatistics before = statistics_of_row(sample.row);
  const SampleEditRow edit{
      .sample_id = sample.row.id,
      .edited_at = now_,
      .edited_by = caller_.principal.username,
      .reason = reason,
      .previous_values = values_of(sample.row.measurements, sample.row.defect_count, sample.row.inspected_size),
      .new_values = values_of(data.measurements, checked.defect_count, checked.inspected_size),
      .previous_mean = before.value,
      .new_mean = checked.statistics.value};
  insert_sample_edit(session_, sample.row.series(), edit);
  const characteristic::Stages stages = stages_of(session_, characteristic);
  const characteristic::Stage& stage = stages.at(sample.row.timestamp);
  const auto location = judge::judge(*stage.drawing, checked.statistics);
  replace_sample_data(session_, sample.row.id, checked, data.measurements, location);
  Reconciliation found = bring_in_line(sample, stages);
  record(sample, "sample.edited",
         {{"reason", reason}, {"before", json_of(edit.previous_values)}, {"after", json_of(edit.new_values)}});

  judge::SampleProcessed result{.sample_id = sample.row.id,
                                .characteristic_id = characteristic.id,
                                .plant_id = sample.characteristic.plant,
                                .timestamp = sample.row.timestamp,
                                .mean = checked.statistics.value,
                                .range = checked.statistics.range,
                                .deviation = checked.statistics.std_dev,
                                .actual_n = checked.actual_n,
                                .is_undersized = checked.is_undersized,
                                .is_uncertain = sample.row.is_uncertain,
                                .effective_ucl = location ? location->effective_ucl : std::nullopt,
                                .effective_lcl = location ? location->effective_lcl : std::nullopt,
                                .z_score = location ? location->z_score : std::nullopt,
                                .defect_count = checked.defect_count,
                                .inspected_size = checked.inspected_size,
                                .display_key = sample.row.display_key,
                                .stage = stage.id(),
                                .location = location ? std::optional(location->plotted) : std::nullopt,
                                .dispersion = std::nullopt,
                                .violations = {}};
  if (const auto judged = found.judged.find(sample.row.id); judged != found.judged.end()) {
    result.dispersion = judged->second.dispersion;
    result.violations = std::move(judged->second.fired);
  }
  return result;
}

void SampleChange::set_excluded(const OwnedSample& sample, bool excluded, const std::optional<std::string>& reason) {
  if (sample.row.is_excluded == excluded) return;
  set_sample_excluded(session_, sample.row, excluded, excluded ? reason : std::nullopt);
  bring_in_line(sample, stages_of(session_, sample.characteristic.row));
  boost::json::object detail;
  if (reason) detail["reason"] = boost::json::string(*reason);
  record(sample, excluded ? "sample.excluded" : "sample.included", detail);
}

void SampleChange::remove(const OwnedSample& sample) {
  mark_sample_deleted(session_, sample.row, caller_.principal.username, now_);
  refile_violations_of(session_, sample.row.id);
  bring_in_line(sample, stages_of(session_, sample.characteristic.row));
  record(sample, "sample.deleted",
         {{"timestamp", base::to_iso8601(sample.row.timestamp)},
          {"display_key", sample.row.display_key},
          {"values", json_of(values_of(sample.row.measurements, sample.row.defect_count, sample.row.inspected_size))}});
}

Reconciliation SampleChange::bring_in_line(const OwnedSample& sample, const characteristic::Stages& stages) {
  const judge::Characteristic& characteristic = sample.characteristic.row;
  const judge::Position at = sample.row.position();
  Reconciliation found = reconcile(session_, characteristic, stages, std::span(&at, 1), now_);
  series::mark_stale(session_, sample.row.series(), std::span(&at.timestamp, 1));
  characteristic::touch(session_, characteristic.id);

  for (const Reconciliation::Created& each : found.created)
    peers::announce(session_, events_,
                    judge::ViolationCreated{.violation = each.violation,
                                            .sample_id = each.at.id,
                                            .characteristic_id = characteristic.id,
                                            .plant_id = sample.characteristic.plant,
                                            .timestamp = each.at.timestamp});
  peers::announce(session_, events_,
                  judge::SamplesChanged{.characteristic_id = characteristic.id,
                                        .plant_id = sample.characteristic.plant,
                                        .sample_ids = {sample.row.id}});
  return found;
}

void SampleChange::record(const OwnedSample& sample, std::string_view action, const boost::json::object& detail) {
  identity::audit::record(session_, caller_, action,
                          {"sample", std::to_string(sample.row.id.value), sample.characteristic.plant}, detail);
}

}  // namespace openspc::quality::sample
