// HTTP routes of characteristics, their rules and chart data; those of limits are in limits_routes.h. Called once by
// the composition root.
#pragma once

#include "net/router.h"
#include "quality/characteristic_service.h"
#include "quality/chart_data_service.h"

namespace openspc::quality {

/// References must outlive the router.
struct CharacteristicServices {
  CharacteristicService& characteristics;
  ChartDataService& charts;
};

void add_characteristic_routes(net::Router& router, CharacteristicServices services);

}  // namespace openspc::quality
