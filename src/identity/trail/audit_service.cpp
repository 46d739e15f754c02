#include "identity/trail/audit_service.h"

#include <utility>
#include <vector>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/people/desk_rights.h"
#include "identity/trail/audit_export.h"
#include "identity/trail/audit_store.h"

namespace openspc::identity {
namespace {

audit_store::Visible visible_to(const net::Principal& caller) {
  if (caller.is_admin() || may(caller.desk_role, DeskAction::see_audit_trail)) return {.all = true, .plants = {}};
  audit_store::Visible visible;
  for (const auto& [plant, role] : caller.roles)
    if (role >= net::Role::engineer) visible.plants.push_back(plant);
  if (visible.plants.empty())
    throw base::forbidden("The audit trail is for administrators, auditors, and engineers of a plant");
  return visible;
}

// Without what was not asked for.
boost::json::object asked(const AuditFilter& filter) {
  const boost::json::value all = net::to_json(filter);
  boost::json::object conditions;
  for (const auto& [name, value] : all.as_object())
    if (!value.is_null()) conditions[name] = value;
  return conditions;
}

}  // namespace

base::Task<AuditPage> AuditService::list(Caller caller, AuditQuery query) {
  const audit_store::Visible visible = visible_to(caller.principal);
  auto read = [&](db::Session& session) {
    return AuditPage{.items = audit_store::list(session, query, visible, query.offset, query.limit),
                     .total = audit_store::count(session, query, visible),
                     .offset = query.offset,
                     .limit = query.limit};
  };
  AuditPage page = co_await db_.read(read);
  // Leafing on is the same look.
  if (query.offset == 0) co_await record(std::move(caller), "audit.viewed", query, page.total);
  co_return page;
}

base::Task<AuditKinds> AuditService::kinds(net::Principal caller) {
  const audit_store::Visible visible = visible_to(caller);
  auto read = [&](db::Session& session) { return audit_store::kinds(session, visible); };
  co_return co_await db_.read(read);
}

base::Task<std::string> AuditService::export_as(Caller caller, AuditExportQuery query) {
  const audit_store::Visible visible = visible_to(caller.principal);
  auto read = [&](db::Session& session) {
    const std::int64_t total = audit_store::count(session, query, visible);
    if (total > most_exported)
      throw base::invalid_field({"query", "end_date"}, "too_many",
                                "These are " + std::to_string(total) + " events; one file holds " +
                                    std::to_string(most_exported) + ": ask for a shorter time");
    return audit_store::list(session, query, visible, 0, most_exported);
  };
  const std::vector<AuditEvent> events = co_await db_.read(read);
  std::string file = query.format == AuditFormat::csv ? audit_csv(events) : audit_json(events);
  co_await record(std::move(caller), "audit.exported", query, static_cast<std::int64_t>(events.size()));
  co_return file;
}

base::Task<void> AuditService::record(Caller caller, std::string action, const AuditFilter& filter,
                                      std::int64_t events) {
  const auto job = [&](db::Session& session) {
    audit::record(session, caller, action, {"audit", "trail", filter.plant_id},
                  {{"filter", asked(filter)}, {"events", events}});
  };
  co_await db_.write(job);
}

}  // namespace openspc::identity
