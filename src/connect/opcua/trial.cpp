#include "connect/opcua/trial.h"

#include <fmt/format.h>

#include <utility>

#include "connect/opcua/ingest.h"
#include "connect/opcua/mapping_service.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::size_t kShown = 100;

opcua_mapping_store::Ingested ingested(const OpcuaTrialRequest& request,
                                       const std::optional<quality::judge::Characteristic>& target) {
  opcua_mapping_store::Ingested row;
  static_cast<Rule&>(row.mapping) = static_cast<const Rule&>(request);
  row.mapping.trigger_strategy = request.trigger_strategy;
  row.mapping.trigger_node_id = request.trigger_node_id;
  row.mapping.timeout_seconds = request.timeout_seconds;
  check_mapping(row.mapping);
  row.subgroup_size = target ? target->subgroup_size : 1;
  row.counts = target && target->is_attribute();
  return row;
}

// Also where equal values do not count they are listened to, so that it can be told how many there are.
std::vector<Monitor> listening(std::vector<Monitor> monitors) {
  if (!monitors.empty()) monitors.front().time_counts = true;
  return monitors;
}

}  // namespace

TrialRun::TrialRun(const OpcuaTrialRequest& request, const OpcuaServer& server,
                   std::optional<quality::judge::Characteristic> characteristic)
    : change_trigger_(request.change_trigger),
      sources_({ingested(request, characteristic)}, server),
      monitors_(listening(sources_.monitors())),
      judge_(sources_.readings().at(0), std::move(characteristic)) {}

void TrialRun::hear(const Change& change, base::Timestamp now) {
  const auto meaning = sources_.meaning_of(change.handle);
  if (!meaning) return;
  if (meaning->completes) {
    if (completes_subgroup(change)) judge_.trigger([](std::string_view) { return true; }, now);
    return;
  }
  OpcuaTrialReading reading = judged(change, *meaning, now);
  ++values_;
  if (reading.value) ++readable_;
  newest_.push_back(std::move(reading));
  if (newest_.size() > kShown) newest_.pop_front();
}

OpcuaTrialReading TrialRun::judged(const Change& change, const Sources::Meaning& meaning, base::Timestamp now) {
  OpcuaTrialReading shown{
      .raw_value = change.value.shown, .data_type = change.value.type, .status_code = change.value.status};
  auto read = reading_of(meaning.values, change.value);
  if (auto* bad = std::get_if<payload::Unreadable>(&read)) {
    shown.problem = std::move(bad->reason);
    return shown;
  }
  payload::Reading& reading = std::get<payload::Reading>(read);
  const double value = reading.value;
  if (change.is_initial && !meaning.takes_initial) {
    judge_.begin_from(value);
    last_value_ = value;
    shown.problem =
        "it was there already when listening began: no measurement unless the mapping takes the first value";
    return shown;
  }
  source::TrialJudge::Verdict verdict = judge_.take(std::move(reading), {}, now);
  const bool is_equal = last_value_ == value;
  last_value_ = value;
  shown.value = verdict.value;
  shown.timestamp = verdict.timestamp;
  shown.problem = std::move(verdict.problem);
  shown.time_problem = std::move(verdict.time_problem);
  if (verdict.outcome == source::Judgement::Outcome::unchanged && is_equal &&
      change_trigger_ == OpcuaChangeTrigger::value) {
    ++equal_;
    shown.problem = "it equals the last value, and only another value is a measurement";
  }
  return shown;
}

OpcuaTrial TrialRun::result() const {
  OpcuaTrial trial;
  static_cast<source::TrialOutcome&>(trial) = judge_.outcome();
  trial.readings.assign(newest_.begin(), newest_.end());
  trial.value_count = values_;
  trial.readable_count = readable_;
  if (equal_ > 0)
    trial.change_problem = fmt::format(
        "{} came with a new source time and the value of the one before, and did not count: where they are other "
        "parts, "
        "let another time count as well (change_trigger: value_or_time)",
        equal_);
  return trial;
}

}  // namespace openspc::connect::opcua
