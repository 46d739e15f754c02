// OPC UA servers: their settings as source::ConnectionService keeps them, and their live connections. Called by the OPC
// UA routes; the links learn of every change after its commit. Errors: those of ConnectionService.
#pragma once

#include <optional>

#include "connect/opcua/links.h"
#include "connect/opcua/server_settings.h"
#include "connect/opcua/server_status.h"
#include "connect/source/connection_service.h"

namespace openspc::connect::opcua {

class Service : public source::ConnectionService<ServerKind> {
 public:
  Service(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links);

  base::Task<OpcuaStatusList> statuses(const net::Principal& principal, std::optional<base::PlantId> plant);
  base::Task<OpcuaStatus> status(const net::Principal& principal, base::OpcuaServerId id);
  /// Connects, whether the server is active or not, and waits for the first attempt.
  base::Task<OpcuaStatus> connect(identity::Caller caller, base::OpcuaServerId id);
  base::Task<OpcuaStatus> disconnect(identity::Caller caller, base::OpcuaServerId id);

 private:
  OpcuaStatus status_of(const opcua_server_store::Row& row, const char* no_link) const;

  Links& links_;
};

/// Inside a database job. Not found unless the caller sees the server; of one that belongs to a plant, forbidden unless
/// engineer there.
opcua_server_store::Row require_opcua_reader(db::Session& session, const net::Principal& principal,
                                             base::OpcuaServerId id);

}  // namespace openspc::connect::opcua
