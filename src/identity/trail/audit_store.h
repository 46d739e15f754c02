// SQL of the audit trail as it is read; it is written by audit.h. Called by the trail's service.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "db/session.h"
#include "identity/trail/audit_event.h"

namespace openspc::identity::audit_store {

/// Whose events may be seen: all, or those of some plants.
struct Visible {
  bool all = false;
  std::vector<base::PlantId> plants;
};

/// Newest first.
std::vector<AuditEvent> list(db::Session& session, const AuditFilter& filter, const Visible& visible,
                             std::int64_t offset, std::int64_t limit);
std::int64_t count(db::Session& session, const AuditFilter& filter, const Visible& visible);
AuditKinds kinds(db::Session& session, const Visible& visible);

}  // namespace openspc::identity::audit_store
