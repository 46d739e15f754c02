// Who may write what to a machine: an administrator lets nodes be written, engineers write them and set reactions up.
// Every permission and every write is in the audit trail. Called by the writing routes. Errors: not_found, forbidden (a
// node that nobody allowed), conflict, invalid, and those of Visits::write.
#pragma once

#include <vector>

#include "base/time.h"
#include "connect/opcua/visits.h"
#include "connect/opcua/writing.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {

class WritingService {
 public:
  WritingService(db::Database& database, const base::Clock& clock, Visits& visits)
      : db_(database), clock_(clock), visits_(visits) {}

  base::Task<std::vector<WritableNode>> list(const net::Principal& principal, base::OpcuaServerId server);
  base::Task<WritableNode> allow(identity::Caller caller, base::OpcuaServerId server, WritableNodeCreate request);
  base::Task<void> forbid(identity::Caller caller, WritableNodePath path);

  base::Task<void> write(identity::Caller caller, base::OpcuaServerId server, OpcuaWrite request);

  base::Task<std::vector<OpcuaReaction>> list_reactions(const net::Principal& principal, base::OpcuaServerId server);
  base::Task<OpcuaReaction> add_reaction(identity::Caller caller, base::OpcuaServerId server,
                                         OpcuaReactionCreate request);
  base::Task<void> remove_reaction(identity::Caller caller, ReactionPath path);

 private:
  db::Database& db_;
  const base::Clock& clock_;
  Visits& visits_;
};

}  // namespace openspc::connect::opcua
