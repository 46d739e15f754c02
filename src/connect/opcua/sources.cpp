#include "connect/opcua/sources.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "connect/payload/plain_text.h"

namespace openspc::connect::opcua {
namespace {

// Handles stay the same when other mappings come and go, so that what is monitored is left alone.
std::uint32_t handle_of(base::DataSourceId source, bool completes) {
  return static_cast<std::uint32_t>(source.value) * 2 + (completes ? 1 : 0);
}

source::BufferSettings buffer_of(const OpcuaMapping& mapping, std::int64_t subgroup_size) {
  source::BufferSettings buffer{.strategy = mapping.trigger_strategy,
                                .subgroup_size = static_cast<std::size_t>(std::max<std::int64_t>(1, subgroup_size)),
                                .timeout = std::chrono::milliseconds(static_cast<std::int64_t>(
                                    std::clamp(mapping.timeout_seconds, 1.0, 86'400.0) * 1'000)),
                                .dead_band = mapping.dead_band};
  // A value that only changed its quality, or is there when a subscription begins, is new only when it differs.
  if (mapping.change_trigger == OpcuaChangeTrigger::value) buffer.dead_band = mapping.dead_band.value_or(0);
  return buffer;
}

// The server compares its own numbers.
std::optional<double> machine_dead_band(const Rule& rule) {
  if (!rule.dead_band) return std::nullopt;
  const double band = *rule.dead_band / std::abs(rule.scale);
  return std::isfinite(band) ? std::optional(band) : std::nullopt;
}

std::string shown_text(const Value& value) {
  return value.shown.is_string() ? std::string(value.shown.get_string()) : std::string();
}

std::optional<double> number_in(const Value& value, payload::DecimalMark mark) {
  return value.text ? parse_decimal(payload::unwrapped(*value.text), mark) : value.number;
}

std::string why_no_number(const Value& value) {
  if (value.type.empty()) return "no value";
  if (value.type == "String") return "no number: '" + payload::printable_excerpt(shown_text(value)) + "'";
  return "no number: " + value.type;
}

std::variant<payload::Reading, payload::Unreadable> number_reading(const payload::NumberRule& rule,
                                                                   const Value& value) {
  if (value.numbers) {
    const std::vector<double>& numbers = *value.numbers;
    return reading_of_array(rule, numbers.size(), [&](std::size_t i) { return std::optional(numbers[i]); });
  }
  const auto number = number_in(value, rule.mark);
  if (!number) return payload::Unreadable{why_no_number(value)};
  if (!std::isfinite(*number)) return payload::Unreadable{"not finite: " + shown_text(value)};
  return payload::Reading{.value = *number};
}

}  // namespace

Monitor monitor_of(const Rule& rule, const OpcuaServer& server, std::uint32_t handle) {
  return {
      .handle = handle,
      .node_id = rule.node_id,
      .publishing_interval = std::chrono::milliseconds(rule.publishing_interval.value_or(server.publishing_interval)),
      .sampling_interval = std::chrono::milliseconds(rule.sampling_interval.value_or(server.sampling_interval)),
      .queue_size = static_cast<std::uint32_t>(rule.queue_size),
      .dead_band = machine_dead_band(rule),
      .time_counts = rule.change_trigger == OpcuaChangeTrigger::value_or_time};
}

Sources::Sources(const std::vector<opcua_mapping_store::Ingested>& mappings, const OpcuaServer& server) {
  for (const opcua_mapping_store::Ingested& row : mappings) {
    const OpcuaMapping& mapping = row.mapping;
    const std::size_t index = readings_.size();
    readings_.push_back({.id = mapping.data_source_id,
                         .characteristic = mapping.characteristic_id,
                         .counts = row.counts,
                         .remembers_time = true,
                         .keeps_equal = mapping.every_value_counts,
                         .buffer = buffer_of(mapping, row.subgroup_size)});
    const std::uint32_t handle = handle_of(mapping.data_source_id, false);
    monitors_.push_back(monitor_of(mapping, server, handle));
    monitors_.back().namespace_uri = mapping.namespace_uri.value_or("");
    meanings_[handle] = {.source = index,
                         .takes_initial = mapping.take_initial_value,
                         .values = static_cast<const source::ValueRule&>(mapping)};
    if (mapping.trigger_strategy != source::TriggerStrategy::on_trigger || !mapping.trigger_node_id) continue;
    Monitor trigger = monitors_.back();
    trigger.handle = handle_of(mapping.data_source_id, true);
    trigger.node_id = *mapping.trigger_node_id;
    trigger.namespace_uri = mapping.trigger_namespace_uri.value_or("");
    trigger.dead_band.reset();
    meanings_[trigger.handle] = {.source = index, .completes = true};
    monitors_.push_back(std::move(trigger));
  }
}

std::optional<Sources::Meaning> Sources::meaning_of(std::uint32_t handle) const {
  const auto known = meanings_.find(handle);
  if (known == meanings_.end()) return std::nullopt;
  return known->second;
}

std::optional<base::DataSourceId> Sources::source_of(std::uint32_t handle) const {
  const auto meaning = meaning_of(handle);
  if (!meaning) return std::nullopt;
  return readings_[meaning->source].id;
}

std::variant<payload::Reading, payload::Unreadable> reading_of(const source::ValueRule& rule, const Value& value) {
  if (value.quality == Quality::bad) return payload::Unreadable{"bad quality: " + value.status};
  auto outcome = number_reading(number_rule_of(rule), value);
  if (std::holds_alternative<payload::Unreadable>(outcome)) return outcome;
  payload::Reading reading = std::get<payload::Reading>(std::move(outcome));
  reading.timestamp = value.source_time ? value.source_time : value.server_time;
  reading.is_uncertain = value.quality == Quality::uncertain;
  if (!value.source_time) reading.time_problem = value.server_time ? "no source time: the server's counts" : "no time";
  return measured(rule, std::move(reading));
}

}  // namespace openspc::connect::opcua
