// HTTP routes of characteristics, their rules, limits, mode and chart data. Called once by the composition root.
#pragma once

#include "net/router.h"
#include "quality/characteristic_service.h"
#include "quality/chart_data_service.h"
#include "quality/limits_service.h"
#include "quality/mode_service.h"

namespace openspc::quality {

/// References must outlive the router.
struct CharacteristicServices {
  CharacteristicService& characteristics;
  LimitsService& limits;
  ModeService& modes;
  ChartDataService& charts;
};

void add_characteristic_routes(net::Router& router, CharacteristicServices services);

}  // namespace openspc::quality
