#include "plants/ownership.h"

#include <gmock/gmock.h>

#include "plants_fixture.h"

namespace openspc::plants::testing {
namespace {

using net::Principal;
using net::Role;

const Principal kEngineer{
    .user_id = {}, .username = "ann", .session_id = {}, .roles = {{{1}, Role::engineer}, {{2}, Role::operator_}}};
const Principal kAdmin{.user_id = {}, .username = "root", .session_id = {}, .roles = {{{1}, Role::admin}}};
const Principal kStranger{};

struct Thing {
  Owner plant_id{};
};

std::optional<Thing> thing(Owner plant) {
  return Thing{plant};
}

/// "404", "403" or "granted".
template <class Act>
std::string outcome(Act act) {
  try {
    act();
  } catch (const base::Error& error) {
    return std::to_string(error.status());
  }
  return "granted";
}

TEST(Ownership, WhatBelongsToAPlantIsSeenByWhoHoldsARoleThere) {
  const auto see = [](const Principal& who, Owner plant) {
    return outcome([&] { require_seen(thing(plant), who, "Thing", base::NodeId{7}); });
  };
  EXPECT_EQ(see(kEngineer, base::PlantId{1}), "granted");
  EXPECT_EQ(see(kEngineer, base::PlantId{3}), "404");
  EXPECT_EQ(see(kAdmin, base::PlantId{3}), "granted");
  EXPECT_EQ(see(kStranger, base::PlantId{1}), "404");
}

TEST(Ownership, WhatBelongsToEveryPlantIsSeenByEverybodyAndAnAdministratorsToChange) {
  const auto change = [](const Principal& who, Owner plant) {
    return outcome([&] { require_own(thing(plant), who, "Thing", base::NodeId{7}); });
  };
  EXPECT_EQ(outcome([] { require_seen(thing({}), kStranger, "Thing", base::NodeId{7}); }), "granted");
  EXPECT_EQ(change(kEngineer, std::nullopt), "403");
  EXPECT_EQ(change(kAdmin, std::nullopt), "granted");
}

TEST(Ownership, WhatIsSeenIsNotYetOnesOwn) {
  const auto change = [](const Principal& who, Owner plant) {
    return outcome([&] { require_own(thing(plant), who, "Thing", base::NodeId{7}); });
  };
  EXPECT_EQ(change(kEngineer, base::PlantId{1}), "granted");
  EXPECT_EQ(change(kEngineer, base::PlantId{2}), "403");
  EXPECT_EQ(change(kEngineer, base::PlantId{3}), "404");
}

TEST(Ownership, WhatIsNotThereIsNotFoundByItsName) {
  try {
    require_seen(std::optional<Thing>(), kAdmin, "Notification rule", base::NodeId{7});
    ADD_FAILURE();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.detail(), "Notification rule 7 not found");
  }
}

TEST(Ownership, IsACondition) {
  EXPECT_EQ(seen_by(kAdmin, "plant_id").condition(), "1 = 1");
  EXPECT_EQ(seen_by(kEngineer, "t.plant_id").condition(), "t.plant_id IN (?, ?)");
  EXPECT_EQ(seen_by(kStranger, "plant_id").condition(), "1 = 0");
  EXPECT_EQ(seen_or_shared(kAdmin, "plant_id").condition(), "1 = 1");
  EXPECT_EQ(seen_or_shared(kStranger, "plant_id").condition(), "(plant_id IS NULL OR 1 = 0)");
}

class OwnersTest : public PlantsTest {};

TEST_F(OwnersTest, AreToldOfManyRowsAtOnce) {
  const Caller root = sign_in("root", {{home, Role::admin}});
  const HierarchyNode node = run(hierarchy.create(root, home, {std::nullopt, "Line", "Line"}));
  db->read_now([&](db::Session& session) {
    const auto owners =
        plants::owners(session, "SELECT id, plant_id FROM hierarchy", "id", std::vector<base::NodeId>{node.id, {99}});
    EXPECT_THAT(owners, ::testing::ElementsAre(std::pair(node.id, Owner(home))));
    EXPECT_TRUE(
        plants::owners(session, "SELECT id, plant_id FROM hierarchy", "id", std::vector<base::NodeId>()).empty());
  });
}

TEST_F(OwnersTest, AreCheckedWithTheOtherFields) {
  db->read_now([&](db::Session& session) {
    base::Problems problems;
    check_plant(session, home, problems);
    check_plant(session, std::nullopt, problems);
    EXPECT_TRUE(problems.empty());
    check_plant(session, base::PlantId{99}, problems);
    EXPECT_FALSE(problems.empty());
  });
}

}  // namespace
}  // namespace openspc::plants::testing
