#include "quality/sample/service.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/error.h"
#include "quality/characteristic/access.h"
#include "quality/chart/point.h"
#include "quality/judge/rule_name.h"
#include "quality/sample/batch.h"
#include "quality/sample/change.h"
#include "quality/sample/listing.h"
#include "quality/sample/store.h"

namespace openspc::quality::sample {
namespace {

// Measures what a caller waited for.
class Stopwatch {
 public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

SampleViolation view_of(const judge::RaisedViolation& violation) {
  SampleViolation view{
      .violation_id = violation.id,
      .rule_id = spc::number(violation.rule),
      .rule_name = rule_name(violation),
      .severity = std::string(spc::name(violation.severity)),
      .chart = violation.chart == spc::ChartPart::location ? chart::ChartName::location : chart::ChartName::dispersion,
      .requires_acknowledgement = violation.requires_acknowledgement,
      .sample_ids = violation.sample_ids};
  set_figure(view, violation.figure);
  return view;
}

SampleResult result_of(const judge::SampleProcessed& sample, std::vector<judge::SampleWarning> warnings,
                       double milliseconds) {
  SampleResult result{
      .sample_id = sample.sample_id,
      .timestamp = sample.timestamp,
      .mean = sample.mean,
      .range_value = sample.range,
      .zone = sample.location ? chart::zone_name(spc::classify(*sample.location)) : chart::ZoneName::unknown,
      .in_control = sample.in_control(),
      .violations = {},
      .processing_time_ms = milliseconds,
      .display_key = sample.display_key,
      .actual_n = sample.actual_n,
      .is_undersized = sample.is_undersized,
      .warnings = std::move(warnings),
  };
  for (const judge::RaisedViolation& violation : sample.violations) result.violations.push_back(view_of(violation));
  return result;
}

Sample view_of(const SampleRow& row) {
  const judge::SampleStatistics statistics = statistics_of_row(row);
  return {.id = row.id,
          .char_id = row.characteristic_id,
          .timestamp = row.timestamp,
          .batch_number = row.batch_number,
          .operator_id = row.operator_id,
          .is_excluded = row.is_excluded,
          .measurements = row.measurements,
          .mean = statistics.value,
          .range_value = statistics.range,
          .actual_n = row.actual_n,
          .is_undersized = row.is_undersized,
          .is_uncertain = row.is_uncertain,
          .effective_ucl = row.effective_ucl,
          .effective_lcl = row.effective_lcl,
          .z_score = row.z_score,
          .is_modified = row.is_modified,
          .edit_count = row.edit_count,
          .display_key = row.display_key,
          .characteristic_id = row.characteristic_id,
          .excluded = row.is_excluded,
          .std_dev = statistics.std_dev,
          .defect_count = row.defect_count,
          .inspected_size = row.inspected_size,
          .exclude_reason = row.exclude_reason};
}

SampleFilter filter_of(const SampleQuery& query) {
  return {.characteristic = query.characteristic_id,
          .plant = query.plant_id,
          .from = query.start_date,
          .to = query.end_date,
          .with_excluded = query.include_excluded};
}

void require_data(const std::optional<std::vector<double>>& measurements, const std::optional<double>& defect_count) {
  if (!measurements && !defect_count)
    throw base::invalid_field({"body", "measurements"}, "missing", "Field required", boost::json::object());
}

// A key that names nobody is told by its name: who looks at the sample sees where it came from.
std::optional<std::string> entered_by(const identity::Caller& caller, std::optional<std::string> named) {
  return named || !caller.principal.key ? std::move(named) : std::optional(caller.principal.username);
}

// A characteristic of a plant that the caller does not see is as if it did not exist.
Authorize operator_for(const identity::Caller& caller, base::CharacteristicId id) {
  return [&caller, id](db::Session& session, base::PlantId plant, const judge::Characteristic& characteristic) {
    if (!caller.principal.can_see(plant))
      throw base::not_found("Characteristic " + std::to_string(id.value) + " not found");
    caller.principal.require_at(plant, net::Role::operator_);
    identity::require_change_at(session, caller.principal, characteristic::place_of(characteristic));
  };
}

}  // namespace

base::Task<Service::Submitted> Service::submit(identity::Caller caller, SampleCreate request) {
  const Stopwatch watch;
  require_data(request.measurements, request.defect_count);
  SampleSubmission submission{
      .characteristic_id = request.characteristic_id,
      .sample = {.measurements = std::move(request.measurements).value_or(std::vector<double>{}),
                 .defect_count = request.defect_count,
                 .inspected_size = request.inspected_size,
                 .timestamp = request.timestamp,
                 .batch_number = std::move(request.batch_number),
                 .operator_id = entered_by(caller, std::move(request.operator_id)),
                 .idempotency_key = std::move(request.idempotency_key)},
      .authorize = operator_for(caller, request.characteristic_id)};
  SampleOutcome outcome = co_await intake_.submit(std::move(submission));
  SampleResult result = result_of(outcome.sample, std::move(outcome.warnings), watch.milliseconds());
  co_return Submitted{.result = std::move(result), .replayed = outcome.replayed};
}

base::Task<SampleBatchResult> Service::submit_batch(identity::Caller caller, SampleBatchRequest request) {
  ParsedBatch batch = parse_batch(std::move(request));
  BatchSubmission submission{.characteristic_id = batch.characteristic_id,
                             .samples = std::move(batch.samples),
                             .evaluation = batch.evaluation,
                             .authorize = operator_for(caller, batch.characteristic_id)};
  const BatchOutcome outcome = co_await intake_.submit_batch(std::move(submission));
  co_return batch_result(batch, outcome);
}

base::Task<SamplePage> Service::list(const net::Principal& caller, SampleQuery query) {
  const auto job = [&](db::Session& session) {
    // Who reads some branches only asks for one characteristic at a time.
    if (caller.reach.reading && !caller.is_admin()) {
      if (!query.characteristic_id)
        throw base::invalid_field({"query", "characteristic_id"}, "missing",
                                  "The API key is limited: name one of its characteristics");
      characteristic::require_visible(session, caller, *query.characteristic_id);
    }
    const SampleListing listing(session, caller, filter_of(query));
    SamplePage page{.items = {}, .total = listing.count(), .offset = query.offset, .limit = query.limit};
    const auto order = query.sort_dir == SortOrder::asc ? ListingOrder::oldest_first : ListingOrder::newest_first;
    for (const SampleRow& row : listing.page(order, query.offset, query.limit)) page.items.push_back(view_of(row));
    return page;
  };
  co_return co_await database_.read(job);
}

base::Task<Sample> Service::get(const net::Principal& caller, base::SampleId id) {
  const auto job = [&](db::Session& session) { return view_of(require_visible_sample(session, caller, id).row); };
  co_return co_await database_.read(job);
}

base::Task<std::vector<SampleEdit>> Service::history(const net::Principal& caller, base::SampleId id) {
  const auto job = [&](db::Session& session) {
    require_visible_sample(session, caller, id);
    std::vector<SampleEdit> edits;
    for (SampleEditRow& row : list_sample_edits(session, id))
      edits.push_back({.id = row.id,
                       .sample_id = row.sample_id,
                       .edited_at = row.edited_at,
                       .edited_by = std::move(row.edited_by),
                       .reason = std::move(row.reason),
                       .previous_values = std::move(row.previous_values),
                       .new_values = std::move(row.new_values),
                       .previous_mean = row.previous_mean,
                       .new_mean = row.new_mean});
    return edits;
  };
  co_return co_await database_.read(job);
}

base::Task<std::int64_t> Service::queue_of(const identity::Caller& caller, base::SampleId id) {
  const auto job = [&](db::Session& session) {
    return require_supervisor(session, caller.principal, id).row.characteristic_id.value;
  };
  co_return co_await database_.read(job);
}

base::Task<SampleResult> Service::edit(identity::Caller caller, base::SampleId id, SampleUpdate update) {
  const Stopwatch watch;
  require_data(update.measurements, update.defect_count);
  const SampleData data{.measurements = std::move(update.measurements).value_or(std::vector<double>{}),
                        .defect_count = update.defect_count,
                        .inspected_size = update.inspected_size};
  const std::int64_t queue = co_await queue_of(caller, id);
  const auto job = [&](db::Session& session) {
    const OwnedSample sample = require_supervisor(session, caller.principal, id);
    const judge::SampleProcessed edited =
        SampleChange(session, events_, caller, clock_.now()).edit(sample, data, update.reason);
    const auto size = data.inspected_size ? data.inspected_size : sample.row.inspected_size;
    return result_of(edited, warnings_of(sample.characteristic.row, data.measurements, data.defect_count, size),
                     watch.milliseconds());
  };
  co_return co_await database_.write_in_order(queue, job);
}

base::Task<Sample> Service::set_excluded(identity::Caller caller, base::SampleId id, SampleExclude request) {
  const std::int64_t queue = co_await queue_of(caller, id);
  const auto job = [&](db::Session& session) {
    const OwnedSample sample = require_supervisor(session, caller.principal, id);
    SampleChange(session, events_, caller, clock_.now()).set_excluded(sample, request.is_excluded, request.reason);
    return view_of(load_sample(session, id));
  };
  co_return co_await database_.write_in_order(queue, job);
}

base::Task<void> Service::remove(identity::Caller caller, base::SampleId id) {
  const std::int64_t queue = co_await queue_of(caller, id);
  const auto job = [&](db::Session& session) {
    const OwnedSample sample = require_supervisor(session, caller.principal, id);
    SampleChange(session, events_, caller, clock_.now()).remove(sample);
  };
  co_await database_.write_in_order(queue, job);
}

}  // namespace openspc::quality::sample
