#include "connect/brokers/sparkplug_link.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include "base/log.h"
#include "base/nearest_word.h"
#include "connect/source/store_or_split.h"
#include "connect/sparkplug/command.h"

namespace openspc::connect::brokers {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSparkplugBatch = 4'096;
constexpr std::size_t kLongestQueue = 1'000;

const base::log::Logger& sparkplug_logger() {
  static const base::log::Logger instance("openspc.connect.sparkplug");
  return instance;
}

mqtt::LinkSettings settings_of_host(mqtt::LinkSettings settings) {
  if (!settings.mqtt.client_id.empty()) settings.mqtt.client_id += "-sparkplug";
  settings.mqtt.persistent = false;
  return settings;
}

std::string_view name_of(sparkplug::SparkplugState state) {
  switch (state) {
    case sparkplug::SparkplugState::online:
      return "online";
    case sparkplug::SparkplugState::stale:
      return "stale";
    case sparkplug::SparkplugState::offline:
      return "offline";
    case sparkplug::SparkplugState::unborn:
      break;
  }
  return "unborn";
}

constexpr std::size_t kSearchedMetrics = 2'000;
constexpr std::size_t kNearestShown = 3;

std::string why_missing(const std::string& peer, const std::string& metric, std::span<const std::string> born) {
  std::string problem = fmt::format("the birth of {} has no metric '{}'", peer, metric);
  const auto searched = born.first(std::min(born.size(), kSearchedMetrics));
  const std::vector<std::string> near = base::nearest_names(metric, searched, kNearestShown);
  if (near.empty()) return problem + ": look among its metrics for the right name";
  return problem +
         fmt::format(". Nearest: '{}'", payload::printable_excerpt(fmt::format("{}", fmt::join(near, "', '"))));
}

}  // namespace

SparkplugLink::SparkplugLink(mqtt::LinkSettings settings, std::string host_id, std::shared_ptr<const SourceMap> sources,
                             db::Database& database, quality::sample::Intake& intake, mqtt::LinkPool& pool,
                             const base::Clock& clock)
    : host_id_(host_id),
      clock_(clock),
      intake_(settings.held_lease(), database, intake, clock),
      host_({.host_id = std::move(host_id)}),
      new_sources_(std::move(sources)),
      task_(
          settings_of_host(std::move(settings)), pool, clock,
          {.prepare = [this](mqtt::Settings& mqtt) { prepare(mqtt); },
           .serve = [this](mqtt::Session& session, bool, const std::stop_token& stop) { return serve(session, stop); },
           .ended = [this] { ended(); }}) {
  task_.start();
}

void SparkplugLink::use(std::shared_ptr<const SourceMap> sources) {
  {
    const std::lock_guard lock(mutex_);
    new_sources_ = std::move(sources);
  }
  task_.wake();
}

// Each connection has its own time, in the will that goes with it and in the birth that follows.
void SparkplugLink::prepare(mqtt::Settings& settings) {
  const std::lock_guard lock(mutex_);
  session_ = host_.begin_session(clock_.now());
  const sparkplug::Publication& will = session_.will;
  settings.will = mqtt::Will{.topic = will.topic, .payload = will.payload, .qos = will.qos, .retain = will.retain};
}

void SparkplugLink::ended() {
  const std::lock_guard lock(mutex_);
  for (const sparkplug::Event& event : host_.connection_lost(clock_.now())) {
    const auto* change = std::get_if<sparkplug::StateChange>(&event);
    if (change != nullptr)
      sparkplug_logger().info("sparkplug_state", {{"peer", name_of(*change->peer)}, {"state", name_of(change->state)}});
  }
  outgoing_.clear();
  if (!new_sources_) new_sources_ = std::exchange(sources_, nullptr);
}

base::Task<void> SparkplugLink::serve(mqtt::Session& session, const std::stop_token& stop) {
  std::set<std::string> subscribed;
  adopt_sources(session, subscribed);
  session.subscribe(sparkplug::sparkplug_state_topic(host_id_), 1, 0, true);
  session.publish(session_.birth.topic, session_.birth.payload, session_.birth.qos, session_.birth.retain);
  const std::function<void()> expire = [&] { intake_.expire(); };
  std::vector<mqtt::Message> batch;
  while (!stop.stop_requested()) {
    session.flush();
    batch.clear();
    co_await task_.receive(session, batch, kSparkplugBatch, patience());
    const auto began = std::chrono::steady_clock::now();
    const base::Timestamp arrived = clock_.now();
    const std::vector<Word> words = take(session, batch, arrived);
    // Births and requests need not wait for the database.
    const std::function<void()> keep = [&] { store(words, arrived); };
    if (!words.empty()) co_await task_.persist(stop, keep);
    if (!batch.empty()) {
      intake_.note_messages(batch.size(), arrived);
      intake_.note_lag(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
      task_.note_messages(batch.size());
    }
    if (const auto due = intake_.deadline(); due && *due <= clock_.now()) co_await task_.persist(stop, expire);
    adopt_sources(session, subscribed);
    tell_service(session, subscribed);
    for (const std::string& filter : session.take_refused())
      task_.note_error("The broker refuses the topic '" + filter + "'");
  }
  const std::lock_guard lock(mutex_);
  const sparkplug::Publication death = host_.end_session(clock_.now());
  session.publish(death.topic, death.payload, death.qos, death.retain);
  session.flush();
}

void SparkplugLink::adopt_sources(mqtt::Session& session, std::set<std::string>& subscribed) {
  const std::lock_guard lock(mutex_);
  const auto sources = std::exchange(new_sources_, nullptr);
  if (!sources) return;
  sources_ = sources;
  std::vector<source::ReadingSource> readings;
  for (const MappedSource& source : sources->sources()) readings.push_back(source.readings);
  intake_.use(std::move(readings));
  std::set<std::string> wanted;
  for (const TopicSubscription& subscription : sources->subscriptions()) {
    wanted.insert(subscription.filter);
    // States of hosts are retained, and the host knows what else to make of what is.
    if (!subscribed.contains(subscription.filter))
      session.subscribe(subscription.filter, 1, subscription.id, is_sparkplug_filter(subscription.filter));
  }
  for (const std::string& filter : subscribed)
    if (!wanted.contains(filter)) session.unsubscribe(filter);
  subscribed = std::move(wanted);
  task_.expect_confirmation();
}

void SparkplugLink::tell_service(const mqtt::Session& session, const std::set<std::string>& subscribed) {
  if (!task_.notes_service(session)) return;
  const std::lock_guard lock(mutex_);
  if (!sources_->problems().empty()) task_.note_error(sources_->problems().front().reason);
  topics_.assign(subscribed.begin(), subscribed.end());
}

std::vector<SparkplugLink::Word> SparkplugLink::take(mqtt::Session& session, std::span<const mqtt::Message> messages,
                                                     base::Timestamp now) {
  std::vector<Word> words;
  const std::lock_guard lock(mutex_);
  for (const mqtt::Message& message : messages) {
    if (is_sparkplug_filter(message.topic))
      carry_out(session, host_.feed(message.topic, message.payload, message.retained, now), words);
    if (message.retained) continue;
    sources_->for_triggers(
        message.topic, message.subscription_ids,
        [&](std::size_t source, const source::IsMeant& is_meant) { words.push_back({source, Complete{is_meant}}); });
  }
  if (const auto due = host_.deadline(); due && *due <= now) carry_out(session, host_.tick(now), words);
  for (const sparkplug::Publication& waiting : std::exchange(outgoing_, {}))
    session.publish(waiting.topic, waiting.payload, waiting.qos, waiting.retain);
  return words;
}

void SparkplugLink::carry_out(mqtt::Session& session, const std::vector<sparkplug::Event>& events,
                              std::vector<Word>& words) const {
  const auto publish = [&](const sparkplug::Publication& message) {
    session.publish(message.topic, message.payload, message.qos, message.retain);
  };
  for (const sparkplug::Event& event : events) {
    if (const auto* update = std::get_if<sparkplug::MetricUpdate>(&event)) {
      hear(*update, words);
    } else if (const auto* change = std::get_if<sparkplug::StateChange>(&event)) {
      sparkplug_logger().info("sparkplug_state", {{"peer", name_of(*change->peer)}, {"state", name_of(change->state)}});
    } else if (const auto* request = std::get_if<sparkplug::RebirthRequest>(&event)) {
      sparkplug_logger().info("sparkplug_births_wanted",
                              {{"peer", name_of(*request->peer)}, {"reason", request->reason}});
      publish(request->message);
    } else {
      publish(std::get<sparkplug::Publication>(event));
    }
  }
}

void SparkplugLink::hear(const sparkplug::MetricUpdate& update, std::vector<Word>& words) const {
  // Births tell of everything, and seldom anything new.
  if (update.is_birth && !update.is_changed_birth) return;
  sources_->for_update(update, [&](std::size_t i, const sparkplug::MetricUpdate& taken) {
    const MappedSource& source = sources_->sources()[i];
    std::visit(
        [&](auto&& said) { words.push_back({i, std::forward<decltype(said)>(said), origin_of(source, *update.peer)}); },
        reading_of(source, taken));
  });
}

void SparkplugLink::store(std::span<const Word> words, base::Timestamp arrived) {
  const auto add = [](source::Intake::Batch& batch, const Word& word) {
    if (const auto* reading = std::get_if<payload::Reading>(&word.what)) {
      batch.add(word.source, *reading, word.origin);
    } else if (const auto* unreadable = std::get_if<payload::Unreadable>(&word.what)) {
      batch.refuse(word.source, unreadable->reason);
    } else if (std::holds_alternative<LeftOut>(word.what)) {
      batch.leave_out_birth(word.source);
    } else {
      batch.trigger(word.source, std::get<Complete>(word.what).is_meant);
    }
  };
  source::store_or_split(
      words,
      [&](std::span<const Word> part) {
        intake_.write(arrived, [&](db::Session&, source::Intake::Batch& batch) {
          for (const Word& word : part) add(batch, word);
        });
      },
      [&](const Word&, std::string_view reason) {
        sparkplug_logger().error("value_not_stored", {{"broker", task_.settings().broker}, {"reason", reason}});
        intake_.reject("a value could not be stored");
      });
}

milliseconds SparkplugLink::patience() const {
  const auto longest = task_.longest_wait();
  auto due = intake_.deadline();
  {
    const std::lock_guard lock(mutex_);
    if (!outgoing_.empty()) return milliseconds(0);
    if (const auto hosts = host_.deadline(); hosts && (!due || *hosts < *due)) due = hosts;
  }
  if (!due) return longest;
  return std::clamp(std::chrono::ceil<milliseconds>(*due - clock_.now()), milliseconds(0), longest);
}

mqtt::LinkStatus SparkplugLink::status() const {
  mqtt::LinkStatus status = task_.status();
  status.counts = intake_.counts();
  status.lag = intake_.lag();
  const std::lock_guard lock(mutex_);
  status.topics = topics_;
  return status;
}

std::map<base::DataSourceId, SparkplugLink::Standing> SparkplugLink::standing_by_source() const {
  std::map<base::DataSourceId, Standing> all;
  struct Missing {
    base::DataSourceId source;
    std::string peer, metric;
  };
  std::vector<Missing> missing;
  std::map<std::string, std::vector<std::string>> born;  // metrics of the peers that lack one, by name
  {
    const std::lock_guard lock(mutex_);
    const auto& sources = sources_ ? sources_ : new_sources_;
    if (!sources) return all;
    for (const MappedSource& source : sources->sources()) {
      const auto topic = sparkplug::parse_sparkplug_topic(source.topic);
      if (!topic || mqtt::has_wildcard(source.topic)) continue;
      const sparkplug::Peer peer{
          .group = std::string(topic->group), .node = std::string(topic->node), .device = std::string(topic->device)};
      all[source.readings.id].state = host_.state(peer);
      if (host_.may_have(peer, source.metric)) continue;
      missing.push_back({source.readings.id, name_of(peer), source.metric});
      auto& names = born[missing.back().peer];
      if (!names.empty()) continue;
      for (sparkplug::MetricStatus& metric : host_.metrics(peer)) names.push_back(std::move(metric.name));
    }
  }
  // The messages of the broker need not wait for the search.
  for (const Missing& lacking : missing)
    all[lacking.source].metric_problem = why_missing(lacking.peer, lacking.metric, born[lacking.peer]);
  return all;
}

sparkplug::Snapshot SparkplugLink::snapshot() const {
  const std::lock_guard lock(mutex_);
  return host_.snapshot();
}

std::vector<sparkplug::MetricStatus> SparkplugLink::metrics(const sparkplug::Peer& peer) const {
  const std::lock_guard lock(mutex_);
  return host_.metrics(peer);
}

std::optional<std::string> SparkplugLink::send(const sparkplug::Peer& peer, const std::string& metric,
                                               const sparkplug::Value& value) {
  std::variant<sparkplug::Publication, payload::Unreadable> command;
  {
    const std::lock_guard lock(mutex_);
    command = host_.command(peer, metric, value, clock_.now());
  }
  if (auto* unreadable = std::get_if<payload::Unreadable>(&command)) return std::move(unreadable->reason);
  return queue(std::get<sparkplug::Publication>(std::move(command)));
}

std::optional<std::string> SparkplugLink::ask_for_births(const sparkplug::Peer& node) {
  return queue(sparkplug_rebirth(node, clock_.now()));
}

std::optional<std::string> SparkplugLink::queue(sparkplug::Publication message) {
  if (!task_.status().connected) return "the broker is not connected";
  {
    const std::lock_guard lock(mutex_);
    if (outgoing_.size() >= kLongestQueue) return "too many commands wait";
    outgoing_.push_back(std::move(message));
  }
  task_.wake();
  return std::nullopt;
}

}  // namespace openspc::connect::brokers
