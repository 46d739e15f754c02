// Overview of a characteristic's history: summaries where there are any, samples where there are none, joined to as
// many points as were asked for. Called by routes. Any coroutine; the work is done in one read of the database.
// Throws not_found, also for what the caller may not see.
#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "db/database.h"
#include "net/access.h"
#include "quality/chart/overview.h"

namespace openspc::quality::chart {

class ChartOverviewService {
 public:
  explicit ChartOverviewService(db::Database& database) : database_(database) {}

  base::Task<ChartOverview> get(const net::Principal& caller, base::CharacteristicId id, ChartOverviewQuery query);

 private:
  db::Database& database_;
};

struct OverviewBounds {
  std::int64_t finest = 50'000;      // samples that are read one by one although there are summaries
  std::int64_t most_read = 100'000;  // where there are none
};

/// The same for a characteristic at hand, inside a database job.
ChartOverview build_chart_overview(db::Session& session, const judge::Characteristic& characteristic,
                                   const ChartOverviewQuery& query, OverviewBounds bounds = {});

}  // namespace openspc::quality::chart
