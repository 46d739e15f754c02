// HTTP of /api/v1/hierarchy and /api/v1/plants/{plant_id}/hierarchies/. Called by server/.
#pragma once

#include "net/router.h"

namespace openspc::plants {

class HierarchyService;

// The service must outlive the router.
void add_hierarchy_routes(net::Router& router, HierarchyService& service);

}  // namespace openspc::plants
