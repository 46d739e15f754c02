// Accounts as administrators look after them: names, addresses, passwords, roles, branches, and that somebody is left
// who can give rights.

#include <gmock/gmock.h>

#include "identity/people/login_name.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class UsersTest : public IdentityTest {
 protected:
  UsersTest() {
    plant = default_plant();
    boss = add_user("boss", {{plant, net::Role::admin}});
  }

  Caller as(base::UserId user) {
    Caller caller;
    caller.principal.user_id = user;
    caller.principal.username = "somebody";
    return caller;
  }
  UserUpdate with(const boost::json::value& body) { return net::from_json<UserUpdate>(body); }
  UserProfile update(base::UserId user, const boost::json::value& body) {
    return run(users.update(as(boss), user, with(body)));
  }
  template <class T>
  std::pair<std::optional<ErrorKind>, std::string> failure(base::Task<T> task) {
    try {
      run(std::move(task));
    } catch (const base::Error& error) {
      return {error.kind(), error.detail()};
    }
    return {};
  }
  std::vector<std::string> names(const std::string& search, bool active_only = false) {
    std::vector<std::string> found;
    for (const UserProfile& user : run(users.list({search, active_only}))) found.push_back(user.username);
    return found;
  }
  bool can_sign_in(const std::string& name, const std::string& password = kGoodPassword) {
    return !error_of(auth.login({name, password, false}, {}));
  }

  base::PlantId plant;
  base::UserId boss;
};

TEST_F(UsersTest, AreListedByNameWithTheirRoles) {
  add_user("cora", {{plant, net::Role::operator_}});
  add_user("abel");
  const auto all = run(users.list({}));
  EXPECT_THAT(names(""), ElementsAre("abel", "boss", "cora"));
  EXPECT_TRUE(all[0].plant_roles.empty());
  EXPECT_EQ(all[2].plant_roles.at(0).role, net::Role::operator_);
}

TEST_F(UsersTest, AreMoreThanAHundredInTheList) {
  for (int i = 0; i < 120; ++i)
    execute("INSERT INTO \"user\" (username, hashed_password) VALUES ('u" + std::to_string(i) + "', 'x')");
  EXPECT_EQ(names("").size(), 121U);
}

TEST_F(UsersTest, AreFoundByAPartOfNameOrAddressInAnyCase) {
  run(users.create({"Zoe", kGoodPassword, "Chief@Plant.example", false, {}}, Caller::system()));
  EXPECT_THAT(names("ZO"), ElementsAre("Zoe"));
  EXPECT_THAT(names("plant.EX"), ElementsAre("Zoe"));
  EXPECT_THAT(names("%"), ElementsAre());
}

TEST_F(UsersTest, AreLeftOutOfTheListOfActiveOnesOnceDeactivated) {
  const base::UserId ann = add_user("ann");
  run(users.deactivate(as(boss), ann));
  EXPECT_THAT(names("", true), ElementsAre("boss"));
  EXPECT_THAT(names("", false), ElementsAre("ann", "boss"));
}

TEST_F(UsersTest, KeepWhatAnEditDoesNotName) {
  const base::UserId ann = run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system())).id;
  const UserProfile same = update(ann, {{"username", nullptr}, {"email", nullptr}});
  EXPECT_EQ(same.username, "ann");
  EXPECT_EQ(same.email, "ann@plant");
  const UserProfile renamed = update(ann, {{"username", "anna"}});
  EXPECT_EQ(renamed.username, "anna");
  EXPECT_EQ(renamed.email, "ann@plant");
  EXPECT_EQ(update(ann, {{"email", ""}}).email, std::nullopt);
}

TEST_F(UsersTest, SignInByNameOrByAddressInAnyCase) {
  run(users.create({"ann", kGoodPassword, "Ann@Plant.example", false, {}}, Caller::system()));
  EXPECT_TRUE(can_sign_in("ann"));
  EXPECT_TRUE(can_sign_in("ann@plant.EXAMPLE"));
  EXPECT_FALSE(can_sign_in("plant.example"));
}

TEST_F(UsersTest, GuessesByNameAndByAddressCountTogether) {
  run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system()));
  for (const auto* name : {"ann", "ann@plant", "ANN@plant", "ann", "Ann@Plant"})
    EXPECT_FALSE(can_sign_in(name, "wrong"));
  EXPECT_FALSE(can_sign_in("ann@planT", "wrong"));
  EXPECT_EQ(error_of(auth.login({"ann", kGoodPassword, false}, {})), ErrorKind::too_many_requests);
}

TEST_F(UsersTest, HaveNoNameThatAnotherSignsInBy) {
  run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system()));
  const auto refused = [&](NewUser user) { return failure(users.create(std::move(user), Caller::system())); };
  EXPECT_THAT(refused({"Ann@plant", kGoodPassword, {}, false, {}}).second, HasSubstr("Username is the e-mail address"));
  EXPECT_THAT(refused({"ANN", kGoodPassword, {}, false, {}}).second, HasSubstr("Username already exists"));
  EXPECT_THAT(refused({"bob", kGoodPassword, "ANN@plant", false, {}}).second, HasSubstr("Email already exists"));
  run(users.create({"x@y", kGoodPassword, {}, false, {}}, Caller::system()));
  const auto taken = refused({"bob", kGoodPassword, "x@y", false, {}});
  EXPECT_EQ(taken.first, ErrorKind::conflict);
  EXPECT_THAT(taken.second, HasSubstr("Email is the user name"));
}

TEST_F(UsersTest, HaveNamesAndAddressesThatCanBeTold) {
  const auto refused = [&](const std::string& name, const std::string& email) {
    const auto [kind, detail] = failure(users.create({name, kGoodPassword, email, false, {}}, Caller::system()));
    EXPECT_EQ(kind, ErrorKind::invalid) << name << email;
    return detail;
  };
  EXPECT_THAT(refused(" ann", ""), HasSubstr("blank"));
  EXPECT_THAT(refused("an\nn", ""), HasSubstr("control"));
  EXPECT_THAT(refused("ann", "no address"), HasSubstr("name@example.com"));
  EXPECT_THAT(refused("ann", "@plant"), HasSubstr("name@example.com"));
}

TEST_F(UsersTest, OfAnOlderDatabaseAreReportedWhereOneCanBeTakenForAnother) {
  execute(
      "INSERT INTO \"user\" (username, email, hashed_password) VALUES ('ann', 'a@plant', 'x'), ('ANN', 'A@plant', 'x'),"
      " ('a@plant', NULL, 'x')");
  const auto clashes = db->read_now([](db::Session& s) { return name_clashes(s); });
  EXPECT_EQ(clashes.size(), 4U);
  EXPECT_THAT(clashes, Contains(HasSubstr("The user name 'a@plant' is the e-mail address of 'ann'")));
}

TEST_F(UsersTest, WhoseAddressesDifferInCaseAloneSignInByTheirOwn) {
  add_user("ann");
  add_user("bea");
  execute("UPDATE \"user\" SET email = 'x@plant' WHERE username = 'ann'");
  execute("UPDATE \"user\" SET email = 'X@plant' WHERE username = 'bea'");
  const auto by = [&](std::string_view name) {
    const auto user = db->read_now([&](db::Session& s) { return find_by_login(s, name); });
    return user ? user->username : std::string("nobody");
  };
  EXPECT_EQ(by("X@plant"), "bea");
  EXPECT_EQ(by("X@PLANT"), "nobody");
}

TEST_F(UsersTest, WithANewPasswordAreSignedOutElsewhere) {
  const base::UserId ann = add_user("ann");
  const SignIn before = login("ann");
  update(ann, {{"password", "another good password"}});
  EXPECT_EQ(error_of(authenticator.authenticate(before.access_token)), ErrorKind::unauthorized);
  EXPECT_EQ(error_of(auth.refresh(before.refresh_token, {})), ErrorKind::unauthorized);
  EXPECT_TRUE(can_sign_in("ann", "another good password"));
}

TEST_F(UsersTest, WhoSetTheirOwnPasswordHereStaySignedIn) {
  const SignIn own = login("boss");
  const SignIn other = login("boss");
  run(users.update(caller_of(own.access_token), boss, with({{"password", "another good password"}})));
  EXPECT_EQ(principal_of(own.access_token).user_id, boss);
  EXPECT_EQ(error_of(authenticator.authenticate(other.access_token)), ErrorKind::unauthorized);
}

TEST_F(UsersTest, ThatAreDeactivatedAreSignedOutAndComeBackWithTheirRoles) {
  const base::UserId ann = add_user("ann", {{plant, net::Role::engineer}});
  const SignIn before = login("ann");
  run(users.deactivate(as(boss), ann));
  run(users.deactivate(as(boss), ann));
  EXPECT_EQ(error_of(authenticator.authenticate(before.access_token)), ErrorKind::unauthorized);
  EXPECT_FALSE(can_sign_in("ann"));
  EXPECT_EQ(update(ann, {{"is_active", true}}).plant_roles.at(0).role, net::Role::engineer);
  EXPECT_TRUE(can_sign_in("ann"));
  EXPECT_EQ(error_of(auth.refresh(before.refresh_token, {})), ErrorKind::unauthorized) << "a session came back to life";
}

TEST_F(UsersTest, AreDeletedForGoodOnceDeactivatedAndLeaveTheirNamesFree) {
  const base::UserId ann = run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system())).id;
  EXPECT_EQ(error_of(users.erase(as(boss), ann)), ErrorKind::bad_request);
  login("ann");
  run(users.deactivate(as(boss), ann));
  run(users.erase(as(boss), ann));
  EXPECT_EQ(error_of(users.get(ann)), ErrorKind::not_found);
  run(users.create({"ann", kGoodPassword, "ann@plant", false, {}}, Caller::system()));
  EXPECT_THAT(audit_trail(), Contains("user.deleted"));
}

TEST_F(UsersTest, DoNotShutThemselvesOut) {
  add_user("second", {{plant, net::Role::admin}});
  EXPECT_EQ(error_of(users.deactivate(as(boss), boss)), ErrorKind::bad_request);
  EXPECT_EQ(error_of(users.erase(as(boss), boss)), ErrorKind::bad_request);
  EXPECT_EQ(error_of(users.update(as(boss), boss, with({{"is_active", false}}))), ErrorKind::bad_request);
  EXPECT_EQ(error_of(users.remove_role(as(boss), boss, plant)), ErrorKind::bad_request);
}

TEST_F(UsersTest, TheLastActiveAdministratorIsNeitherRemovedNorDemotedNorDeactivated) {
  const base::UserId other = add_user("other", {{plant, net::Role::admin}});
  run(users.deactivate(as(boss), other));
  const Caller third = as({999});
  EXPECT_EQ(error_of(users.assign_role(boss, plant, net::Role::engineer, third)), ErrorKind::conflict);
  EXPECT_EQ(error_of(users.remove_role(third, boss, plant)), ErrorKind::conflict);
  EXPECT_EQ(error_of(users.deactivate(third, boss)), ErrorKind::conflict);
  EXPECT_EQ(error_of(users.update(third, boss, with({{"is_active", false}}))), ErrorKind::conflict);
  EXPECT_EQ(run(users.get(boss)).plant_roles.at(0).role, net::Role::admin);
  EXPECT_TRUE(run(users.get(boss)).is_active);
}

TEST_F(UsersTest, WhoAdministersAnotherPlantMayBeDemotedAtOne) {
  const base::PlantId second = add_plant("B");
  run(users.assign_role(boss, second, net::Role::admin, Caller::system()));
  EXPECT_EQ(run(users.assign_role(boss, plant, net::Role::operator_, as({999}))).plant_roles.size(), 2U);
}

TEST_F(UsersTest, OfTwoAdministratorsWhoDemoteEachOtherAtOnceOneStays) {
  const base::UserId other = add_user("other", {{plant, net::Role::admin}});
  // Another server on the same database.
  const auto second_db = db::Database::open(place->url(), {.clock = &clock});
  base::EventBus second_bus;
  UserService second(*second_db, second_bus, hasher, clock);
  boost::asio::io_context io;
  auto one = boost::asio::co_spawn(io, users.assign_role(other, plant, net::Role::operator_, as(boss)),
                                   boost::asio::use_future);
  auto two = boost::asio::co_spawn(io, second.assign_role(boss, plant, net::Role::operator_, as(other)),
                                   boost::asio::use_future);
  io.run();
  int demoted = 0;
  for (auto* result : {&one, &two}) {
    try {
      result->get();
      ++demoted;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::conflict);
    }
  }
  EXPECT_EQ(demoted, 1);
  second_db->drain_and_close();
}

TEST_F(UsersTest, ARoleAtAPlantThatDoesNotExistIsNotFound) {
  EXPECT_EQ(error_of(users.assign_role(boss, {4711}, net::Role::operator_, as(boss))), ErrorKind::not_found);
  EXPECT_EQ(error_of(users.remove_role(as(boss), boss, {4711})), ErrorKind::not_found);
}

TEST_F(UsersTest, RolesThatChangeCountAtOnceForWhoIsSignedIn) {
  const base::UserId ann = add_user("ann", {{plant, net::Role::operator_}});
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).at(plant), net::Role::operator_);
  run(users.assign_role(ann, plant, net::Role::engineer, as(boss)));
  EXPECT_EQ(principal_of(sign_in.access_token).at(plant), net::Role::engineer);
  run(users.remove_role(as(boss), ann, plant));
  EXPECT_EQ(principal_of(sign_in.access_token).at(plant), net::Role::none);
}

TEST_F(UsersTest, HaveARoleAtTheDeskBesideThoseAtPlants) {
  const base::UserId ann =
      run(users.create({"ann", kGoodPassword, {}, false, {}, net::DeskRole::auditor}, Caller::system())).id;
  EXPECT_EQ(run(users.get(ann)).desk_role, net::DeskRole::auditor);
  EXPECT_EQ(update(ann, {{"desk_role", "operator"}}).desk_role, net::DeskRole::operator_);
  EXPECT_EQ(principal_of(login("ann").access_token).desk_role, net::DeskRole::operator_);
}

TEST_F(UsersTest, AreLimitedToBranchesEvenWhenTheseAreDeleted) {
  const base::UserId ann = add_user("ann", {{plant, net::Role::operator_}});
  execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (50, " + std::to_string(plant.value) +
          ", 'Line 2', 'Line')");
  const UserProfile limited = run(users.set_branches(as(boss), ann, {true, {{50}}}));
  EXPECT_TRUE(limited.is_limited);
  EXPECT_EQ(limited.branches.at(0).name, "Line 2");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).reach.branches, std::vector<base::NodeId>{{50}});
  execute("DELETE FROM hierarchy WHERE id = 50");
  EXPECT_TRUE(run(users.get(ann)).is_limited);
  EXPECT_FALSE(run(users.set_branches(as(boss), ann, {false, {}})).is_limited);
}

TEST_F(UsersTest, BranchesThatDoNotExistAreNamed) {
  const auto [kind, detail] = failure(users.set_branches(as(boss), boss, {true, {{4711}}}));
  EXPECT_EQ(kind, ErrorKind::invalid);
  EXPECT_EQ(error_of(users.set_branches(as(boss), boss, {false, {{4711}}})), ErrorKind::invalid);
}

}  // namespace
}  // namespace openspc::identity::testing
