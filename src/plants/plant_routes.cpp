#include "plants/plant_routes.h"

#include <utility>

#include "identity/caller.h"
#include "plants/plant.h"
#include "plants/plant_service.h"

namespace openspc::plants {

using identity::Caller;

void add_plant_routes(net::Router& router, PlantService& service) {
  const net::RouteGroup plants = router.group("/api/v1/plants", "plants", net::Access::any_plant(net::Role::admin));

  plants.get("/", "listPlants", "Plants that the caller sees, by name")
      .access(net::Access::authenticated())
      .keys({net::KeyUse::read_all})
      .description("Admins see every plant, others those where they hold a role.")
      .handle([&service](const net::Principal& caller, net::Query<PlantListQuery> query) {
        return service.list(caller, query->active_only);
      });
  plants.get("/{plant_id}", "getPlant", "One plant")
      .access(net::Access::authenticated())
      .keys({net::KeyUse::read_all})
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<PlantPath> path) {
        return service.get(caller, path->plant_id);
      });
  plants.post("/", "createPlant", "Create a plant")
      .description("Everybody who is admin anywhere becomes admin of the new plant.")
      .status(201)
      .fails({409})
      .handle([&service](Caller caller, net::Body<PlantCreate> body) {
        return service.create(std::move(caller), std::move(*body));
      });
  plants.put("/{plant_id}", "updatePlant", "Change a plant")
      .description("Absent and null members leave the stored values alone.")
      .fails({400, 404, 409})
      .handle([&service](Caller caller, net::Path<PlantPath> path, net::Body<PlantUpdate> body) {
        return service.update(std::move(caller), path->plant_id, std::move(*body));
      });
  plants.delete_("/{plant_id}", "deletePlant", "Delete a plant and everything under it")
      .description("Hierarchy, characteristics, samples, violations, connections and role assignments go too.")
      .fails({400, 404})
      .handle([&service](Caller caller, net::Path<PlantPath> path) {
        return service.remove(std::move(caller), path->plant_id);
      });
}

}  // namespace openspc::plants
