#include "quality/sample/violation_routes.h"

#include <string>
#include <utility>
#include <vector>

namespace openspc::quality::sample {
namespace {

void add_reading(net::Router& router, ViolationService& service) {
  router.add(
      net::get("/api/v1/violations/")
          .tag("violations")
          .id("listViolations")
          .summary("Filtered page of violations, highest id first")
          .access(net::Access::authenticated())
          .keys({net::KeyUse::read_all})
          .handle([&service](net::Request& request, net::Query<ViolationQuery> query) -> base::Task<ViolationPage> {
            co_return co_await service.list(request.principal(), *query);
          }));
  router.add(net::get("/api/v1/violations/stats")
                 .tag("violations")
                 .id("violationStats")
                 .summary("Counters")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_all})
                 .handle([&service](net::Request& request,
                                    net::Query<ViolationStatsQuery> query) -> base::Task<ViolationStats> {
                   co_return co_await service.stats(request.principal(), *query);
                 }));
  router.add(net::get("/api/v1/violations/reason-codes")
                 .tag("violations")
                 .id("violationReasonCodes")
                 .summary("Suggested acknowledgement reasons")
                 .access(net::Access::authenticated())
                 .handle([](net::Request&) -> base::Task<std::vector<std::string>> {
                   co_return std::vector<std::string>(kReasonCodes.begin(), kReasonCodes.end());
                 }));
  router.add(net::get("/api/v1/violations/{violation_id}")
                 .tag("violations")
                 .id("getViolation")
                 .summary("One violation")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_all})
                 .fails({404})
                 .handle([&service](net::Request& request, net::Path<ViolationPath> path) -> base::Task<Violation> {
                   co_return co_await service.get(request.principal(), path->violation_id);
                 }));
}

void add_acknowledging(net::Router& router, ViolationService& service) {
  router.add(net::post("/api/v1/violations/{violation_id}/acknowledge")
                 .tag("violations")
                 .id("acknowledgeViolation")
                 .summary("Acknowledge one violation")
                 .access(net::Access::authenticated())
                 .fails({403, 404, 409})
                 .handle([&service](net::Request& request, net::Path<ViolationPath> path,
                                    net::Body<ViolationAck> body) -> base::Task<Violation> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_return co_await service.acknowledge(std::move(caller), path->violation_id, std::move(*body));
                 }));
  router.add(net::post("/api/v1/violations/batch-acknowledge")
                 .tag("violations")
                 .id("batchAcknowledge")
                 .summary("Acknowledge many, partial success allowed")
                 .access(net::Access::authenticated())
                 .handle([&service](net::Request& request,
                                    net::Body<ViolationBatchAck> body) -> base::Task<ViolationBatchAckResult> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_return co_await service.acknowledge_batch(std::move(caller), std::move(*body));
                 }));
}

}  // namespace

void add_violation_routes(net::Router& router, ViolationService& service) {
  add_reading(router, service);
  add_acknowledging(router, service);
}

}  // namespace openspc::quality::sample
