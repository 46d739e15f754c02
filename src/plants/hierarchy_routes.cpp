#include "plants/hierarchy_routes.h"

#include <utility>
#include <vector>

#include "identity/caller.h"
#include "plants/hierarchy.h"
#include "plants/hierarchy_service.h"
#include "plants/plant.h"

namespace openspc::plants {

namespace {

using identity::Caller;
using Tree = std::vector<HierarchyTreeNode>;
using CreatedNode = net::Created<HierarchyNode>;

void add_of_plant(net::Router& router, HierarchyService& service) {
  router.add(net::get("/api/v1/plants/{plant_id}/hierarchies/")
                 .access(net::Access::authenticated())
                 .tag("hierarchy")
                 .id("getPlantHierarchyTree")
                 .summary("Tree of one plant")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<PlantPath> path) -> base::Task<Tree> {
                   co_return co_await service.tree(r.principal(), path->plant_id);
                 }));
  router.add(net::post("/api/v1/plants/{plant_id}/hierarchies/")
                 .access(net::Access::any_plant(net::Role::engineer))
                 .tag("hierarchy")
                 .id("createPlantHierarchyNode")
                 .summary("Add a node to a plant")
                 .description("Needs engineer at this plant. A parent must belong to it.")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<PlantPath> path,
                                    net::Body<HierarchyCreate> body) -> base::Task<CreatedNode> {
                   Caller caller = Caller::of(r);
                   HierarchyNode node = co_await service.create(std::move(caller), path->plant_id, std::move(*body));
                   co_return net::Created{std::move(node)};
                 }));
}

void add_reads(net::Router& router, HierarchyService& service) {
  router.add(
      net::get("/api/v1/hierarchy/")
          .access(net::Access::authenticated())
          .tag("hierarchy")
          .id("getHierarchyTree")
          .summary("Trees of all plants that the caller sees")
          .handle([&service](net::Request& r) -> base::Task<Tree> { co_return co_await service.tree(r.principal()); }));
  // As the README of the reference prints it.
  router.add(
      net::get("/api/v1/hierarchy/tree")
          .access(net::Access::authenticated())
          .hidden()
          .handle([&service](net::Request& r) -> base::Task<Tree> { co_return co_await service.tree(r.principal()); }));
  router.add(net::get("/api/v1/hierarchy/{node_id}")
                 .access(net::Access::authenticated())
                 .tag("hierarchy")
                 .id("getHierarchyNode")
                 .summary("One node")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Path<NodePath> path) -> base::Task<HierarchyNode> {
                   co_return co_await service.get(r.principal(), path->node_id);
                 }));
}

void add_writes(net::Router& router, HierarchyService& service) {
  router.add(net::post("/api/v1/hierarchy/")
                 .access(net::Access::any_plant(net::Role::engineer))
                 .tag("hierarchy")
                 .id("createHierarchyNode")
                 .summary("Add a node below a parent, or to the built-in plant")
                 .description("Needs engineer at the parent's plant, without a parent at the built-in plant.")
                 .fails({404})
                 .handle([&service](net::Request& r, net::Body<HierarchyCreate> body) -> base::Task<CreatedNode> {
                   Caller caller = Caller::of(r);
                   HierarchyNode node = co_await service.create(std::move(caller), std::move(*body));
                   co_return net::Created{std::move(node)};
                 }));
  router.add(
      net::patch("/api/v1/hierarchy/{node_id}")
          .access(net::Access::any_plant(net::Role::engineer))
          .tag("hierarchy")
          .id("updateHierarchyNode")
          .summary("Rename, retype or move a node")
          .description("Needs engineer at the owning plant. A node stays in its plant and cannot go below itself.")
          .fails({404})
          .handle([&service](net::Request& r, net::Path<NodePath> path,
                             net::Body<HierarchyUpdate> body) -> base::Task<HierarchyNode> {
            Caller caller = Caller::of(r);
            co_return co_await service.update(std::move(caller), path->node_id, std::move(*body));
          }));
  router.add(net::delete_("/api/v1/hierarchy/{node_id}")
                 .access(net::Access::any_plant(net::Role::engineer))
                 .tag("hierarchy")
                 .id("deleteHierarchyNode")
                 .summary("Delete a childless node")
                 .description("Refused while the node has children, or characteristics with samples. Characteristics "
                              "without samples go with it.")
                 .fails({404, 409})
                 .handle([&service](net::Request& r, net::Path<NodePath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await service.remove(std::move(caller), path->node_id);
                   co_return net::NoContent{};
                 }));
}

}  // namespace

void add_hierarchy_routes(net::Router& router, HierarchyService& service) {
  add_of_plant(router, service);
  add_reads(router, service);
  add_writes(router, service);
}

}  // namespace openspc::plants
