// HTTP routes of characteristics and their rules. Called once by the composition root.
#pragma once

#include "net/router.h"
#include "quality/characteristic/service.h"

namespace openspc::quality::characteristic {

/// `service` must outlive the router.
void add_characteristic_routes(net::Router& router, Service& service);

}  // namespace openspc::quality::characteristic
