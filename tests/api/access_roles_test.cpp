// Who may do what, route by route: each write is tried by everybody below the role it needs, by an engineer of another
// plant, and by the least of those who may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using testing::AnyOf;

// Users of the built-in plant, each named by the role held there, from the least to the highest.
const std::vector<std::string> kRanks{"nobody", "operator", "supervisor", "engineer", "admin"};

struct RouteCase {
  const char* name;
  const char* method;
  const char* target;  // {words} are replaced by the ids of fresh objects
  const char* body;
  const char* least;  // the lowest role at the plant that may
};

void PrintTo(const RouteCase& route, std::ostream* out) {
  *out << route.method << ' ' << route.target;
}

std::string name_of(const testing::TestParamInfo<RouteCase>& info) {
  return info.param.name;
}

/// One server with everybody signed in, for all tests of this file.
struct World {
  World() {
    south = shop.new_plant("South", "SOUTH");
    shop.add_user("nobody", "", shop.plant);
    for (const auto* role : {"operator", "supervisor", "engineer"}) shop.add_user(role, role, shop.plant);
    shop.add_user("foreigner", "engineer", south);
    for (const auto* user : {"nobody", "operator", "supervisor", "engineer", "foreigner", "admin"})
      users.emplace(user, shop.signed_in(user));
    users.emplace("stranger", HttpClient(shop.server.port()));
  }

  Workshop shop;
  std::int64_t south = 0;
  std::map<std::string, HttpClient> users;
};

World& world() {
  static World everything;
  return everything;
}

/// The objects that a route acts on are fresh for each test.
class AccessTest : public testing::TestWithParam<RouteCase> {
 protected:
  AccessTest() {
    Workshop& shop = world().shop;
    const auto tag = std::to_string(++objects_);
    ids_["plant"] = shop.plant;
    ids_["spare_plant"] = shop.new_plant("Spare " + tag, "SPARE" + tag);
    ids_["node"] = shop.new_node(shop.plant, "Node " + tag);
    ids_["empty_node"] = shop.new_node(shop.plant, "Empty " + tag);
    ids_["empty_char"] = shop.new_characteristic({{"hierarchy_id", ids_["node"]}});
    ids_["char"] = shop.new_judged_characteristic({{"hierarchy_id", ids_["node"]}});
    shop.submit(ids_["char"], {10});
    const auto reply = shop.submit(ids_["char"], {20});
    ids_["sample"] = reply.at("sample_id").as_int64();
    ids_["violation"] = reply.at("violations").at(0).at("violation_id").as_int64();
  }

  [[nodiscard]] Reply ask(const std::string& user, const RouteCase& route, std::int64_t beside = 0) const {
    return world().users.at(user).request(route.method, filled(route.target, beside), filled(route.body, beside));
  }
  /// The answer about the objects that there are, and about ids that nothing has, told without the ids.
  [[nodiscard]] std::pair<std::string, std::string> answers_about_foreign_and_missing(const RouteCase& route) const {
    const auto told = [&](std::int64_t beside) {
      const Reply reply = ask("foreigner", route, beside);
      std::string text = reply.body;
      for (const auto& [word, id] : ids_)
        text = std::regex_replace(text, std::regex("\\b" + std::to_string(id + beside) + "\\b"), "?");
      return std::to_string(reply.status) + " " + text;
    };
    return {told(0), told(1'000'000)};
  }

 private:
  [[nodiscard]] std::string filled(std::string text, std::int64_t beside) const {
    for (const auto& [word, id] : ids_) {
      const std::string mark = "{" + word + "}";
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), std::to_string(id + beside));
    }
    return text;
  }

  static int objects_;
  std::map<std::string, std::int64_t> ids_;
};

int AccessTest::objects_ = 0;

using Writes = AccessTest;
using Reads = AccessTest;

TEST_P(Writes, AreForTheRoleThatTheRouteNamesAndAbove) {
  const auto& route = GetParam();
  for (const auto& user : kRanks) {
    if (user == route.least) break;
    // Who has no role at the plant does not see that there is anything.
    EXPECT_THAT(ask(user, route).status, user == "nobody" ? AnyOf(403, 404) : AnyOf(403, 403)) << user;
  }
  EXPECT_THAT(ask("foreigner", route).status, AnyOf(403, 404)) << "an engineer of another plant";
  const Reply allowed = ask(route.least, route);
  EXPECT_LT(allowed.status, 300) << route.least << ": " << allowed.body;
}

TEST_P(Writes, SayOfWhatIsInAnotherPlantWhatTheySayOfWhatDoesNotExist) {
  const auto [foreign, missing] = answers_about_foreign_and_missing(GetParam());
  EXPECT_EQ(foreign, missing);
}

TEST_P(Reads, SayOfWhatIsInAnotherPlantWhatTheySayOfWhatDoesNotExist) {
  const auto [foreign, missing] = answers_about_foreign_and_missing(GetParam());
  EXPECT_EQ(foreign, missing);
}

TEST_P(Writes, NeedACredential) {
  const Reply reply = ask("stranger", GetParam());
  EXPECT_EQ(reply.status, 401) << reply.body;
  EXPECT_EQ(reply.header("www-authenticate"), "Bearer");
}

INSTANTIATE_TEST_SUITE_P(
    Plants, Writes,
    testing::Values(RouteCase{"Create", "POST", "/api/v1/plants/", R"({"name":"P{node}","code":"P{node}"})", "admin"},
                    RouteCase{"Update", "PUT", "/api/v1/plants/{spare_plant}", R"({"is_active":false})", "admin"},
                    RouteCase{"Delete", "DELETE", "/api/v1/plants/{spare_plant}", "", "admin"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Hierarchy, Writes,
    testing::Values(RouteCase{"CreateInPlant", "POST", "/api/v1/plants/{plant}/hierarchies/",
                              R"({"name":"N","type":"Line"})", "engineer"},
                    RouteCase{"CreateBelow", "POST", "/api/v1/hierarchy/",
                              R"({"name":"N","type":"Cell","parent_id":{node}})", "engineer"},
                    RouteCase{"Move", "PATCH", "/api/v1/hierarchy/{empty_node}", R"({"parent_id":{node}})", "engineer"},
                    RouteCase{"CreateAtTheTop", "POST", "/api/v1/hierarchy/", R"({"name":"N","type":"Cell"})",
                              "engineer"},
                    RouteCase{"Update", "PATCH", "/api/v1/hierarchy/{node}", R"({"name":"Renamed"})", "engineer"},
                    RouteCase{"Delete", "DELETE", "/api/v1/hierarchy/{empty_node}", "", "engineer"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Characteristics, Writes,
    testing::Values(RouteCase{"Create", "POST", "/api/v1/characteristics/", R"({"name":"C","hierarchy_id":{node}})",
                              "engineer"},
                    RouteCase{"Update", "PATCH", "/api/v1/characteristics/{char}", R"({"name":"Renamed"})", "engineer"},
                    RouteCase{"Delete", "DELETE", "/api/v1/characteristics/{empty_char}", "", "engineer"},
                    RouteCase{"PutRules", "PUT", "/api/v1/characteristics/{char}/rules",
                              R"([{"rule_id":1,"is_enabled":false}])", "engineer"},
                    RouteCase{"SetLimits", "POST", "/api/v1/characteristics/{char}/set-limits",
                              R"({"ucl":30,"lcl":10,"center_line":20,"sigma":3})", "engineer"},
                    RouteCase{"RecalculateLimits", "POST",
                              "/api/v1/characteristics/{char}/recalculate-limits?min_samples=1", "", "engineer"},
                    RouteCase{"ChangeMode", "POST", "/api/v1/characteristics/{char}/change-mode",
                              R"({"new_mode":"VARIABLE_LIMITS"})", "engineer"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Samples, Writes,
                         testing::Values(RouteCase{"Submit", "POST", "/api/v1/samples/",
                                                   R"({"characteristic_id":{char},"measurements":[10]})", "operator"},
                                         RouteCase{"Import", "POST", "/api/v1/samples/batch",
                                                   R"({"characteristic_id":{char},"samples":[{"measurements":[10]}]})",
                                                   "operator"},
                                         RouteCase{"Edit", "PUT", "/api/v1/samples/{sample}",
                                                   R"({"measurements":[11],"reason":"typo"})", "supervisor"},
                                         RouteCase{"Exclude", "PATCH", "/api/v1/samples/{sample}/exclude",
                                                   R"({"is_excluded":true})", "supervisor"},
                                         RouteCase{"Delete", "DELETE", "/api/v1/samples/{sample}", "", "supervisor"}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(Violations, Writes,
                         testing::Values(RouteCase{"Acknowledge", "POST", "/api/v1/violations/{violation}/acknowledge",
                                                   R"({"user":"x","reason":"tool change"})", "supervisor"}),
                         name_of);

TEST_F(AccessTest, ANodeUnderAForeignParentIsRefusedAsUnderAParentThatDoesNotExist) {
  const auto node = world().shop.new_node(world().south, "South node");
  const std::string target = path("/api/v1/hierarchy/", node);
  const auto [foreign, missing] =
      answers_about_foreign_and_missing({"", "PATCH", target.c_str(), R"({"parent_id":{node}})", ""});
  EXPECT_EQ(foreign, missing);
  require(world().shop.admin.request("DELETE", target), 204);  // other tests expect this plant to be empty
}

TEST_P(Reads, AreForWhoeverHasARoleAtThePlantAndDenyToOthersThatTheObjectExists) {
  const auto& route = GetParam();
  EXPECT_EQ(ask("nobody", route).status, 404);
  EXPECT_EQ(ask("foreigner", route).status, 404);
  EXPECT_EQ(ask("operator", route).status, 200);
  EXPECT_EQ(ask("admin", route).status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    OneObject, Reads,
    testing::Values(RouteCase{"Plant", "GET", "/api/v1/plants/{plant}", "", ""},
                    RouteCase{"PlantTree", "GET", "/api/v1/plants/{plant}/hierarchies/", "", ""},
                    RouteCase{"Node", "GET", "/api/v1/hierarchy/{node}", "", ""},
                    RouteCase{"NodeCharacteristics", "GET", "/api/v1/hierarchy/{node}/characteristics", "", ""},
                    RouteCase{"Characteristic", "GET", "/api/v1/characteristics/{char}", "", ""},
                    RouteCase{"Rules", "GET", "/api/v1/characteristics/{char}/rules", "", ""},
                    RouteCase{"ChartData", "GET", "/api/v1/characteristics/{char}/chart-data", "", ""},
                    RouteCase{"ChartColumns", "GET", "/api/v1/characteristics/{char}/chart-data/columns", "", ""},
                    RouteCase{"Sample", "GET", "/api/v1/samples/{sample}", "", ""},
                    RouteCase{"SampleHistory", "GET", "/api/v1/samples/{sample}/history", "", ""},
                    RouteCase{"Violation", "GET", "/api/v1/violations/{violation}", "", ""}),
    name_of);

using Lists = AccessTest;

std::size_t items_in(const Reply& reply) {
  const auto json = require(reply, 200).json();
  return json.is_array() ? json.as_array().size() : json.at("items").as_array().size();
}

TEST_P(Lists, HoldNothingOfPlantsWhereTheCallerHasNoRole) {
  const auto& route = GetParam();
  EXPECT_EQ(items_in(ask("nobody", route)), 0U);
  EXPECT_EQ(items_in(ask("foreigner", route)), 0U);
  EXPECT_GT(items_in(ask("operator", route)), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    OfAllObjects, Lists,
    testing::Values(RouteCase{"Hierarchy", "GET", "/api/v1/hierarchy/", "", ""},
                    RouteCase{"Characteristics", "GET", "/api/v1/characteristics/", "", ""},
                    RouteCase{"CharacteristicsOfPlant", "GET", "/api/v1/characteristics/?plant_id={plant}", "", ""},
                    RouteCase{"Samples", "GET", "/api/v1/samples/", "", ""},
                    RouteCase{"SamplesOfCharacteristic", "GET", "/api/v1/samples/?characteristic_id={char}", "", ""},
                    RouteCase{"SamplesOfPlant", "GET", "/api/v1/samples/?plant_id={plant}", "", ""},
                    RouteCase{"Violations", "GET", "/api/v1/violations/", "", ""},
                    RouteCase{"ViolationsOfSample", "GET", "/api/v1/violations/?sample_id={sample}", "", ""},
                    RouteCase{"ViolationsOfPlant", "GET", "/api/v1/violations/?plant_id={plant}", "", ""}),
    name_of);

TEST_F(AccessTest, ListOfPlantsHoldsThoseWithARole) {
  const auto plants = require(world().users.at("foreigner").get("/api/v1/plants/"), 200).json();
  ASSERT_EQ(plants.as_array().size(), 1U);
  EXPECT_EQ(plants.at(0).at("code").as_string(), "SOUTH");
}

TEST_F(AccessTest, ViolationCountersAreThoseOfOwnPlants) {
  const RouteCase stats{"", "GET", "/api/v1/violations/stats", "", ""};
  EXPECT_EQ(ask("foreigner", stats).json().at("total").as_int64(), 0);
  EXPECT_GT(ask("operator", stats).json().at("total").as_int64(), 0);
}

TEST_F(AccessTest, BatchAcknowledgementRefusesEachForeignViolationByItself) {
  const RouteCase route{"", "POST", "/api/v1/violations/batch-acknowledge",
                        R"({"violation_ids":[{violation}],"user":"x","reason":"y"})", ""};
  EXPECT_EQ(ask("foreigner", route).json().at("successful").as_int64(), 0);
  EXPECT_EQ(ask("operator", route).json().at("successful").as_int64(), 0);
  EXPECT_EQ(ask("supervisor", route).json().at("successful").as_int64(), 1);
}

TEST_F(AccessTest, TheAcknowledgerIsTheCallerAndNotWhoTheBodyNames) {
  const RouteCase route{"", "POST", "/api/v1/violations/{violation}/acknowledge",
                        R"({"user":"somebody else","reason":"tool change"})", ""};
  EXPECT_EQ(ask("supervisor", route).json().at("ack_user").as_string(), "supervisor");
}

}  // namespace
}  // namespace openspc::test
