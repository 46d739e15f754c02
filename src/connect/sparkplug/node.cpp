#include "connect/sparkplug/node.h"

#include <algorithm>
#include <utility>

#include "connect/sparkplug/command.h"

namespace openspc::connect::sparkplug {
namespace {

constexpr std::string_view kBdSeqMetric = "bdSeq";

std::optional<std::uint64_t> bd_seq_in(const Payload& payload) {
  const auto found = std::ranges::find(payload.metrics, kBdSeqMetric, &Metric::name);
  if (found == payload.metrics.end()) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&found->value)) return static_cast<std::uint64_t>(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&found->value)) return *number;
  return std::nullopt;
}

}  // namespace

Node::Node(Peer peer, const Options& options)
    : options_(options),
      catalogue_(options.max_metrics),
      previous_(options.max_metrics),
      held_(options.max_held),
      last_heard_(options.max_metrics) {
  own_.peer = std::make_shared<const Peer>(std::move(peer));
}

void Node::receive(Message message, Events& events) {
  const base::Timestamp now = message.arrival;
  tick(now, events);
  own_.last_seen = now;
  ++counters_.messages;
  if (message.type == MessageType::nbirth) return be_born(message, events);
  if (message.type == MessageType::ndeath) return die(message, events);
  if (!own_.is_born) {
    keep_unborn(message);
    return want_rebirth("data before the birth", now, events);
  }
  in_sequence(std::move(message), events);
}

void Node::tick(base::Timestamp now, Events& events) {
  const auto since = order_.waiting_since();
  if (since && now >= *since + options_.reorder_timeout) give_up(now, events);
  counters_.unresolved_metrics += held_.drop(now - options_.longest_hold);
  send_rebirth(now, events);
}

std::optional<base::Timestamp> Node::deadline() const {
  std::optional<base::Timestamp> due;
  if (const auto since = order_.waiting_since()) due = *since + options_.reorder_timeout;
  if (const auto since = held_.since()) {
    const base::Timestamp given_up = *since + options_.longest_hold + std::chrono::milliseconds(1);
    due = due ? std::min(*due, given_up) : given_up;
  }
  if (!wanted_rebirth_.empty()) {
    const base::Timestamp again = last_request_ ? *last_request_ + options_.rebirth_interval : base::Timestamp();
    due = due ? std::min(*due, again) : again;
  }
  return due;
}

void Node::drop_held() {
  counters_.unresolved_metrics += held_.drop();
}

void Node::give_up(base::Timestamp now, Events& events) {
  if (order_.waiting() == 0) return;
  const std::string missing = std::to_string(order_.missing());
  are_aliases_sure_ = false;
  all_online_become_stale(now, events);
  want_rebirth("messages are missing: " + missing, now, events);
  apply_waiting(events);
}

void Node::lose_sight(base::Timestamp now, Events& events) {
  are_aliases_sure_ = false;
  apply_waiting(events);
  all_online_become_stale(now, events);
  own_.is_born = false;
  for (auto& [name, device] : devices_) device.is_born = false;
}

void Node::regain_sight() {
  if (own_.state == SparkplugState::stale) wanted_rebirth_ = "the broker was out of reach";
}

void Node::be_born(Message& message, Events& events) {
  // Of what waits, the older messages end the session before; the others were faster than this birth.
  std::vector<Message> faster;
  are_aliases_sure_ = false;
  for (Message& waiting : order_.take_all()) {
    if (waiting.time() < message.time()) {
      apply(std::move(waiting), events);
    } else {
      faster.push_back(std::move(waiting));
    }
  }
  order_.restart(static_cast<std::uint8_t>(message.payload.seq.value_or(0)), message.payload.timestamp);
  for (Message& waiting : faster) order_.hold(std::move(waiting));

  previous_ = std::exchange(catalogue_, Catalogue(options_.max_metrics));
  catalogue_.define({}, message.payload.metrics);
  are_aliases_sure_ = true;
  bd_seq_ = bd_seq_in(message.payload);
  wanted_rebirth_.clear();
  ++counters_.births;
  for (auto& [name, device] : devices_) {
    device.is_born = false;
    if (device.state == SparkplugState::online) change(device, SparkplugState::stale, message.time(), events);
  }
  own_.is_born = true;
  change(own_, SparkplugState::online, message.time(), events);
  resolve(own_, events);
  deliver(own_, message, events);
  while (auto next = order_.take_next()) {
    order_.pass(*next);
    apply(*std::move(next), events);
  }
}

void Node::die(const Message& message, Events& events) {
  const auto bd_seq = bd_seq_in(message.payload);
  if (own_.is_born && bd_seq && bd_seq_ && *bd_seq != *bd_seq_) {
    ++counters_.ignored_deaths;
    return;
  }
  are_aliases_sure_ = false;
  apply_waiting(events);
  own_.is_born = false;
  wanted_rebirth_.clear();
  // The broker may send a will long after it was written: the time is that of this host.
  change(own_, SparkplugState::offline, message.arrival, events);
  for (auto& [name, device] : devices_) {
    device.is_born = false;
    change(device, SparkplugState::offline, message.arrival, events);
  }
}

void Node::in_sequence(Message message, Events& events) {
  if (!message.payload.seq) return apply(std::move(message), events);
  const auto place = order_.place(message);
  const base::Timestamp now = message.arrival;
  if (place == Reorder::Place::repeated) {
    ++counters_.repeated_messages;
    return;
  }
  if (place == Reorder::Place::early && own_.state == SparkplugState::online) {
    if (order_.waiting() == 0) ++counters_.sequence_gaps;
    order_.hold(std::move(message));
    const bool is_patient = options_.reorder_timeout.count() > 0 && order_.waiting() <= options_.max_waiting;
    if (!is_patient) give_up(now, events);
    return;
  }
  order_.pass(message);
  apply(std::move(message), events);
  while (auto next = order_.take_next()) {
    order_.pass(*next);
    apply(*std::move(next), events);
  }
  if (own_.state == SparkplugState::stale) want_rebirth("messages are missing", now, events);
}

void Node::apply(Message message, Events& events) {
  switch (message.type) {
    case MessageType::ndata:
      return deliver(own_, message, events);
    case MessageType::dbirth:
      return device_born(message, events);
    case MessageType::ddeath:
      return device_died(message, events);
    case MessageType::ddata:
      return device_data(message, events);
    default:
      return;
  }
}

void Node::apply_waiting(Events& events) {
  for (Message& waiting : order_.take_all()) {
    order_.pass(waiting);
    apply(std::move(waiting), events);
  }
}

void Node::device_born(Message& message, Events& events) {
  Member* born = device(message.device);
  if (born == nullptr) return;
  born->last_seen = message.arrival;
  born->is_born = true;
  catalogue_.define(message.device, message.payload.metrics);
  change(*born, SparkplugState::online, message.time(), events);
  resolve(*born, events);
  deliver(*born, message, events);
}

void Node::device_died(const Message& message, Events& events) {
  const auto known = devices_.find(message.device);
  if (known == devices_.end()) return;
  known->second.last_seen = message.arrival;
  known->second.is_born = false;
  change(known->second, SparkplugState::offline, message.time(), events);
}

void Node::device_data(Message& message, Events& events) {
  const auto known = devices_.find(message.device);
  if (known == devices_.end() || !known->second.is_born) {
    keep_unborn(message);
    return want_rebirth("data of the device '" + payload::printable_excerpt(message.device, 40) + "' before its birth",
                        message.arrival, events);
  }
  known->second.last_seen = message.arrival;
  deliver(known->second, message, events);
}

SparkplugState Node::state(const std::string& device) const {
  if (device.empty()) return own_.state;
  const auto known = devices_.find(device);
  return known == devices_.end() ? SparkplugState::unborn : known->second.state;
}

Node::Member* Node::device(const std::string& name) {
  if (const auto known = devices_.find(name); known != devices_.end()) return &known->second;
  if (devices_.size() >= options_.max_devices) {
    auto oldest = devices_.end();
    for (auto at = devices_.begin(); at != devices_.end(); ++at) {
      if (at->second.is_born) continue;
      if (oldest == devices_.end() || at->second.last_seen < oldest->second.last_seen) oldest = at;
    }
    if (oldest == devices_.end()) return nullptr;
    devices_.erase(oldest);
  }
  Member& added = devices_[name];
  added.peer = std::make_shared<const Peer>(Peer{.group = own_.peer->group, .node = own_.peer->node, .device = name});
  return &added;
}

void Node::change(Member& member, SparkplugState state, base::Timestamp since, Events& events) {
  if (member.state == state) return;
  member.state = state;
  member.since = since;
  events.emplace_back(StateChange{.peer = member.peer, .state = state, .since = since});
}

void Node::all_online_become_stale(base::Timestamp since, Events& events) {
  if (own_.state == SparkplugState::online) change(own_, SparkplugState::stale, since, events);
  for (auto& [name, device] : devices_) {
    if (device.state == SparkplugState::online) change(device, SparkplugState::stale, since, events);
  }
}

void Node::want_rebirth(std::string reason, base::Timestamp now, Events& events) {
  wanted_rebirth_ = std::move(reason);
  send_rebirth(now, events);
}

void Node::send_rebirth(base::Timestamp now, Events& events) {
  if (wanted_rebirth_.empty()) return;
  // A clock that was put back must not silence the host for long.
  const bool is_soon = last_request_ && now >= *last_request_ && now < *last_request_ + options_.rebirth_interval;
  if (is_soon) return;
  last_request_ = now;
  ++counters_.rebirth_requests;
  counters_.last_rebirth_reason = wanted_rebirth_;
  events.emplace_back(RebirthRequest{
      .peer = own_.peer, .message = sparkplug_rebirth(*own_.peer, now), .reason = std::exchange(wanted_rebirth_, {})});
}

std::variant<Publication, payload::Unreadable> Node::command(const std::string& device, const std::string& metric,
                                                             const Value& value, base::Timestamp now) const {
  const auto known = devices_.find(device);
  const Member* member = device.empty() ? &own_ : known != devices_.end() ? &known->second : nullptr;
  const auto* table = member != nullptr && member->is_born ? catalogue_.table(device) : nullptr;
  if (table == nullptr) return payload::Unreadable{"it has not been born"};
  const auto* target = table->find(metric);
  if (target == nullptr)
    return payload::Unreadable{"its birth has no metric '" + payload::printable_excerpt(metric, 100) + "'"};
  auto written = fitted(value, target->datatype);
  if (!written) {
    return payload::Unreadable{"the value is no " + std::string(sparkplug_datatype_name(target->datatype))};
  }
  Metric command{.timestamp = now, .datatype = target->datatype, .value = *std::move(written)};
  if (target->alias) {
    command.alias = target->alias;
  } else {
    command.name = metric;
  }
  return sparkplug_command(*member->peer, {std::move(command)}, now);
}

NodeStatus Node::status() const {
  NodeStatus status = counters_;
  const auto size = [this](const std::string& device) {
    const auto* table = catalogue_.table(device);
    return table != nullptr ? table->metrics().size() : 0;
  };
  status.group = own_.peer->group;
  status.node = own_.peer->node;
  status.state = own_.state;
  status.since = own_.since;
  status.last_seen = own_.last_seen;
  status.bd_seq = bd_seq_;
  status.last_seq = order_.last();
  status.metrics = size({});
  status.waiting = order_.waiting();
  status.held = held_.size();
  for (const auto& [name, device] : devices_) {
    status.devices.push_back({name, device.state, device.since, device.last_seen, size(name)});
  }
  return status;
}

std::vector<MetricStatus> Node::metrics(std::string_view device) const {
  const auto known = devices_.find(std::string(device));
  const Member* member = device.empty() ? &own_ : known != devices_.end() ? &known->second : nullptr;
  const auto* table = catalogue_.table(device);
  std::vector<MetricStatus> all;
  if (member == nullptr || table == nullptr) return all;
  for (const auto& metric : table->metrics()) {
    all.push_back(
        {*metric.name, metric.datatype, metric.alias, member->state != SparkplugState::online, member->since});
  }
  return all;
}

bool Node::may_have(std::string_view device, std::string_view metric) const {
  const auto* table = catalogue_.table(device);
  if (table == nullptr || table->find(metric) != nullptr) return true;
  for (auto slash = metric.find('/'); slash != std::string_view::npos; slash = metric.find('/', slash + 1)) {
    const auto* whole = table->find(metric.substr(0, slash));
    if (whole == nullptr) continue;
    if (whole->datatype == DataType::template_type || whole->datatype == DataType::dataset) return true;
  }
  return false;
}

}  // namespace openspc::connect::sparkplug
