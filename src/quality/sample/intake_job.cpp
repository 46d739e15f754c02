#include "quality/sample/intake_job.h"

#include <chrono>
#include <utility>

#include "peers/announce.h"
#include "quality/characteristic/touch.h"
#include "quality/judge/events_json.h"
#include "quality/sample/reconcile.h"
#include "quality/sample/violation_store.h"
#include "quality/series/display_key.h"
#include "quality/series/summary_store.h"

namespace openspc::quality::sample {
namespace {

// A clock that was set back by less than this is believed to lag; samples keep the order in which they arrived.
constexpr std::chrono::seconds kClockLag{2};

void fill(judge::SampleProcessed& event, judge::Judgement judgement) {
  event.dispersion = judgement.dispersion;
  event.violations = std::move(judgement.fired);
}

}  // namespace

void IntakeEvents::publish(base::EventBus& bus) const {
  for (const judge::SampleProcessed& sample : processed) {
    bus.publish(sample);
    for (const judge::RaisedViolation& violation : sample.violations) bus.publish(judge::created_at(sample, violation));
  }
  for (const judge::ViolationCreated& violation : created) bus.publish(violation);
  for (const judge::SamplesChanged& change : changed) bus.publish(change);
}

void IntakeEvents::deliver(base::EventBus& bus) const {
  const auto publish = [&bus]<class Event>(const std::vector<Event>& events) {
    for (const Event& event : events) bus.publish(peers::Heard<Event>{event, peers::Origin::here});
  };
  publish(processed);
  publish(created);
  publish(changed);
}

std::string IntakeEvents::notices() const {
  std::string text;
  const auto add = [&text](const auto& events) {
    for (const auto& event : events) text.append(text.empty() ? "" : ",").append(peers::notice_of(event));
  };
  add(processed);
  add(created);
  add(changed);
  return text;
}

judge::ViolationCreated violation_event(const Window& window, const judge::RaisedViolation& violation,
                                        judge::Position at) {
  return {.violation = violation,
          .sample_id = at.id,
          .characteristic_id = window.characteristic.id,
          .plant_id = window.plant,
          .timestamp = at.timestamp};
}

namespace {

characteristic::Stages stages_of(db::Session& session, const Window& window) {
  return characteristic::load_stages(session, window.characteristic, window.stage.judging->switches);
}

}  // namespace

judge::SampleProcessed describe_stored(db::Session& session, const Window& window, const SampleRow& row) {
  const judge::SampleStatistics statistics = statistics_of_row(row);
  judge::SampleProcessed event{.sample_id = row.id,
                               .characteristic_id = row.characteristic_id,
                               .plant_id = window.plant,
                               .timestamp = row.timestamp,
                               .mean = statistics.value,
                               .range = statistics.range,
                               .deviation = statistics.std_dev,
                               .actual_n = row.actual_n,
                               .is_undersized = row.is_undersized,
                               .is_uncertain = row.is_uncertain,
                               .effective_ucl = row.effective_ucl,
                               .effective_lcl = row.effective_lcl,
                               .z_score = row.z_score,
                               .defect_count = row.defect_count,
                               .inspected_size = row.inspected_size,
                               .display_key = row.display_key,
                               .location = std::nullopt,
                               .dispersion = std::nullopt,
                               .violations = violations_of(session, row.id)};
  const bool is_newest_stage = row.timestamp >= window.stage.starts_at;
  const characteristic::Stage stage = is_newest_stage ? window.stage : stages_of(session, window).at(row.timestamp);
  event.stage = stage.id();
  if (const auto point = judge::judge(*stage.drawing, statistics)) event.location = point->plotted;
  return event;
}

IntakeJob::IntakeJob(db::Session& session, Window& window, base::Timestamp now, RuleEvaluation evaluation)
    : session_(session),
      window_(window),
      now_(now),
      evaluation_(evaluation),
      samples_(session, window.characteristic.series()),
      violations_(session, window.characteristic.series(), now) {}

base::Timestamp IntakeJob::stamp() {
  base::Timestamp time = now_;
  const auto follow = [&time](const std::optional<base::Timestamp>& newest) {
    if (newest && *newest >= time && *newest - time < kClockLag) time = *newest + std::chrono::microseconds(1);
  };
  if (window_.newest) follow(window_.newest->timestamp);
  follow(last_stamp_);
  last_stamp_ = time;
  return time;
}

void IntakeJob::store(const SampleInput& input, const CheckedSample& checked, base::Timestamp timestamp) {
  const characteristic::Stage& stage = stage_at(timestamp);
  const auto location = judge::judge(*stage.drawing, checked.statistics);
  const judge::JudgedPoint derived = location.value_or(judge::JudgedPoint{});
  if (!window_.knows_numbers_of(timestamp)) samples_.flush();
  const std::int64_t day_rank = window_.next_day_rank(session_, timestamp);
  judge::SampleProcessed event{.sample_id = {},
                               .characteristic_id = window_.characteristic.id,
                               .plant_id = window_.plant,
                               .timestamp = timestamp,
                               .mean = checked.statistics.value,
                               .range = checked.statistics.range,
                               .deviation = checked.statistics.std_dev,
                               .actual_n = checked.actual_n,
                               .is_undersized = checked.is_undersized,
                               .is_uncertain = input.is_uncertain,
                               .effective_ucl = derived.effective_ucl,
                               .effective_lcl = derived.effective_lcl,
                               .z_score = derived.z_score,
                               .defect_count = checked.defect_count,
                               .inspected_size = checked.inspected_size,
                               .display_key = series::display_key(timestamp, day_rank),
                               .stage = stage.id(),
                               .location = location ? std::optional(location->plotted) : std::nullopt,
                               .dispersion = std::nullopt,
                               .violations = {}};
  event.sample_id = samples_.add({.timestamp = timestamp,
                                  .day_rank = day_rank,
                                  .input = input,
                                  .checked = checked,
                                  .location = location,
                                  .rules_skipped = evaluation_ == RuleEvaluation::skipped});
  const judge::Position at{timestamp, event.sample_id};
  if (late_.empty() && timestamp >= window_.stage.starts_at && (!window_.newest || *window_.newest < at)) {
    judge_now(event, checked, location);
    window_.newest = at;
  } else {
    late_.push_back(at);
  }
  if (!window_.newest_row || *window_.newest_row < at)
    window_.newest_row = at;
  else
    behind_.push_back(timestamp);
  stored_.push_back(std::move(event));
}

const characteristic::Stage& IntakeJob::stage_at(base::Timestamp time) {
  return time >= window_.stage.starts_at ? window_.stage : all_stages().at(time);
}

const characteristic::Stages& IntakeJob::all_stages() {
  if (!stages_) stages_ = stages_of(session_, window_);
  return *stages_;
}

void IntakeJob::judge_now(judge::SampleProcessed& event, const CheckedSample& checked,
                          const std::optional<judge::JudgedPoint>& location) {
  judge::Judgement judgement = evaluation_ == RuleEvaluation::on
                                   ? window_.judge.push(event.sample_id, checked.statistics, location)
                                   : window_.judge.push_unjudged(event.sample_id, checked.statistics, location);
  for (judge::RaisedViolation& violation : judgement.fired)
    violations_.add({event.timestamp, event.sample_id}, violation);
  fill(event, std::move(judgement));
}

IntakeEvents IntakeJob::finish() {
  samples_.flush();
  violations_.flush();
  IntakeEvents events;
  if (!late_.empty()) {
    if (evaluation_ == RuleEvaluation::on) judge_late(events);
    characteristic::touch(session_, window_.characteristic.id);
  }
  mark_summaries();
  if (evaluation_ == RuleEvaluation::on) {
    events.processed = std::move(stored_);
  } else if (!stored_.empty()) {
    judge::SamplesChanged change{
        .characteristic_id = window_.characteristic.id, .plant_id = window_.plant, .sample_ids = {}};
    for (const judge::SampleProcessed& sample : stored_) change.sample_ids.push_back(sample.sample_id);
    events.changed.push_back(std::move(change));
  }
  return events;
}

// Only what comes before others costs a statement.
void IntakeJob::mark_summaries() {
  if (behind_.empty()) return;
  const bool is_any = series::mark_stale(session_, window_.characteristic.series(), behind_);
  if (is_any && late_.empty()) characteristic::touch(session_, window_.characteristic.id);
}

void IntakeJob::judge_late(IntakeEvents& events) {
  Reconciliation found = reconcile(session_, window_.characteristic, all_stages(), late_, now_);
  judge::SamplesChanged change{
      .characteristic_id = window_.characteristic.id, .plant_id = window_.plant, .sample_ids = {}};
  for (judge::SampleProcessed& sample : stored_) {
    const auto judged = found.judged.find(sample.sample_id);
    if (judged == found.judged.end()) continue;
    fill(sample, std::move(judged->second));
    change.sample_ids.push_back(sample.sample_id);
  }
  for (const Reconciliation::Created& created : found.created)
    if (!found.judged.contains(created.at.id))
      events.created.push_back(violation_event(window_, created.violation, created.at));
  events.changed.push_back(std::move(change));
}

}  // namespace openspc::quality::sample
