// Who may write what to a machine: an administrator lets nodes be written, engineers write them and set reactions up.
// Every permission and every write is in the audit trail. Called by the writing routes. Errors: not_found, forbidden (a
// node that nobody allowed), conflict, invalid, and those of OpcuaVisits::write.
#pragma once

#include <vector>

#include "base/time.h"
#include "connect/opcua_visits.h"
#include "connect/opcua_writing.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect {

class OpcuaWritingService {
 public:
  OpcuaWritingService(db::Database& database, const base::Clock& clock, OpcuaVisits& visits)
      : db_(database), clock_(clock), visits_(visits) {}

  base::Task<std::vector<WritableNode>> list(const net::Principal& principal, base::OpcuaServerId server);
  base::Task<WritableNode> allow(identity::Caller caller, base::OpcuaServerId server, WritableNodeCreate request);
  base::Task<void> forbid(identity::Caller caller, WritableNodePath path);

  base::Task<void> write(identity::Caller caller, base::OpcuaServerId server, OpcuaWrite request);

  base::Task<std::vector<OpcuaReaction>> list_reactions(const net::Principal& principal, base::OpcuaServerId server);
  base::Task<OpcuaReaction> add_reaction(identity::Caller caller, base::OpcuaServerId server,
                                         OpcuaReactionCreate request);
  base::Task<void> remove_reaction(identity::Caller caller, OpcuaReactionPath path);

 private:
  db::Database& db_;
  const base::Clock& clock_;
  OpcuaVisits& visits_;
};

}  // namespace openspc::connect
