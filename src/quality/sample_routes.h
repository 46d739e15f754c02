// The /api/v1/samples routes. Called once by the composition root; the service must outlive the router.
#pragma once

#include "net/router.h"
#include "quality/sample_service.h"

namespace openspc::quality {

void add_sample_routes(net::Router& router, SampleService& service);

}  // namespace openspc::quality
