#include "plants/plant_routes.h"

#include <utility>
#include <vector>

#include "identity/caller.h"
#include "plants/plant.h"
#include "plants/plant_service.h"

namespace openspc::plants {

namespace {

using identity::Caller;

void add_reads(net::Router& router, PlantService& service) {
  router.add(
      net::get("/api/v1/plants/")
          .access(net::Access::authenticated())
          .tag("plants")
          .id("listPlants")
          .summary("Plants that the caller sees, by name")
          .description("Admins see every plant, others those where they hold a role.")
          .handle([&service](net::Request& r, net::Query<PlantListQuery> query) -> base::Task<std::vector<Plant>> {
            co_return co_await service.list(r.principal(), query->active_only);
          }));
  router.add(net::get("/api/v1/plants/{plant_id}")
                 .access(net::Access::authenticated())
                 .tag("plants")
                 .id("getPlant")
                 .summary("One plant")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<PlantPath> path) -> base::Task<Plant> {
                   co_return co_await service.get(r.principal(), path->plant_id);
                 }));
}

void add_writes(net::Router& router, PlantService& service) {
  router.add(net::post("/api/v1/plants/")
                 .access(net::Access::any_plant(net::Role::admin))
                 .tag("plants")
                 .id("createPlant")
                 .summary("Create a plant")
                 .description("Everybody who is admin anywhere becomes admin of the new plant.")
                 .fails({409})
                 .handle([&service](net::Request& r, net::Body<PlantCreate> body) -> base::Task<net::Created<Plant>> {
                   Caller caller = Caller::of(r);
                   Plant plant = co_await service.create(std::move(caller), std::move(*body));
                   co_return net::Created{std::move(plant)};
                 }));
  router.add(net::put("/api/v1/plants/{plant_id}")
                 .access(net::Access::any_plant(net::Role::admin))
                 .tag("plants")
                 .id("updatePlant")
                 .summary("Change a plant")
                 .description("Absent and null members leave the stored values alone.")
                 .fails({400, 404, 409})
                 .handle([&service](net::Request& r, net::Path<PlantPath> path,
                                    net::Body<PlantUpdate> body) -> base::Task<Plant> {
                   Caller caller = Caller::of(r);
                   co_return co_await service.update(std::move(caller), path->plant_id, std::move(*body));
                 }));
  router.add(
      net::delete_("/api/v1/plants/{plant_id}")
          .access(net::Access::any_plant(net::Role::admin))
          .tag("plants")
          .id("deletePlant")
          .summary("Delete a plant and everything under it")
          .description("Hierarchy, characteristics, samples, violations, connections and role assignments go too.")
          .fails({400, 404})
          .handle([&service](net::Request& r, net::Path<PlantPath> path) -> base::Task<net::NoContent> {
            Caller caller = Caller::of(r);
            co_await service.remove(std::move(caller), path->plant_id);
            co_return net::NoContent{};
          }));
}

}  // namespace

void add_plant_routes(net::Router& router, PlantService& service) {
  add_reads(router, service);
  add_writes(router, service);
}

}  // namespace openspc::plants
