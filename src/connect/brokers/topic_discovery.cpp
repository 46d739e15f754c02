#include "connect/brokers/topic_discovery.h"

#include <algorithm>
#include <condition_variable>
#include <set>
#include <utility>

#include "base/log.h"
#include "connect/sparkplug/payload.h"

namespace openspc::connect::brokers {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kDiscoveryWait{500};
constexpr milliseconds kRetry{2'000};
constexpr std::size_t kDiscoveredAtOnce = 1'000;
// A storm of topics costs a listener no more than this many messages a second; the rest is not looked at.
constexpr std::size_t kMessagesPerSecond = 20'000;
constexpr std::size_t kDeepestLevel = 32;
constexpr std::string_view kSparkplug = "spBv1.0/";
constexpr std::chrono::seconds kReadEvery{1};
// Of each topic: with ten thousand topics they must stay bearable.
constexpr std::size_t kShownMetrics = 200;
constexpr std::size_t kShownName = 255;

// spBv1.0/GROUP/TYPE/NODE[/DEVICE]
void describe_sparkplug(DiscoveredTopic& topic) {
  std::vector<std::string_view> levels;
  std::string_view rest = topic.topic;
  while (true) {
    const auto end = rest.find('/');
    levels.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (!topic.topic.starts_with(kSparkplug) || levels.size() < 4) return;
  topic.is_sparkplug = true;
  topic.sparkplug_group = levels[1];
  topic.sparkplug_message_type = levels[2];
  topic.sparkplug_node = levels[3];
  if (levels.size() > 4) topic.sparkplug_device = levels[4];
}

// Named ones, the first of equal names.
std::vector<SparkplugMetricInfo> metrics_in(std::string_view payload) {
  std::vector<SparkplugMetricInfo> found;
  const auto decoded = sparkplug::decode_sparkplug(payload);
  const auto* message = std::get_if<sparkplug::Payload>(&decoded);
  if (message == nullptr) return found;
  std::set<std::string_view> seen;
  for (const sparkplug::Metric& metric : message->metrics) {
    if (metric.name.empty() || found.size() >= kShownMetrics || !seen.insert(metric.name).second) continue;
    found.push_back(
        {payload::printable_excerpt(metric.name, kShownName), std::string(sparkplug_datatype_name(metric.datatype))});
  }
  return found;
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// A level while the tree grows: children are found by name, however many there are.
struct Level {
  TopicNode node;
  std::vector<Level> children;
  std::unordered_map<std::string, std::size_t> index;
};

void place(Level& parent, const DiscoveredTopic& topic, std::string_view rest, std::size_t depth) {
  // Names of thousands of levels are possible; the rest of such a one is shown as its last level.
  const auto end = depth < kDeepestLevel ? rest.find('/') : std::string_view::npos;
  const std::string name(rest.substr(0, end));
  const auto [known, is_new] = parent.index.try_emplace(name, parent.children.size());
  if (is_new) parent.children.push_back({.node = {.name = name}, .children = {}, .index = {}});
  Level& child = parent.children[known->second];
  child.node.message_count += topic.message_count;
  child.node.is_sparkplug = child.node.is_sparkplug || topic.is_sparkplug;
  if (end != std::string_view::npos) {
    place(child, topic, rest.substr(end + 1), depth + 1);
    return;
  }
  child.node.full_topic = topic.topic;
  child.node.sparkplug_metrics = topic.sparkplug_metrics;
}

TopicNode finished(Level&& level) {
  for (Level& child : level.children) level.node.children.push_back(finished(std::move(child)));
  return std::move(level.node);
}

}  // namespace

void TopicCatalogue::add(const mqtt::Message& message, base::Timestamp now) {
  const auto known = by_name_.find(message.topic);
  if (known != by_name_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
  } else {
    if (entries_.size() >= capacity) drop_oldest();
    Entry entry{.topic = {.topic = message.topic}, .first_seen = ++seen_};
    describe_sparkplug(entry.topic);
    entries_.push_front(std::move(entry));
    by_name_.emplace(message.topic, entries_.begin());
  }
  DiscoveredTopic& topic = entries_.front().topic;
  ++topic.message_count;
  topic.last_seen = now;
  topic.last_payload_size = static_cast<std::int64_t>(message.payload.size());
  if (!topic.is_sparkplug || now < entries_.front().read_at + kReadEvery) return;
  entries_.front().read_at = now;
  read_metrics(topic, message.payload);
}

void TopicCatalogue::expire(base::Timestamp now) {
  while (!entries_.empty() && entries_.back().topic.last_seen + memory < now) drop_oldest();
}

void TopicCatalogue::drop_oldest() {
  const DiscoveredTopic& oldest = entries_.back().topic;
  metrics_ -= oldest.sparkplug_metrics.size();
  by_name_.erase(oldest.topic);
  entries_.pop_back();
}

void TopicCatalogue::read_metrics(DiscoveredTopic& topic, std::string_view payload) {
  auto metrics = metrics_in(payload);
  const std::size_t others = metrics_ - topic.sparkplug_metrics.size();
  if (metrics.empty() || others + metrics.size() > metric_capacity) return;
  metrics_ = others + metrics.size();
  topic.sparkplug_metrics = std::move(metrics);
}

std::vector<DiscoveredTopic> TopicCatalogue::list(std::string_view search, base::Timestamp now) {
  expire(now);
  const std::string wanted = in_lower_case(search);
  std::vector<DiscoveredTopic> found;
  for (const Entry& entry : entries_)
    if (wanted.empty() || in_lower_case(entry.topic.topic).find(wanted) != std::string::npos)
      found.push_back(entry.topic);
  return found;
}

TopicNode TopicCatalogue::tree(base::Timestamp now) {
  expire(now);
  std::vector<const Entry*> in_order;
  for (const Entry& entry : entries_) in_order.push_back(&entry);
  std::sort(in_order.begin(), in_order.end(),
            [](const Entry* a, const Entry* b) { return a->first_seen < b->first_seen; });
  Level root{.node = {.name = "root"}, .children = {}, .index = {}};
  for (const Entry* entry : in_order) place(root, entry->topic, entry->topic.topic, 0);
  return finished(std::move(root));
}

TopicDiscovery::TopicDiscovery(mqtt::Settings settings, const base::Clock& clock)
    : settings_(std::move(settings)), clock_(clock), thread_([this](const std::stop_token& stop) { run(stop); }) {}

TopicDiscovery::~TopicDiscovery() {
  thread_.request_stop();
}

std::vector<DiscoveredTopic> TopicDiscovery::list(std::string_view search) {
  const std::lock_guard lock(mutex_);
  return catalogue_.list(search, clock_.now());
}

TopicNode TopicDiscovery::tree() {
  const std::lock_guard lock(mutex_);
  return catalogue_.tree(clock_.now());
}

void TopicDiscovery::run(const std::stop_token& stop) {
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    try {
      listen(stop);
    } catch (const std::exception& error) {
      base::log::info("discovery_interrupted", {{"host", settings_.host}, {"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    pause.wait_for(lock, stop, kRetry, [] { return false; });
  }
}

void TopicDiscovery::listen(const std::stop_token& stop) {
  mqtt::Session session(settings_);
  session.connect(kConnectPatience, [&] { return stop.stop_requested(); });
  session.subscribe("#", 0, 0, true);
  std::vector<mqtt::Message> batch;
  std::size_t this_second = 0;
  auto second = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    session.flush();
    batch.clear();
    session.receive(batch, kDiscoveredAtOnce, kDiscoveryWait);
    const auto now = std::chrono::steady_clock::now();
    if (now - second >= std::chrono::seconds(1)) {
      second = now;
      this_second = 0;
    }
    this_second += batch.size();
    if (this_second > kMessagesPerSecond) continue;
    const std::lock_guard lock(mutex_);
    for (const mqtt::Message& message : batch) catalogue_.add(message, clock_.now());
  }
  session.disconnect();
}

bool Discoveries::is_running(base::BrokerId broker) const {
  return find(broker) != nullptr;
}

void Discoveries::start(base::BrokerId broker, mqtt::Settings settings) {
  const std::lock_guard lock(mutex_);
  auto& discovery = running_[broker];
  if (!discovery) discovery = std::make_shared<TopicDiscovery>(std::move(settings), clock_);
}

bool Discoveries::stop(base::BrokerId broker) {
  std::shared_ptr<TopicDiscovery> ending;  // after the lock: it waits for its thread
  const std::lock_guard lock(mutex_);
  const auto known = running_.find(broker);
  if (known == running_.end()) return false;
  ending = std::move(known->second);
  running_.erase(known);
  return true;
}

void Discoveries::stop_all() {
  std::map<base::BrokerId, std::shared_ptr<TopicDiscovery>> ending;
  const std::lock_guard lock(mutex_);
  ending.swap(running_);
}

std::vector<DiscoveredTopic> Discoveries::list(base::BrokerId broker, std::string_view search) const {
  const auto discovery = find(broker);
  return discovery ? discovery->list(search) : std::vector<DiscoveredTopic>{};
}

TopicNode Discoveries::tree(base::BrokerId broker) const {
  const auto discovery = find(broker);
  return discovery ? discovery->tree() : TopicNode{.name = "root"};
}

std::shared_ptr<TopicDiscovery> Discoveries::find(base::BrokerId broker) const {
  const std::lock_guard lock(mutex_);
  const auto known = running_.find(broker);
  return known == running_.end() ? nullptr : known->second;
}

}  // namespace openspc::connect::brokers
