#include "connect/brokers/source_map.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/sparkplug/part.h"

namespace openspc::connect::brokers {
namespace {

// MQTT allows 1 to 268,435,455.
constexpr std::uint32_t kLargestId = 268'435'455;

std::uint32_t stable_id(std::string_view filter) {
  const base::Digest digest = base::sha256(filter);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | digest[i];
  return number % kLargestId + 1;
}

std::vector<TopicSubscription> without_covered(const std::set<std::string>& filters) {
  std::vector<const std::string*> wild;
  for (const std::string& filter : filters)
    if (mqtt::has_wildcard(filter) && !mqtt::is_shared(filter)) wild.push_back(&filter);
  std::vector<TopicSubscription> kept;
  for (const std::string& filter : filters) {
    const bool covered = std::any_of(
        wild.begin(), wild.end(), [&](const std::string* other) { return *other != filter && covers(*other, filter); });
    if (!covered) kept.push_back({filter, stable_id(filter)});
  }
  return kept;
}

// A shared subscription is served by nothing but itself: others bring more than its share, or less.
std::uint32_t serving(const std::vector<TopicSubscription>& subscriptions, std::string_view filter) {
  for (const TopicSubscription& subscription : subscriptions) {
    const bool is_same = subscription.filter == filter;
    if (is_same ||
        (!mqtt::is_shared(filter) && !mqtt::is_shared(subscription.filter) && covers(subscription.filter, filter)))
      return subscription.id;
  }
  return 0;
}

std::vector<std::string_view> levels_of(std::string_view filter) {
  std::vector<std::string_view> levels;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = filter.find('/');
    levels.push_back(filter.substr(0, end));
    if (end != std::string_view::npos) filter.remove_prefix(end + 1);
  }
  return levels;
}

MappedSource compile(const tag_store::Ingested& row) {
  const TagMapping& mapping = row.mapping;
  if (const auto problem = mqtt::filter_problem(mapping.mqtt_topic))
    throw base::bad_request("'" + mapping.mqtt_topic + "': " + *problem);
  const bool sparkplug = is_sparkplug_filter(mapping.mqtt_topic);
  if (sparkplug)
    if (const auto problem = sparkplug_problem(mapping.mqtt_topic, mapping.metric_name))
      throw base::bad_request(*problem);
  payload::PayloadRule rule{.format = mapping.payload_format,
                            .value_path = mapping.value_path.value_or(""),
                            .timestamp_path = mapping.timestamp_path,
                            .batch_path = mapping.batch_path,
                            .operator_path = mapping.operator_path,
                            .serial_path = mapping.serial_path,
                            .sequence_path = mapping.sequence_path,
                            .pattern = mapping.pattern.value_or(""),
                            .timestamp_format = mapping.timestamp_format,
                            .time_zone = mapping.time_zone ? mapping.time_zone : row.broker_zone,
                            .numbers = number_rule_of(mapping)};
  const auto size = row.counts ? 1 : std::clamp<std::int64_t>(row.subgroup_size, 1, 100);
  const std::chrono::duration<double> timeout(std::clamp(mapping.timeout_seconds, 1.0, 86'400.0));
  const source::BufferSettings buffer{.strategy = mapping.trigger_strategy,
                                      .subgroup_size = static_cast<std::size_t>(size),
                                      .timeout = std::chrono::duration_cast<std::chrono::milliseconds>(timeout),
                                      .dead_band = mapping.dead_band};
  return {.readings = {.id = mapping.data_source_id,
                       .characteristic = mapping.characteristic_id,
                       .counts = row.counts,
                       .remembers_time = sparkplug || (mapping.payload_format == payload::PayloadFormat::json &&
                                                       mapping.timestamp_path.has_value()),
                       .keeps_equal = mapping.every_message_counts,
                       .mixes_origins = mapping.subgroup_across_sources,
                       .takes_births = sparkplug && mapping.take_birth_values,
                       .buffer = buffer},
          .name = mapping.characteristic_name,
          .topic = std::string(mqtt::names_filter(mapping.mqtt_topic)),
          .metric = mapping.metric_name.value_or(""),
          .values = static_cast<const source::ValueRule&>(mapping),
          .extractor = payload::PayloadExtractor(std::move(rule))};
}

std::ptrdiff_t wildcard_count(std::string_view filter) {
  return std::ranges::count_if(filter, [](char c) { return c == '+' || c == '#'; });
}

// Which levels of an origin the mapping leaves open: of Sparkplug topics never that of the kind of message.
std::string wildcards_of(const MappedSource& source) {
  if (source.metric.empty()) return source.topic;
  std::string filter;
  std::size_t i = 0;
  for (const std::string_view level : levels_of(source.topic)) {
    if (i > 0) filter += '/';
    filter += i++ == 2 && level == "+" ? "DATA" : level;
  }
  return filter;
}

bool serves(const std::vector<std::uint32_t>& ids, std::uint32_t id) {
  return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

SourceMap::SourceMap(const std::vector<tag_store::Ingested>& mappings) : SourceMap(mappings, {}) {}

SourceMap SourceMap::of_sparkplug(const std::vector<tag_store::Ingested>& mappings) {
  return {mappings, {std::string(sparkplug::kSparkplugNamespace) + "/#"}};
}

SourceMap::SourceMap(const std::vector<tag_store::Ingested>& mappings, std::set<std::string> filters) {
  std::vector<std::string> value_topics;
  std::vector<std::optional<std::string>> trigger_topics;
  for (const tag_store::Ingested& row : mappings) {
    try {
      sources_.push_back(compile(row));
    } catch (const base::Error& error) {
      problems_.push_back({row.mapping.data_source_id, error.detail()});
      continue;
    }
    value_topics.push_back(sources_.back().metric.empty() ? row.mapping.mqtt_topic
                                                          : peer_filter(row.mapping.mqtt_topic));
    filters.insert(value_topics.back());
    const auto& trigger = row.mapping.trigger_tag;
    const bool triggered = row.mapping.trigger_strategy == source::TriggerStrategy::on_trigger && trigger &&
                           !mqtt::filter_problem(*trigger);
    trigger_topics.push_back(triggered ? trigger : std::nullopt);
    if (triggered && trigger) filters.insert(*trigger);
  }
  subscriptions_ = without_covered(filters);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    sources_[i].subscription_id = serving(subscriptions_, value_topics[i]);
    if (sources_[i].metric.empty()) {
      values_.add(sources_[i].topic, static_cast<mqtt::TopicTree::Value>(i));
    } else {
      peers_.add(peer_filter(sources_[i].topic), static_cast<mqtt::TopicTree::Value>(i));
    }
    const std::optional<std::string>& trigger = trigger_topics[i];
    if (!trigger) continue;
    const std::string_view names = mqtt::names_filter(*trigger);
    trigger_topics_.add(names, static_cast<mqtt::TopicTree::Value>(triggers_.size()));
    triggers_.push_back({i, serving(subscriptions_, *trigger), std::string(names)});
  }
}

void SourceMap::for_values(std::string_view topic, const std::vector<std::uint32_t>& subscription_ids,
                           const std::function<void(std::size_t)>& found) const {
  values_.find(topic, [&](mqtt::TopicTree::Value value) {
    const auto index = static_cast<std::size_t>(value);
    if (serves(subscription_ids, sources_[index].subscription_id)) found(index);
  });
}

void SourceMap::for_triggers(std::string_view topic, const std::vector<std::uint32_t>& subscription_ids,
                             const std::function<void(std::size_t, const source::IsMeant&)>& found) const {
  if (triggers_.empty()) return;
  trigger_topics_.find(topic, [&](mqtt::TopicTree::Value value) {
    const Trigger& trigger = triggers_[static_cast<std::size_t>(value)];
    if (!serves(subscription_ids, trigger.subscription_id)) return;
    const std::string filter = wildcards_of(sources_[trigger.source]);
    if (wildcard_count(filter) == 0 || wildcard_count(filter) != wildcard_count(trigger.topic))
      return found(trigger.source, [](std::string_view) { return true; });
    found(trigger.source, [filter, part = mqtt::wildcard_part(trigger.topic, topic)](std::string_view origin) {
      return mqtt::wildcard_part(filter, origin) == part;
    });
  });
}

void SourceMap::for_metric(const sparkplug::Peer& peer, std::string_view metric,
                           const std::function<void(std::size_t)>& found) const {
  for_peer(peer, [&](std::size_t index) {
    if (sources_[index].metric == metric) found(index);
  });
}

void SourceMap::for_update(const sparkplug::MetricUpdate& update,
                           const std::function<void(std::size_t, const sparkplug::MetricUpdate&)>& found) const {
  const std::string& metric = *update.metric;
  for_peer(*update.peer, [&](std::size_t index) {
    const std::string_view wanted = sources_[index].metric;
    if (wanted == metric) return found(index, update);
    if (!wanted.starts_with(metric) || wanted[metric.size()] != '/') return;
    auto part = part_of(update.value, wanted.substr(metric.size() + 1));
    if (!part) return;
    sparkplug::MetricUpdate of_part = update;
    of_part.metric = std::make_shared<const std::string>(wanted);
    of_part.value = std::move(part->value);
    of_part.datatype = part->datatype;
    found(index, of_part);
  });
}

void SourceMap::for_peer(const sparkplug::Peer& peer, const std::function<void(std::size_t)>& found) const {
  if (peers_.empty()) return;
  const auto type = peer.device.empty() ? sparkplug::MessageType::ndata : sparkplug::MessageType::ddata;
  peers_.find(sparkplug_topic(type, peer),
              [&](mqtt::TopicTree::Value value) { found(static_cast<std::size_t>(value)); });
}

std::string_view origin_of(const MappedSource& source, std::string_view topic) {
  return mqtt::has_wildcard(source.topic) ? topic : std::string_view();
}

std::string origin_of(const MappedSource& source, const sparkplug::Peer& peer) {
  if (!mqtt::has_wildcard(wildcards_of(source))) return {};
  return sparkplug_topic(peer.device.empty() ? sparkplug::MessageType::ndata : sparkplug::MessageType::ddata, peer);
}

// "spBv1.0/G/NBIRTH/N" becomes "spBv1.0/G/+/N": a mapping is of a peer, not of one kind of its messages.
std::string peer_filter(std::string_view filter) {
  std::string all;
  std::size_t i = 0;
  for (const std::string_view level : levels_of(filter)) {
    if (i > 0) all += '/';
    all += i == 2 && level != "#" ? "+" : level;
    ++i;
  }
  return all;
}

bool is_sparkplug_filter(std::string_view subscription) {
  const std::string_view filter = mqtt::names_filter(subscription);
  return filter.starts_with(sparkplug::kSparkplugNamespace) &&
         filter.substr(sparkplug::kSparkplugNamespace.size()).starts_with('/');
}

std::optional<std::string> sparkplug_problem(std::string_view filter, const std::optional<std::string>& metric) {
  if (mqtt::is_shared(filter))
    return "a Sparkplug host needs every message of a peer: name the topic without $share/GROUP/";
  if (!metric || metric->empty()) return "a Sparkplug topic needs the name of a metric";
  const auto levels = levels_of(filter);
  const auto is_data = [](std::string_view level) {
    for (const char* type : {"+", "NBIRTH", "NDATA", "DBIRTH", "DDATA"})
      if (level == type) return true;
    return false;
  };
  if (levels.back() == "#" && (levels.size() <= 3 || is_data(levels[2]))) return std::nullopt;
  if (levels.size() < 4 || levels.size() > 5)
    return "a Sparkplug topic is spBv1.0/GROUP/NDATA/NODE or spBv1.0/GROUP/DDATA/NODE/DEVICE";
  if (!is_data(levels[2])) return "only births and data hold values: NBIRTH, NDATA, DBIRTH, DDATA";
  const bool of_device = levels[2].starts_with('D'), of_node = levels[2].starts_with('N');
  if (of_device && levels.size() == 4) return "a device's topic ends with the device";
  if (of_node && levels.size() == 5) return "an edge node's topic has no device";
  return std::nullopt;
}

bool covers(std::string_view outer, std::string_view inner) {
  // '$...' names are matched by no wildcard at the first level.
  if (inner.starts_with('$') && (outer.starts_with('+') || outer.starts_with('#'))) return false;
  while (true) {
    const auto outer_end = outer.find('/'), inner_end = inner.find('/');
    const std::string_view wanted = outer.substr(0, outer_end), level = inner.substr(0, inner_end);
    if (wanted == "#") return true;
    if (level == "#" || (wanted != "+" && wanted != level)) return false;
    if (inner_end == std::string_view::npos) {
      return outer_end == std::string_view::npos || outer.substr(outer_end + 1) == "#";
    }
    if (outer_end == std::string_view::npos) return false;
    outer.remove_prefix(outer_end + 1);
    inner.remove_prefix(inner_end + 1);
  }
}

}  // namespace openspc::connect::brokers
