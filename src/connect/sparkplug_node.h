// One edge node and its devices as a host application sees them: sessions, order, names, who is online. A state machine
// without clock: times come with the messages. Used by SparkplugHost alone. One thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapters 5 (operational behavior) and 6 (payloads).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug_catalogue.h"
#include "connect/sparkplug_event.h"
#include "connect/sparkplug_held.h"
#include "connect/sparkplug_reorder.h"

namespace openspc::connect {

class SparkplugNode {
 public:
  using Events = std::vector<SparkplugEvent>;

  /// `options` outlive it.
  SparkplugNode(SparkplugPeer peer, const SparkplugOptions& options);

  /// A birth, a death or data. The sequence number, when there is one, is at most 255.
  void receive(SparkplugMessage message, Events& events);
  /// Does what is due: gives up missing messages, sends a request that had to wait.
  void tick(base::Timestamp now, Events& events);
  /// When tick() has something to do.
  std::optional<base::Timestamp> deadline() const;
  /// Missing messages are waited for no longer.
  void give_up(base::Timestamp now, Events& events);
  /// The broker is out of reach: what the edge node says meanwhile is not heard.
  void lose_sight(base::Timestamp now, Events& events);
  /// The broker is back: tick() asks for births when the node was online before.
  void regain_sight();

  std::variant<SparkplugPublication, Unreadable> command(const std::string& device, const std::string& metric,
                                                         const SparkplugValue& value, base::Timestamp now) const;
  SparkplugNodeStatus status() const;
  std::vector<SparkplugMetricStatus> metrics(std::string_view device) const;
  /// Whether the birth named it, or something that may have it as a part. True as well while no birth is known.
  bool may_have(std::string_view device, std::string_view metric) const;
  SparkplugState state() const { return own_.state; }
  /// Of a device; of the edge node itself when `device` is empty.
  SparkplugState state(const std::string& device) const;
  bool is_born() const { return own_.is_born; }
  base::Timestamp last_seen() const { return own_.last_seen; }
  std::size_t waiting_bytes() const { return order_.waiting_bytes(); }
  std::size_t held() const { return held_.size(); }
  /// Values that wait for births are waited for no longer.
  void drop_held();

 private:
  struct Member {
    std::shared_ptr<const SparkplugPeer> peer{};
    SparkplugState state = SparkplugState::unborn;
    bool is_born = false;  // its birth of this session was seen
    base::Timestamp since{}, last_seen{};
  };

  void be_born(SparkplugMessage& message, Events& events);
  void die(const SparkplugMessage& message, Events& events);
  void in_sequence(SparkplugMessage message, Events& events);
  void apply(SparkplugMessage message, Events& events);
  void apply_waiting(Events& events);
  void device_born(SparkplugMessage& message, Events& events);
  void device_died(const SparkplugMessage& message, Events& events);
  void device_data(SparkplugMessage& message, Events& events);
  /// The metrics of a message as updates. Those of a birth have been defined before.
  void deliver(const Member& member, SparkplugMessage& message, Events& events);
  const SparkplugCatalogue::Metric* find(const SparkplugCatalogue::Table& table, const SparkplugMetric& metric) const;
  static MetricUpdate update_of(SparkplugMetric& metric, const SparkplugMessage& message);
  /// Whether it is kept until a birth says that it still is what the birth before said.
  bool hold(const SparkplugCatalogue& believed, SparkplugMetric& metric, const SparkplugMessage& message);
  /// A birth came: what was held is told when it is what it was.
  void resolve(const Member& member, Events& events);
  /// Data before the birth that says what they are.
  void keep_unborn(SparkplugMessage& message);
  /// Remembers the number, and whether that of a birth is another one than was heard before.
  void note(const std::string& device, MetricUpdate& update, bool has_own_time);
  void explain_unknown(const SparkplugMetric& metric, const SparkplugMessage& message, Events& events);
  Member* device(const std::string& name);
  static void change(Member& member, SparkplugState state, base::Timestamp since, Events& events);
  void all_online_become_stale(base::Timestamp since, Events& events);
  void want_rebirth(std::string reason, base::Timestamp now, Events& events);
  void send_rebirth(base::Timestamp now, Events& events);

  const SparkplugOptions& options_;
  Member own_;
  std::map<std::string, Member> devices_;
  SparkplugCatalogue catalogue_;
  SparkplugCatalogue previous_;  // before the last birth of the edge node
  SparkplugReorder order_;
  SparkplugHeld held_;
  SparkplugLastHeard last_heard_;
  std::optional<std::uint64_t> bd_seq_;
  /// False after messages were lost: a birth may have been among them, and aliases may stand for something else now.
  bool are_aliases_sure_ = false;
  std::string wanted_rebirth_;  // why, while it is not sent
  std::optional<base::Timestamp> last_request_;
  SparkplugNodeStatus counters_;
};

}  // namespace openspc::connect
