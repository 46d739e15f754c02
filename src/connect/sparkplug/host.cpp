#include "connect/sparkplug/host.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "connect/payload/payload.h"

namespace openspc::connect::sparkplug {
namespace {

constexpr std::size_t kMaxOtherHosts = 100;
constexpr std::size_t kMaxShown = 200;

std::string node_key(std::string_view group, std::string_view node) {
  std::string key;
  key.reserve(group.size() + node.size() + 1);
  return key.append(group).append("/").append(node);
}

}  // namespace

Host::Host(Options options) : options_(std::move(options)) {}

Session Host::begin_session(base::Timestamp now) {
  connected_ = now;
  for (auto& [key, node] : nodes_) node->regain_sight();
  return sparkplug_session(options_.host_id, now);
}

Publication Host::end_session(base::Timestamp now) {
  // Its own death comes back to it, and is no reason to be born again.
  connected_.reset();
  return sparkplug_host_death(options_.host_id, now);
}

std::vector<Event> Host::connection_lost(base::Timestamp now) {
  std::vector<Event> events;
  connected_.reset();
  waiting_bytes_ = 0;
  held_ = 0;
  for (auto& [key, node] : nodes_) {
    node->lose_sight(now, events);
    held_ += node->held();
  }
  return events;
}

std::vector<Event> Host::feed(std::string_view topic, std::string_view payload, bool retained,
                              base::Timestamp arrival) {
  std::vector<Event> events;
  ++totals_.messages;
  const auto parsed = parse_sparkplug_topic(topic);
  if (!parsed) {
    refuse(topic, payload, "no topic of Sparkplug B", arrival);
    return events;
  }
  if (parsed->type == MessageType::state) {
    feed_state(*parsed, payload, events);
    return events;
  }
  // Commands are for others, even when they are our own.
  if (parsed->type == MessageType::ncmd || parsed->type == MessageType::dcmd) return events;
  if (retained) {
    ++totals_.ignored_retained;
    return events;
  }
  auto decoded = decode_sparkplug(payload);
  if (auto* unreadable = std::get_if<payload::Unreadable>(&decoded)) {
    refuse(topic, payload, std::move(unreadable->reason), arrival);
    return events;
  }
  Message message{.type = parsed->type,
                  .device = std::string(parsed->device),
                  .payload = std::get<Payload>(std::move(decoded)),
                  .arrival = arrival,
                  .size = payload.size()};
  if (message.payload.seq.value_or(0) > kMaxSparkplugSeq) {
    refuse(topic, payload, "a sequence number beyond 255", arrival);
    return events;
  }
  receive(*parsed, std::move(message), events);
  return events;
}

std::vector<Event> Host::tick(base::Timestamp now) {
  std::vector<Event> events;
  waiting_bytes_ = 0;
  held_ = 0;
  for (auto& [key, node] : nodes_) {
    node->tick(now, events);
    waiting_bytes_ += node->waiting_bytes();
    held_ += node->held();
  }
  return events;
}

std::optional<base::Timestamp> Host::deadline() const {
  std::optional<base::Timestamp> first;
  for (const auto& [key, node] : nodes_) {
    const auto due = node->deadline();
    if (due && (!first || *due < *first)) first = due;
  }
  return first;
}

std::variant<Publication, payload::Unreadable> Host::command(const Peer& peer, const std::string& metric,
                                                             const Value& value, base::Timestamp now) const {
  const Node* known = find(peer);
  if (known == nullptr) return payload::Unreadable{"it has not been born"};
  return known->command(peer.device, metric, value, now);
}

SparkplugState Host::state(const Peer& peer) const {
  const Node* known = find(peer);
  return known == nullptr ? SparkplugState::unborn : known->state(peer.device);
}

Snapshot Host::snapshot() const {
  Snapshot snapshot = totals_;
  for (const auto& [key, node] : nodes_) snapshot.nodes.push_back(node->status());
  std::ranges::sort(snapshot.nodes, {}, [](const auto& status) { return std::tie(status.group, status.node); });
  return snapshot;
}

std::vector<MetricStatus> Host::metrics(const Peer& peer) const {
  const Node* known = find(peer);
  return known != nullptr ? known->metrics(peer.device) : std::vector<MetricStatus>{};
}

bool Host::may_have(const Peer& peer, std::string_view metric) const {
  const Node* known = find(peer);
  return known == nullptr || known->may_have(peer.device, metric);
}

void Host::feed_state(const Topic& topic, std::string_view payload, std::vector<Event>& events) {
  const auto state = parse_sparkplug_state(payload);
  if (!state) return;
  if (topic.host_id == options_.host_id) {
    // Somebody, mostly the will of a connection that broke, says that we are gone: we are not.
    if (!state->is_online && connected_) events.emplace_back(sparkplug_host_birth(options_.host_id, *connected_));
    return;
  }
  const std::string host(topic.host_id);
  const auto known = totals_.hosts.find(host);
  if (known == totals_.hosts.end()) {
    if (totals_.hosts.size() < kMaxOtherHosts) totals_.hosts.emplace(host, *state);
  } else if (state->timestamp >= known->second.timestamp) {
    known->second = *state;
  }
}

void Host::receive(const Topic& topic, Message message, std::vector<Event>& events) {
  Node* sender = node(topic);
  if (sender == nullptr) {
    ++totals_.refused_nodes;
    return;
  }
  const base::Timestamp now = message.arrival;
  waiting_bytes_ -= sender->waiting_bytes();
  held_ -= sender->held();
  sender->receive(std::move(message), events);
  if (waiting_bytes_ + sender->waiting_bytes() > options_.max_waiting_bytes) sender->give_up(now, events);
  if (held_ + sender->held() > options_.max_held_in_all) sender->drop_held();
  waiting_bytes_ += sender->waiting_bytes();
  held_ += sender->held();
}

void Host::refuse(std::string_view topic, std::string_view payload, std::string reason, base::Timestamp at) {
  ++totals_.invalid_payloads;
  totals_.last_invalid = Snapshot::Invalid{.topic = payload::printable_excerpt(topic, kMaxShown),
                                           .reason = std::move(reason),
                                           .excerpt = payload::printable_excerpt(payload, kMaxShown),
                                           .at = at};
}

Node* Host::node(const Topic& topic) {
  std::string key = node_key(topic.group, topic.node);
  const auto known = nodes_.find(key);
  if (known != nodes_.end()) return known->second.get();
  if (nodes_.size() >= options_.max_nodes && !make_room()) return nullptr;
  Peer peer{.group = std::string(topic.group), .node = std::string(topic.node)};
  return nodes_.emplace(std::move(key), std::make_unique<Node>(std::move(peer), options_)).first->second.get();
}

const Node* Host::find(const Peer& peer) const {
  const auto known = nodes_.find(node_key(peer.group, peer.node));
  return known != nodes_.end() ? known->second.get() : nullptr;
}

bool Host::make_room() {
  // Those that never were born go first, then those that died; the one unheard of for longest before the others.
  const auto rank = [](const auto& entry) {
    const Node& node = *entry.second;
    return std::tuple(node.is_born(), node.state() != SparkplugState::unborn, node.last_seen());
  };
  const auto first = std::ranges::min_element(nodes_, {}, rank);
  if (first == nodes_.end() || first->second->is_born()) return false;
  held_ -= first->second->held();
  nodes_.erase(first);
  return true;
}

}  // namespace openspc::connect::sparkplug
