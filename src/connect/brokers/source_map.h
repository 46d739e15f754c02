// What a broker's messages mean: the active mappings of one link, compiled, and found by topic or by metric. An
// immutable snapshot: the links replace it as a whole when mappings change. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "connect/brokers/tag_store.h"
#include "connect/mqtt/topic.h"
#include "connect/payload/payload.h"
#include "connect/source/intake.h"
#include "connect/sparkplug/event.h"
#include "connect/sparkplug/topic.h"

namespace openspc::connect::brokers {

struct MappedSource {
  source::ReadingSource readings;
  std::string name{};    // of the characteristic
  std::string topic{};   // a filter of names
  std::string metric{};  // of a Sparkplug topic; empty for plain ones
  std::uint32_t subscription_id = 0;
  source::ValueRule values{};
  payload::PayloadExtractor extractor;
};

/// One subscription at the broker. It may serve several mappings.
struct TopicSubscription {
  std::string filter{};
  std::uint32_t id = 0;  // stable: the same filter has the same id after a restart
};

class SourceMap {
 public:
  /// Mappings that cannot be compiled are left out and named in problems().
  explicit SourceMap(const std::vector<tag_store::Ingested>& mappings);
  /// The mappings of a Sparkplug host: it subscribes to all of Sparkplug's topics, and to others for triggers alone.
  static SourceMap of_sparkplug(const std::vector<tag_store::Ingested>& mappings);

  const std::vector<MappedSource>& sources() const { return sources_; }
  /// The fewest filters that cover all topics: none of them is covered by another.
  const std::vector<TopicSubscription>& subscriptions() const { return subscriptions_; }

  /// Indices of the sources that take a value from a message. With `subscription_ids` only those served by one of
  /// these: a broker may send a copy of a message for each subscription that matches.
  void for_values(std::string_view topic, const std::vector<std::uint32_t>& subscription_ids,
                  const std::function<void(std::size_t)>& found) const;
  /// Indices of the sources whose subgroups a message on this topic completes, and of which origins: where trigger and
  /// topic have as many wildcards, those that fill them in the same way ("line/+/cycle" and "line/+/force"), else all.
  void for_triggers(std::string_view topic, const std::vector<std::uint32_t>& subscription_ids,
                    const std::function<void(std::size_t, const source::IsMeant&)>& found) const;

  /// Indices of the sources that a metric's values are for, whatever kind of message their topics name.
  void for_metric(const sparkplug::Peer& peer, std::string_view metric,
                  const std::function<void(std::size_t)>& found) const;
  /// The same with what each source takes: the update as it is, or with the part of its value that the source names
  /// behind the metric ("Press/Torque").
  void for_update(const sparkplug::MetricUpdate& update,
                  const std::function<void(std::size_t, const sparkplug::MetricUpdate&)>& found) const;

  struct Problem {
    base::DataSourceId source;
    std::string reason;
  };
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  SourceMap(const std::vector<tag_store::Ingested>& mappings, std::set<std::string> filters);

  struct Trigger {
    std::size_t source;
    std::uint32_t subscription_id;
    std::string topic;  // a filter of names
  };

  void for_peer(const sparkplug::Peer& peer, const std::function<void(std::size_t)>& found) const;

  std::vector<MappedSource> sources_;
  std::vector<Trigger> triggers_;
  std::vector<TopicSubscription> subscriptions_;
  std::vector<Problem> problems_;
  mqtt::TopicTree values_, trigger_topics_;
  mqtt::TopicTree peers_;  // by the topics of a peer's data
};

/// True for filters of Sparkplug's topics: their mappings name a metric, and a host application serves them.
bool is_sparkplug_filter(std::string_view filter);
/// The filter of all messages of the peers that a filter of Sparkplug names, whatever kind of message it names.
std::string peer_filter(std::string_view filter);
/// What the identity of readings of a source needs beside the source itself: the topic that a message came on, where
/// the mapping leaves it open; for Sparkplug the topic of the peer's data.
std::string_view origin_of(const MappedSource& source, std::string_view topic);
std::string origin_of(const MappedSource& source, const sparkplug::Peer& peer);
/// Why no value can come by this mapping of a Sparkplug topic; nullopt when one can.
std::optional<std::string> sparkplug_problem(std::string_view filter, const std::optional<std::string>& metric);

/// True when every name that `inner` matches is matched by `outer`. Both must be valid filters.
bool covers(std::string_view outer, std::string_view inner);

}  // namespace openspc::connect::brokers
