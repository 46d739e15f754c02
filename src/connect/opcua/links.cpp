#include "connect/opcua/links.h"

#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "connect/opcua/mapping_store.h"
#include "connect/source/connection_journal.h"

namespace openspc::connect::opcua {
namespace {

std::string made_of(const opcua_server_store::Row& row) {
  const OpcuaServer& s = row;
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", s.name, s.endpoint_url, static_cast<int>(s.auth_mode),
                     row.username.value_or(""), row.password.value_or(""), static_cast<int>(s.security_policy),
                     static_cast<int>(s.security_mode), s.session_timeout, s.client_certificate.value_or(""),
                     row.client_key.value_or(""));
}

}  // namespace

Settings opcua_settings(const opcua_server_store::Row& row, base::SecretVault& vault) {
  const OpcuaServer& server = row;
  Settings settings{.endpoint_url = server.endpoint_url,
                    .policy = server.security_policy,
                    .mode = server.security_mode,
                    .session_timeout = std::chrono::milliseconds(server.session_timeout)};
  if ((settings.policy == OpcuaSecurityPolicy::None) != (settings.mode == OpcuaSecurityMode::None))
    throw base::invalid_text("The security mode does not go with the security policy");
  if (server.auth_mode == OpcuaAuthMode::username_password)
    settings.identity = User{.name = vault.decrypt(row.username, "user name").value_or(""),
                             .password = vault.decrypt(row.password, "password").value_or("")};
  if (server.auth_mode == OpcuaAuthMode::certificate) {
    ApplicationCertificate user = read_user_certificate(server.client_certificate.value_or(""),
                                                        vault.decrypt(row.client_key, "client key").value_or(""));
    settings.identity = UserCertificate{.certificate = std::move(user.certificate), .key = std::move(user.key)};
  }
  return settings;
}

Links::Links(db::Database& database, quality::sample::Intake& intake, const base::Clock& clock,
             base::SecretVault& vault, Pki& pki)
    : database_(database),
      intake_(intake),
      clock_(clock),
      vault_(vault),
      pki_(pki),
      supervisor_(
          "opcua", database,
          source::journaled({"opcua", database, clock},
                            {.signature = opcua_mapping_store::signature,
                             .load = [this](db::Session& session) { return load(session); },
                             .open = [this](std::int64_t id, db::LeaseToken lease) { open(rows_.at(id), lease); },
                             .renew = [this](std::int64_t id, db::LeaseToken) { renew(rows_.at(id)); },
                             .close = [this](const std::set<std::int64_t>& ids) { close(ids); }},
                            [this](std::int64_t id) {
                              const auto row = rows_.find(id);
                              return source::finding_of(state({id}), row != rows_.end() && row->second.is_active);
                            })) {}

void Links::summon(base::OpcuaServerId server) {
  supervisor_.summon(server.value);
  const std::lock_guard lock(mutex_);
  if (const auto link = links_.find(server); link != links_.end()) link->second->hurry();
}

void Links::hurry() {
  const std::lock_guard lock(mutex_);
  for (auto& [server, link] : links_) link->hurry();
}

Links::State Links::state(base::OpcuaServerId server) const {
  const std::lock_guard lock(mutex_);
  State state{.standing = supervisor_.standing(server.value)};
  if (const auto link = links_.find(server); link != links_.end()) state.link = link->second->status();
  return state;
}

std::vector<std::string> Links::namespaces(base::OpcuaServerId server) const {
  const std::lock_guard lock(mutex_);
  const auto link = links_.find(server);
  return link == links_.end() ? std::vector<std::string>() : link->second->namespaces();
}

std::map<base::OpcuaServerId, LinkStatus> Links::statuses() const {
  const std::lock_guard lock(mutex_);
  std::map<base::OpcuaServerId, LinkStatus> all;
  for (const auto& [server, link] : links_) all.emplace(server, link->status());
  return all;
}

std::map<base::DataSourceId, source::IntakeCounts> Links::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  std::map<base::DataSourceId, source::IntakeCounts> all;
  for (const auto& [server, link] : links_) all.merge(link->counts_by_source());
  return all;
}

std::future<void> Links::run_errand(base::OpcuaServerId server, Link::Errand errand) {
  const std::lock_guard lock(mutex_);
  const auto link = links_.find(server);
  if (link == links_.end()) throw base::bad_request("OPC UA server is not connected");
  return link->second->run_errand(std::move(errand));
}

std::vector<source::Supervisor::Stored> Links::load(db::Session& session) {
  std::vector<source::Supervisor::Stored> stored;
  rows_.clear();
  for (opcua_server_store::Row& row : opcua_server_store::Rows::list(session, db::Where().order_by("id"))) {
    const std::int64_t id = row.id.value;
    stored.push_back({.id = id, .is_active = row.is_active, .made_of = made_of(row)});
    rows_.emplace(id, std::move(row));
  }
  return stored;
}

std::shared_ptr<const Sources> Links::sources_of(const OpcuaServer& server) const {
  return std::make_shared<const Sources>(
      database_.read_now([&](db::Session& session) { return opcua_mapping_store::list_active(session, server.id); }),
      server);
}

void Links::open(const opcua_server_store::Row& row, db::LeaseToken lease) {
  LinkSettings settings{.server = row.id, .lease = lease, .name = row.name, .session = opcua_settings(row, vault_)};
  auto link = std::make_unique<Link>(std::move(settings), sources_of(row), pki_, database_, intake_, clock_);
  const std::lock_guard lock(mutex_);
  links_.emplace(row.id, std::move(link));
}

void Links::renew(const opcua_server_store::Row& row) {
  auto sources = sources_of(row);
  const std::lock_guard lock(mutex_);
  links_.at(row.id)->use(std::move(sources));
}

void Links::close(const std::set<std::int64_t>& servers) {
  std::vector<std::unique_ptr<Link>> ending;  // outlives the lock: goodbyes take time
  ending.reserve(servers.size());
  const std::lock_guard lock(mutex_);
  for (const std::int64_t server : servers) {
    const auto link = links_.find({server});
    ending.push_back(std::move(link->second));
    links_.erase(link);
  }
}

}  // namespace openspc::connect::opcua
