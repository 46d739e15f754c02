#include "plants/hierarchy_routes.h"

#include <utility>

#include "identity/caller.h"
#include "plants/hierarchy.h"
#include "plants/hierarchy_service.h"
#include "plants/plant.h"

namespace openspc::plants {

namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_of_plant(net::Router& router, HierarchyService& service) {
  const net::RouteGroup nodes =
      router.group("/api/v1/plants/{plant_id}/hierarchies", "hierarchy", Access::any_plant(Role::engineer));
  nodes.get("/", "getPlantHierarchyTree", "Tree of one plant")
      .access(Access::authenticated())
      .keys({net::KeyUse::read_all})
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<PlantPath> path) {
        return service.tree(caller, path->plant_id);
      });
  nodes.post("/", "createPlantHierarchyNode", "Add a node to a plant")
      .description("Needs engineer at this plant. A parent must belong to it.")
      .status(201)
      .fails({404})
      .handle([&service](Caller caller, net::Path<PlantPath> path, net::Body<HierarchyCreate> body) {
        return service.create(std::move(caller), path->plant_id, std::move(*body));
      });
}

void add_reads(const net::RouteGroup& nodes, HierarchyService& service) {
  nodes.get("/", "getHierarchyTree", "Trees of all plants that the caller sees")
      .access(Access::authenticated())
      .keys({net::KeyUse::read_all})
      .handle([&service](const net::Principal& caller) { return service.tree(caller); });
  // As the README of the reference prints it.
  nodes.get("/tree", "", "").access(Access::authenticated()).hidden().handle([&service](const net::Principal& caller) {
    return service.tree(caller);
  });
  nodes.get("/{node_id}", "getHierarchyNode", "One node")
      .access(Access::authenticated())
      .keys({net::KeyUse::read_all})
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<NodePath> path) {
        return service.get(caller, path->node_id);
      });
}

void add_writes(const net::RouteGroup& nodes, HierarchyService& service) {
  nodes.post("/", "createHierarchyNode", "Add a node below a parent, or to the built-in plant")
      .description("Needs engineer at the parent's plant, without a parent at the built-in plant.")
      .status(201)
      .fails({404})
      .handle([&service](Caller caller, net::Body<HierarchyCreate> body) {
        return service.create(std::move(caller), std::move(*body));
      });
  nodes.patch("/{node_id}", "updateHierarchyNode", "Rename, retype or move a node")
      .description("Needs engineer at the owning plant. A node stays in its plant and cannot go below itself.")
      .fails({404})
      .handle([&service](Caller caller, net::Path<NodePath> path, net::Body<HierarchyUpdate> body) {
        return service.update(std::move(caller), path->node_id, std::move(*body));
      });
  nodes.delete_("/{node_id}", "deleteHierarchyNode", "Delete a childless node")
      .description(
          "Refused while the node has children, or characteristics with samples. Characteristics "
          "without samples go with it.")
      .fails({404, 409})
      .handle([&service](Caller caller, net::Path<NodePath> path) {
        return service.remove(std::move(caller), path->node_id);
      });
}

}  // namespace

void add_hierarchy_routes(net::Router& router, HierarchyService& service) {
  add_of_plant(router, service);
  const net::RouteGroup nodes = router.group("/api/v1/hierarchy", "hierarchy", Access::any_plant(Role::engineer));
  add_reads(nodes, service);
  add_writes(nodes, service);
}

}  // namespace openspc::plants
