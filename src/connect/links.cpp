#include "connect/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "connect/tag_store.h"

namespace openspc::connect {
namespace {

constexpr std::chrono::seconds kLookEvery{2};
constexpr std::chrono::minutes kForgetEvery{10};
// A measurement that is sent again later than this counts as a new one.
constexpr std::chrono::hours kReadingMemory{48};
constexpr std::int64_t kForgottenAtOnce = 20'000;

std::string key_of(const broker_store::Row& row, db::LeaseToken lease) {
  const Broker& b = row.broker;
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", lease,
                     b.outbound_enabled ? static_cast<int>(b.outbound_format) : -1, b.name, b.host, b.port,
                     row.username.value_or(""), row.password.value_or(""), b.client_id, b.keepalive,
                     b.max_reconnect_delay, b.use_tls, static_cast<int>(b.protocol), b.verify_certificate,
                     b.ca_certificate.value_or(""), b.client_certificate.value_or(""), row.client_key.value_or(""),
                     b.sparkplug_host_id.value_or(""));
}

// The name of a Sparkplug host that nobody named.
constexpr const char* kDefaultHostId = "openspc";

LinkSettings link_settings(const broker_store::Row& row, db::LeaseToken lease, base::SecretVault& vault) {
  return {.broker = row.broker.id,
          .lease = lease,
          .name = row.broker.name,
          .mqtt = mqtt_settings(row, vault),
          .may_fall_back = row.broker.protocol == MqttProtocol::auto_,
          .longest_pause = std::chrono::seconds(row.broker.max_reconnect_delay)};
}

}  // namespace

MqttSettings mqtt_settings(const broker_store::Row& row, base::SecretVault& vault) {
  const Broker& broker = row.broker;
  MqttSettings settings{.host = broker.host,
                        .port = static_cast<std::uint16_t>(broker.port),
                        .client_id = broker.client_id,
                        .username = vault.decrypt(row.username, "user name"),
                        .password = vault.decrypt(row.password, "password"),
                        .keepalive = std::chrono::seconds(broker.keepalive),
                        .tls = std::nullopt,
                        .version = broker.protocol == MqttProtocol::v311 ? MqttVersion::v311 : MqttVersion::v5,
                        .persistent = !broker.client_id.empty()};
  if (broker.use_tls)
    settings.tls = TlsSettings{.verify = broker.verify_certificate,
                               .ca_certificate = broker.ca_certificate.value_or(""),
                               .client_certificate = broker.client_certificate.value_or(""),
                               .client_key = vault.decrypt(row.client_key, "client key").value_or("")};
  return settings;
}

Links::Links(db::Database& database, quality::SampleIntake& intake, const base::Clock& clock, base::SecretVault& vault)
    : database_(database),
      intake_(intake),
      clock_(clock),
      vault_(vault),
      leases_(database, "mqtt"),
      next_forgetting_(clock.now()) {}

Links::~Links() {
  stop();
}

void Links::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Links::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  std::map<base::BrokerId, Entry> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(links_);
  }
  ending.clear();
  if (leased_.empty()) return;
  leased_.clear();
  try {
    leases_.release_all();
  } catch (const std::exception& error) {
    base::log::warning("leases_not_released", {{"reason", error.what()}});
  }
}

void Links::refresh() {
  {
    const std::lock_guard lock(mutex_);
    ++asked_;
  }
  wanted_.notify_all();
}

void Links::wake_outbound() {
  const std::lock_guard lock(mutex_);
  for (auto& [broker, entry] : links_)
    if (entry.outbound) entry.outbound->wake();
}

void Links::hold(base::BrokerId broker) {
  {
    const std::lock_guard lock(mutex_);
    held_.insert(broker);
  }
  refresh();
}

void Links::release(base::BrokerId broker) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(broker);
  }
  refresh();
}

void Links::hurry(base::BrokerId broker) {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(broker);
  if (entry == links_.end()) return;
  entry->second.link->hurry();
  if (entry->second.sparkplug) entry->second.sparkplug->hurry();
}

Links::State Links::state(base::BrokerId broker) const {
  const std::lock_guard lock(mutex_);
  State state{.link = std::nullopt, .held = held_.contains(broker), .failure = {}};
  if (const auto entry = links_.find(broker); entry != links_.end()) {
    state.link = entry->second.link->status();
    if (entry->second.sparkplug) state.sparkplug = entry->second.sparkplug->status();
  }
  if (const auto failure = failures_.find(broker); failure != failures_.end()) state.failure = failure->second;
  state.elsewhere = elsewhere_.contains(broker);
  return state;
}

std::map<base::BrokerId, LinkStatus> Links::statuses() const {
  const std::lock_guard lock(mutex_);
  std::map<base::BrokerId, LinkStatus> all;
  for (const auto& [broker, entry] : links_) all.emplace(broker, entry.link->status());
  return all;
}

std::map<base::DataSourceId, IntakeCounts> Links::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, IntakeCounts> all;
  for (const auto& [broker, entry] : links_) {
    all.merge(entry.link->counts_by_source());
    if (entry.sparkplug) all.merge(entry.sparkplug->counts_by_source());
  }
  return all;
}

std::map<base::DataSourceId, SparkplugState> Links::sparkplug_states() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, SparkplugState> all;
  for (const auto& [broker, entry] : links_)
    if (entry.sparkplug) all.merge(entry.sparkplug->states_by_source());
  return all;
}

bool Links::with_sparkplug(base::BrokerId broker, const std::function<void(SparkplugLink&)>& visit) const {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(broker);
  if (entry == links_.end() || !entry->second.sparkplug) return false;
  visit(*entry->second.sparkplug);
  return true;
}

bool Links::is_up_to_date() const {
  const std::lock_guard lock(mutex_);
  return done_ == asked_;
}

void Links::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::uint64_t asked = 0;
    {
      const std::lock_guard lock(mutex_);
      asked = asked_;
    }
    try {
      look();
      forget_old_readings();
    } catch (const std::exception& error) {
      base::log::warning("links_not_refreshed", {{"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    done_ = asked;
    wanted_.wait_for(lock, stop, kLookEvery, [&] { return asked_ != done_; });
  }
}

void Links::look() {
  const std::string signature = database_.read_now([&](db::Session& session) {
    std::string text = tag_store::signature(session);
    const std::lock_guard lock(mutex_);
    for (const base::BrokerId broker : held_) text += fmt::format("-{}", broker.value);
    return text;
  });
  const bool changed = signature != signature_;
  if (changed) brokers_ = database_.read_now([](db::Session& session) { return broker_store::list_all(session); });
  const std::set<std::int64_t> wanted = wanted_ids(brokers_);
  // A server without sources leaves the disk alone.
  db::Leases::Round round;
  if (!wanted.empty() || !leased_.empty()) round = leases_.keep(wanted);
  for (const std::int64_t source : round.surplus) round.held.erase(source);
  if (changed || round.held != leased_) reconcile(brokers_, round);
  leases_.release(round.surplus);
  signature_ = signature;
  leased_ = round.held;
  const std::lock_guard lock(mutex_);
  elsewhere_.clear();
  for (const auto& [source, holder] : round.elsewhere) elsewhere_.insert({source});
}

std::set<std::int64_t> Links::wanted_ids(const std::vector<broker_store::Row>& brokers) const {
  const std::lock_guard lock(mutex_);
  std::set<std::int64_t> wanted;
  for (const broker_store::Row& row : brokers)
    if (row.broker.is_active && !held_.contains(row.broker.id)) wanted.insert(row.broker.id.value);
  return wanted;
}

void Links::reconcile(const std::vector<broker_store::Row>& brokers, const db::Leases::Round& round) {
  std::vector<std::pair<const broker_store::Row*, db::LeaseToken>> wanted;
  for (const broker_store::Row& row : brokers)
    if (const auto lease = round.held.find(row.broker.id.value); lease != round.held.end())
      wanted.emplace_back(&row, lease->second);
  std::map<base::BrokerId, Entry> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(links_);
    for (const auto& [row, lease] : wanted) {
      const auto known = ending.find(row->broker.id);
      if (known != ending.end() && known->second.key == key_of(*row, lease)) links_.insert(ending.extract(known));
    }
    failures_.clear();
  }
  // A link ends before its successor takes up the same session at the broker.
  ending.clear();
  for (const auto& [row, lease] : wanted) open_link(*row, lease);
}

void Links::open_link(const broker_store::Row& row, db::LeaseToken lease) {
  const base::BrokerId id = row.broker.id;
  auto mappings = database_.read_now([&](db::Session& session) { return tag_store::list_active(session, id); });
  const auto sparkplug = std::ranges::stable_partition(
      mappings, [](const tag_store::Ingested& row_of) { return !is_sparkplug_filter(row_of.mapping.mqtt_topic); });
  const std::vector<tag_store::Ingested> metrics(sparkplug.begin(), sparkplug.end());
  mappings.erase(sparkplug.begin(), sparkplug.end());
  auto sources = std::make_shared<const SourceMap>(mappings);
  std::unique_ptr<SparkplugLink> ending;  // outlives the lock: its goodbye takes time
  const std::lock_guard lock(mutex_);
  try {
    const auto known = links_.find(id);
    if (known != links_.end()) {
      known->second.link->use(std::move(sources));
      ending = serve_sparkplug(known->second, row, lease, metrics);
      return;
    }
    LinkSettings settings = link_settings(row, lease, vault_);
    Entry entry{.key = key_of(row, lease), .link = nullptr, .sparkplug = nullptr, .outbound = nullptr};
    if (row.broker.outbound_enabled)
      entry.outbound = std::make_unique<OutboundLink>(settings, row.broker.outbound_format, database_);
    serve_sparkplug(entry, row, lease, metrics);
    entry.link = std::make_unique<BrokerLink>(std::move(settings), std::move(sources), database_, intake_, clock_);
    links_.emplace(id, std::move(entry));
  } catch (const base::Error& error) {
    failures_.emplace(id, error.detail());
  }
}

std::unique_ptr<SparkplugLink> Links::serve_sparkplug(Entry& entry, const broker_store::Row& row, db::LeaseToken lease,
                                                      const std::vector<tag_store::Ingested>& mappings) {
  if (mappings.empty() && !row.broker.sparkplug_host_id) return std::exchange(entry.sparkplug, nullptr);
  auto sources = std::make_shared<const SourceMap>(SourceMap::of_sparkplug(mappings));
  if (entry.sparkplug) {
    entry.sparkplug->use(std::move(sources));
  } else {
    entry.sparkplug = std::make_unique<SparkplugLink>(link_settings(row, lease, vault_),
                                                      row.broker.sparkplug_host_id.value_or(kDefaultHostId),
                                                      std::move(sources), database_, intake_, clock_);
  }
  return nullptr;
}

void Links::forget_old_readings() {
  const auto now = clock_.now();
  if (now < next_forgetting_) return;
  const auto forgotten = database_.write_now([&](db::Session& session) {
    return ingest_store::forget_readings(session, now - kReadingMemory, kForgottenAtOnce);
  });
  // A backlog is worked off in small writes that let measurements in between.
  if (forgotten < kForgottenAtOnce) next_forgetting_ = now + kForgetEvery;
}

}  // namespace openspc::connect
