// Who may read the audit trail: administrators and auditors all of it, engineers what belongs to their plants. To have
// looked, and to have taken a copy, is an event itself. Throws base::Error: forbidden, invalid (too much for one file).
#pragma once

#include <string>

#include "base/task.h"
#include "db/database.h"
#include "identity/caller.h"
#include "identity/trail/audit_event.h"

namespace openspc::identity {

class AuditService {
 public:
  /// Events in one file.
  static constexpr std::int64_t most_exported = 100'000;

  // The database must outlive it.
  explicit AuditService(db::Database& database) : db_(database) {}

  base::Task<AuditPage> list(Caller caller, AuditQuery query);
  base::Task<AuditKinds> kinds(net::Principal caller);
  base::Task<std::string> export_as(Caller caller, AuditExportQuery query);

 private:
  // The filter outlives it.
  base::Task<void> record(Caller caller, std::string action, const AuditFilter& filter, std::int64_t events);

  db::Database& db_;
};

}  // namespace openspc::identity
