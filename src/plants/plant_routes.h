// HTTP of /api/v1/plants. Called by server/.
#pragma once

#include "net/router.h"

namespace openspc::plants {

class PlantService;

// The service must outlive the router.
void add_plant_routes(net::Router& router, PlantService& service);

}  // namespace openspc::plants
