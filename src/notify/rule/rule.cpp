#include "notify/rule/rule.h"

#include <algorithm>

namespace openspc::notify {
namespace {

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

bool is_in_scope(const Rule& rule, const Alert& alert, std::span<const base::NodeId> place) {
  if (rule.node_ids.empty() && rule.characteristic_ids.empty()) return true;
  if (alert.characteristic_id && holds(rule.characteristic_ids, *alert.characteristic_id)) return true;
  return std::ranges::any_of(place, [&](base::NodeId node) { return holds(rule.node_ids, node); });
}

// A connection without a plant is every plant's.
bool concerns_connection(const Rule& rule, const Alert& alert) {
  if (rule.plant_id && alert.plant_id && rule.plant_id != alert.plant_id) return false;
  if (rule.broker_ids.empty() && rule.opcua_server_ids.empty()) return true;
  const std::int64_t id = alert.connection_id.value_or(0);
  return alert.connection_kind == ConnectionKind::mqtt ? holds(rule.broker_ids, base::BrokerId{id})
                                                       : holds(rule.opcua_server_ids, base::OpcuaServerId{id});
}

}  // namespace

bool concerns(const Rule& rule, const Alert& alert, std::span<const base::NodeId> place) {
  if (!rule.is_enabled || !holds(rule.events, alert.event)) return false;
  if (is_about_a_connection(alert.event)) return concerns_connection(rule, alert);
  if (rule.plant_id && rule.plant_id != alert.plant_id) return false;
  const bool is_about_a_signal = alert.event == EventKind::violation || alert.event == EventKind::acknowledgement;
  if (is_about_a_signal && !holds(rule.severities, alert.severity)) return false;
  if (is_about_a_signal && !rule.rule_ids.empty() && !holds(rule.rule_ids, alert.rule_id.value_or(0))) return false;
  return is_in_scope(rule, alert, place);
}

std::vector<ChannelId> channels_through(const Rule& rule, std::int64_t level) {
  std::vector<ChannelId> channels = rule.channel_ids;
  for (std::size_t i = 0; i < rule.escalation.size() && i < static_cast<std::size_t>(level); ++i)
    channels.insert(channels.end(), rule.escalation[i].channel_ids.begin(), rule.escalation[i].channel_ids.end());
  std::ranges::sort(channels);
  const auto repeated = std::ranges::unique(channels);
  channels.erase(repeated.begin(), repeated.end());
  return channels;
}

}  // namespace openspc::notify
