#include "connect/brokers/tag_trial.h"

#include <utility>

#include "base/described.h"
#include "connect/brokers/tag_check.h"

namespace openspc::connect::brokers {
namespace {

constexpr std::size_t kShown = 100;

tag_store::Ingested ingested(const TagTrialRequest& request, const TrialGround& ground) {
  const auto& target = ground.characteristic;
  TagMappingCreate mapping;
  static_cast<TagRule&>(mapping) = static_cast<const TagRule&>(request);
  mapping.mqtt_topic = request.mqtt_topic;
  mapping.metric_name = request.metric_name;
  mapping.trigger_strategy = request.trigger_strategy;
  mapping.trigger_tag = request.trigger_tag;
  mapping.dead_band = request.dead_band;
  mapping.timeout_seconds = request.timeout_seconds;
  mapping.subgroup_across_sources = request.subgroup_across_sources;
  mapping.take_birth_values = request.take_birth_values;
  check_mapping(mapping);
  tag_store::Ingested row;
  TagMapping& tried = row.mapping;
  base::copy_members<&TagMappingCreate::broker_id>(mapping, tried);
  tried.mqtt_topic = std::string(mqtt::names_filter(request.mqtt_topic));
  if (request.trigger_tag) tried.trigger_tag = std::string(mqtt::names_filter(*request.trigger_tag));
  row.broker_zone = ground.time_zone;
  row.subgroup_size = target ? target->subgroup_size : 1;
  row.counts = target && target->is_attribute();
  return row;
}

}  // namespace

TagTrialRun::TagTrialRun(const TagTrialRequest& request, TrialGround ground)
    : ground_(std::move(ground)),
      sources_({ingested(request, ground_)}),
      judge_(sources_.sources().at(0).readings, ground_.characteristic) {}

void TagTrialRun::hear(const mqtt::Message& message, base::Timestamp now) {
  const MappedSource& source = sources_.sources().front();
  if (!source.metric.empty()) hear_sparkplug(message, now);
  sources_.for_values(message.topic, message.subscription_ids, [&](std::size_t) {
    judge({.topic = message.topic, .raw_payload = payload::printable_excerpt(message.payload), .received_at = now},
          reading_of(source, message), origin_of(source, message.topic));
  });
  if (message.retained) return;
  sources_.for_triggers(message.topic, message.subscription_ids,
                        [&](std::size_t, const source::IsMeant& is_meant) { judge_.trigger(is_meant, now); });
}

// The host of ingestion knows whole sessions. Of a visit's few seconds it is enough to know who was born.
void TagTrialRun::hear_sparkplug(const mqtt::Message& message, base::Timestamp now) {
  const auto topic = sparkplug::parse_sparkplug_topic(message.topic);
  if (!topic) return;
  const sparkplug::Peer peer{
      .group = std::string(topic->group), .node = std::string(topic->node), .device = std::string(topic->device)};
  const bool is_birth = topic->type == sparkplug::MessageType::nbirth || topic->type == sparkplug::MessageType::dbirth;
  const bool is_data = topic->type == sparkplug::MessageType::ndata || topic->type == sparkplug::MessageType::ddata;
  if (!is_birth && !is_data) return;
  const MappedSource& source = sources_.sources().front();
  bool is_mapped = false;
  sources_.for_metric(peer, source.metric, [&](std::size_t) { is_mapped = true; });
  if (!is_mapped) return;
  const std::string origin = origin_of(source, peer);
  TagTrialReading whole{
      .topic = message.topic, .raw_payload = payload::printable_excerpt(message.payload), .received_at = now};
  if (message.retained) return judge(std::move(whole), retained_message(), origin);
  const bool was_born = is_birth || is_born(peer);
  auto heard = listener_.hear(message.topic, message.payload);
  if (auto* unreadable = std::get_if<payload::Unreadable>(&heard))
    return judge(std::move(whole), std::move(*unreadable), origin);
  if (is_birth) born_.insert(name_of(peer));
  if (!was_born)
    return judge(
        std::move(whole),
        payload::Unreadable{"no birth of " + name_of(peer) +
                            " has been heard yet: its values count from then on, and a saved mapping asks for it"},
        origin);
  const auto shared_peer = std::make_shared<const sparkplug::Peer>(peer);
  for (sparkplug::Metric& metric : std::get<std::vector<sparkplug::Metric>>(heard)) {
    const sparkplug::MetricUpdate update{.peer = shared_peer,
                                         .metric = std::make_shared<const std::string>(metric.name),
                                         .value = std::move(metric.value),
                                         .datatype = metric.datatype,
                                         .timestamp = metric.timestamp.value_or(now),
                                         .is_timed = metric.timestamp.has_value(),
                                         .is_historical = metric.is_historical,
                                         .is_birth = is_birth,
                                         .quality = metric.quality};
    sources_.for_update(update, [&](std::size_t, const sparkplug::MetricUpdate& taken) {
      TagTrialReading shown = whole;
      shown.raw_payload = *taken.metric + " (" + std::string(sparkplug_datatype_name(taken.datatype)) + ')';
      judge(std::move(shown), reading_of(source, taken), origin);
    });
  }
}

bool TagTrialRun::is_born(const sparkplug::Peer& peer) {
  if (born_.contains(name_of(peer))) return true;
  const auto metrics = ground_.births ? ground_.births(peer) : std::vector<sparkplug::MetricStatus>{};
  if (metrics.empty()) return false;
  listener_.learn(peer, metrics);
  born_.insert(name_of(peer));
  return true;
}

void TagTrialRun::judge(TagTrialReading shown, Heard heard, std::string_view origin) {
  if (auto* unreadable = std::get_if<payload::Unreadable>(&heard)) {
    shown.problem = std::move(unreadable->reason);
    return show(std::move(shown));
  }
  if (auto* left_out = std::get_if<LeftOut>(&heard)) {
    shown.problem = std::move(left_out->reason);
    return show(std::move(shown));
  }
  payload::Reading& reading = std::get<payload::Reading>(heard);
  shown.is_uncertain = reading.is_uncertain;
  shown.batch_number = reading.batch_number;
  shown.operator_id = reading.operator_id;
  shown.serial_number = reading.serial_number;
  source::TrialJudge::Verdict verdict = judge_.take(std::move(reading), origin, shown.received_at);
  shown.value = verdict.value;
  shown.timestamp = verdict.timestamp;
  shown.problem = std::move(verdict.problem);
  shown.time_problem = std::move(verdict.time_problem);
  show(std::move(shown));
}

void TagTrialRun::show(TagTrialReading shown) {
  ++messages_;
  if (shown.value) ++readable_;
  readings_.push_back(std::move(shown));
  if (readings_.size() > kShown) readings_.pop_front();
}

TagTrial TagTrialRun::result() const {
  TagTrial trial;
  static_cast<source::TrialOutcome&>(trial) = judge_.outcome();
  trial.readings.assign(readings_.begin(), readings_.end());
  trial.message_count = messages_;
  trial.readable_count = readable_;
  return trial;
}

}  // namespace openspc::connect::brokers
