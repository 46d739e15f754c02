// The door of every route: all that the server's own /openapi.json lists, tried by every role, by an engineer of
// another plant and by strangers. A route that is not in the table below is a failure: say there who may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Ge;
using testing::Lt;

// public: strangers. any: whoever is signed in. Otherwise the least role, held at one plant at least, that gets in;
// with a star its service asks for it, which sees the body first.
constexpr const char* kDoors = R"(
GET / public
GET /api/v1/api-keys/ engineer
POST /api/v1/api-keys/ engineer
GET /api/v1/api-keys/own any
GET /api/v1/api-keys/{key_id} engineer
PATCH /api/v1/api-keys/{key_id} engineer
DELETE /api/v1/api-keys/{key_id} admin
POST /api/v1/api-keys/{key_id}/revoke admin
GET /api/v1/audit/ engineer
GET /api/v1/audit/export engineer
GET /api/v1/audit/kinds engineer
POST /api/v1/auth/change-password any
POST /api/v1/auth/login public
POST /api/v1/auth/logout public
GET /api/v1/auth/me any
PATCH /api/v1/auth/me any
POST /api/v1/auth/refresh public
GET /api/v1/auth/sessions any
DELETE /api/v1/auth/sessions any
DELETE /api/v1/auth/sessions/{session_id} any
POST /api/v1/auth/ws-ticket any
GET /api/v1/brokers/ any
POST /api/v1/brokers/ engineer
GET /api/v1/brokers/all/status any
GET /api/v1/brokers/current/status any
POST /api/v1/brokers/disconnect engineer
POST /api/v1/brokers/test engineer
GET /api/v1/brokers/{broker_id} any
PATCH /api/v1/brokers/{broker_id} engineer
DELETE /api/v1/brokers/{broker_id} admin
POST /api/v1/brokers/{broker_id}/activate engineer
POST /api/v1/brokers/{broker_id}/connect engineer
POST /api/v1/brokers/{broker_id}/deactivate engineer
POST /api/v1/brokers/{broker_id}/disconnect engineer
POST /api/v1/brokers/{broker_id}/discover engineer
DELETE /api/v1/brokers/{broker_id}/discover engineer
GET /api/v1/brokers/{broker_id}/sparkplug any
POST /api/v1/brokers/{broker_id}/sparkplug/births engineer
POST /api/v1/brokers/{broker_id}/sparkplug/commands engineer
GET /api/v1/brokers/{broker_id}/sparkplug/metrics any
GET /api/v1/brokers/{broker_id}/status any
GET /api/v1/brokers/{broker_id}/topics engineer
GET /api/v1/characteristics/ any
POST /api/v1/characteristics/ engineer
GET /api/v1/characteristics/{char_id} any
PATCH /api/v1/characteristics/{char_id} engineer
DELETE /api/v1/characteristics/{char_id} engineer
POST /api/v1/characteristics/{char_id}/change-mode engineer
GET /api/v1/characteristics/{char_id}/chart-data any
GET /api/v1/characteristics/{char_id}/chart-data/columns any
GET /api/v1/characteristics/{char_id}/chart-overview any
GET /api/v1/characteristics/{char_id}/limit-revisions any
POST /api/v1/characteristics/{char_id}/recalculate-limits engineer
POST /api/v1/characteristics/{char_id}/recalculate-limits/preview engineer
GET /api/v1/characteristics/{char_id}/rules any
PUT /api/v1/characteristics/{char_id}/rules engineer
POST /api/v1/characteristics/{char_id}/set-limits engineer
POST /api/v1/characteristics/{char_id}/set-limits/preview engineer
POST /api/v1/data-entry/batch operator*
GET /api/v1/data-entry/schema public
POST /api/v1/data-entry/submit operator*
GET /api/v1/hierarchy/ any
POST /api/v1/hierarchy/ engineer
GET /api/v1/hierarchy/{node_id} any
PATCH /api/v1/hierarchy/{node_id} engineer
DELETE /api/v1/hierarchy/{node_id} engineer
GET /api/v1/hierarchy/{node_id}/characteristics any
GET /api/v1/notifications/channels engineer
POST /api/v1/notifications/channels engineer
POST /api/v1/notifications/channels/preview engineer
GET /api/v1/notifications/channels/{channel_id} engineer
PATCH /api/v1/notifications/channels/{channel_id} engineer
DELETE /api/v1/notifications/channels/{channel_id} engineer
POST /api/v1/notifications/channels/{channel_id}/test engineer
GET /api/v1/notifications/deliveries engineer
GET /api/v1/notifications/deliveries/{delivery_id} engineer
POST /api/v1/notifications/deliveries/{delivery_id}/dismiss engineer
POST /api/v1/notifications/deliveries/{delivery_id}/retry engineer
GET /api/v1/notifications/rules engineer
POST /api/v1/notifications/rules engineer
GET /api/v1/notifications/rules/{rule_id} engineer
PUT /api/v1/notifications/rules/{rule_id} engineer
DELETE /api/v1/notifications/rules/{rule_id} engineer
GET /api/v1/notifications/smtp admin
PUT /api/v1/notifications/smtp admin
DELETE /api/v1/notifications/smtp admin
POST /api/v1/notifications/smtp/test admin
GET /api/v1/opcua-servers/ any
POST /api/v1/opcua-servers/ engineer
GET /api/v1/opcua-servers/all/certificates engineer
POST /api/v1/opcua-servers/all/certificates admin
GET /api/v1/opcua-servers/all/certificates/own engineer
DELETE /api/v1/opcua-servers/all/certificates/{fingerprint} admin
POST /api/v1/opcua-servers/all/certificates/{fingerprint}/reject admin
POST /api/v1/opcua-servers/all/certificates/{fingerprint}/trust admin
GET /api/v1/opcua-servers/all/mappings engineer
POST /api/v1/opcua-servers/all/mappings/import engineer
GET /api/v1/opcua-servers/all/status any
POST /api/v1/opcua-servers/test engineer
GET /api/v1/opcua-servers/{server_id} any
PATCH /api/v1/opcua-servers/{server_id} engineer
DELETE /api/v1/opcua-servers/{server_id} admin
POST /api/v1/opcua-servers/{server_id}/activate engineer
GET /api/v1/opcua-servers/{server_id}/browse engineer
GET /api/v1/opcua-servers/{server_id}/browse/value engineer
POST /api/v1/opcua-servers/{server_id}/connect engineer
POST /api/v1/opcua-servers/{server_id}/deactivate engineer
POST /api/v1/opcua-servers/{server_id}/disconnect engineer
POST /api/v1/opcua-servers/{server_id}/mappings engineer
POST /api/v1/opcua-servers/{server_id}/mappings/test engineer
PUT /api/v1/opcua-servers/{server_id}/mappings/{characteristic_id} engineer
PATCH /api/v1/opcua-servers/{server_id}/mappings/{characteristic_id} engineer
DELETE /api/v1/opcua-servers/{server_id}/mappings/{characteristic_id} engineer
GET /api/v1/opcua-servers/{server_id}/reactions engineer
POST /api/v1/opcua-servers/{server_id}/reactions engineer
DELETE /api/v1/opcua-servers/{server_id}/reactions/{reaction_id} engineer
GET /api/v1/opcua-servers/{server_id}/read engineer
GET /api/v1/opcua-servers/{server_id}/status any
GET /api/v1/opcua-servers/{server_id}/writable-nodes engineer
POST /api/v1/opcua-servers/{server_id}/writable-nodes admin
DELETE /api/v1/opcua-servers/{server_id}/writable-nodes/{writable_node_id} admin
POST /api/v1/opcua-servers/{server_id}/write engineer
GET /api/v1/opcua/servers any
GET /api/v1/plants/ any
POST /api/v1/plants/ admin
GET /api/v1/plants/{plant_id} any
PUT /api/v1/plants/{plant_id} admin
DELETE /api/v1/plants/{plant_id} admin
GET /api/v1/plants/{plant_id}/hierarchies/ any
POST /api/v1/plants/{plant_id}/hierarchies/ engineer
GET /api/v1/providers/status any
POST /api/v1/providers/tag/refresh engineer
POST /api/v1/providers/tag/restart engineer
POST /api/v1/samples/ operator*
GET /api/v1/samples/ any
POST /api/v1/samples/batch operator*
GET /api/v1/samples/{sample_id} any
PUT /api/v1/samples/{sample_id} supervisor
DELETE /api/v1/samples/{sample_id} supervisor
PATCH /api/v1/samples/{sample_id}/exclude supervisor
GET /api/v1/samples/{sample_id}/history any
POST /api/v1/tags/import engineer
POST /api/v1/tags/map engineer
DELETE /api/v1/tags/map/{characteristic_id} engineer
PATCH /api/v1/tags/map/{characteristic_id} engineer
GET /api/v1/tags/mappings engineer
POST /api/v1/tags/preview engineer
GET /api/v1/tags/templates engineer
POST /api/v1/tags/templates engineer
POST /api/v1/tags/templates/apply engineer
POST /api/v1/tags/templates/preview engineer
DELETE /api/v1/tags/templates/{template_id} engineer
POST /api/v1/tags/test engineer
GET /api/v1/users/ admin
POST /api/v1/users/ admin
GET /api/v1/users/{user_id} admin
PATCH /api/v1/users/{user_id} admin
DELETE /api/v1/users/{user_id} admin
PUT /api/v1/users/{user_id}/branches admin
DELETE /api/v1/users/{user_id}/permanent admin
POST /api/v1/users/{user_id}/reset-password admin
POST /api/v1/users/{user_id}/roles admin
DELETE /api/v1/users/{user_id}/roles/{plant_id} admin
GET /api/v1/users/{user_id}/sessions admin
DELETE /api/v1/users/{user_id}/sessions admin
DELETE /api/v1/users/{user_id}/sessions/{session_id} admin
GET /api/v1/violations/ any
POST /api/v1/violations/batch-acknowledge supervisor*
GET /api/v1/violations/reason-codes any
GET /api/v1/violations/stats any
GET /api/v1/violations/{violation_id} any
POST /api/v1/violations/{violation_id}/acknowledge supervisor*
GET /api/v1/websocket/connect public
GET /docs public
GET /docs/oauth2-redirect public
GET /health public
GET /healthz public
GET /metrics public
GET /openapi.json public
GET /redoc public
GET /ws/samples public
)";

const std::vector<std::string> kRoles{"nobody", "operator", "supervisor", "engineer", "admin"};

struct Door {
  std::string least;
  bool is_in_service = false;
};

std::map<std::string, Door> doors() {
  std::map<std::string, Door> table;
  std::istringstream lines(kDoors);
  std::string method, path, least;
  while (lines >> method >> path >> least) {
    const bool is_in_service = least.ends_with('*');
    if (is_in_service) least.pop_back();
    table[method + " " + path] = {least, is_in_service};
  }
  return table;
}

struct Listed {
  std::string method, path;
  [[nodiscard]] std::string name() const { return method + " " + path; }
  [[nodiscard]] bool is_read() const { return method == "GET"; }
};

std::vector<Listed> listed_routes(Workshop& shop) {
  std::vector<Listed> routes;
  const auto document = require(shop.admin.get("/openapi.json"), 200).json();
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      std::string upper;
      for (const char c : std::string_view(method)) upper += static_cast<char>(std::toupper(c));
      routes.push_back({upper, std::string(path)});
    }
  }
  return routes;
}

/// One server with everybody signed in and one object of each kind in the built-in plant.
class EveryRoute : public testing::Test {
 protected:
  EveryRoute() {
    for (const auto& role : kRoles) {
      if (role == "admin") continue;
      shop.add_user(role, role == "nobody" ? "" : role, shop.plant);
      users.emplace(role, shop.signed_in(role));
    }
    users.emplace("admin", shop.signed_in("admin"));
    shop.add_user("foreigner", "engineer", shop.new_plant("South", "SOUTH"));
    users.emplace("foreigner", shop.signed_in("foreigner"));
    users.emplace("stranger", HttpClient(shop.server.port()));
    const auto characteristic = shop.new_judged_characteristic();
    const auto reply = shop.submit(characteristic, {20});
    ids["plant_id"] = std::to_string(shop.plant);
    ids["node_id"] = std::to_string(shop.line);
    ids["char_id"] = ids["characteristic_id"] = std::to_string(characteristic);
    ids["sample_id"] = std::to_string(reply.at("sample_id").as_int64());
    ids["violation_id"] = std::to_string(reply.at("violations").at(0).at("violation_id").as_int64());
    ids["broker_id"] = std::to_string(id_of(shop.admin.post(
        "/api/v1/brokers/", {{"name", "B"}, {"host", "localhost"}, {"plant_id", shop.plant}, {"is_active", false}})));
    const boost::json::object key{{"name", "K"}, {"plants", boost::json::array{shop.plant}}};
    ids["key_id"] = require(shop.admin.post("/api/v1/api-keys/", key), 201).json().at("id").as_string();
  }

  /// With the ids of what there is in the built-in plant, or with ids that nothing has.
  [[nodiscard]] std::string filled(std::string path, bool is_there) const {
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
      const auto end = path.find('}', at);
      const auto id = ids.find(path.substr(at + 1, end - at - 1));
      path.replace(at, end - at + 1, is_there && id != ids.end() ? id->second : std::string("999999"));
    }
    return path;
  }
  /// Is it about one object that belongs to the built-in plant?
  [[nodiscard]] bool is_of_the_plant(const std::string& path) const {
    for (const auto& [name, id] : ids) {
      if (path.find("{" + name + "}") != std::string::npos) return true;
    }
    return false;
  }
  int ask(const std::string& user, const Listed& route, bool is_there) {
    return users.at(user).request(route.method, filled(route.path, is_there), route.is_read() ? "" : "{}").status;
  }

  Workshop shop;
  std::map<std::string, HttpClient> users;
  std::map<std::string, std::string> ids;
  const std::map<std::string, Door> table = doors();
};

TEST_F(EveryRoute, SaysWhoMayEnter) {
  std::set<std::string> served;
  for (const Listed& route : listed_routes(shop)) {
    served.insert(route.name());
    EXPECT_TRUE(table.contains(route.name())) << route.name() << " is not in the table";
  }
  for (const auto& [name, door] : table) EXPECT_TRUE(served.contains(name)) << name << " is no longer served";
}

TEST_F(EveryRoute, TurnsStrangersAwayUnlessItIsPublic) {
  for (const Listed& route : listed_routes(shop)) {
    if (table.contains(route.name()) && table.at(route.name()).least == "public") continue;
    EXPECT_EQ(ask("stranger", route, true), 401) << route.name();
  }
}

TEST_F(EveryRoute, TurnsAwayWhoHasTooLittleARole) {
  for (const Listed& route : listed_routes(shop)) {
    const auto door = table.find(route.name());
    if (door == table.end()) continue;
    const auto least = std::ranges::find(kRoles, door->second.least);
    if (least == kRoles.end()) continue;  // public, any
    for (auto role = kRoles.begin(); role != least; ++role) {
      const int status = ask(*role, route, true);
      if (door->second.is_in_service) {
        EXPECT_THAT(status, AllOf(Ge(400), Lt(500))) << *role << ": " << route.name();
      } else {
        EXPECT_EQ(status, 403) << *role << ": " << route.name();
      }
    }
  }
}

TEST_F(EveryRoute, ShowsNothingOfAPlantToWhoHasNoRoleThere) {
  for (const Listed& route : listed_routes(shop)) {
    const auto door = table.find(route.name());
    if (door == table.end() || door->second.least == "public" || !is_of_the_plant(route.path)) continue;
    for (const auto* user : {"nobody", "foreigner"}) {
      const int status = ask(user, route, true);
      // A body or a parameter that is missing is seen before the object is.
      EXPECT_THAT(status, AnyOf(400, 403, 404, 422)) << user << ": " << route.name();
    }
  }
}

TEST_F(EveryRoute, LetsAdministratorsIn) {
  for (const Listed& route : listed_routes(shop)) {
    const auto door = table.find(route.name());
    if (door == table.end() || door->second.least == "public" || route.path == "/api/v1/auth/sessions") continue;
    const int status = ask("admin", route, false);
    EXPECT_NE(status, 401) << route.name();
    EXPECT_NE(status, 403) << route.name();
  }
}

}  // namespace
}  // namespace openspc::test
