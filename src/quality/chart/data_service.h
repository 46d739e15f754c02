// Chart data of a characteristic: a page of its samples judged by the limits in force, with dispersion chart,
// capability and histogram. Called by routes. Any coroutine; the work is done in one read of the database.
// Throws not_found, also for what the caller may not see.
#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "db/database.h"
#include "net/access.h"
#include "quality/chart/columns.h"

namespace openspc::quality::chart {

class ChartDataService {
 public:
  explicit ChartDataService(db::Database& database) : database_(database) {}

  base::Task<ChartData> get(const net::Principal& caller, base::CharacteristicId id, ChartDataQuery query);
  base::Task<ChartColumns> get_columns(const net::Principal& caller, base::CharacteristicId id, ChartDataQuery query);

 private:
  db::Database& database_;
};

/// The same for a characteristic at hand, inside a database job.
ChartData build_chart_data(db::Session& session, const judge::Characteristic& characteristic,
                           const ChartDataQuery& query);
ChartColumns build_chart_columns(db::Session& session, const judge::Characteristic& characteristic,
                                 const ChartDataQuery& query);

}  // namespace openspc::quality::chart
