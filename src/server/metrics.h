// What machines' connections do, in the text form that Prometheus reads, at /metrics. Sources are named by their ids
// alone, so that the page tells a stranger nothing; with a token it is closed to strangers altogether.
// Source of the form: Prometheus exposition format 0.0.4.
#pragma once

#include <string>

#include "connect/connect.h"
#include "net/router.h"

namespace openspc::server {

/// With an empty token the page is open.
/// `connect` must outlive the router.
void add_metrics_route(net::Router& router, const connect::Connect& connect, std::string token);

}  // namespace openspc::server
