// Signing in, signing out, changing the password.

#include <gmock/gmock.h>

#include "base/log.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class LoginTest : public IdentityTest {};

TEST_F(LoginTest, HandsOutTokensAndTheProfile) {
  add_user("ann", {{default_plant(), net::Role::engineer}});
  const SignIn sign_in = login("ann");
  EXPECT_EQ(sign_in.user.username, "ann");
  ASSERT_EQ(sign_in.user.plant_roles.size(), 1U);
  EXPECT_EQ(sign_in.user.plant_roles[0].plant_code, "DEFAULT");
  EXPECT_EQ(sign_in.user.plant_roles[0].role, net::Role::engineer);
  EXPECT_FALSE(sign_in.user.must_change_password);
  EXPECT_TRUE(signer.read_access(sign_in.access_token));
  EXPECT_TRUE(signer.read_refresh(sign_in.refresh_token));
}

TEST_F(LoginTest, LastsSevenDaysOrThirtyWhenRemembered) {
  add_user("ann");
  EXPECT_EQ(login("ann").refresh_lifetime, 7 * 24h);
  EXPECT_EQ(login("ann", true).refresh_lifetime, 30 * 24h);
}

TEST_F(LoginTest, WrongPasswordUnknownAndInactiveUserAreRefusedAlike) {
  add_user("ann");
  add_user("gone");
  execute(R"(UPDATE "user" SET is_active = ${false} WHERE username = 'gone')");
  const std::vector<LoginRequest> attempts{{"ann", "wrong", false},
                                           {"nobody", kGoodPassword, false},
                                           {"gone", kGoodPassword, false},
                                           {"Ann", kGoodPassword, false}};
  for (const LoginRequest& attempt : attempts) {
    try {
      run(auth.login(attempt, {}));
      ADD_FAILURE() << attempt.username;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unauthorized);
      EXPECT_EQ(error.detail(), "Incorrect username or password");
    }
  }
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM auth_session"), 0);
}

TEST_F(LoginTest, FailureIsLoggedWithoutThePassword) {
  std::string lines;
  base::log::set_sink([&](std::string_view line) { lines += line; });
  EXPECT_EQ(error_of(auth.login({"nobody", "hunter2-hunter2", false}, {})), ErrorKind::unauthorized);
  base::log::set_sink({});
  EXPECT_THAT(lines, HasSubstr("login_failed"));
  EXPECT_THAT(lines, HasSubstr("nobody"));
  EXPECT_THAT(lines, Not(HasSubstr("hunter2")));
}

TEST_F(LoginTest, IsAuditedInTheUsersName) {
  const base::UserId ann = add_user("ann");
  login("ann");
  EXPECT_EQ(audit_trail(), (std::vector<std::string>{"user.created", "auth.login"}));
  EXPECT_EQ(scalar<base::UserId>("SELECT user_id FROM audit_event WHERE action = 'auth.login'"), ann);
}

TEST_F(LoginTest, StoresOnlyTheDigestOfTheRefreshToken) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(scalar<std::string>("SELECT current_token_hash FROM auth_session"),
            base::sha256_hex(sign_in.refresh_token));
}

TEST_F(LoginTest, SweepsSessionsThatHaveExpired) {
  add_user("ann");
  login("ann");
  clock.advance(7 * 24h + 1s);
  login("ann");
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM auth_session"), 1);
}

TEST_F(LoginTest, WaitsForTheFirstAdmin) {
  add_user("ann");
  Gate closed;
  AuthService starting{*db, bus, signer, authenticator, hasher, clock, closed, false};
  boost::asio::io_context io;
  LoginRequest request{"ann", kGoodPassword, false};
  auto result = boost::asio::co_spawn(io, starting.login(request, {}), boost::asio::use_future);
  io.poll();
  EXPECT_EQ(result.wait_for(50ms), std::future_status::timeout);
  closed.open();
  io.run();
  EXPECT_EQ(result.get().user.username, "ann");
}

TEST_F(LoginTest, TellsThatThePasswordMustChangeExceptInDevMode) {
  NewUser flagged{"ann", kGoodPassword, std::nullopt, true, {}};
  run(users.create(flagged, Caller::system()));
  const SignIn sign_in = login("ann");
  EXPECT_TRUE(sign_in.user.must_change_password);
  EXPECT_TRUE(principal_of(sign_in.access_token).must_change_password);
  EXPECT_TRUE(run(auth.profile(sign_in.user.id)).must_change_password);

  TokenAuthenticator dev_authenticator{*db, bus, signer, clock, true};
  AuthService dev{*db, bus, signer, dev_authenticator, hasher, clock, first_admin, true};
  const SignIn relaxed = run(dev.login({"ann", kGoodPassword, false}, {}));
  EXPECT_FALSE(relaxed.user.must_change_password);
  EXPECT_FALSE(run(dev_authenticator.authenticate(relaxed.access_token)).must_change_password);
  EXPECT_FALSE(run(dev.profile(sign_in.user.id)).must_change_password);
}

class LogoutTest : public IdentityTest {};

TEST_F(LogoutTest, RevokesTheSessionOfTheCookie) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  run(auth.logout(sign_in.refresh_token, "", {}));
  EXPECT_EQ(error_of(auth.refresh(sign_in.refresh_token, {})), ErrorKind::unauthorized);
  EXPECT_EQ(error_of(authenticator.authenticate(sign_in.access_token)), ErrorKind::unauthorized);
  EXPECT_THAT(audit_trail(), Contains("auth.logout"));
}

TEST_F(LogoutTest, RevokesTheSessionOfTheBearerToken) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  run(auth.logout("", sign_in.access_token, {}));
  EXPECT_EQ(error_of(auth.refresh(sign_in.refresh_token, {})), ErrorKind::unauthorized);
}

TEST_F(LogoutTest, RefusesAnAccessTokenThatWasJustInUse) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).username, "ann");
  run(auth.logout(sign_in.refresh_token, "", {}));
  EXPECT_EQ(error_of(authenticator.authenticate(sign_in.access_token)), ErrorKind::unauthorized);
}

TEST_F(LogoutTest, LeavesOtherSessionsAlone) {
  add_user("ann");
  const SignIn office = login("ann");
  const SignIn floor = login("ann");
  run(auth.logout(office.refresh_token, office.access_token, {}));
  EXPECT_EQ(principal_of(floor.access_token).username, "ann");
}

TEST_F(LogoutTest, WorksWithNothingAndWithNonsense) {
  run(auth.logout("", "", {}));
  run(auth.logout("nonsense", "more nonsense", {}));
  EXPECT_THAT(audit_trail(), ElementsAre());
}

TEST_F(LogoutTest, WorksWithTokensThatHaveExpired) {
  add_user("ann");
  const SignIn sign_in = login("ann", true);
  clock.advance(16min);
  run(auth.logout("", sign_in.access_token, {}));
  EXPECT_EQ(error_of(auth.refresh(sign_in.refresh_token, {})), ErrorKind::unauthorized);
}

class ChangePasswordTest : public IdentityTest {
 protected:
  base::UserId ann = add_user("ann");
};

TEST_F(ChangePasswordTest, MakesTheNewPasswordTheOnlyGoodOne) {
  run(auth.change_password(caller_of(login("ann").access_token), {kGoodPassword, "another password"}));
  EXPECT_EQ(error_of(auth.login({"ann", kGoodPassword, false}, {})), ErrorKind::unauthorized);
  EXPECT_EQ(run(auth.login({"ann", "another password", false}, {})).user.id, ann);
  EXPECT_THAT(audit_trail(), Contains("user.password_changed"));
}

TEST_F(ChangePasswordTest, ChecksTheCurrentPasswordFirst) {
  const Caller caller = caller_of(login("ann").access_token);
  for (const ChangePasswordRequest& request :
       {ChangePasswordRequest{"wrong", "another password"}, ChangePasswordRequest{"wrong", "wrong"},
        ChangePasswordRequest{kGoodPassword, kGoodPassword}}) {
    EXPECT_EQ(error_of(auth.change_password(caller, request)), ErrorKind::bad_request);
  }
  EXPECT_EQ(login("ann").user.id, ann);
}

TEST_F(ChangePasswordTest, KeepsTheCallersSessionAndEndsTheOthers) {
  const SignIn mine = login("ann");
  const SignIn stolen = login("ann");
  EXPECT_EQ(principal_of(stolen.access_token).username, "ann");
  run(auth.change_password(caller_of(mine.access_token), {kGoodPassword, "another password"}));
  EXPECT_EQ(principal_of(mine.access_token).username, "ann");
  EXPECT_EQ(run(auth.refresh(mine.refresh_token, {})).user.id, ann);
  EXPECT_EQ(error_of(authenticator.authenticate(stolen.access_token)), ErrorKind::unauthorized);
  EXPECT_EQ(error_of(auth.refresh(stolen.refresh_token, {})), ErrorKind::unauthorized);
}

TEST_F(ChangePasswordTest, ClearsTheMustChangeFlag) {
  execute(R"(UPDATE "user" SET must_change_password = ${true})");
  const SignIn sign_in = login("ann");
  EXPECT_TRUE(principal_of(sign_in.access_token).must_change_password);
  run(auth.change_password(caller_of(sign_in.access_token), {kGoodPassword, "another password"}));
  EXPECT_FALSE(principal_of(sign_in.access_token).must_change_password);
}

}  // namespace
}  // namespace openspc::identity::testing
