#include "quality/chart/routes.h"

#include "quality/characteristic/view.h"

namespace openspc::quality::chart {

void add_chart_routes(net::Router& router, ChartDataService& service, ChartOverviewService& overviews) {
  router.add(
      net::get("/api/v1/characteristics/{char_id}/chart-data")
          .access(net::Access::authenticated())
          .keys({net::KeyUse::read_one, net::KeyUse::display})
          .tag("characteristics")
          .id("getChartData")
          .summary("Everything needed to draw the control chart")
          .description("Points oldest first, each with its own lines, zone and violations; the dispersion chart, "
                       "capability and histogram of the same samples.")
          .fails({404})
          .handle([&service](net::Request& r, net::Path<characteristic::CharacteristicPath> path,
                             net::Query<ChartDataQuery> query) -> base::Task<ChartData> {
            co_return co_await service.get(r.principal(), path->char_id, *query);
          }));
  router.add(net::get("/api/v1/characteristics/{char_id}/chart-data/columns")
                 .strict()
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_one, net::KeyUse::display})
                 .tag("characteristics")
                 .id("getChartColumns")
                 .summary("The same, in a fraction of the bytes")
                 .description("The facts of chart-data with the members of all points in columns.")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<characteristic::CharacteristicPath> path,
                                    net::Query<ChartDataQuery> query) -> base::Task<ChartColumns> {
                   co_return co_await service.get_columns(r.principal(), path->char_id, *query);
                 }));
  router.add(net::get("/api/v1/characteristics/{char_id}/chart-overview")
                 .strict()
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_one, net::KeyUse::display})
                 .tag("characteristics")
                 .id("getChartOverview")
                 .summary("A long history at a glance")
                 .description("Samples of the whole range, joined to at most max_points points: of each the mean, the "
                              "smallest and the largest value and how many signals there were. Nothing is left out.")
                 .fails({404})
                 .handle([&overviews](net::Request& r, net::Path<characteristic::CharacteristicPath> path,
                                      net::Query<ChartOverviewQuery> query) -> base::Task<ChartOverview> {
                   co_return co_await overviews.get(r.principal(), path->char_id, *query);
                 }));
}

}  // namespace openspc::quality::chart
