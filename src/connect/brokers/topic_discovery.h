// Which topics a broker carries: listens to everything in a session of its own, bounded in memory, until it is stopped.
// Ingestion never notices. Called by the discovery routes; any thread.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/mqtt/session.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct SparkplugMetricInfo {
  std::string name{};
  std::string data_type{};
};
BOOST_DESCRIBE_STRUCT(SparkplugMetricInfo, (), (name, data_type))

struct DiscoveredTopic {
  std::string topic{};
  std::int64_t message_count = 0;
  base::Timestamp last_seen{};
  std::int64_t last_payload_size = 0;
  bool is_sparkplug = false;
  std::optional<std::string> sparkplug_group{}, sparkplug_node{}, sparkplug_device{}, sparkplug_message_type{};
  std::vector<SparkplugMetricInfo> sparkplug_metrics{};
};
BOOST_DESCRIBE_STRUCT(DiscoveredTopic, (),
                      (topic, message_count, last_seen, last_payload_size, is_sparkplug, sparkplug_group,
                       sparkplug_node, sparkplug_device, sparkplug_message_type, sparkplug_metrics))

/// One level of the topics' tree.
struct TopicNode {
  std::string name{};
  std::optional<std::string> full_topic{};
  std::vector<TopicNode> children{};
  std::int64_t message_count = 0;
  bool is_sparkplug = false;
  std::vector<SparkplugMetricInfo> sparkplug_metrics{};
};
BOOST_DESCRIBE_STRUCT(TopicNode, (), (name, full_topic, children, message_count, is_sparkplug, sparkplug_metrics))

/// The topics seen lately: at most 10,000, those of the last 300 seconds. Not thread-safe.
class TopicCatalogue {
 public:
  static constexpr std::size_t capacity = 10'000;
  static constexpr std::chrono::seconds memory{300};
  /// Names of Sparkplug metrics, of all topics together: later ones are not shown.
  static constexpr std::size_t metric_capacity = 50'000;

  void add(const mqtt::Message& message, base::Timestamp now);
  /// Most recently seen first. `search` is a part of the name, in any case; empty means all.
  std::vector<DiscoveredTopic> list(std::string_view search, base::Timestamp now);
  TopicNode tree(base::Timestamp now);

 private:
  void expire(base::Timestamp now);
  void drop_oldest();
  void read_metrics(DiscoveredTopic& topic, std::string_view payload);

  struct Entry {
    DiscoveredTopic topic;
    std::uint64_t first_seen = 0;
    base::Timestamp read_at{};  // when its payload was decoded for the last time
  };
  std::list<Entry> entries_;  // most recently seen first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_name_;
  std::uint64_t seen_ = 0;
  std::size_t metrics_ = 0;  // shown of all topics together
};

class TopicDiscovery {
 public:
  TopicDiscovery(mqtt::Settings settings, const base::Clock& clock);
  TopicDiscovery(const TopicDiscovery&) = delete;
  TopicDiscovery& operator=(const TopicDiscovery&) = delete;
  ~TopicDiscovery();

  std::vector<DiscoveredTopic> list(std::string_view search);
  TopicNode tree();

 private:
  void run(const std::stop_token& stop);
  void listen(const std::stop_token& stop);

  const mqtt::Settings settings_;
  const base::Clock& clock_;
  std::mutex mutex_;
  TopicCatalogue catalogue_;
  std::jthread thread_;
};

/// The discoveries under way, at most one for each broker.
class Discoveries {
 public:
  explicit Discoveries(const base::Clock& clock) : clock_(clock) {}

  bool is_running(base::BrokerId broker) const;
  void start(base::BrokerId broker, mqtt::Settings settings);
  /// False when none was running.
  bool stop(base::BrokerId broker);
  void stop_all();
  std::vector<DiscoveredTopic> list(base::BrokerId broker, std::string_view search) const;
  TopicNode tree(base::BrokerId broker) const;

 private:
  std::shared_ptr<TopicDiscovery> find(base::BrokerId broker) const;

  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<base::BrokerId, std::shared_ptr<TopicDiscovery>> running_;
};

}  // namespace openspc::connect::brokers
