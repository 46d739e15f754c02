// HTTP routes of a characteristic's chart. Called once by the composition root.
#pragma once

#include "net/router.h"
#include "quality/chart/data_service.h"
#include "quality/chart/overview_service.h"

namespace openspc::quality::chart {

/// The services must outlive the router.
void add_chart_routes(net::Router& router, ChartDataService& service, ChartOverviewService& overviews);

}  // namespace openspc::quality::chart
