#include "connect/opcua/service.h"

#include <utility>

#include "connect/source/connection_summary.h"
#include "connect/source/wait_until.h"

namespace openspc::connect::opcua {
namespace {

using opcua_server_store::Row;

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

opcua_server_store::Row require_opcua_reader(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id) {
  Row row = Service::find_seen(session, principal, id);
  if (row.plant_id) identity::require_right(principal, row.plant_id, net::Role::engineer);
  return row;
}

// Whoever switches a server lets go of what was held back or summoned by hand.
Service::Service(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links)
    : ConnectionService(database, clock, vault,
                        [&links](base::OpcuaServerId id, source::ConnectionChange change) {
                          if (change == source::ConnectionChange::switched) {
                            links.release(id);
                          } else {
                            links.refresh();
                          }
                        }),
      links_(links) {}

OpcuaStatus Service::status_of(const Row& row, const char* no_link) const {
  const Links::State state = links_.state(row.id);
  source::ConnectionSummary summary = summarize(state.standing, state.link ? &*state.link : nullptr, no_link);
  OpcuaStatus status{.server_id = row.id,
                     .server_name = row.name,
                     .endpoint_url = row.endpoint_url,
                     .state = summary.state,
                     .error_message = std::move(summary.message)};
  if (state.link) add_link(status, *state.link);
  return status;
}

base::Task<OpcuaStatusList> Service::statuses(const net::Principal& principal, std::optional<base::PlantId> plant) {
  auto read = [&](db::Session& session) { return Rows::list(session, source::connections_of(principal, plant)); };
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
  const Row row = co_await require_for_use(caller.principal, id);
  const auto before = links_.state(id).link;
  links_.summon(id);
  co_await source::wait_for_attempt(links_, id, before ? before->attempts : 0);
  co_return status_of(row, "Not connected");
}

base::Task<OpcuaStatus> Service::disconnect(identity::Caller caller, base::OpcuaServerId id) {
  const Row row = co_await require_for_use(caller.principal, id);
  links_.hold(id);
  co_await source::wait_for_look(links_);
  co_return status_of(row, "Disconnected");
}

}  // namespace openspc::connect::opcua
