// One edge node and its devices as a host application sees them: sessions, order, names, who is online. A state machine
// without clock: times come with the messages. Used by Host alone. One thread.
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
#include "connect/sparkplug/catalogue.h"
#include "connect/sparkplug/event.h"
#include "connect/sparkplug/held.h"
#include "connect/sparkplug/reorder.h"

namespace openspc::connect::sparkplug {

class Node {
 public:
  using Events = std::vector<Event>;

  /// `options` outlive it.
  Node(Peer peer, const Options& options);

  /// A birth, a death or data. The sequence number, when there is one, is at most 255.
  void receive(Message message, Events& events);
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

  std::variant<Publication, payload::Unreadable> command(const std::string& device, const std::string& metric,
                                                         const Value& value, base::Timestamp now) const;
  NodeStatus status() const;
  std::vector<MetricStatus> metrics(std::string_view device) const;
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
    std::shared_ptr<const Peer> peer{};
    SparkplugState state = SparkplugState::unborn;
    bool is_born = false;  // its birth of this session was seen
    base::Timestamp since{}, last_seen{};
  };

  void be_born(Message& message, Events& events);
  void die(const Message& message, Events& events);
  void in_sequence(Message message, Events& events);
  void apply(Message message, Events& events);
  void apply_waiting(Events& events);
  void device_born(Message& message, Events& events);
  void device_died(const Message& message, Events& events);
  void device_data(Message& message, Events& events);
  /// The metrics of a message as updates. Those of a birth have been defined before.
  void deliver(const Member& member, Message& message, Events& events);
  const Catalogue::Metric* find(const Catalogue::Table& table, const Metric& metric) const;
  static MetricUpdate update_of(Metric& metric, const Message& message);
  /// Whether it is kept until a birth says that it still is what the birth before said.
  bool hold(const Catalogue& believed, Metric& metric, const Message& message);
  /// A birth came: what was held is told when it is what it was.
  void resolve(const Member& member, Events& events);
  /// Data before the birth that says what they are.
  void keep_unborn(Message& message);
  /// Remembers the number, and whether that of a birth is another one than was heard before.
  void note(const std::string& device, MetricUpdate& update, bool has_own_time);
  void explain_unknown(const Metric& metric, const Message& message, Events& events);
  Member* device(const std::string& name);
  static void change(Member& member, SparkplugState state, base::Timestamp since, Events& events);
  void all_online_become_stale(base::Timestamp since, Events& events);
  void want_rebirth(std::string reason, base::Timestamp now, Events& events);
  void send_rebirth(base::Timestamp now, Events& events);

  const Options& options_;
  Member own_;
  std::map<std::string, Member> devices_;
  Catalogue catalogue_;
  Catalogue previous_;  // before the last birth of the edge node
  Reorder order_;
  Held held_;
  LastHeard last_heard_;
  std::optional<std::uint64_t> bd_seq_;
  /// False after messages were lost: a birth may have been among them, and aliases may stand for something else now.
  bool are_aliases_sure_ = false;
  std::string wanted_rebirth_;  // why, while it is not sent
  std::optional<base::Timestamp> last_request_;
  NodeStatus counters_;
};

}  // namespace openspc::connect::sparkplug
