// The /api/v1/samples routes. Called once by the composition root; the service must outlive the router.
#pragma once

#include "net/router.h"
#include "quality/sample/service.h"

namespace openspc::quality::sample {

void add_sample_routes(net::Router& router, Service& service);

}  // namespace openspc::quality::sample
