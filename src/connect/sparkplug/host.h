// A Sparkplug B host application on one broker: from its messages to values, to what is online and what is stale, and
// to what must be published. Pure logic without network, storage and clock: the owner of the connection feeds messages,
// carries out the events, and calls tick() when deadline() says so. Bounded in memory whatever is fed. One thread at a
// time. A host on two brokers is two of these.
// Source: Eclipse Sparkplug Specification 3.0.0. docs/sparkplug-assertions.md says which of its rules are proved where.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug/event.h"
#include "connect/sparkplug/node.h"

namespace openspc::connect::sparkplug {

class Host {
 public:
  explicit Host(Options options);

  /// A connection to the broker begins. Edge nodes that were online before are asked for their births by the next
  /// tick().
  Session begin_session(base::Timestamp now);
  /// What to publish before the connection is closed on purpose.
  Publication end_session(base::Timestamp now);
  /// The connection is gone, on purpose or not: nothing is known to be fresh any more.
  std::vector<Event> connection_lost(base::Timestamp now);

  /// One message of the broker. Retained ones are history and not looked at, STATE excepted.
  std::vector<Event> feed(std::string_view topic, std::string_view payload, bool retained, base::Timestamp arrival);
  std::vector<Event> tick(base::Timestamp now);
  std::optional<base::Timestamp> deadline() const;

  /// A command that sets one metric of a peer, by the name, alias and datatype of its birth; or why there is none.
  std::variant<Publication, payload::Unreadable> command(const Peer& peer, const std::string& metric,
                                                         const Value& value, base::Timestamp now) const;

  /// unborn for a peer that was never heard of.
  SparkplugState state(const Peer& peer) const;
  Snapshot snapshot() const;
  /// What the peer's birth told; empty when it is not known.
  std::vector<MetricStatus> metrics(const Peer& peer) const;
  /// False when the peer's birth is known and says otherwise.
  bool may_have(const Peer& peer, std::string_view metric) const;

 private:
  void feed_state(const Topic& topic, std::string_view payload, std::vector<Event>& events);
  void receive(const Topic& topic, Message message, std::vector<Event>& events);
  void refuse(std::string_view topic, std::string_view payload, std::string reason, base::Timestamp at);
  /// nullptr when there is no room for it.
  Node* node(const Topic& topic);
  const Node* find(const Peer& peer) const;
  bool make_room();

  const Options options_;
  std::unordered_map<std::string, std::unique_ptr<Node>> nodes_;  // by "group/node"
  std::size_t waiting_bytes_ = 0;
  std::size_t held_ = 0;
  std::optional<base::Timestamp> connected_;
  Snapshot totals_;
};

}  // namespace openspc::connect::sparkplug
