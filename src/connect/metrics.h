// What machines' connections do, in the text form that Prometheus reads, at /metrics. Sources are named by their ids
// alone, so that the page tells a stranger nothing; with a token it is closed to strangers altogether.
// Source of the form: Prometheus exposition format 0.0.4.
#pragma once

#include <map>
#include <string>

#include "base/ids.h"
#include "connect/broker_link.h"
#include "connect/links.h"
#include "connect/opcua_links.h"
#include "net/request_counts.h"
#include "net/router.h"

namespace openspc::connect {

std::string metrics_text(const std::map<base::BrokerId, LinkStatus>& brokers,
                         const std::map<base::OpcuaServerId, OpcuaLinkStatus>& opcua_servers,
                         const std::map<base::DataSourceId, IntakeCounts>& sources, const net::RequestCounts& requests);

/// With an empty token the page is open.
void add_metrics_route(net::Router& router, const Links& links, const OpcuaLinks& opcua, std::string token);

}  // namespace openspc::connect
