// Accounts: creating them, their roles, the first admin, and the audit trail that all of it leaves.

#include <gmock/gmock.h>

#include <set>

#include "base/config.h"
#include "identity/audit.h"
#include "identity/first_admin.h"
#include "identity/identity.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::Contains;
using ::testing::MatchesRegex;

class UserTest : public IdentityTest {};

TEST_F(UserTest, TakenNamesAndAddressesAreConflictsThatNameTheField) {
  run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system()));
  const auto conflict = [&](NewUser user) {
    try {
      run(users.create(std::move(user), Caller::system()));
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::conflict);
      return error.detail();
    }
    return std::string("created");
  };
  EXPECT_EQ(conflict({"ann", kGoodPassword, std::nullopt, false, {}}), "Username already exists");
  EXPECT_EQ(conflict({"bob", kGoodPassword, "ann@plant", false, {}}), "Email already exists");
}

TEST_F(UserTest, ARoleAtAPlantIsReplacedByTheNextOne) {
  const base::UserId ann = add_user("ann", {{default_plant(), net::Role::operator_}});
  run(users.assign_role(ann, default_plant(), net::Role::engineer, Caller::system()));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM user_plant_role"), 1);
  EXPECT_EQ(run(auth.profile(ann)).plant_roles[0].role, net::Role::engineer);
  EXPECT_THAT(audit_trail(), Contains("user.role_assigned"));
}

TEST_F(UserTest, ARoleForNobodyIsNotFound) {
  EXPECT_EQ(error_of(users.assign_role({99}, default_plant(), net::Role::admin, Caller::system())),
            ErrorKind::not_found);
}

TEST_F(UserTest, TheProfileShowsRolesAsTheContractNamesThem) {
  const base::UserId ann = add_user("ann", {{default_plant(), net::Role::operator_}});
  const boost::json::value json = net::to_json(run(auth.profile(ann)));
  EXPECT_EQ(json.at("id"), ann.value);
  EXPECT_TRUE(json.at("email").is_null());
  EXPECT_EQ(json.at("created_at"), "2026-02-12T08:00:00Z");
  EXPECT_EQ(json.at("plant_roles").at(0).at("role"), "operator");
}

TEST_F(UserTest, PasswordsOfEndlessLengthAreRefusedBeforeTheyAreHashed) {
  const boost::json::value body{{"username", "ann"}, {"password", std::string(1025, 'x')}};
  try {
    net::from_json<LoginRequest>(body);
    ADD_FAILURE() << "accepted";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    ASSERT_EQ(error.fields().size(), 1U);
    EXPECT_EQ(error.fields()[0].type, "string_too_long");
  }
}

TEST_F(UserTest, ANewPasswordHasEightCharacters) {
  const boost::json::value body{{"current_password", "x"}, {"new_password", "seven77"}};
  try {
    net::from_json<ChangePasswordRequest>(body);
    ADD_FAILURE() << "accepted";
  } catch (const base::Error& error) {
    ASSERT_EQ(error.fields().size(), 1U);
    EXPECT_EQ(error.fields()[0].type, "string_too_short");
  }
}

class FirstAdminTest : public IdentityTest {
 protected:
  std::optional<FirstAdmin> ensure() { return run(ensure_first_admin(*db, hasher, clock, config)); }
  base::Config config;
};

TEST_F(FirstAdminTest, GetsAGeneratedPasswordThatMustChange) {
  const auto admin = ensure();
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->username, "admin");
  const SignIn sign_in = run(auth.login({"admin", admin->generated_password, false}, {}));
  EXPECT_TRUE(sign_in.user.must_change_password);
}

TEST_F(FirstAdminTest, TakesNameAndPasswordFromTheSettings) {
  config.admin_username = "root";
  config.admin_password = "short";
  const auto admin = ensure();
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->generated_password, "");
  EXPECT_EQ(run(auth.login({"root", "short", false}, {})).user.username, "root");
}

TEST_F(FirstAdminTest, IsAdminAtEveryActivePlant) {
  add_plant("B");
  add_plant("C");
  execute("UPDATE plant SET is_active = ${false} WHERE code = 'C'");
  const auto admin = ensure();
  const SignIn sign_in = run(auth.login({"admin", admin->generated_password, false}, {}));
  std::set<std::string> codes;
  for (const PlantRole& role : sign_in.user.plant_roles) {
    EXPECT_EQ(role.role, net::Role::admin);
    codes.insert(role.plant_code);
  }
  EXPECT_EQ(codes, (std::set<std::string>{"B", "DEFAULT"}));
}

TEST_F(FirstAdminTest, IsMadeOnlyWhenNobodyIsThere) {
  EXPECT_TRUE(ensure());
  EXPECT_FALSE(ensure());
  EXPECT_EQ(scalar<int>(R"(SELECT COUNT(*) FROM "user")"), 1);
}

TEST_F(FirstAdminTest, GeneratedPasswordsAreReadableAndDiffer) {
  EXPECT_THAT(generate_password(), MatchesRegex("([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}"));
  EXPECT_NE(generate_password(), generate_password());
}

TEST_F(FirstAdminTest, LoginsOfTheWholeRoomWaitForIt) {
  Identity room(*db, bus, clock, config, kSecret);
  const auto admin = run(room.create_first_admin());
  ASSERT_TRUE(admin);
  EXPECT_EQ(run(room.auth().login({"admin", admin->generated_password, false}, {})).user.username, "admin");
}

class AuditTest : public IdentityTest {};

TEST_F(AuditTest, KeepsWhoWhatWhereAndTheRequest) {
  const base::UserId ann = add_user("ann");
  Caller caller = caller_of(login("ann").access_token);
  db->write_now([&](db::Session& s) {
    audit::record(s, caller, "plant.renamed", {"plant", "1", base::PlantId{1}}, {{"from", "A"}, {"to", "B"}});
  });
  const auto row = db->read_now([](db::Session& s) {
    return *s.first<base::UserId, std::string, std::string, std::string, base::PlantId, boost::json::value,
                    std::string>(
        "SELECT user_id, username, entity_type, entity_id, plant_id, detail, correlation_id FROM audit_event "
        "WHERE action = 'plant.renamed'");
  });
  EXPECT_EQ(row, std::make_tuple(ann, std::string("ann"), std::string("plant"), std::string("1"), base::PlantId{1},
                                 boost::json::value{{"from", "A"}, {"to", "B"}}, std::string("request-1")));
}

TEST_F(AuditTest, TheServerItselfIsNoUser) {
  db->write_now([](db::Session& s) { audit::record(s, nullptr, "demo.created", "server", "1", std::nullopt); });
  EXPECT_EQ(scalar<std::string>("SELECT username FROM audit_event"), "system");
  EXPECT_FALSE(scalar<std::optional<base::UserId>>("SELECT user_id FROM audit_event"));
}

TEST_F(AuditTest, VanishesWithAChangeThatFails) {
  EXPECT_THROW(db->write_now([](db::Session& s) {
    audit::record(s, nullptr, "plant.renamed", "plant", "1", std::nullopt);
    throw base::conflict("no");
  }),
               base::Error);
  EXPECT_TRUE(audit_trail().empty());
}

}  // namespace
}  // namespace openspc::identity::testing
