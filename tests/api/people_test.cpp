// People over the wire: accounts that administrators make and take away, and what that does to who is signed in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "session_fixture.h"

namespace openspc::test {
namespace {

using boost::json::object;
using testing::HasSubstr;

const std::string kPassword = "correct horse battery";

class PeopleTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(strict()); }
  static void TearDownTestSuite() { shop_.reset(); }

  std::int64_t new_user(const std::string& name, const std::string& role = "") {
    const auto id = id_of(admin.post("/api/v1/users/", object{{"username", name}, {"password", kPassword}}));
    if (!role.empty()) assign(id, role);
    return id;
  }
  void assign(std::int64_t user, const std::string& role) {
    require(admin.post(path("/api/v1/users/", user, "/roles"), object{{"plant_id", shop.plant}, {"role", role}}), 200);
  }
  HttpClient signed_in(const std::string& name, const std::string& password = kPassword) {
    HttpClient client(shop.server.port());
    client.sign_in(name, password);
    return client;
  }
  Reply create(const object& body) { return admin.post("/api/v1/users/", body); }

  Workshop& shop = *shop_;
  HttpClient& admin = shop.admin;

 private:
  static std::unique_ptr<Workshop> shop_;
};

std::unique_ptr<Workshop> PeopleTest::shop_;

TEST_F(PeopleTest, AnAccountLivesFromItsCreationToItsDeletionForGood) {
  const auto made =
      require(create({{"username", "life"}, {"password", kPassword}, {"email", "life@plant"}}), 201).json();
  const auto id = made.at("id").as_int64();
  EXPECT_TRUE(made.at("is_active").as_bool());
  EXPECT_EQ(made.at("email").as_string(), "life@plant");
  assign(id, "operator");
  EXPECT_EQ(require(admin.get(path("/api/v1/users/", id)), 200).json().at("plant_roles").at(0).at("role"), "operator");
  require(admin.patch(path("/api/v1/users/", id), object{{"username", "alive"}}), 200);
  require(admin.remove(path("/api/v1/users/", id, "/permanent")), 400);
  require(admin.remove(path("/api/v1/users/", id)), 204);
  require(admin.remove(path("/api/v1/users/", id)), 204);
  require(admin.patch(path("/api/v1/users/", id), object{{"is_active", true}}), 200);
  require(admin.remove(path("/api/v1/users/", id)), 204);
  require(admin.remove(path("/api/v1/users/", id, "/permanent")), 204);
  EXPECT_EQ(admin.get(path("/api/v1/users/", id)).status, 404);
}

TEST_F(PeopleTest, WhatIsWrongWithABodyIsNamedByItsField) {
  const auto field = [&](const object& body) {
    const Reply reply = create(body);
    EXPECT_EQ(reply.status, 422) << reply.body;
    return boost::json::serialize(reply.json().at("detail").at(0).at("loc"));
  };
  EXPECT_THAT(field({{"password", kPassword}}), HasSubstr("username"));
  EXPECT_THAT(field({{"username", "ab"}, {"password", kPassword}}), HasSubstr("username"));
  EXPECT_THAT(field({{"username", std::string(10'000, 'a')}, {"password", kPassword}}), HasSubstr("username"));
  EXPECT_THAT(field({{"username", std::string("a\0bc", 4)}, {"password", kPassword}}), HasSubstr("username"));
  EXPECT_THAT(field({{"username", 17}, {"password", kPassword}}), HasSubstr("username"));
  EXPECT_THAT(field({{"username", "short"}, {"password", "seven77"}}), HasSubstr("password"));
  EXPECT_THAT(field({{"username", "common"}, {"password", "password1"}}), HasSubstr("password"));
  EXPECT_THAT(field({{"username", "mail"}, {"password", kPassword}, {"email", "nowhere"}}), HasSubstr("email"));
  EXPECT_THAT(field({{"username", "desk"}, {"password", kPassword}, {"desk_role", "king"}}), HasSubstr("desk_role"));
}

TEST_F(PeopleTest, NamesOfAnyKindComeBackAsTheyWere) {
  for (const auto* name : {"<script>alert(1)</script>", "=1+1", "Jörg \"X\" Ünal", "名前です"}) {
    const auto made = require(create({{"username", name}, {"password", kPassword}}), 201).json();
    EXPECT_EQ(made.at("username").as_string(), name);
    EXPECT_EQ(signed_in(name).get("/api/v1/auth/me").json().at("username").as_string(), name);
  }
}

TEST_F(PeopleTest, NamesThatAreTakenAreConflictsThatNameTheField) {
  require(create({{"username", "taken"}, {"password", kPassword}, {"email", "taken@plant"}}), 201);
  const auto told = [&](const object& body) { return require(create(body), 409).body; };
  EXPECT_THAT(told({{"username", "taken"}, {"password", kPassword}}), HasSubstr("Username"));
  EXPECT_THAT(told({{"username", "other"}, {"password", kPassword}, {"email", "TAKEN@plant"}}), HasSubstr("Email"));
  EXPECT_THAT(told({{"username", "taken@Plant"}, {"password", kPassword}}), HasSubstr("Username is the e-mail"));
}

TEST_F(PeopleTest, AnEMailAddressSignsInToo) {
  require(create({{"username", "byname"}, {"password", kPassword}, {"email", "by@mail.example"}}), 201);
  EXPECT_EQ(signed_in("BY@mail.example").get("/api/v1/auth/me").json().at("username").as_string(), "byname");
}

TEST_F(PeopleTest, TheOnlyAdministratorStays) {
  const auto self = require(admin.get("/api/v1/auth/me"), 200).json().at("id").as_int64();
  EXPECT_EQ(admin.remove(path("/api/v1/users/", self)).status, 400);
  EXPECT_EQ(admin.remove(path("/api/v1/users/", self, "/permanent")).status, 400);
  EXPECT_EQ(admin.patch(path("/api/v1/users/", self), object{{"is_active", false}}).status, 400);
  EXPECT_EQ(admin.remove(path("/api/v1/users/", self, path("/roles/", shop.plant))).status, 400);
  const Reply demoted =
      admin.post(path("/api/v1/users/", self, "/roles"), object{{"plant_id", shop.plant}, {"role", "operator"}});
  EXPECT_EQ(demoted.status, 409);
  EXPECT_THAT(demoted.body, HasSubstr("administrator"));
  EXPECT_EQ(admin.get("/api/v1/users/").status, 200);
}

TEST_F(PeopleTest, ARoleThatIsTakenAwayIsGoneForWhoIsSignedIn) {
  const auto id = new_user("shrinking", "engineer");
  HttpClient client = signed_in("shrinking");
  const object node{{"name", "N"}, {"type", "Line"}};
  require(client.post(path("/api/v1/plants/", shop.plant, "/hierarchies/"), node), 201);
  assign(id, "operator");
  EXPECT_EQ(client.post(path("/api/v1/plants/", shop.plant, "/hierarchies/"), node).status, 403);
  require(admin.remove(path("/api/v1/users/", id, path("/roles/", shop.plant))), 204);
  EXPECT_EQ(admin.remove(path("/api/v1/users/", id, path("/roles/", shop.plant))).status, 404);
}

TEST_F(PeopleTest, ADeactivatedUserIsSignedOutFromPageAndLiveView) {
  const auto id = new_user("leaving", "operator");
  HttpClient client = signed_in("leaving");
  WebSocketClient live(shop.server.port(), "/ws/samples?token=" + client.token);
  require(admin.remove(path("/api/v1/users/", id)), 204);
  EXPECT_EQ(client.get("/api/v1/auth/me").status, 401);
  wait_for(
      [&] {
        live.receive(std::chrono::milliseconds(100));
        return live.close_code().has_value();
      },
      "the live view ends", std::chrono::seconds(2));
  EXPECT_EQ(live.close_code(), 4001);
}

TEST_F(PeopleTest, WhatIsTakenAwayOnOneServerIsGoneOnEveryOtherWithinTwoSeconds) {
  const auto id = new_user("everywhere", "engineer");
  HttpClient here = signed_in("everywhere");
  ServerProcess second(strict_replica(shop.server));
  HttpClient there(second.port());
  there.token = here.token;
  const auto change = [&] {
    return there.patch(path("/api/v1/hierarchy/", shop.line), object{{"name", "Line"}}).status;
  };
  EXPECT_EQ(change(), 200);
  WebSocketClient live(second.port(), "/ws/samples?token=" + there.token);
  assign(id, "operator");
  wait_for([&] { return change() == 403; }, "the role is that of now", std::chrono::seconds(2));
  require(admin.patch(path("/api/v1/users/", id), object{{"password", "another good password"}}), 200);
  wait_for([&] { return there.get("/api/v1/auth/me").status == 401; }, "the session ends", std::chrono::seconds(2));
  wait_for(
      [&] {
        live.receive(std::chrono::milliseconds(100));
        return live.close_code().has_value();
      },
      "the live view ends", std::chrono::seconds(2));
}

TEST_F(PeopleTest, OnesOwnSessionsAreListedAndEnded) {
  new_user("roaming");
  HttpClient here = signed_in("roaming");
  HttpClient there = signed_in("roaming");
  const auto sessions = require(here.get("/api/v1/auth/sessions"), 200).json().as_array();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(require(here.remove("/api/v1/auth/sessions"), 200).json().at("sessions_ended").as_int64(), 1);
  EXPECT_EQ(there.get("/api/v1/auth/me").status, 401);
  EXPECT_EQ(here.get("/api/v1/auth/me").status, 200);
  EXPECT_EQ(here.remove("/api/v1/auth/sessions/nonsense").status, 404);
}

TEST_F(PeopleTest, AOneTimePasswordMustBeChangedAtTheFirstSignIn) {
  const auto id = new_user("forgetful", "operator");
  const auto reset = require(admin.post(path("/api/v1/users/", id, "/reset-password"), object{}), 200).json();
  HttpClient client(shop.server.port());
  const std::string password(reset.at("password").as_string());
  const auto login =
      require(client.post("/api/v1/auth/login", object{{"username", "forgetful"}, {"password", password}}), 200).json();
  client.token = login.at("access_token").as_string();
  EXPECT_TRUE(login.at("must_change_password").as_bool());
  EXPECT_EQ(client.get("/api/v1/plants/").status, 403);
  require(client.post("/api/v1/auth/change-password",
                      object{{"current_password", password}, {"new_password", "a new good password"}}),
          200);
  EXPECT_EQ(client.get("/api/v1/plants/").status, 200);
}

TEST_F(PeopleTest, LanguageAndZoneAreKept) {
  new_user("settled");
  HttpClient client = signed_in("settled");
  const auto kept =
      require(client.patch("/api/v1/auth/me", object{{"language", "de"}, {"time_zone", "Europe/Berlin"}}), 200).json();
  EXPECT_EQ(kept.at("time_zone").as_string(), "Europe/Berlin");
  EXPECT_EQ(client.get("/api/v1/auth/me").json().at("language").as_string(), "de");
  EXPECT_EQ(client.patch("/api/v1/auth/me", object{{"time_zone", "Nowhere"}}).status, 422);
  EXPECT_EQ(client.patch("/api/v1/auth/me", object{{"language", "=1+1"}}).status, 422);
}

TEST_F(PeopleTest, TheCommandLineMakesListsAndUnlocksAccounts) {
  const auto user = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "user");
    words.insert(words.end(), {"--data-dir", shop.server.data_dir().string()});
    return run_openspc(words, strict_replica(shop.server).environment);
  };
  const CommandResult made = user({"add", "by hand", "--email", "hand@plant", "--role", "engineer"});
  ASSERT_EQ(made.status, 0) << made.output;
  const auto begin = made.output.find("password ") + 9;
  const std::string password = made.output.substr(begin, made.output.find(' ', begin) - begin);
  HttpClient client(shop.server.port());
  const auto login = [&](const std::string& with) {
    return client.post("/api/v1/auth/login", object{{"username", "by hand"}, {"password", with}});
  };
  EXPECT_TRUE(require(login(password), 200).json().at("must_change_password").as_bool());
  EXPECT_THAT(user({"list"}).output, HasSubstr("by hand\thand@plant\tactive\tDEFAULT:engineer"));
  for (int i = 0; i < 7; ++i) login("wrong");
  EXPECT_EQ(login(password).status, 429);
  EXPECT_EQ(user({"unlock", "by hand"}).status, 0);
  EXPECT_EQ(login(password).status, 200);
  EXPECT_THAT(user({"unlock", "by hand"}).output, HasSubstr("nothing to unlock"));
  EXPECT_EQ(user({"add", "by hand"}).status, 1);
  EXPECT_THAT(user({"add", "someone", "--role", "king"}).output, HasSubstr("There is no role 'king'"));
}

TEST_F(PeopleTest, WhoIsLimitedToALineEntersAndChangesNothingElse) {
  const auto line = shop.new_node(shop.plant, "Line 2");
  const auto cell =
      id_of(admin.post("/api/v1/hierarchy/", object{{"name", "Cell"}, {"type", "Cell"}, {"parent_id", line}}));
  const auto other = shop.new_node(shop.plant, "Line 3");
  const auto mine = shop.new_characteristic({{"hierarchy_id", cell}});
  const auto theirs = shop.new_characteristic({{"hierarchy_id", other}});
  const auto id = new_user("line two", "engineer");
  const auto limited = require(admin.put(path("/api/v1/users/", id, "/branches"),
                                         object{{"is_limited", true}, {"branches", boost::json::array{line}}}),
                               200)
                           .json();
  EXPECT_EQ(limited.at("branches").at(0).at("name").as_string(), "Line 2");
  HttpClient client = signed_in("line two");
  require(client.post("/api/v1/samples/", sample_of(mine, {1})), 201);
  EXPECT_EQ(client.post("/api/v1/samples/", sample_of(theirs, {1})).status, 403);
  EXPECT_EQ(client.get(path("/api/v1/characteristics/", theirs)).status, 200) << "reading stays";
  require(client.patch(path("/api/v1/characteristics/", mine), object{{"name", "Mine"}}), 200);
  EXPECT_EQ(client.patch(path("/api/v1/characteristics/", theirs), object{{"name", "Mine"}}).status, 403);
  EXPECT_EQ(client.patch(path("/api/v1/hierarchy/", other), object{{"name", "Mine"}}).status, 403);
  EXPECT_EQ(client.patch(path("/api/v1/hierarchy/", cell), object{{"parent_id", other}}).status, 403);
  const object node{{"name", "N"}, {"type", "Line"}};
  EXPECT_EQ(client.post(path("/api/v1/plants/", shop.plant, "/hierarchies/"), node).status, 403);
  const object broker{{"name", "B"}, {"host", "localhost"}, {"plant_id", shop.plant}};
  EXPECT_EQ(client.post("/api/v1/brokers/", broker).status, 403) << "a broker is the whole plant's";
}

}  // namespace
}  // namespace openspc::test
