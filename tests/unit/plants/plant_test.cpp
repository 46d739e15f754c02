// Plants: who sees which, and what creating, changing and deleting one does.

#include <gmock/gmock.h>

#include "plants_fixture.h"

namespace openspc::plants::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class PlantTest : public PlantsTest {
 protected:
  std::vector<std::string> codes_seen_by(const Caller& caller, bool active_only = false) {
    std::vector<std::string> codes;
    for (const Plant& plant : run(plants.list(caller.principal, active_only))) codes.push_back(plant.code);
    return codes;
  }

  Caller admin = sign_in("root", {{home, net::Role::admin}});
};

TEST_F(PlantTest, AdminsSeeAllByName) {
  run(plants.create(admin, {"Zwickau", "ZWI", true, {}}));
  run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  EXPECT_THAT(codes_seen_by(admin), ElementsAre("AAC", "DEFAULT", "ZWI"));
}

TEST_F(PlantTest, OthersSeeThePlantsOfTheirRoles) {
  const Plant aachen = run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  const Caller ann = sign_in("ann", {{aachen.id, net::Role::operator_}});
  EXPECT_THAT(codes_seen_by(ann), ElementsAre("AAC"));
  EXPECT_EQ(run(plants.get(ann.principal, aachen.id)).name, "Aachen");
  EXPECT_THAT(refusal(plants.get(ann.principal, home)), StartsWith("404"));
  EXPECT_THAT(codes_seen_by(sign_in("guest", {})), IsEmpty());
}

TEST_F(PlantTest, InactiveOnesCanBeLeftOut) {
  run(plants.create(admin, {"Aachen", "AAC", false, {}}));
  EXPECT_THAT(codes_seen_by(admin), ElementsAre("AAC", "DEFAULT"));
  EXPECT_THAT(codes_seen_by(admin, true), ElementsAre("DEFAULT"));
}

TEST_F(PlantTest, ANewOneIsShownAsStored) {
  const Plant plant = run(plants.create(admin, {"Aachen", "AAC", true, boost::json::object{{"shifts", 3}}}));
  EXPECT_EQ(plant.name, "Aachen");
  EXPECT_EQ(plant.settings, (boost::json::object{{"shifts", 3}}));
  EXPECT_EQ(plant.created_at, clock.now());
  EXPECT_EQ(plant.updated_at, clock.now());
  EXPECT_FALSE(run(plants.create(admin, {"Bonn", "BON", true, {}})).settings);
  EXPECT_THAT(audit_trail(), Contains("plant.created").Times(2));
}

TEST_F(PlantTest, ANewOneGetsEveryAdminAtOnce) {
  const identity::SignIn second = (add_user("second", {{home, net::Role::admin}}), login("second"));
  add_user("ann", {{home, net::Role::engineer}});
  EXPECT_EQ(principal_of(second.access_token).roles.size(), 1U);
  const Plant plant = run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  const auto roles = principal_of(second.access_token).roles;
  EXPECT_THAT(roles, Contains(std::make_pair(plant.id, net::Role::admin)));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM user_plant_role WHERE role = 'admin' AND plant_id <> 1"), 2);
}

TEST_F(PlantTest, TakenNamesAndCodesAreConflictsThatNameTheMember) {
  run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  EXPECT_THAT(refusal(plants.create(admin, {"Aachen", "BON", true, {}})), HasSubstr("409 Plant with name 'Aachen'"));
  EXPECT_THAT(refusal(plants.create(admin, {"Bonn", "AAC", true, {}})), HasSubstr("409 Plant with code 'AAC'"));
  PlantUpdate rename;
  rename.field<&PlantCreate::name>() = std::string("Aachen");
  EXPECT_THAT(refusal(plants.update(admin, home, rename)), HasSubstr("409 Plant with name"));
}

TEST_F(PlantTest, AnUpdateChangesWhatItNames) {
  const Plant before = run(plants.create(admin, {"Aachen", "AAC", true, boost::json::object{{"shifts", 3}}}));
  clock.advance(1h);
  PlantUpdate update;
  update.field<&PlantCreate::name>() = std::string("Bonn");
  update.field<&PlantCreate::is_active>() = false;
  const Plant after = run(plants.update(admin, before.id, update));
  EXPECT_EQ(after.name, "Bonn");
  EXPECT_EQ(after.code, "AAC");
  EXPECT_FALSE(after.is_active);
  EXPECT_EQ(after.settings, before.settings);
  EXPECT_EQ(after.created_at, before.created_at);
  EXPECT_EQ(after.updated_at, clock.now());
  EXPECT_EQ(scalar<base::Timestamp>("SELECT at FROM audit_event WHERE action = 'plant.updated'"), clock.now());
  EXPECT_EQ(audit_detail("plant.updated"), (boost::json::value{{"name", {{"from", "Aachen"}, {"to", "Bonn"}}},
                                                               {"is_active", {{"from", true}, {"to", false}}}}));
}

TEST_F(PlantTest, AnUpdateReplacesTheSettingsAsAWhole) {
  const Plant before = run(plants.create(admin, {"Aachen", "AAC", true, boost::json::object{{"a", 1}, {"b", 2}}}));
  PlantUpdate update;
  update.field<&PlantCreate::settings>() = boost::json::object{{"c", 3}};
  EXPECT_EQ(run(plants.update(admin, before.id, update)).settings, (boost::json::object{{"c", 3}}));
}

TEST_F(PlantTest, AnEmptyUpdateChangesNothing) {
  const Plant before = run(plants.get(admin.principal, home));
  clock.advance(1h);
  EXPECT_EQ(run(plants.update(admin, home, {})).updated_at, before.updated_at);
  EXPECT_THAT(audit_trail(), Not(Contains("plant.updated")));
}

TEST_F(PlantTest, TheBuiltInOneKeepsItsCodeAndStays) {
  PlantUpdate update;
  update.field<&PlantCreate::code>() = std::string("OTHER");
  EXPECT_THAT(refusal(plants.update(admin, home, update)), StartsWith("400"));
  EXPECT_THAT(refusal(plants.remove(admin, home)), StartsWith("400"));
  update.field<&PlantCreate::code>() = std::string("DEFAULT");
  update.field<&PlantCreate::name>() = std::string("Main plant");
  EXPECT_EQ(run(plants.update(admin, home, update)).name, "Main plant");
}

TEST_F(PlantTest, DeletingOneTakesEverythingAlongAndIsAudited) {
  const Plant plant = run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  const HierarchyNode line = run(hierarchy.create(admin, plant.id, {std::nullopt, "Line", "Line"}));
  const base::CharacteristicId bore = add_characteristic(line.id);
  add_sample(bore);
  add_sample(bore);
  std::vector<base::CharacteristicId> lost;
  const auto subscription =
      bus.subscribe<CharacteristicsDeleted>([&](const CharacteristicsDeleted& event) { lost = event.characteristics; });

  run(plants.remove(admin, plant.id));

  for (const char* table : {"hierarchy", "characteristic", "sample"}) {
    EXPECT_EQ(scalar<int>(std::string("SELECT COUNT(*) FROM ") + table), 0) << table;
  }
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM user_plant_role WHERE plant_id <> 1"), 0);
  const boost::json::value detail = audit_detail("plant.deleted");
  EXPECT_EQ(detail.at("code"), "AAC");
  EXPECT_EQ(detail.at("nodes"), 1);
  EXPECT_EQ(detail.at("characteristics"), 1);
  EXPECT_EQ(detail.at("samples"), 2);
  EXPECT_THAT(lost, ElementsAre(bore));
}

TEST_F(PlantTest, RolesAtADeletedOneAreForgottenAtOnce) {
  const Plant plant = run(plants.create(admin, {"Aachen", "AAC", true, {}}));
  add_user("ann", {{plant.id, net::Role::engineer}});
  const identity::SignIn ann = login("ann");
  EXPECT_EQ(principal_of(ann.access_token).highest(), net::Role::engineer);
  run(plants.remove(admin, plant.id));
  EXPECT_EQ(principal_of(ann.access_token).highest(), net::Role::none);
}

TEST_F(PlantTest, UnknownOnesAreNotFound) {
  EXPECT_EQ(refusal(plants.get(admin.principal, {99})), "404 Plant 99 not found");
  EXPECT_THAT(refusal(plants.update(admin, {99}, {})), StartsWith("404"));
  EXPECT_THAT(refusal(plants.remove(admin, {99})), StartsWith("404"));
}

TEST(PlantBody, CodesAreShortAndInCapitals) {
  const auto type_of_error = [](const char* code) {
    try {
      net::from_json<PlantCreate>({{"name", "Aachen"}, {"code", code}});
    } catch (const base::Error& error) {
      return error.fields().at(0).type;
    }
    return std::string("none");
  };
  EXPECT_EQ(type_of_error("AAC_1-X"), "none");
  EXPECT_EQ(type_of_error("aac"), "string_pattern_mismatch");
  EXPECT_EQ(type_of_error(""), "string_too_short");
  EXPECT_EQ(type_of_error("ABCDEFGHIJK"), "string_too_long");
}

TEST(VisibleFilter, IsAConditionOnThePlantsOfTheCaller) {
  net::Principal principal;
  EXPECT_EQ(visible_filter(principal, "p.id").sql, "1 = 0");
  principal.roles = {{{3}, net::Role::operator_}, {{5}, net::Role::engineer}};
  const VisibleFilter filter = visible_filter(principal, "p.id");
  EXPECT_EQ(filter.sql, "p.id IN (?, ?)");
  EXPECT_THAT(filter.values, ElementsAre(db::Value(std::int64_t{3}), db::Value(std::int64_t{5})));
  principal.roles.push_back({{7}, net::Role::admin});
  EXPECT_EQ(visible_filter(principal, "p.id").sql, "1 = 1");
}

}  // namespace
}  // namespace openspc::plants::testing
