#include "quality/sample/routes.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace openspc::quality::sample {
namespace {

// A header may hold any bytes, a database does not.
std::string text_of(std::string_view key) {
  if (!base::is_utf8(key))
    throw base::invalid_field({"header", "Idempotency-Key"}, "value_error", "The header Idempotency-Key must be UTF-8");
  return std::string(key);
}

void add_submission(net::Router& router, Service& service) {
  router.add(net::post("/api/v1/samples/")
                 .tag("samples")
                 .id("submitSample")
                 .summary("Enter one sample and evaluate the rules")
                 .description("Answers once the sample is durable. Without control limits it is stored and not judged.")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::enter})
                 .fails({400, 403, 404, 409, 500})
                 .handle([&service](net::Request& request,
                                    net::Body<SampleCreate> body) -> base::Task<net::Created<SampleResult>> {
                   if (const std::string_view key = request.header("Idempotency-Key"); !key.empty())
                     body->idempotency_key = text_of(key);
                   identity::Caller caller = identity::Caller::of(request);
                   Service::Submitted submitted = co_await service.submit(std::move(caller), std::move(*body));
                   if (submitted.replayed) request.response_headers().add("Idempotent-Replayed", "true");
                   co_return net::Created<SampleResult>{std::move(submitted.result)};
                 }));
  router.add(net::post("/api/v1/samples/batch")
                 .tag("samples")
                 .id("importSamples")
                 .summary("Bulk load for one characteristic")
                 .description("All samples that can be stored are, in one durable write; each of the others is named.")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::enter})
                 .fails({403, 404, 500})
                 .handle([&service](net::Request& request,
                                    net::Body<SampleBatchRequest> body) -> base::Task<SampleBatchResult> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_return co_await service.submit_batch(std::move(caller), std::move(*body));
                 }));
}

void add_reading(net::Router& router, Service& service) {
  router.add(net::get("/api/v1/samples/")
                 .tag("samples")
                 .id("listSamples")
                 .summary("Filtered page of samples by timestamp")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_one})
                 .handle([&service](net::Request& request, net::Query<SampleQuery> query) -> base::Task<SamplePage> {
                   co_return co_await service.list(request.principal(), *query);
                 }));
  router.add(net::get("/api/v1/samples/{sample_id}")
                 .tag("samples")
                 .id("getSample")
                 .summary("One sample")
                 .access(net::Access::authenticated())
                 .keys({net::KeyUse::read_one})
                 .fails({404})
                 .handle([&service](net::Request& request, net::Path<SamplePath> path) -> base::Task<Sample> {
                   co_return co_await service.get(request.principal(), path->sample_id);
                 }));
  router.add(
      net::get("/api/v1/samples/{sample_id}/history")
          .tag("samples")
          .id("getSampleHistory")
          .summary("Edit log, newest first")
          .access(net::Access::authenticated())
          .keys({net::KeyUse::read_one})
          .fails({404})
          .handle([&service](net::Request& request, net::Path<SamplePath> path) -> base::Task<std::vector<SampleEdit>> {
            co_return co_await service.history(request.principal(), path->sample_id);
          }));
}

void add_changes(net::Router& router, Service& service) {
  router.add(net::put("/api/v1/samples/{sample_id}")
                 .tag("samples")
                 .id("editSample")
                 .summary("Replace measurements with an audit entry")
                 .description("The sample, and those that follow it, are judged again at their own positions.")
                 .access(net::Access::any_plant(net::Role::supervisor))
                 .fails({400, 404, 500})
                 .handle([&service](net::Request& request, net::Path<SamplePath> path,
                                    net::Body<SampleUpdate> body) -> base::Task<SampleResult> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_return co_await service.edit(std::move(caller), path->sample_id, std::move(*body));
                 }));
  router.add(net::patch("/api/v1/samples/{sample_id}/exclude")
                 .tag("samples")
                 .id("excludeSample")
                 .summary("Set the excluded flag (not a toggle)")
                 .access(net::Access::any_plant(net::Role::supervisor))
                 .fails({404, 500})
                 .handle([&service](net::Request& request, net::Path<SamplePath> path,
                                    net::Body<SampleExclude> body) -> base::Task<Sample> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_return co_await service.set_excluded(std::move(caller), path->sample_id, std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/samples/{sample_id}")
                 .tag("samples")
                 .id("deleteSample")
                 .summary("Delete a sample with measurements, violations and edit history")
                 .description("It disappears from every list and chart; what it was remains in the audit trail.")
                 .access(net::Access::any_plant(net::Role::supervisor))
                 .fails({404, 500})
                 .handle([&service](net::Request& request, net::Path<SamplePath> path) -> base::Task<net::NoContent> {
                   identity::Caller caller = identity::Caller::of(request);
                   co_await service.remove(std::move(caller), path->sample_id);
                   co_return net::NoContent{};
                 }));
}

}  // namespace

void add_sample_routes(net::Router& router, Service& service) {
  add_submission(router, service);
  add_reading(router, service);
  add_changes(router, service);
}

}  // namespace openspc::quality::sample
