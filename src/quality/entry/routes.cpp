#include "quality/entry/routes.h"

#include <string>
#include <utility>

namespace openspc::quality::entry {

using identity::Caller;

void add_entry_routes(net::Router& router, Service& service) {
  const net::RouteGroup entry = router.group("/api/v1/data-entry", "data-entry", net::Access::authenticated());

  entry.post("/submit", "dataEntrySubmit", "One sample from an external system")
      .description(
          "Answers once the sample is durable. A key has the rate that it was made with; people have 30 a "
          "minute from one address.")
      .keys({net::KeyUse::enter})
      .rate_limit("30/minute")
      .status(201)
      .fails({400, 403, 409, 500})
      .handle([&service](Caller caller, net::Body<DataEntrySample> body) {
        return service.submit(std::move(caller), std::move(*body));
      });
  entry.post("/batch", "dataEntryBatch", "Many samples, each on its own")
      .description("Those that can be stored are; each of the others is named, counting from 0.")
      .keys({net::KeyUse::enter})
      .status(201)
      .handle([&service](Caller caller, net::Body<DataEntryBatch> body) {
        return service.submit_batch(std::move(caller), std::move(*body));
      });
  entry.get("/schema", "dataEntrySchema", "JSON Schemas of the two calls")
      .access(net::Access::public_())
      .handle([](net::Request&) -> base::Task<DataEntrySchema> { co_return data_entry_schema(); });
}

}  // namespace openspc::quality::entry
