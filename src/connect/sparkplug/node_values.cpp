// What the metrics of a node's messages say: their names, values that wait for a birth, and what nobody knows.
#include <utility>

#include "base/certain.h"
#include "connect/sparkplug/node.h"

namespace openspc::connect::sparkplug {

void Node::deliver(const Member& member, Message& message, Events& events) {
  const auto* table = catalogue_.table(member.peer->device);
  if (table == nullptr) return;
  const bool is_birth = message.type == MessageType::nbirth || message.type == MessageType::dbirth;
  events.reserve(events.size() + message.payload.metrics.size());
  for (Metric& metric : message.payload.metrics) {
    const auto* known = find(*table, metric);
    if (known == nullptr && !is_birth) explain_unknown(metric, message, events);
    // A name and a datatype are enough to know what a value is.
    if (known == nullptr && (metric.name.empty() || metric.datatype == DataType::unknown)) {
      if (!hold(catalogue_, metric, message)) ++counters_.unresolved_metrics;
      continue;
    }
    if (metric.datatype == DataType::unknown) {
      metric.datatype = known->datatype;
      apply_datatype(metric.value, metric.datatype);
    }
    MetricUpdate update = update_of(metric, message);
    update.peer = member.peer;
    update.metric = known != nullptr ? known->name : std::make_shared<const std::string>(metric.name);
    update.is_birth = is_birth;
    note(member.peer->device, update, metric.timestamp.has_value());
    events.emplace_back(std::in_place_type<MetricUpdate>, std::move(update));
  }
}

MetricUpdate Node::update_of(Metric& metric, const Message& message) {
  return {.value = std::move(metric.value),
          .datatype = metric.datatype,
          .timestamp = metric.timestamp.value_or(message.time()),
          .is_timed = metric.timestamp || message.payload.timestamp,
          .is_historical = metric.is_historical,
          .quality = metric.quality};
}

bool Node::hold(const Catalogue& believed, Metric& metric, const Message& message) {
  const auto* table = believed.table(message.device);
  if (table == nullptr || (metric.name.empty() && !metric.alias)) return false;
  const auto* meant =
      metric.name.empty() ? believed.find(*table, base::certain(metric.alias)) : table->find(metric.name);
  if (meant == nullptr) return false;
  const auto alias = metric.name.empty() ? metric.alias : std::nullopt;
  return held_.hold({.device = message.device,
                     .alias = alias,
                     .meant = *meant,
                     .update = update_of(metric, message),
                     .arrival = message.arrival});
}

void Node::resolve(const Member& member, Events& events) {
  const auto* table = catalogue_.table(member.peer->device);
  for (Held::Value& held : held_.take(member.peer->device)) {
    const auto* now = table == nullptr ? nullptr
                      : held.alias     ? catalogue_.find(*table, *held.alias)
                                       : table->find(*held.meant.name);
    if (now == nullptr || *now->name != *held.meant.name || now->datatype != held.meant.datatype) {
      ++counters_.unresolved_metrics;
      continue;
    }
    ++counters_.resolved_metrics;
    MetricUpdate& update = held.update;
    update.peer = member.peer;
    update.metric = now->name;
    update.was_held = true;
    if (update.datatype == DataType::unknown) {
      update.datatype = now->datatype;
      apply_datatype(update.value, update.datatype);
    }
    note(held.device, update, update.is_timed);
    events.emplace_back(std::in_place_type<MetricUpdate>, std::move(update));
  }
}

void Node::note(const std::string& device, MetricUpdate& update, bool has_own_time) {
  const auto number = as_number(update.value);
  if (!number || !update.is_timed) return;
  // The time of a birth is that of its message: only a metric's own says when its value came to be.
  if (update.is_birth)
    update.is_changed_birth = has_own_time && last_heard_.is_change(device, *update.metric, update.timestamp, *number);
  if (!update.is_birth || has_own_time) last_heard_.note(device, *update.metric, update.timestamp, *number);
}

// What the births before said is believed when those that are asked for say the same.
void Node::keep_unborn(Message& message) {
  if (message.type != MessageType::ndata && message.type != MessageType::ddata) return;
  // After the edge node's own birth, what its devices said before stands in the catalogue of then.
  const bool is_known = catalogue_.table(message.device) != nullptr;
  for (Metric& metric : message.payload.metrics)
    if (!hold(is_known ? catalogue_ : previous_, metric, message)) ++counters_.unresolved_metrics;
}

const Catalogue::Metric* Node::find(const Catalogue::Table& table, const Metric& metric) const {
  if (!metric.name.empty()) return table.find(metric.name);
  if (!metric.alias || !are_aliases_sure_) return nullptr;
  return catalogue_.find(table, *metric.alias);
}

void Node::explain_unknown(const Metric& metric, const Message& message, Events& events) {
  // What did not fit would not fit the next time either.
  if (catalogue_.is_full() || !are_aliases_sure_) return;
  if (!metric.name.empty()) {
    want_rebirth("unknown metric '" + payload::printable_excerpt(metric.name, 40) + "'", message.arrival, events);
  } else if (metric.alias) {
    want_rebirth("unknown alias " + std::to_string(*metric.alias), message.arrival, events);
  }
}

}  // namespace openspc::connect::sparkplug
