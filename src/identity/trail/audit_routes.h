// HTTP of /api/v1/audit. Called by Identity.
#pragma once

#include "net/router.h"

namespace openspc::identity {

class AuditService;

// The service must outlive the router.
void add_audit_routes(net::Router& router, AuditService& service);

}  // namespace openspc::identity
