#include "connect/opcua/service.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "connect/source/connection_summary.h"
#include "connect/source/rights.h"
#include "connect/source/wait_until.h"
#include "identity/audit.h"
#include "identity/kept_secret.h"
#include "plants/visibility.h"

namespace openspc::connect::opcua {
namespace {

using namespace std::chrono_literals;
using opcua_server_store::Row;

base::Error no_server(base::OpcuaServerId id) {
  return base::not_found("OPC UA server " + std::to_string(id.value) + " not found");
}

Row find_visible(db::Session& session, const net::Principal& principal, base::OpcuaServerId id) {
  auto row = opcua_server_store::find(session, id);
  if (!row || !source::can_see_source(principal, row->server.plant_id)) throw no_server(id);
  return std::move(*row);
}

void require_free_name(db::Session& session, const std::string& name, std::optional<base::OpcuaServerId> own) {
  const auto holder = opcua_server_store::find_by_name(session, name);
  if (holder && holder != own) throw base::conflict("OPC UA server with name '" + name + "' already exists");
}

base::Error refused(const char* member, const std::string& reason, const std::string& input = {}) {
  return base::invalid_field({"body", member}, "value_error", "Value error, " + reason, boost::json::string(input));
}

// What could never connect is refused where it is entered.
void check(const OpcuaServer& server, bool has_username, const std::optional<std::string>& client_key) {
  if (!parse_opcua_url(server.endpoint_url))
    throw refused("endpoint_url", "this is no address: write opc.tcp://host:port", server.endpoint_url);
  if ((server.security_policy == OpcuaSecurityPolicy::None) != (server.security_mode == OpcuaSecurityMode::None))
    throw refused("security_mode", "it is None exactly when the security policy is None");
  if (server.auth_mode == OpcuaAuthMode::username_password && !has_username)
    throw refused("username", "signing in with a password needs a user name");
  if (server.auth_mode == OpcuaAuthMode::certificate)
    read_user_certificate(server.client_certificate.value_or(""), client_key.value_or(""));
}

void record(db::Session& session, const identity::Caller& caller, std::string_view action, const OpcuaServer& server,
            const boost::json::object& detail = {}) {
  identity::audit::record(session, caller, action, {"opcua_server", std::to_string(server.id.value), server.plant_id},
                          detail);
}

boost::json::object named(const OpcuaServer& server) {
  return {{"name", server.name}, {"endpoint_url", server.endpoint_url}};
}

void require_secrets_again(const Row& before, const OpcuaServer& after, const OpcuaServerUpdate& request) {
  const OpcuaServer& former = before.server;
  identity::require_secrets_again({{"endpoint_url", former.endpoint_url != after.endpoint_url},
                                   {"security_policy", former.security_policy != after.security_policy},
                                   {"security_mode", former.security_mode != after.security_mode}},
                                  {{"password", source::is_kept(before.password), request.password.present()},
                                   {"client_key", source::is_kept(before.client_key), request.client_key.present()}});
}

void apply(const OpcuaServerUpdate& request, OpcuaServer& server) {
  request.name.apply_to(server.name);
  request.endpoint_url.apply_to(server.endpoint_url);
  request.auth_mode.apply_to(server.auth_mode);
  request.security_policy.apply_to(server.security_policy);
  request.security_mode.apply_to(server.security_mode);
  request.is_active.apply_to(server.is_active);
  request.session_timeout.apply_to(server.session_timeout);
  request.publishing_interval.apply_to(server.publishing_interval);
  request.sampling_interval.apply_to(server.sampling_interval);
  request.client_certificate.apply_to(server.client_certificate);
}

OpcuaServer to_server(OpcuaServerCreate&& request, base::Timestamp now) {
  return {.id = {},
          .name = std::move(request.name),
          .endpoint_url = std::move(request.endpoint_url),
          .auth_mode = request.auth_mode,
          .security_policy = request.security_policy,
          .security_mode = request.security_mode,
          .is_active = request.is_active,
          .session_timeout = request.session_timeout,
          .publishing_interval = request.publishing_interval,
          .sampling_interval = request.sampling_interval,
          .plant_id = request.plant_id,
          .created_at = now,
          .updated_at = now,
          .client_certificate = std::move(request.client_certificate)};
}

void add_link(OpcuaStatus& status, const LinkStatus& link) {
  status.is_connected = link.connected;
  status.last_connected = link.last_connected;
  status.connected_since = link.connected_since;
  status.monitored_nodes = link.nodes;
  status.last_value_at = link.counts.last_message_at;
  status.values_received = link.counts.messages;
  status.values_per_second = link.messages_per_second;
  status.samples_stored = link.counts.samples;
  status.rejected_count = link.counts.rejected;
  status.last_rejection = link.counts.last_rejection;
  status.duplicates_dropped = link.counts.duplicates;
  status.uncertain_count = link.doubts.uncertain;
  status.overflow_count = link.doubts.overflows;
  status.republished_count = link.notifications.republished;
  status.lost_count = link.notifications.lost;
  status.initial_values_left_out = link.doubts.initial_left_out;
  if (link.lag) status.lag_ms = static_cast<double>(link.lag->count()) / 1'000;
  status.reconnects = link.reconnects;
}

}  // namespace

opcua_server_store::Row require_opcua_server(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id, net::Role role) {
  Row row = find_visible(session, principal, id);
  identity::require_right(principal, row.server.plant_id, role);
  return row;
}

opcua_server_store::Row require_opcua_reader(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id) {
  Row row = find_visible(session, principal, id);
  if (row.server.plant_id) principal.require_at(*row.server.plant_id, net::Role::engineer);
  return row;
}

Service::Service(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links)
    : db_(database), clock_(clock), vault_(vault), links_(links) {}

void Service::announce(db::Session& session) {
  session.after_commit([this] { links_.refresh(); });
}

OpcuaServer Service::shown(Row row) {
  OpcuaServer server = std::move(row.server);
  server.username = vault_.try_decrypt(row.username);
  server.has_password = row.password && !row.password->empty();
  server.has_client_key = row.client_key.has_value();
  return server;
}

base::Task<OpcuaServerPage> Service::list(const net::Principal& principal, source::ConnectionListQuery query) {
  auto read = [&](db::Session& session) {
    const auto visible = plants::visible_filter(principal, "s.plant_id");
    const opcua_server_store::Filter filter{visible, query.active_only, query.plant_id};
    return std::pair(opcua_server_store::list(session, filter, query.offset, query.limit),
                     opcua_server_store::count(session, filter));
  };
  auto [rows, total] = co_await db_.read(read);
  OpcuaServerPage page{.items = {}, .total = total, .offset = query.offset, .limit = query.limit};
  for (Row& row : rows) page.items.push_back(shown(std::move(row)));
  co_return page;
}

base::Task<Row> Service::require(const net::Principal& principal, base::OpcuaServerId id) {
  auto read = [&](db::Session& session) { return find_visible(session, principal, id); };
  co_return co_await db_.read(read);
}

base::Task<Row> Service::require_for_use(const net::Principal& principal, base::OpcuaServerId id) {
  auto read = [&](db::Session& session) { return require_opcua_server(session, principal, id, net::Role::engineer); };
  co_return co_await db_.read(read);
}

base::Task<OpcuaServer> Service::get(const net::Principal& principal, base::OpcuaServerId id) {
  Row row = co_await require(principal, id);
  co_return shown(std::move(row));
}

base::Task<OpcuaServer> Service::create(identity::Caller caller, OpcuaServerCreate request) {
  identity::require_right(caller.principal, request.plant_id, net::Role::engineer);
  Row row;
  // Somebody who signs in anonymously has no credentials to keep.
  if (request.auth_mode != OpcuaAuthMode::anonymous) {
    row.username = vault_.encrypt(request.username);
    row.password = vault_.encrypt(request.password);
    row.client_key = vault_.encrypt(request.client_key);
  }
  const std::optional<std::string> client_key = request.client_key;
  row.server = to_server(std::move(request), clock_.now());
  check(row.server, row.username.has_value(), client_key);
  auto job = [&](db::Session& session) {
    source::require_plant(session, row.server.plant_id);
    require_free_name(session, row.server.name, std::nullopt);
    row.server.id = opcua_server_store::insert(session, row);
    record(session, caller, "opcua_server.created", row.server, named(row.server));
    announce(session);
  };
  co_await db_.write(job);
  co_return shown(std::move(row));
}

base::Task<OpcuaServer> Service::update(identity::Caller caller, base::OpcuaServerId id, OpcuaServerUpdate request) {
  auto job = [&](db::Session& session) {
    Row row = require_opcua_server(session, caller.principal, id, net::Role::engineer);
    const Row before = row;
    apply(request, row.server);
    require_secrets_again(before, row.server, request);
    if (request.username.present()) row.username = vault_.encrypt(request.username.optional());
    if (request.password.present()) row.password = vault_.encrypt(request.password.optional());
    if (request.client_key.present()) row.client_key = vault_.encrypt(request.client_key.optional());
    require_free_name(session, row.server.name, id);
    check(row.server, row.username.has_value(), vault_.try_decrypt(row.client_key));
    row.server.updated_at = clock_.now();
    opcua_server_store::update(session, row);
    record(session, caller, "opcua_server.updated", row.server, named(row.server));
    announce(session);
    return row;
  };
  Row row = co_await db_.write(job);
  co_return shown(std::move(row));
}

base::Task<void> Service::remove(identity::Caller caller, base::OpcuaServerId id) {
  auto job = [&](db::Session& session) {
    const Row row = require_opcua_server(session, caller.principal, id, net::Role::admin);
    opcua_server_store::remove(session, id);
    record(session, caller, "opcua_server.deleted", row.server, named(row.server));
    announce(session);
  };
  co_await db_.write(job);
}

base::Task<OpcuaServer> Service::set_active(identity::Caller caller, base::OpcuaServerId id, bool active) {
  auto job = [&](db::Session& session) {
    Row row = require_opcua_server(session, caller.principal, id, net::Role::engineer);
    if (row.server.is_active == active) return row;
    row.server.is_active = active;
    row.server.updated_at = clock_.now();
    opcua_server_store::update(session, row);
    record(session, caller, active ? "opcua_server.activated" : "opcua_server.deactivated", row.server);
    session.after_commit([this, id] { links_.release(id); });
    return row;
  };
  Row row = co_await db_.write(job);
  co_return shown(std::move(row));
}

OpcuaStatus Service::status_of(const Row& row, const char* no_link) const {
  const Links::State state = links_.state(row.server.id);
  source::ConnectionSummary summary = summarize(state.standing, state.link ? &*state.link : nullptr, no_link);
  OpcuaStatus status{.server_id = row.server.id,
                     .server_name = row.server.name,
                     .endpoint_url = row.server.endpoint_url,
                     .state = summary.state,
                     .error_message = std::move(summary.message)};
  if (state.link) add_link(status, *state.link);
  return status;
}

base::Task<OpcuaStatusList> Service::statuses(const net::Principal& principal, std::optional<base::PlantId> plant) {
  auto read = [&](db::Session& session) {
    const auto visible = plants::visible_filter(principal, "s.plant_id");
    return opcua_server_store::list(session, {visible, false, plant});
  };
  OpcuaStatusList list;
  const std::vector<Row> rows = co_await db_.read(read);
  for (const Row& row : rows) list.states.push_back(status_of(row, "Not connected"));
  co_return list;
}

base::Task<OpcuaStatus> Service::status(const net::Principal& principal, base::OpcuaServerId id) {
  const Row row = co_await require(principal, id);
  co_return status_of(row, "Server is not connected");
}

base::Task<OpcuaStatus> Service::connect(identity::Caller caller, base::OpcuaServerId id) {
  auto read = [&](db::Session& session) {
    return require_opcua_server(session, caller.principal, id, net::Role::engineer);
  };
  const Row row = co_await db_.read(read);
  const auto before = links_.state(id).link;
  links_.summon(id);
  const auto attempted = [&] {
    if (!links_.is_up_to_date()) return false;
    const auto link = links_.state(id).link;
    return !link || link->connected || link->attempts > (before ? before->attempts : 0);
  };
  co_await source::wait_until(attempted, 11s);
  co_return status_of(row, "Not connected");
}

base::Task<OpcuaStatus> Service::disconnect(identity::Caller caller, base::OpcuaServerId id) {
  auto read = [&](db::Session& session) {
    return require_opcua_server(session, caller.principal, id, net::Role::engineer);
  };
  const Row row = co_await db_.read(read);
  links_.hold(id);
  const auto up_to_date = [&] { return links_.is_up_to_date(); };
  co_await source::wait_until(up_to_date, 11s);
  co_return status_of(row, "Disconnected");
}

}  // namespace openspc::connect::opcua
