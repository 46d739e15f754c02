// API keys over the wire: what a machine may do by one, and what nobody may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "session_fixture.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ApiKeysTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(strict()); }
  static void TearDownTestSuite() { shop_.reset(); }

  /// A key of this purpose and these limits.
  boost::json::value new_key(object members) {
    members.emplace("name", "Gauge 7");
    return require(admin.post("/api/v1/api-keys/", members), 201).json();
  }
  static HttpClient::Headers by(const boost::json::value& key) {
    return {{"X-API-Key", std::string(key.at("key").as_string())}};
  }
  static std::string id(const boost::json::value& key) { return std::string(key.at("id").as_string()); }
  Reply submit(const boost::json::value& key, std::int64_t characteristic, double reading = 10) {
    return stranger.post("/api/v1/data-entry/submit", sample_of(characteristic, {reading}), by(key));
  }
  /// Signed in, with this role at the built-in plant; an empty one is none.
  HttpClient somebody(const std::string& role) {
    const std::string name = "somebody " + std::to_string(++people_);
    const std::string password = "correct horse battery";
    const auto user = id_of(admin.post("/api/v1/users/", object{{"username", name}, {"password", password}}));
    if (!role.empty())
      require(admin.post(path("/api/v1/users/", user, "/roles"), object{{"plant_id", shop.plant}, {"role", role}}),
              200);
    HttpClient client(shop.server.port());
    client.sign_in(name, password);
    return client;
  }

  Workshop& shop = *shop_;
  HttpClient& admin = shop.admin;
  HttpClient stranger{shop.server.port()};

 private:
  static std::unique_ptr<Workshop> shop_;
  static int people_;
};

std::unique_ptr<Workshop> ApiKeysTest::shop_;
int ApiKeysTest::people_ = 0;

TEST_F(ApiKeysTest, TheSecretIsShownOnceAndKeptAsADigest) {
  const auto key = new_key({});
  const std::string secret(key.at("key").as_string());
  EXPECT_THAT(secret, StartsWith("openspc_"));
  EXPECT_EQ(secret.size(), 51U);
  EXPECT_THAT(admin.get("/api/v1/api-keys/").body, Not(HasSubstr(secret)));
  EXPECT_THAT(admin.get("/api/v1/api-keys/" + id(key)).body, Not(HasSubstr("\"key\"")));
  for (const auto& row :
       shop.server.stored().rows("SELECT key_hash, key_prefix FROM api_keys WHERE id = '" + id(key) + "'")) {
    EXPECT_THAT(row[0], StartsWith("sha256$"));
    EXPECT_THAT(row[0] + row[1], Not(HasSubstr(secret.substr(8))));
  }
}

TEST_F(ApiKeysTest, AKeyForEnteringSubmitsAndReadsNothing) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto key = new_key({});
  const auto stored = require(submit(key, characteristic, 20), 201).json();
  EXPECT_FALSE(stored.at("in_control").as_bool());
  EXPECT_EQ(stored.at("violations").at(0).at("rule_id").as_int64(), 1);
  require(stranger.post("/api/v1/samples/", sample_of(characteristic, {10}), by(key)), 201);
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", characteristic), by(key)).status, 403);
  EXPECT_EQ(stranger.get("/api/v1/users/", by(key)).status, 401);
  EXPECT_EQ(stranger.get("/api/v1/auth/me", by(key)).status, 401);
}

TEST_F(ApiKeysTest, ASampleTellsWhichKeyItCameBy) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({{"name", "Gauge of line 2"}});
  const auto sample = require(submit(key, characteristic), 201).json().at("sample_id").as_int64();
  EXPECT_EQ(admin.get(path("/api/v1/samples/", sample)).json().at("operator_id").as_string(),
            "API key Gauge of line 2");
}

TEST_F(ApiKeysTest, AKeyForReadingReadsAndSubmitsNothing) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto key = new_key({{"purpose", "read"}});
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", characteristic, "/chart-data"), by(key)).status, 200);
  EXPECT_EQ(stranger.get("/api/v1/samples/", by(key)).status, 200);
  EXPECT_EQ(stranger.get("/api/v1/violations/", by(key)).status, 200);
  EXPECT_EQ(submit(key, characteristic).status, 403);
  EXPECT_EQ(
      stranger.request("PATCH", path("/api/v1/characteristics/", characteristic), R"({"name":"x"})", by(key)).status,
      401);
}

TEST_F(ApiKeysTest, ALimitedKeyIsForItsCharacteristicsAlone) {
  const auto mine = shop.new_characteristic();
  const auto other = shop.new_characteristic();
  const auto key = new_key({{"purpose", "both"}, {"characteristics", array{mine}}});
  require(submit(key, mine), 201);
  EXPECT_EQ(submit(key, other).status, 403);
  EXPECT_EQ(submit(key, 999'999).status, 403) << "what is missing is told as what is not allowed";
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", mine), by(key)).status, 200);
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", other), by(key)).status, 404);
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", other, "/chart-data"), by(key)).status, 404);
  EXPECT_EQ(stranger.get(path("/api/v1/samples/?characteristic_id=", mine), by(key)).status, 200);
  EXPECT_EQ(stranger.get(path("/api/v1/samples/?characteristic_id=", other), by(key)).status, 404);
  EXPECT_EQ(stranger.get("/api/v1/samples/", by(key)).status, 422);
  EXPECT_EQ(stranger.get("/api/v1/violations/", by(key)).status, 403);
}

TEST_F(ApiKeysTest, AKeyOfABranchIsForWhatHangsBelowIt) {
  const auto line = shop.new_node(shop.plant, "Line");
  const auto cell =
      id_of(admin.post("/api/v1/hierarchy/", object{{"name", "Cell"}, {"type", "Cell"}, {"parent_id", line}}));
  const auto below = shop.new_characteristic({{"hierarchy_id", cell}});
  const auto beside = shop.new_characteristic();
  const auto key = new_key({{"branches", array{line}}});
  require(submit(key, below), 201);
  EXPECT_EQ(submit(key, beside).status, 403);
}

TEST_F(ApiKeysTest, AKeyOfAPlantIsNotForAnother) {
  const auto plant = shop.new_plant("Key plant", "KEYP");
  const auto node = shop.new_node(plant, "Line");
  const auto foreign = shop.new_characteristic({{"hierarchy_id", node}});
  const auto key = new_key({{"plants", array{shop.plant}}});
  require(submit(key, shop.new_characteristic()), 201);
  EXPECT_EQ(submit(key, foreign).status, 403);
}

TEST_F(ApiKeysTest, WhatAKeyIsLimitedToMayGoAndLeavesItWithNothing) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({{"characteristics", array{characteristic}}});
  require(admin.remove(path("/api/v1/characteristics/", characteristic)), 204);
  EXPECT_EQ(submit(key, shop.new_characteristic()).status, 403);
}

TEST_F(ApiKeysTest, ADisplayKeyShowsItsCharacteristicsAndNothingElse) {
  const auto shown = shop.new_judged_characteristic();
  const auto other = shop.new_judged_characteristic();
  const auto key = new_key({{"purpose", "display"}, {"characteristics", array{shown}}});
  EXPECT_EQ(stranger.get("/api/v1/api-keys/own", by(key)).json().at("characteristics").at(0).as_int64(), shown);
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", shown, "/chart-data"), by(key)).status, 200);
  EXPECT_EQ(stranger.get(path("/api/v1/characteristics/", other, "/chart-data"), by(key)).status, 404);
  EXPECT_EQ(stranger.get(path("/api/v1/samples/?characteristic_id=", shown), by(key)).status, 403);
  EXPECT_EQ(submit(key, shown).status, 403);
  EXPECT_EQ(admin.post("/api/v1/api-keys/", object{{"name", "Wall"}, {"purpose", "display"}}).status, 422);
}

TEST_F(ApiKeysTest, ARevokedADeletedAndAnExpiredKeyAreRefusedInTheSameWords) {
  const auto characteristic = shop.new_characteristic();
  const auto revoked = new_key({});
  const auto deleted = new_key({});
  const auto expired = new_key({{"expires_at", "2020-01-01T00:00:00Z"}});
  require(submit(revoked, characteristic), 201);
  require(submit(deleted, characteristic), 201);
  require(admin.post("/api/v1/api-keys/" + id(revoked) + "/revoke", object{}), 200);
  require(admin.remove("/api/v1/api-keys/" + id(deleted)), 204);
  const boost::json::value unknown = object{{"key", "openspc_" + std::string(42, 'A') + "A"}};
  for (const auto* key : {&revoked, &deleted, &expired, &unknown}) {
    const Reply reply = submit(*key, characteristic);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.header("www-authenticate"), "Bearer");
    EXPECT_EQ(reply.body, R"({"detail":"Invalid or expired API key"})");
  }
  require(admin.patch("/api/v1/api-keys/" + id(revoked), object{{"is_active", true}}), 200);
  require(submit(revoked, characteristic), 201);
}

TEST_F(ApiKeysTest, AnEngineerMakesKeysForOwnPlantsAndSwitchesNoneOnAgain) {
  const auto south = shop.new_plant("South", "SOUTH");
  HttpClient client = somebody("engineer");
  const auto key = require(client.post("/api/v1/api-keys/", object{{"name", "Mine"}}), 201).json();
  EXPECT_EQ(key.at("scope").as_string(), "plants");
  EXPECT_EQ(client.post("/api/v1/api-keys/", object{{"name", "x"}, {"plants", array{south}}}).status, 422);
  require(client.patch("/api/v1/api-keys/" + id(key), object{{"is_active", false}}), 200);
  EXPECT_EQ(client.patch("/api/v1/api-keys/" + id(key), object{{"is_active", true}}).status, 403);
  EXPECT_EQ(client.post("/api/v1/api-keys/" + id(key) + "/revoke", object{}).status, 403);
  const auto of_all = new_key({});
  EXPECT_EQ(client.get("/api/v1/api-keys/" + id(of_all)).status, 404);
  EXPECT_THAT(client.get("/api/v1/api-keys/").body, Not(HasSubstr(id(of_all))));
}

TEST_F(ApiKeysTest, AKeyHasItsOwnRate) {
  const auto characteristic = shop.new_characteristic();
  const auto slow = new_key({{"rate_limit_per_minute", 2}});
  const auto other = new_key({});
  require(submit(slow, characteristic), 201);
  require(submit(slow, characteristic), 201);
  const Reply refused = submit(slow, characteristic);
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.header("retry-after"), "");
  require(submit(other, characteristic), 201);
}

TEST_F(ApiKeysTest, LastUseIsToldToAMinute) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({});
  EXPECT_TRUE(admin.get("/api/v1/api-keys/" + id(key)).json().at("last_used_at").is_null());
  require(submit(key, characteristic), 201);
  EXPECT_TRUE(admin.get("/api/v1/api-keys/" + id(key)).json().at("last_used_at").is_string());
}

TEST_F(ApiKeysTest, ABearerTokenGoesBeforeAKey) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({});
  require(admin.post("/api/v1/data-entry/submit", sample_of(characteristic, {1}), {{"X-API-Key", "nonsense"}}), 201);
  HttpClient stale(shop.server.port());
  stale.token = "no.good.token";
  require(stale.post("/api/v1/data-entry/submit", sample_of(characteristic, {1}), by(key)), 201);
}

TEST_F(ApiKeysTest, AKeyInTheAddressOpensNothing) {
  const auto characteristic = shop.new_characteristic();
  const std::string secret(new_key({}).at("key").as_string());
  EXPECT_EQ(stranger.post("/api/v1/data-entry/submit?api_key=" + secret, sample_of(characteristic, {1})).status, 401);
  EXPECT_EQ(stranger.post("/api/v1/data-entry/submit?X-API-Key=" + secret, sample_of(characteristic, {1})).status, 401);
}

TEST_F(ApiKeysTest, NoKeyIsInTheLog) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({});
  require(submit(key, characteristic), 201);
  EXPECT_EQ(submit(key, 999'999).status, 400);
  EXPECT_THAT(shop.server.log(), Not(HasSubstr(std::string(key.at("key").as_string()))));
}

TEST_F(ApiKeysTest, ARevokedKeyIsRefusedByEveryServerWithinTwoSeconds) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({});
  ServerProcess second(strict_replica(shop.server));
  HttpClient there(second.port());
  const auto status = [&] { return there.post("/api/v1/samples/", sample_of(characteristic, {1}), by(key)).status; };
  EXPECT_EQ(status(), 201);
  require(admin.post("/api/v1/api-keys/" + id(key) + "/revoke", object{}), 200);
  wait_for([&] { return status() == 401; }, "the key is refused", std::chrono::seconds(2));
}

TEST_F(ApiKeysTest, KeysOfAnOlderDatabaseWorkAndAreKeptAsDigestsFromTheirFirstUseOn) {
  const auto characteristic = shop.new_characteristic();
  const auto other = shop.new_characteristic();
  const boost::json::value old = object{{"key", "openspc_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}};
  // With a bcrypt hash of the secret, as 0.4 kept it; of less cost.
  shop.server.stored().execute(
      "INSERT INTO api_keys (id, name, key_hash, key_prefix, created_at, permissions, rate_limit_per_minute, "
      "is_active) "
      "VALUES ('old-key', 'Old', '$2b$04$abcdefghijklmnopqrstuuObGsMWl3zWriOCzjISQzg7gEeQ8LgbS', 'openspc_', "
      "'2025-01-01 00:00:00', '{\"characteristics\": [" +
      std::to_string(characteristic) + "]}', 60, ${true})");
  require(submit(old, characteristic), 201);
  EXPECT_EQ(submit(old, other).status, 403);
  const auto rows = shop.server.stored().rows("SELECT key_hash FROM api_keys WHERE id = 'old-key'");
  EXPECT_THAT(rows.at(0).at(0), StartsWith("sha256$"));
  EXPECT_EQ(admin.get("/api/v1/api-keys/old-key").json().at("scope").as_string(), "characteristics");
  require(submit(old, characteristic), 201);
}

TEST_F(ApiKeysTest, WhatIsWrongWithABodyIsNamedByItsField) {
  const auto field = [&](object body) {
    body.emplace("name", "x");
    const Reply reply = admin.post("/api/v1/api-keys/", body);
    EXPECT_EQ(reply.status, 422) << reply.body;
    return boost::json::serialize(reply.json().at("detail").at(0).at("loc"));
  };
  EXPECT_THAT(field({{"name", ""}}), HasSubstr("name"));
  EXPECT_THAT(field({{"name", std::string(10'000, 'a')}}), HasSubstr("name"));
  EXPECT_THAT(field({{"name", std::string("a\0b", 3)}}), HasSubstr("name"));
  EXPECT_THAT(field({{"rate_limit_per_minute", 0}}), HasSubstr("rate_limit_per_minute"));
  EXPECT_THAT(field({{"rate_limit_per_minute", 1001}}), HasSubstr("rate_limit_per_minute"));
  EXPECT_THAT(field({{"expires_at", "soon"}}), HasSubstr("expires_at"));
  EXPECT_THAT(field({{"purpose", "everything"}}), HasSubstr("purpose"));
  EXPECT_THAT(field({{"plants", array{999'999}}}), HasSubstr("plants"));
  EXPECT_THAT(field({{"plants", array{shop.plant}}, {"branches", array{shop.line}}}), HasSubstr("plants"));
  EXPECT_THAT(field({{"branches", array{}}}), HasSubstr("branches"));
}

TEST_F(ApiKeysTest, ABatchStoresWhatItCanAndNamesTheRestFromZero) {
  const auto characteristic = shop.new_characteristic();
  const auto key = new_key({{"plants", array{shop.plant}}});
  const object batch{
      {"samples", array{sample_of(characteristic, {1}), sample_of(999'999, {1}), sample_of(characteristic, {2})}}};
  const auto result = require(stranger.post("/api/v1/data-entry/batch", batch, by(key)), 201).json();
  EXPECT_EQ(result.at("successful").as_int64(), 2);
  EXPECT_EQ(result.at("failed").as_int64(), 1);
  EXPECT_THAT(std::string(result.at("errors").at(0).as_string()), StartsWith("Sample 1: "));
  EXPECT_EQ(require(stranger.post("/api/v1/data-entry/batch", object{{"samples", array{}}}, by(key)), 201)
                .json()
                .at("total")
                .as_int64(),
            0);
}

TEST_F(ApiKeysTest, OfPeopleDataEntryWantsTheRoleOfAnOperator) {
  const auto characteristic = shop.new_characteristic();
  HttpClient guest = somebody("");
  EXPECT_EQ(guest.post("/api/v1/data-entry/submit", sample_of(characteristic, {1})).status, 400);
  EXPECT_EQ(admin.post("/api/v1/data-entry/submit", sample_of(999'999, {1})).status, 400);
  require(admin.post("/api/v1/data-entry/submit", sample_of(characteristic, {1})), 201);
}

TEST_F(ApiKeysTest, TheSchemaOfDataEntryIsCompleteInItselfAndPublic) {
  const auto schema = require(stranger.get("/api/v1/data-entry/schema"), 200).json();
  EXPECT_EQ(schema.at("single_sample").at("endpoint").as_string(), "POST /api/v1/data-entry/submit");
  EXPECT_TRUE(schema.at("batch_sample").at("request").at("properties").as_object().contains("samples"));
  EXPECT_THAT(boost::json::serialize(schema), Not(HasSubstr("$ref")));
  EXPECT_EQ(schema.at("authentication").at("header").as_string(), "X-API-Key");
}

}  // namespace
}  // namespace openspc::test
