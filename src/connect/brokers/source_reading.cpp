#include "connect/brokers/source_reading.h"

#include <utility>

#include "connect/brokers/sparkplug_reading.h"

namespace openspc::connect::brokers {
namespace {

constexpr std::size_t kShownTopic = 200;

payload::Unreadable with_place(std::string_view place, const std::string& reason) {
  return {payload::printable_excerpt(place, kShownTopic) + ": " + reason};
}

}  // namespace

LeftOut retained_message() {
  return {LeftOut::Why::retained, "retained: the broker kept it from an earlier time"};
}

std::string name_of(const sparkplug::Peer& peer) {
  std::string name = peer.group + '/' + peer.node;
  if (!peer.device.empty()) name += '/' + peer.device;
  return name;
}

Heard reading_of(const MappedSource& source, const mqtt::Message& message) {
  if (message.retained) return retained_message();
  auto extracted = source.extractor.extract(message.payload);
  if (const auto* bad = std::get_if<payload::Unreadable>(&extracted))
    return with_place(message.topic, bad->reason + " in '" + payload::printable_excerpt(message.payload) + "'");
  auto value = measured(source.values, std::get<payload::Reading>(std::move(extracted)));
  if (const auto* bad = std::get_if<payload::Unreadable>(&value)) return with_place(message.topic, bad->reason);
  return std::get<payload::Reading>(std::move(value));
}

Heard reading_of(const MappedSource& source, const sparkplug::MetricUpdate& update) {
  if (update.is_birth && !update.is_changed_birth)
    return LeftOut{LeftOut::Why::birth, "of a birth: it is what the value was"};
  if (update.is_birth && !source.readings.takes_births)
    return LeftOut{LeftOut::Why::changed_birth, "of a birth: the mapping does not take values that changed meanwhile"};
  auto outcome = sparkplug_reading(update.value, update.datatype, update.quality, number_rule_of(source.values));
  if (auto* said = std::get_if<payload::Reading>(&outcome)) outcome = measured(source.values, std::move(*said));
  if (const auto* bad = std::get_if<payload::Unreadable>(&outcome))
    return with_place(name_of(*update.peer), *update.metric + ": " + bad->reason);
  payload::Reading reading = std::get<payload::Reading>(std::move(outcome));
  // What was held has waited: now is not when it came.
  if (update.is_timed || update.was_held) reading.timestamp = update.timestamp;
  if (!update.is_timed) reading.time_problem = "neither the metric nor its message has a time";
  return reading;
}

}  // namespace openspc::connect::brokers
