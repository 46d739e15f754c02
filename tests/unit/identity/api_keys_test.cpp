// API keys: what a secret stands for, keys that OpenSPC 0.4 left, and what they cost.

#include <gmock/gmock.h>

#include "identity/keys/bcrypt.h"
#include "identity/keys/key_authenticator.h"
#include "identity/keys/key_secret.h"
#include "identity/keys/key_service.h"
#include "identity/people/reach.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;

// As 0.4 made it, and its hash, of less cost.
const std::string kOldSecret = "openspc_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const std::string kOldHash = "$2b$04$abcdefghijklmnopqrstuuObGsMWl3zWriOCzjISQzg7gEeQ8LgbS";

TEST(KeySecret, IsThirtyTwoRandomBytesBehindAWordThatTellsWhatItIs) {
  const std::string secret = new_key_secret();
  EXPECT_THAT(secret, StartsWith("openspc_"));
  EXPECT_EQ(secret.size(), 51U);
  EXPECT_TRUE(is_key_secret(secret));
  EXPECT_NE(secret, new_key_secret());
}

TEST(KeySecret, IsTakenForNoneWhenItHasAnotherForm) {
  for (const auto* text : {"", "openspc_", "openspc_short", "other_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                           "openspc_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh!"})
    EXPECT_FALSE(is_key_secret(text)) << text;
  EXPECT_FALSE(is_key_secret(std::string(10'000, 'a')));
}

TEST(Bcrypt, KnowsTheSecretOfAHashOf04) {
  EXPECT_TRUE(verify_bcrypt(kOldSecret, kOldHash));
  EXPECT_FALSE(verify_bcrypt(kOldSecret + "x", kOldHash));
  EXPECT_FALSE(verify_bcrypt(kOldSecret, "$1$salt$hash"));
  EXPECT_FALSE(verify_bcrypt(kOldSecret, "$2b$04$nonsense"));
  EXPECT_FALSE(verify_bcrypt(kOldSecret, ""));
}

class ApiKeysTest : public IdentityTest {
 protected:
  ApiKeysTest() {
    plant = default_plant();
    const std::string at = std::to_string(plant.value);
    execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (60, " + at + ", 'Line', 'Line')");
    execute("INSERT INTO hierarchy (id, plant_id, parent_id, name, type) VALUES (61, " + at + ", 60, 'Cell', 'Cell')");
    execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (62, " + at + ", 'Other', 'Line')");
    maker.principal.username = "boss";
    maker.principal.roles = {{plant, net::Role::admin}};
  }

  ApiKeyCreated make(ApiKeyCreate request = {}) {
    request.name = "Gauge";
    return run(service.create(maker, std::move(request)));
  }
  net::Principal come_with(const std::string& secret) { return run(keys.authenticate(secret, "10.0.0.7")); }
  bool is_refused(const std::string& secret) {
    return error_of(keys.authenticate(secret, "10.0.0.7")) == ErrorKind::unauthorized;
  }
  void leave_old_key(const std::string& permissions) {
    execute(
        "INSERT INTO api_keys (id, name, key_hash, key_prefix, created_at, permissions, rate_limit_per_minute, "
        "is_active) VALUES ('old', 'Old', '" +
        kOldHash + "', 'openspc_', '2025-01-01 00:00:00', '" + permissions + "', 60, ${true})");
  }

  KeyAuthenticator keys{*db, bus, hasher, clock};
  KeyService service{*db, bus, clock};
  base::PlantId plant;
  Caller maker;
};

TEST_F(ApiKeysTest, StandForAnOperatorOfEveryPlantUnlessTheyAreLimited) {
  const base::PlantId south = add_plant("SOUTH");
  const net::Principal everywhere = come_with(make().key);
  EXPECT_EQ(everywhere.at(south), net::Role::operator_);
  EXPECT_EQ(everywhere.username, "API key Gauge");
  ApiKeyCreate request;
  request.plants = {{plant}};
  const net::Principal here = come_with(make(request).key);
  EXPECT_EQ(here.at(plant), net::Role::operator_);
  EXPECT_EQ(here.at(south), net::Role::none);
}

TEST_F(ApiKeysTest, OfABranchReachWhatHangsBelowIt) {
  ApiKeyCreate request;
  request.branches = {{{60}}};
  const net::Principal principal = come_with(make(request).key);
  db->read_now([&](db::Session& session) {
    EXPECT_TRUE(may_read_at(session, principal, {.node = {61}}));
    EXPECT_FALSE(may_read_at(session, principal, {.node = {62}}));
    EXPECT_NO_THROW(require_change_at(session, principal, {.node = {60}}));
    EXPECT_THROW(require_change_at(session, principal, {.node = {62}}), base::Error);
    return 0;
  });
}

TEST_F(ApiKeysTest, WhoseBranchIsDeletedReachNothing) {
  ApiKeyCreate request;
  request.branches = {{{62}}};
  const ApiKeyCreated key = make(request);
  execute("DELETE FROM hierarchy WHERE id = 62");
  EXPECT_TRUE(come_with(key.key).roles.empty());
}

TEST_F(ApiKeysTest, ThatExpireAreRefusedFromThenOn) {
  ApiKeyCreate request;
  request.expires_at = clock.now() + std::chrono::hours(1);
  const ApiKeyCreated key = make(request);
  come_with(key.key);
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(is_refused(key.key));
}

TEST_F(ApiKeysTest, ThatAreRevokedAreRefusedAtOnceAndGoodAgainWhenSwitchedOn) {
  const ApiKeyCreated key = make();
  come_with(key.key);
  run(service.revoke(maker, key.id));
  EXPECT_TRUE(is_refused(key.key));
  ApiKeyUpdate on;
  on.is_active = true;
  run(service.update(maker, key.id, on));
  come_with(key.key);
  EXPECT_THAT(audit_trail(), Contains("api_key.revoked"));
}

TEST_F(ApiKeysTest, HaveTheirLastUseWrittenOnceAMinute) {
  const ApiKeyCreated key = make();
  const base::Timestamp first = clock.now();
  come_with(key.key);
  clock.advance(std::chrono::seconds(50));
  come_with(key.key);
  EXPECT_EQ(run(service.get(maker.principal, key.id)).last_used_at, first);
  clock.advance(std::chrono::seconds(20));
  come_with(key.key);
  EXPECT_EQ(run(service.get(maker.principal, key.id)).last_used_at, clock.now());
}

TEST_F(ApiKeysTest, OfAnOlderDatabaseAreTakenOverAtTheirFirstUse) {
  leave_old_key(R"({"characteristics": "all"})");
  EXPECT_EQ(come_with(kOldSecret).at(plant), net::Role::operator_);
  EXPECT_THAT(scalar<std::string>("SELECT key_hash FROM api_keys"), StartsWith("sha256$"));
  EXPECT_EQ(run(service.get(maker.principal, "old")).purpose, KeyPurpose::enter);
  clock.advance(std::chrono::minutes(5));
  EXPECT_EQ(come_with(kOldSecret).at(plant), net::Role::operator_);
}

TEST_F(ApiKeysTest, OfAnOlderDatabaseWithoutARightHaveNoneHere) {
  leave_old_key(R"({"characteristics": [4711]})");
  EXPECT_TRUE(come_with(kOldSecret).roles.empty());
}

TEST_F(ApiKeysTest, ThatNobodyHasAreNotHashedAgainForAWhile) {
  leave_old_key(R"({"characteristics": "all"})");
  const std::string wrong = new_key_secret();
  EXPECT_TRUE(is_refused(wrong));
  hasher.finish();  // whatever is hashed from now on fails
  EXPECT_TRUE(is_refused(wrong));
}

TEST_F(ApiKeysTest, OfAnEngineerAreForTheEngineersPlants) {
  const base::PlantId south = add_plant("SOUTH");
  maker.principal.roles = {{plant, net::Role::engineer}, {south, net::Role::operator_}};
  const ApiKeyCreated key = make();
  EXPECT_EQ(key.scope, KeyScope::plants);
  EXPECT_THAT(key.plants, ElementsAre(plant));
  ApiKeyCreate request;
  request.plants = {{south}};
  request.name = "South";
  EXPECT_EQ(error_of(service.create(maker, request)), ErrorKind::forbidden);
}

TEST_F(ApiKeysTest, AreNotMadeByWhoIsLimitedToBranches) {
  maker.principal.roles = {{plant, net::Role::engineer}};
  maker.principal.reach.changes = true;
  EXPECT_EQ(error_of(service.create(maker, ApiKeyCreate{})), ErrorKind::forbidden);
}

}  // namespace
}  // namespace openspc::identity::testing
