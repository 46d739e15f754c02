#include "connect/brokers/routes.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_mappings(net::Router& router, TagService& tags) {
  router.add(
      net::get("/api/v1/tags/mappings")
          .access(Access::any_plant(Role::engineer))
          .tag("tags")
          .id("listTagMappings")
          .summary("MQTT mappings and what comes in through them")
          .description("By characteristic name, inactive ones included.")
          .handle([&tags](net::Request& r, net::Query<TagListQuery> query) -> base::Task<std::vector<TagMapping>> {
            co_return co_await tags.list(r.principal(), *query);
          }));
  router.add(net::post("/api/v1/tags/map")
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("mapTag")
                 .summary("Attach a topic to a characteristic")
                 .description("Replaces whatever source the characteristic had. In force at once.")
                 .fails({404})
                 .handle([&tags](net::Request& r, net::Body<TagMappingCreate> body) -> base::Task<TagMapping> {
                   Caller caller = Caller::of(r);
                   co_return co_await tags.map(std::move(caller), std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/tags/map/{characteristic_id}")
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("unmapTag")
                 .summary("Delete the data source of a characteristic")
                 .fails({404})
                 .handle([&tags](net::Request& r, net::Path<TagPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await tags.unmap(std::move(caller), path->characteristic_id);
                   co_return net::NoContent{};
                 }));
  router.add(net::patch("/api/v1/tags/map/{characteristic_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("activateTag")
                 .summary("Switch a mapping on or off")
                 .fails({404})
                 .handle([&tags](net::Request& r, net::Path<TagPath> path,
                                 net::Body<source::TagActivation> body) -> base::Task<TagMapping> {
                   Caller caller = Caller::of(r);
                   co_return co_await tags.set_active(std::move(caller), path->characteristic_id, body->is_active);
                 }));
  router.add(
      net::post("/api/v1/tags/import")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("tags")
          .id("importTags")
          .summary("Mappings from CSV")
          .description("A header line names the columns as the members of POST /api/v1/tags/map; blank cells are "
                       "absent. Rows that do not fit are reported and harm no other.")
          .accepts("text/csv", "One mapping a row")
          .body_limit(source::kLargestMappingImport)
          .fails({400, 413})
          .handle([&tags](net::Request& r) -> base::Task<source::MappingImportResult> {
            Caller caller = Caller::of(r);
            std::string csv(r.body());
            co_return co_await tags.import(std::move(caller), std::move(csv));
          }));
}

void add_visits(net::Router& router, const BrokerServices& services) {
  BrokerService& brokers = services.brokers;
  Visits& visits = services.visits;
  TagService& tags = services.tags;

  router.add(
      net::post("/api/v1/tags/preview")
          .access(Access::any_plant(Role::engineer))
          .tag("tags")
          .id("previewTag")
          .summary("Listen to a topic for a while")
          .description("In a session of its own: ingestion never notices.")
          .fails({400, 500, 503})
          .handle([&brokers, &visits](net::Request& r, net::Body<TagPreviewRequest> body) -> base::Task<TagPreview> {
            mqtt::Settings settings = co_await brokers.visitor_settings(r.principal(), body->broker_id);
            co_return co_await visits.preview(std::move(settings), std::move(*body));
          }));
  router.add(
      net::post("/api/v1/tags/test")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("tags")
          .id("tryTag")
          .summary("Try a mapping on live messages before it is saved")
          .description("Judges as ingestion does, and stores nothing: says for each message which value it gives, of "
                       "what time, or why none, and which samples would be stored.")
          .fails({400, 404, 503})
          .handle([&brokers, &visits, &tags](net::Request& r, net::Body<TagTrialRequest> body) -> base::Task<TagTrial> {
            mqtt::Settings settings = co_await brokers.visitor_settings(r.principal(), body->broker_id);
            TrialGround ground = co_await tags.trial_ground(r.principal(), body->broker_id, body->characteristic_id);
            co_return co_await visits.trial(std::move(settings), std::move(*body), std::move(ground));
          }));
}

}  // namespace

void add_tag_routes(net::Router& router, const BrokerServices& services) {
  add_mappings(router, services.tags);
  add_visits(router, services);
}

}  // namespace openspc::connect::brokers
