#include "connect/brokers/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "connect/source/connection_journal.h"
#include "connect/source/store.h"

namespace openspc::connect::brokers {
namespace {

constexpr std::chrono::minutes kForgetEvery{10};
// A measurement that is sent again later than this counts as a new one.
constexpr std::chrono::hours kReadingMemory{48};
constexpr std::int64_t kForgottenAtOnce = 20'000;

std::string made_of(const broker_store::Row& row) {
  const Broker& b = row;
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
                     b.outbound_enabled ? static_cast<int>(b.outbound_format) : -1, b.name, b.host, b.port,
                     row.username.value_or(""), row.password.value_or(""), b.client_id, b.keepalive,
                     b.max_reconnect_delay, b.use_tls, static_cast<int>(b.protocol), b.verify_certificate,
                     b.ca_certificate.value_or(""), b.client_certificate.value_or(""), row.client_key.value_or(""),
                     b.sparkplug_host_id.value_or(""));
}

// The name of a Sparkplug host that nobody named.
constexpr const char* kDefaultHostId = "openspc";

mqtt::LinkSettings link_settings(const broker_store::Row& row, db::LeaseToken lease, base::SecretVault& vault) {
  return {.broker = row.id,
          .lease = lease,
          .name = row.name,
          .mqtt = mqtt_settings(row, vault),
          .may_fall_back = row.protocol == mqtt::MqttProtocol::auto_,
          .longest_pause = std::chrono::seconds(row.max_reconnect_delay)};
}

bool has_sparkplug(const broker_store::Row& row, const std::vector<tag_store::Ingested>& mappings) {
  return !mappings.empty() || row.sparkplug_host_id.has_value();
}

}  // namespace

mqtt::Settings mqtt_settings(const broker_store::Row& row, base::SecretVault& vault) {
  const Broker& broker = row;
  mqtt::Settings settings{
      .host = broker.host,
      .port = static_cast<std::uint16_t>(broker.port),
      .client_id = broker.client_id,
      .username = vault.decrypt(row.username, "user name"),
      .password = vault.decrypt(row.password, "password"),
      .keepalive = std::chrono::seconds(broker.keepalive),
      .tls = std::nullopt,
      .version = broker.protocol == mqtt::MqttProtocol::v311 ? mqtt::Version::v311 : mqtt::Version::v5,
      .persistent = !broker.client_id.empty()};
  if (broker.use_tls)
    settings.tls = mqtt::TlsSettings{.verify = broker.verify_certificate,
                                     .ca_certificate = broker.ca_certificate.value_or(""),
                                     .client_certificate = broker.client_certificate.value_or(""),
                                     .client_key = vault.decrypt(row.client_key, "client key").value_or("")};
  return settings;
}

Links::Links(db::Database& database, quality::sample::Intake& intake, const base::Clock& clock,
             base::SecretVault& vault)
    : database_(database),
      intake_(intake),
      clock_(clock),
      vault_(vault),
      next_forgetting_(clock.now()),
      supervisor_(
          "mqtt", database,
          source::journaled({"mqtt", database, clock},
                            {.signature = tag_store::signature,
                             .load = [this](db::Session& session) { return load(session); },
                             .open = [this](std::int64_t id, db::LeaseToken lease) { open(rows_.at(id), lease); },
                             .renew = [this](std::int64_t id, db::LeaseToken lease) { renew(rows_.at(id), lease); },
                             .close = [this](const std::set<std::int64_t>& ids) { close(ids); },
                             .clean_up = [this] { forget_old_readings(); }},
                            [this](std::int64_t id) {
                              const auto row = rows_.find(id);
                              return source::finding_of(state({id}), row != rows_.end() && row->second.is_active);
                            })) {}

void Links::wake_outbound() {
  const std::lock_guard lock(mutex_);
  for (auto& [broker, entry] : links_)
    if (entry.outbound) entry.outbound->wake();
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
  State state{.standing = supervisor_.standing(broker.value)};
  if (const auto entry = links_.find(broker); entry != links_.end()) {
    state.link = entry->second.link->status();
    if (entry->second.sparkplug) state.sparkplug = entry->second.sparkplug->status();
  }
  return state;
}

std::map<base::BrokerId, mqtt::LinkStatus> Links::statuses() const {
  const std::lock_guard lock(mutex_);
  std::map<base::BrokerId, mqtt::LinkStatus> all;
  for (const auto& [broker, entry] : links_) all.emplace(broker, entry.link->status());
  return all;
}

std::map<base::DataSourceId, source::IntakeCounts> Links::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, source::IntakeCounts> all;
  for (const auto& [broker, entry] : links_) {
    all.merge(entry.link->counts_by_source());
    if (entry.sparkplug) all.merge(entry.sparkplug->counts_by_source());
  }
  return all;
}

std::map<base::DataSourceId, SparkplugLink::Standing> Links::sparkplug_standing() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, SparkplugLink::Standing> all;
  for (const auto& [broker, entry] : links_)
    if (entry.sparkplug) all.merge(entry.sparkplug->standing_by_source());
  return all;
}

bool Links::with_sparkplug(base::BrokerId broker, const std::function<void(SparkplugLink&)>& visit) const {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(broker);
  if (entry == links_.end() || !entry->second.sparkplug) return false;
  visit(*entry->second.sparkplug);
  return true;
}

std::vector<source::Supervisor::Stored> Links::load(db::Session& session) {
  std::vector<source::Supervisor::Stored> stored;
  rows_.clear();
  for (broker_store::Row& row : broker_store::Rows::list(session, db::Where().order_by("id"))) {
    const std::int64_t id = row.id.value;
    stored.push_back({.id = id, .is_active = row.is_active, .made_of = made_of(row)});
    rows_.emplace(id, std::move(row));
  }
  mappings_.clear();
  for (tag_store::Ingested& mapping : tag_store::list_active(session)) {
    if (!mapping.mapping.broker_id) continue;
    Mappings& of_broker = mappings_[*mapping.mapping.broker_id];
    const bool sparkplug = is_sparkplug_filter(mapping.mapping.mqtt_topic);
    (sparkplug ? of_broker.sparkplug : of_broker.plain).push_back(std::move(mapping));
  }
  return stored;
}

const Links::Mappings& Links::mappings_of(base::BrokerId broker) const {
  static const Mappings none;
  const auto found = mappings_.find(broker);
  return found == mappings_.end() ? none : found->second;
}

void Links::open(const broker_store::Row& row, db::LeaseToken lease) {
  const Mappings& mappings = mappings_of(row.id);
  mqtt::LinkSettings settings = link_settings(row, lease, vault_);
  Entry entry;
  if (row.outbound_enabled)
    entry.outbound = std::make_unique<outbound::Link>(settings, row.outbound_format, database_, pool_);
  entry.sparkplug = sparkplug_link(row, lease, mappings.sparkplug);
  entry.link = std::make_unique<BrokerLink>(std::move(settings), std::make_shared<const SourceMap>(mappings.plain),
                                            database_, intake_, pool_, clock_);
  served_[row.id] = mappings;
  const std::lock_guard lock(mutex_);
  links_.emplace(row.id, std::move(entry));
}

void Links::renew(const broker_store::Row& row, db::LeaseToken lease) {
  const Mappings& mappings = mappings_of(row.id);
  Mappings& served = served_[row.id];
  // One broker's mappings are no reason for the others to subscribe again.
  if (served == mappings) return;
  std::unique_ptr<SparkplugLink> ending;  // outlives the lock: its goodbye takes time
  const std::lock_guard lock(mutex_);
  Entry& entry = links_.at(row.id);
  entry.link->use(std::make_shared<const SourceMap>(mappings.plain));
  if (!has_sparkplug(row, mappings.sparkplug)) {
    ending = std::move(entry.sparkplug);
  } else if (entry.sparkplug) {
    entry.sparkplug->use(std::make_shared<const SourceMap>(SourceMap::of_sparkplug(mappings.sparkplug)));
  } else {
    entry.sparkplug = sparkplug_link(row, lease, mappings.sparkplug);
  }
  served = mappings;
}

void Links::close(const std::set<std::int64_t>& brokers) {
  std::vector<Entry> ending;  // outlives the lock: goodbyes take time
  ending.reserve(brokers.size());
  const std::lock_guard lock(mutex_);
  for (const std::int64_t broker : brokers) {
    const auto entry = links_.find({broker});
    entry->second.ask_to_stop();
    ending.push_back(std::move(entry->second));
    links_.erase(entry);
    served_.erase({broker});
  }
}

void Links::Entry::ask_to_stop() const {
  link->ask_to_stop();
  if (sparkplug) sparkplug->ask_to_stop();
  if (outbound) outbound->ask_to_stop();
}

std::unique_ptr<SparkplugLink> Links::sparkplug_link(const broker_store::Row& row, db::LeaseToken lease,
                                                     const std::vector<tag_store::Ingested>& mappings) {
  if (!has_sparkplug(row, mappings)) return nullptr;
  return std::make_unique<SparkplugLink>(
      link_settings(row, lease, vault_), row.sparkplug_host_id.value_or(kDefaultHostId),
      std::make_shared<const SourceMap>(SourceMap::of_sparkplug(mappings)), database_, intake_, pool_, clock_);
}

void Links::forget_old_readings() {
  const auto now = clock_.now();
  if (now < next_forgetting_) return;
  const auto forgotten = database_.write_now([&](db::Session& session) {
    return source::source_store::forget_readings(session, now - kReadingMemory, kForgottenAtOnce);
  });
  // A backlog is worked off in small writes that let measurements in between.
  if (forgotten < kForgottenAtOnce) next_forgetting_ = now + kForgetEvery;
}

}  // namespace openspc::connect::brokers
