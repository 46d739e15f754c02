// Rules of OPC UA servers: who may see and change them, and what follows from a change. Called by the OPC UA routes;
// the links learn of every change after its commit. Errors: not_found, forbidden, conflict (a name), invalid (a field),
// unavailable (a secret that cannot be encrypted).
#pragma once

#include <optional>

#include "base/time.h"
#include "connect/opcua/links.h"
#include "connect/opcua/server.h"
#include "connect/opcua/server_store.h"
#include "connect/source/connection_list.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {

class Service {
 public:
  Service(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links);

  base::Task<OpcuaServerPage> list(const net::Principal& principal, source::ConnectionListQuery query);
  base::Task<OpcuaServer> get(const net::Principal& principal, base::OpcuaServerId id);
  base::Task<OpcuaServer> create(identity::Caller caller, OpcuaServerCreate request);
  base::Task<OpcuaServer> update(identity::Caller caller, base::OpcuaServerId id, OpcuaServerUpdate request);
  base::Task<void> remove(identity::Caller caller, base::OpcuaServerId id);
  base::Task<OpcuaServer> set_active(identity::Caller caller, base::OpcuaServerId id, bool active);

  base::Task<OpcuaStatusList> statuses(const net::Principal& principal, std::optional<base::PlantId> plant);
  base::Task<OpcuaStatus> status(const net::Principal& principal, base::OpcuaServerId id);
  /// Connects, whether the server is active or not, and waits for the first attempt.
  base::Task<OpcuaStatus> connect(identity::Caller caller, base::OpcuaServerId id);
  base::Task<OpcuaStatus> disconnect(identity::Caller caller, base::OpcuaServerId id);

  /// For what is asked of a server in a session with its stored credentials. Throws not_found, forbidden.
  base::Task<opcua_server_store::Row> require_for_use(const net::Principal& principal, base::OpcuaServerId id);

 private:
  base::Task<opcua_server_store::Row> require(const net::Principal& principal, base::OpcuaServerId id);
  void announce(db::Session& session);
  OpcuaServer shown(opcua_server_store::Row row);
  OpcuaStatus status_of(const opcua_server_store::Row& row, const char* no_link) const;

  db::Database& db_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  Links& links_;
};

/// Inside a database job. Not found unless the caller sees the server; of one that belongs to a plant, forbidden unless
/// engineer there.
opcua_server_store::Row require_opcua_reader(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id);
/// Inside a database job. Not found unless the caller sees the server, then forbidden unless `role` there.
opcua_server_store::Row require_opcua_server(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id, net::Role role);

}  // namespace openspc::connect::opcua
