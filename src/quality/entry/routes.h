// HTTP of /api/v1/data-entry. Called once by the room; the service must outlive the router.
#pragma once

#include "net/router.h"
#include "quality/entry/service.h"

namespace openspc::quality::entry {

void add_entry_routes(net::Router& router, Service& service);

}  // namespace openspc::quality::entry
