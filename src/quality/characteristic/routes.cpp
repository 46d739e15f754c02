#include "quality/characteristic/routes.h"
#include "quality/characteristic/access_rules.h"

#include <utility>
#include <vector>

#include "identity/caller.h"
#include "plants/hierarchy.h"

namespace openspc::quality::characteristic {
namespace {

using identity::Caller;
using Views = std::vector<CharacteristicView>;
using Rules = std::vector<judge::RuleSwitch>;
using CreatedCharacteristic = net::Created<CharacteristicView>;

void add_lists(net::Router& router, Service& service) {
  router.add(
      net::get("/api/v1/characteristics/")
          .access(kReader)
          .keys({net::KeyUse::read_all})
          .tag(kTag)
          .id("listCharacteristics")
          .summary("Filtered page of characteristics, by id")
          .description("Those at plants where the caller has a role, with their counters.")
          .handle([&service](net::Request& r, net::Query<CharacteristicQuery> query) -> base::Task<CharacteristicPage> {
            co_return co_await service.list(r.principal(), *query);
          }));
  router.add(net::get("/api/v1/hierarchy/{node_id}/characteristics")
                 .access(kReader)
                 .keys({net::KeyUse::read_all})
                 .tag("hierarchy")
                 .id("listNodeCharacteristics")
                 .summary("Characteristics on a node")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<plants::NodePath> path,
                                    net::Query<NodeCharacteristicsQuery> query) -> base::Task<Views> {
                   const Depth depth = query->include_descendants ? Depth::with_descendants : Depth::node_only;
                   co_return co_await service.at_node(r.principal(), path->node_id, depth);
                 }));
}

void add_one(net::Router& router, Service& service) {
  router.add(
      net::get("/api/v1/characteristics/{char_id}")
          .access(kReader)
          .keys({net::KeyUse::read_one, net::KeyUse::display})
          .tag(kTag)
          .id("getCharacteristic")
          .summary("One characteristic")
          .fails({404})
          .handle([&service](net::Request& r, net::Path<CharacteristicPath> path) -> base::Task<CharacteristicView> {
            co_return co_await service.get(r.principal(), path->char_id);
          }));
  router.add(net::post("/api/v1/characteristics/")
                 .access(kEngineer)
                 .tag(kTag)
                 .id("createCharacteristic")
                 .summary("Create a characteristic, with all eight rules on")
                 .description(kNeedsEngineer)
                 .fails({404})
                 .handle([&service](net::Request& r,
                                    net::Body<CharacteristicCreate> body) -> base::Task<CreatedCharacteristic> {
                   Caller caller = Caller::of(r);
                   CharacteristicView view = co_await service.create(std::move(caller), std::move(*body));
                   co_return net::Created{std::move(view)};
                 }));
  router.add(
      net::patch("/api/v1/characteristics/{char_id}")
          .access(kEngineer)
          .tag(kTag)
          .id("updateCharacteristic")
          .summary("Change the members that are given")
          .description("Needs engineer at the owning plant. Null clears an optional member. New control limits or "
                       "a new mode take effect at once and are announced to subscribers.")
          .fails({400, 404})
          .handle([&service](net::Request& r, net::Path<CharacteristicPath> path,
                             net::Body<CharacteristicUpdate> body) -> base::Task<CharacteristicView> {
            Caller caller = Caller::of(r);
            co_return co_await service.update(std::move(caller), path->char_id, std::move(*body));
          }));
  router.add(net::delete_("/api/v1/characteristics/{char_id}")
                 .access(kEngineer)
                 .tag(kTag)
                 .id("deleteCharacteristic")
                 .summary("Delete a characteristic that has no samples")
                 .description("Needs engineer at the owning plant. Excluded samples count, deleted ones go along.")
                 .fails({404, 409})
                 .handle([&service](net::Request& r, net::Path<CharacteristicPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await service.remove(std::move(caller), path->char_id);
                   co_return net::NoContent{};
                 }));
}

void add_rules(net::Router& router, Service& service) {
  router.add(net::get("/api/v1/characteristics/{char_id}/rules")
                 .access(kReader)
                 .keys({net::KeyUse::read_one})
                 .tag(kTag)
                 .id("getRules")
                 .summary("The eight Nelson rules: on or off, acknowledgement, parameters")
                 .description("A rule that was left out of a PUT is on and asks for acknowledgement.")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<CharacteristicPath> path) -> base::Task<Rules> {
                   co_return co_await service.rules(r.principal(), path->char_id);
                 }));
  router.add(net::put("/api/v1/characteristics/{char_id}/rules")
                 .access(kEngineer)
                 .tag(kTag)
                 .id("putRules")
                 .summary("Replace all rule switches")
                 .description(kNeedsEngineer)
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<CharacteristicPath> path,
                                    net::Body<Rules> body) -> base::Task<Rules> {
                   Caller caller = Caller::of(r);
                   co_return co_await service.replace_rules(std::move(caller), path->char_id, std::move(*body));
                 }));
}

}  // namespace

void add_characteristic_routes(net::Router& router, Service& service) {
  add_lists(router, service);
  add_one(router, service);
  add_rules(router, service);
}

}  // namespace openspc::quality::characteristic
