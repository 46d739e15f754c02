#include "identity/trail/audit_routes.h"

#include <utility>

#include "identity/caller.h"
#include "identity/trail/audit_event.h"
#include "identity/trail/audit_service.h"

namespace openspc::identity {

void add_audit_routes(net::Router& router, AuditService& service) {
  const net::RouteGroup trail = router.group("/api/v1/audit", "audit", net::Access::authenticated());

  trail.get("/", "listAuditEvents", "Filtered page of the audit trail, newest first")
      .description(
          "Administrators and auditors see all of it, engineers what belongs to their plants. The look is an event.")
      .fails({403})
      .handle([&service](Caller caller, const net::Query<AuditQuery>& query) {
        return service.list(std::move(caller), *query);
      });
  trail.get("/kinds", "listAuditKinds", "Actions and kinds of objects that the trail knows")
      .fails({403})
      .handle([&service](const net::Principal& caller) { return service.kinds(caller); });
  router.add(
      net::get("/api/v1/audit/export")
          .tag("audit")
          .id("exportAuditEvents")
          .summary("Events as a file")
          .description("100,000 events at most; ask for a shorter time otherwise. The copy is an event.")
          .access(net::Access::authenticated())
          .produces("text/csv")
          .fails({403})
          .handle([&service](net::Request& request, net::Query<AuditExportQuery> query) -> base::Task<net::Response> {
            Caller caller = Caller::of(request);
            const bool is_csv = query->format == AuditFormat::csv;
            std::string file = co_await service.export_as(std::move(caller), *query);
            net::Response response = net::Response::text(200, std::move(file));
            response.content_type = is_csv ? "text/csv; charset=utf-8" : "application/json";
            co_return response;
          }));
}

}  // namespace openspc::identity
