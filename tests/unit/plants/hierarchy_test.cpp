// The ISA-95 tree: reading it, and who may change it how.

#include <gmock/gmock.h>

#include "plants_fixture.h"

namespace openspc::plants::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// "Line[Press[] Saw[]]"
std::string shape(const std::vector<HierarchyTreeNode>& level) {
  std::string text;
  for (const HierarchyTreeNode& node : level) {
    if (!text.empty()) text += ' ';
    text += node.name + "[" + shape(node.children) + "]";
  }
  return text;
}

class HierarchyTest : public PlantsTest {
 protected:
  HierarchyNode add(const std::string& name, std::optional<base::NodeId> parent = std::nullopt) {
    return run(hierarchy.create(engineer, home, {parent, name, "Area"}));
  }
  HierarchyUpdate move_to(std::optional<base::NodeId> parent) {
    HierarchyUpdate update;
    if (parent) {
      update.field<&HierarchyCreate::parent_id>() = net::Patch<base::NodeId>(*parent);
    } else {
      update.field<&HierarchyCreate::parent_id>().set_null();
    }
    return update;
  }
  std::string tree() { return shape(run(hierarchy.tree(engineer.principal, home))); }

  base::PlantId other = add_plant("OTHER");
  Caller engineer = sign_in("ann", {{home, net::Role::engineer}});
  Caller neighbour = sign_in("bob", {{other, net::Role::engineer}});
  Caller admin = sign_in("root", {{home, net::Role::admin}});
};

TEST_F(HierarchyTest, IsATreeWithCharacteristicCounts) {
  const HierarchyNode line = add("Line");
  const HierarchyNode press = add("Press", line.id);
  add("Saw", line.id);
  add("Store");
  add_characteristic(press.id, "Bore");
  add_characteristic(press.id, "Depth");
  EXPECT_EQ(tree(), "Line[Press[] Saw[]] Store[]");
  const auto nodes = run(hierarchy.tree(engineer.principal, home));
  EXPECT_EQ(nodes[0].characteristic_count, 0);
  EXPECT_EQ(nodes[0].children[0].characteristic_count, 2);
}

TEST_F(HierarchyTest, AcrossPlantsShowsThoseTheCallerSees) {
  add("Mine");
  run(hierarchy.create(neighbour, other, {std::nullopt, "Theirs", "Area"}));
  EXPECT_EQ(shape(run(hierarchy.tree(engineer.principal))), "Mine[]");
  EXPECT_EQ(shape(run(hierarchy.tree(admin.principal))), "Mine[] Theirs[]");
}

TEST_F(HierarchyTest, LeavesOutWhatHangsOnAnotherPlant) {
  const HierarchyNode mine = add("Mine");
  const HierarchyNode theirs = run(hierarchy.create(neighbour, other, {std::nullopt, "Theirs", "Area"}));
  execute("UPDATE hierarchy SET parent_id = " + std::to_string(mine.id.value) +
          " WHERE id = " + std::to_string(theirs.id.value));
  EXPECT_EQ(shape(run(hierarchy.tree(admin.principal))), "Mine[]");
}

TEST_F(HierarchyTest, OfAPlantThatTheCallerDoesNotSeeIsNotFound) {
  EXPECT_THAT(refusal(hierarchy.tree(engineer.principal, other)), StartsWith("404"));
  EXPECT_THAT(refusal(hierarchy.tree(admin.principal, {99})), StartsWith("404"));
  const HierarchyNode mine = add("Mine");
  EXPECT_EQ(run(hierarchy.get(engineer.principal, mine.id)).name, "Mine");
  EXPECT_THAT(refusal(hierarchy.get(neighbour.principal, mine.id)), StartsWith("404"));
}

TEST_F(HierarchyTest, NeedsEngineerAtTheOwningPlant) {
  const HierarchyNode mine = add("Mine");
  const Caller operator_ = sign_in("olaf", {{home, net::Role::operator_}, {other, net::Role::engineer}});
  HierarchyUpdate rename;
  rename.field<&HierarchyCreate::name>() = net::Patch<std::string>("Ours");
  // Who does not see the plant is told that there is no such thing.
  for (const auto& [caller, status] : {std::pair(neighbour, "404"), std::pair(operator_, "403")}) {
    EXPECT_THAT(refusal(hierarchy.create(caller, home, {std::nullopt, "X", "Area"})), StartsWith(status));
    EXPECT_THAT(refusal(hierarchy.create(caller, {mine.id, "X", "Area"})), StartsWith(status));
    EXPECT_THAT(refusal(hierarchy.update(caller, mine.id, rename)), StartsWith(status));
    EXPECT_THAT(refusal(hierarchy.remove(caller, mine.id)), StartsWith(status));
  }
  EXPECT_EQ(run(hierarchy.update(admin, mine.id, rename)).name, "Ours");
}

TEST_F(HierarchyTest, UnknownPlantsParentsAndNodesAreNotFound) {
  EXPECT_THAT(refusal(hierarchy.create(engineer, {99}, {std::nullopt, "X", "Area"})), StartsWith("404 Plant 99"));
  EXPECT_THAT(refusal(hierarchy.create(engineer, home, {base::NodeId{99}, "X", "Area"})),
              StartsWith("404 Hierarchy node 99"));
  EXPECT_THAT(refusal(hierarchy.create(engineer, {base::NodeId{99}, "X", "Area"})), StartsWith("404"));
  EXPECT_THAT(refusal(hierarchy.update(engineer, {99}, {})), StartsWith("404"));
  EXPECT_THAT(refusal(hierarchy.remove(engineer, {99})), StartsWith("404"));
}

TEST_F(HierarchyTest, AParentOfAnotherPlantIsAsIfItDidNotExist) {
  const HierarchyNode mine = add("Mine");
  const HierarchyNode theirs = run(hierarchy.create(neighbour, other, {std::nullopt, "Theirs", "Area"}));
  EXPECT_THAT(refusal(hierarchy.create(engineer, home, {theirs.id, "X", "Area"})), StartsWith("404"));
  EXPECT_THAT(refusal(hierarchy.update(engineer, mine.id, move_to(theirs.id))), StartsWith("404"));
}

TEST_F(HierarchyTest, WithoutAPlantTheParentsCountsElseTheBuiltIn) {
  const HierarchyNode theirs = run(hierarchy.create(neighbour, other, {std::nullopt, "Theirs", "Area"}));
  EXPECT_EQ(run(hierarchy.create(neighbour, {theirs.id, "Below", "Area"})).plant_id, other);
  EXPECT_EQ(run(hierarchy.create(engineer, {std::nullopt, "Root", "Area"})).plant_id, home);
}

TEST_F(HierarchyTest, SiblingsMayShareAName) {
  add("Line");
  add("Line");
  EXPECT_EQ(tree(), "Line[] Line[]");
}

TEST_F(HierarchyTest, ANodeIsRenamedAndRetyped) {
  const HierarchyNode line = add("Line");
  HierarchyUpdate update;
  update.field<&HierarchyCreate::name>() = net::Patch<std::string>("Press");
  update.field<&HierarchyCreate::type>() = net::Patch<std::string>("Equipment");
  const HierarchyNode changed = run(hierarchy.update(engineer, line.id, update));
  EXPECT_EQ(changed.name, "Press");
  EXPECT_EQ(changed.type, "Equipment");
  EXPECT_EQ(audit_detail("hierarchy.updated"), (boost::json::value{{"name", {{"from", "Line"}, {"to", "Press"}}},
                                                                   {"type", {{"from", "Area"}, {"to", "Equipment"}}}}));
}

TEST_F(HierarchyTest, NullNamesAndTypesAreInvalid) {
  for (const char* member : {"name", "type"}) {
    try {
      net::from_json<HierarchyUpdate>({{member, nullptr}});
      ADD_FAILURE() << member;
    } catch (const base::Error& error) {
      ASSERT_EQ(error.fields().size(), 1U);
      EXPECT_EQ(error.fields()[0].loc, (boost::json::array{"body", member}));
    }
  }
}

TEST_F(HierarchyTest, ANodeMovesWithEverythingUnderIt) {
  const HierarchyNode line = add("Line");
  add("Press", line.id);
  const HierarchyNode hall = add("Hall");
  run(hierarchy.update(engineer, line.id, move_to(hall.id)));
  EXPECT_EQ(tree(), "Hall[Line[Press[]]]");
  run(hierarchy.update(engineer, line.id, move_to(std::nullopt)));
  EXPECT_EQ(tree(), "Line[Press[]] Hall[]");
}

TEST_F(HierarchyTest, ANodeDoesNotMoveBelowItself) {
  const HierarchyNode line = add("Line");
  const HierarchyNode press = add("Press", line.id);
  EXPECT_THAT(refusal(hierarchy.update(engineer, line.id, move_to(press.id))), StartsWith("422"));
  EXPECT_THAT(refusal(hierarchy.update(engineer, line.id, move_to(line.id))), StartsWith("422"));
  EXPECT_EQ(tree(), "Line[Press[]]");
}

TEST_F(HierarchyTest, HasAtMostThirtyTwoLevels) {
  HierarchyNode deepest = add("1");
  for (int level = 2; level <= kMaxHierarchyDepth; ++level) deepest = add(std::to_string(level), deepest.id);
  EXPECT_THAT(refusal(hierarchy.create(engineer, home, {deepest.id, "33", "Area"})), StartsWith("422"));

  const HierarchyNode pair = add("A");
  add("B", pair.id);
  EXPECT_THAT(refusal(hierarchy.update(engineer, pair.id, move_to(deepest.parent_id))), StartsWith("422"));
}

TEST_F(HierarchyTest, AChildlessNodeIsDeleted) {
  const HierarchyNode line = add("Line");
  run(hierarchy.remove(engineer, line.id));
  EXPECT_EQ(tree(), "");
  EXPECT_THAT(audit_trail(), Contains("hierarchy.deleted"));
}

TEST_F(HierarchyTest, ANodeWithChildrenOrSamplesStays) {
  const HierarchyNode line = add("Line");
  const HierarchyNode press = add("Press", line.id);
  EXPECT_THAT(refusal(hierarchy.remove(engineer, line.id)), StartsWith("409"));
  add_sample(add_characteristic(press.id));
  EXPECT_THAT(refusal(hierarchy.remove(engineer, press.id)), StartsWith("409"));
  EXPECT_EQ(tree(), "Line[Press[]]");
}

TEST_F(HierarchyTest, CharacteristicsWithoutSamplesGoWithTheirNodeAndAreAnnounced) {
  const HierarchyNode line = add("Line");
  const base::CharacteristicId bore = add_characteristic(line.id);
  std::vector<base::CharacteristicId> lost;
  const auto subscription =
      bus.subscribe<CharacteristicsDeleted>([&](const CharacteristicsDeleted& event) { lost = event.characteristics; });
  run(hierarchy.remove(engineer, line.id));
  EXPECT_THAT(lost, ElementsAre(bore));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM characteristic"), 0);
}

TEST_F(HierarchyTest, TellsOtherRoomsPlantAndPathOfANode) {
  const HierarchyNode line = add("Line");
  const HierarchyNode press = add("Press", line.id);
  db->read_now([&](db::Session& s) {
    EXPECT_EQ(plant_of_node(s, press.id), home);
    EXPECT_EQ(path_of_node(s, press.id), "Line > Press");
    EXPECT_THROW(plant_of_node(s, {99}), base::Error);
    EXPECT_THROW(path_of_node(s, {99}), base::Error);
  });
}

TEST_F(HierarchyTest, TheWireShowsNestedChildren) {
  const HierarchyNode line = add("Line");
  add("Press", line.id);
  const boost::json::value json = net::to_json(run(hierarchy.tree(engineer.principal, home)));
  EXPECT_EQ(json.at(0).at("children").at(0).at("name"), "Press");
  EXPECT_TRUE(json.at(0).at("children").at(0).at("children").as_array().empty());
}

}  // namespace
}  // namespace openspc::plants::testing
