#include "connect/opcua_links.h"

#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "connect/opcua_mapping_store.h"

namespace openspc::connect {
namespace {

constexpr std::chrono::seconds kLookEvery{2};

std::string key_of(const opcua_server_store::Row& row, db::LeaseToken lease) {
  const OpcuaServer& s = row.server;
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", lease, s.name, s.endpoint_url, static_cast<int>(s.auth_mode),
                     row.username.value_or(""), row.password.value_or(""), static_cast<int>(s.security_policy),
                     static_cast<int>(s.security_mode), s.session_timeout, s.client_certificate.value_or(""),
                     row.client_key.value_or(""));
}

}  // namespace

OpcuaSettings opcua_settings(const opcua_server_store::Row& row, base::SecretVault& vault) {
  const OpcuaServer& server = row.server;
  OpcuaSettings settings{.endpoint_url = server.endpoint_url,
                         .policy = server.security_policy,
                         .mode = server.security_mode,
                         .session_timeout = std::chrono::milliseconds(server.session_timeout)};
  if ((settings.policy == OpcuaSecurityPolicy::None) != (settings.mode == OpcuaSecurityMode::None))
    throw base::invalid_text("The security mode does not go with the security policy");
  if (server.auth_mode == OpcuaAuthMode::username_password)
    settings.identity = OpcuaUser{.name = vault.decrypt(row.username, "user name").value_or(""),
                                  .password = vault.decrypt(row.password, "password").value_or("")};
  if (server.auth_mode == OpcuaAuthMode::certificate) {
    ApplicationCertificate user = read_user_certificate(server.client_certificate.value_or(""),
                                                        vault.decrypt(row.client_key, "client key").value_or(""));
    settings.identity = OpcuaUserCertificate{.certificate = std::move(user.certificate), .key = std::move(user.key)};
  }
  return settings;
}

OpcuaLinks::OpcuaLinks(db::Database& database, quality::SampleIntake& intake, const base::Clock& clock,
                       base::SecretVault& vault, OpcuaPki& pki)
    : database_(database), intake_(intake), clock_(clock), vault_(vault), pki_(pki), leases_(database, "opcua") {}

OpcuaLinks::~OpcuaLinks() {
  stop();
}

void OpcuaLinks::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void OpcuaLinks::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  std::map<base::OpcuaServerId, Entry> ending;
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

void OpcuaLinks::refresh() {
  {
    const std::lock_guard lock(mutex_);
    ++asked_;
  }
  wanted_.notify_all();
}

void OpcuaLinks::summon(base::OpcuaServerId server) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(server);
    summoned_.insert(server);
    if (const auto entry = links_.find(server); entry != links_.end()) entry->second.link->hurry();
  }
  refresh();
}

void OpcuaLinks::hold(base::OpcuaServerId server) {
  {
    const std::lock_guard lock(mutex_);
    summoned_.erase(server);
    held_.insert(server);
  }
  refresh();
}

void OpcuaLinks::release(base::OpcuaServerId server) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(server);
    summoned_.erase(server);
  }
  refresh();
}

void OpcuaLinks::hurry() {
  const std::lock_guard lock(mutex_);
  for (auto& [server, entry] : links_) entry.link->hurry();
}

OpcuaLinks::State OpcuaLinks::state(base::OpcuaServerId server) const {
  const std::lock_guard lock(mutex_);
  State state{.held = held_.contains(server)};
  if (const auto entry = links_.find(server); entry != links_.end()) state.link = entry->second.link->status();
  if (const auto failure = failures_.find(server); failure != failures_.end()) state.failure = failure->second;
  state.elsewhere = elsewhere_.contains(server);
  return state;
}

std::map<base::OpcuaServerId, OpcuaLinkStatus> OpcuaLinks::statuses() const {
  const std::lock_guard lock(mutex_);
  std::map<base::OpcuaServerId, OpcuaLinkStatus> all;
  for (const auto& [server, entry] : links_) all.emplace(server, entry.link->status());
  return all;
}

std::map<base::DataSourceId, IntakeCounts> OpcuaLinks::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, IntakeCounts> all;
  for (const auto& [server, entry] : links_) all.merge(entry.link->counts_by_source());
  return all;
}

bool OpcuaLinks::is_up_to_date() const {
  const std::lock_guard lock(mutex_);
  return done_ == asked_;
}

std::future<void> OpcuaLinks::run_errand(base::OpcuaServerId server, OpcuaLink::Errand errand) {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(server);
  if (entry == links_.end()) throw base::bad_request("OPC UA server is not connected");
  return entry->second.link->run_errand(std::move(errand));
}

void OpcuaLinks::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::uint64_t asked = 0;
    {
      const std::lock_guard lock(mutex_);
      asked = asked_;
    }
    try {
      look();
    } catch (const std::exception& error) {
      base::log::warning("opcua_links_not_refreshed", {{"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    done_ = asked;
    wanted_.wait_for(lock, stop, kLookEvery, [&] { return asked_ != done_; });
  }
}

void OpcuaLinks::look() {
  const std::string signature = database_.read_now([&](db::Session& session) {
    std::string text = opcua_mapping_store::signature(session);
    const std::lock_guard lock(mutex_);
    for (const base::OpcuaServerId server : held_) text += fmt::format("-{}", server.value);
    for (const base::OpcuaServerId server : summoned_) text += fmt::format("+{}", server.value);
    return text;
  });
  const bool changed = signature != signature_;
  if (changed)
    servers_ = database_.read_now([](db::Session& session) { return opcua_server_store::list_all(session); });
  const std::set<std::int64_t> wanted = wanted_ids();
  // A server without sources leaves the disk alone.
  db::Leases::Round round;
  if (!wanted.empty() || !leased_.empty()) round = leases_.keep(wanted);
  for (const std::int64_t source : round.surplus) round.held.erase(source);
  if (changed || round.held != leased_) reconcile(round);
  leases_.release(round.surplus);
  signature_ = signature;
  leased_ = round.held;
  const std::lock_guard lock(mutex_);
  elsewhere_.clear();
  for (const auto& [source, holder] : round.elsewhere) elsewhere_.insert({source});
}

std::set<std::int64_t> OpcuaLinks::wanted_ids() const {
  const std::lock_guard lock(mutex_);
  std::set<std::int64_t> wanted;
  for (const opcua_server_store::Row& row : servers_)
    if ((row.server.is_active || summoned_.contains(row.server.id)) && !held_.contains(row.server.id))
      wanted.insert(row.server.id.value);
  return wanted;
}

void OpcuaLinks::reconcile(const db::Leases::Round& round) {
  std::vector<std::pair<const opcua_server_store::Row*, db::LeaseToken>> wanted;
  for (const opcua_server_store::Row& row : servers_)
    if (const auto lease = round.held.find(row.server.id.value); lease != round.held.end())
      wanted.emplace_back(&row, lease->second);
  std::map<base::OpcuaServerId, Entry> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(links_);
    for (const auto& [row, lease] : wanted) {
      const auto known = ending.find(row->server.id);
      if (known != ending.end() && known->second.key == key_of(*row, lease)) links_.insert(ending.extract(known));
    }
    failures_.clear();
  }
  // A link ends before its successor connects: servers allow few sessions.
  ending.clear();
  for (const auto& [row, lease] : wanted) open_link(*row, lease);
}

void OpcuaLinks::open_link(const opcua_server_store::Row& row, db::LeaseToken lease) {
  const base::OpcuaServerId id = row.server.id;
  auto sources = std::make_shared<const OpcuaSources>(
      database_.read_now([&](db::Session& session) { return opcua_mapping_store::list_active(session, id); }),
      row.server);
  const std::lock_guard lock(mutex_);
  if (const auto known = links_.find(id); known != links_.end()) {
    known->second.link->use(std::move(sources));
    return;
  }
  try {
    OpcuaLinkSettings settings{
        .server = id, .lease = lease, .name = row.server.name, .session = opcua_settings(row, vault_)};
    auto link = std::make_unique<OpcuaLink>(std::move(settings), std::move(sources), pki_, database_, intake_, clock_);
    links_.emplace(id, Entry{key_of(row, lease), std::move(link)});
  } catch (const base::Error& error) {
    failures_.emplace(id, error.detail());
  }
}

}  // namespace openspc::connect
