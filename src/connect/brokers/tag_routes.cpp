#include "connect/brokers/routes.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_mappings(const net::RouteGroup& routes, TagService& tags) {
  routes.get("/mappings", "listTagMappings", "MQTT mappings and what comes in through them")
      .description("By characteristic name, inactive ones included.")
      .handle(
          [&tags](const net::Principal& caller, net::Query<TagListQuery> query) { return tags.list(caller, *query); });
  routes.post("/map", "mapTag", "Attach a topic to a characteristic")
      .description("Replaces whatever source the characteristic had. In force at once.")
      .fails({404})
      .handle([&tags](Caller caller, net::Body<TagMappingCreate> body) {
        return tags.map(std::move(caller), std::move(*body));
      });
  routes.delete_("/map/{characteristic_id}", "unmapTag", "Delete the data source of a characteristic")
      .fails({404})
      .handle([&tags](Caller caller, net::Path<TagPath> path) {
        return tags.unmap(std::move(caller), path->characteristic_id);
      });
  routes.patch("/map/{characteristic_id}", "activateTag", "Switch a mapping on or off")
      .strict()
      .fails({404})
      .handle([&tags](Caller caller, net::Path<TagPath> path, net::Body<source::TagActivation> body) {
        return tags.set_active(std::move(caller), path->characteristic_id, body->is_active);
      });
  routes.post("/import", "importTags", "Mappings from CSV")
      .strict()
      .description(
          "A header line names the columns as the members of POST /api/v1/tags/map; blank cells are absent. Rows that "
          "do not fit are reported and harm no other.")
      .accepts("text/csv", "One mapping a row")
      .body_limit(source::kLargestMappingImport)
      .fails({400, 413})
      .handle([&tags](net::Request& r) -> base::Task<source::MappingImportResult> {
        Caller caller = Caller::of(r);
        std::string csv(r.body());
        co_return co_await tags.import(std::move(caller), std::move(csv));
      });
}

void add_visits(const net::RouteGroup& routes, const BrokerServices& services) {
  BrokerService& brokers = services.brokers;
  Visits& visits = services.visits;
  TagService& tags = services.tags;
  routes.post("/preview", "previewTag", "Listen to a topic for a while")
      .description("In a session of its own: ingestion never notices.")
      .fails({400, 500, 503})
      .handle([&brokers, &visits](net::Request& r, net::Body<TagPreviewRequest> body) -> base::Task<TagPreview> {
        mqtt::Settings settings = co_await brokers.visitor_settings(r.principal(), body->broker_id);
        co_return co_await visits.preview(std::move(settings), std::move(*body));
      });
  routes.post("/test", "tryTag", "Try a mapping on live messages before it is saved")
      .strict()
      .description(
          "Judges as ingestion does, and stores nothing: says for each message which value it gives, of what time, or "
          "why none, and which samples would be stored.")
      .fails({400, 404, 503})
      .handle([&brokers, &visits, &tags](net::Request& r, net::Body<TagTrialRequest> body) -> base::Task<TagTrial> {
        mqtt::Settings settings = co_await brokers.visitor_settings(r.principal(), body->broker_id);
        TrialGround ground = co_await tags.trial_ground(r.principal(), body->broker_id, body->characteristic_id);
        co_return co_await visits.trial(std::move(settings), std::move(*body), std::move(ground));
      });
}

}  // namespace

void add_tag_routes(net::Router& router, const BrokerServices& services) {
  const net::RouteGroup routes = router.group("/api/v1/tags", "tags", Access::any_plant(Role::engineer));
  add_mappings(routes, services.tags);
  add_visits(routes, services);
}

}  // namespace openspc::connect::brokers
