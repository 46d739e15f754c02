// The /api/v1/violations routes. Called once by the composition root; the service must outlive the router.
#pragma once

#include "net/router.h"
#include "quality/sample/violation_service.h"

namespace openspc::quality::sample {

void add_violation_routes(net::Router& router, ViolationService& service);

}  // namespace openspc::quality::sample
