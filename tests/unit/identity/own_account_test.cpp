// The own account: language, time zone, where one is signed in; and what an administrator may do about it.

#include <gmock/gmock.h>

#include "identity/people/own_account_service.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::Contains;

class OwnAccountTest : public IdentityTest {
 protected:
  OwnAccountTest() { ann = add_user("ann"); }

  SignIn login_from(const std::string& agent) {
    Caller caller;
    caller.user_agent = agent;
    caller.ip = "10.0.0.7";
    return run(auth.login({"ann", kGoodPassword, false}, caller));
  }
  Caller boss() {
    Caller caller;
    caller.principal.user_id = {777};
    return caller;
  }
  OwnAccountUpdate with(const boost::json::value& body) { return net::from_json<OwnAccountUpdate>(body); }

  OwnAccountService own{*db, bus, hasher, clock};
  base::UserId ann;
};

TEST_F(OwnAccountTest, LanguageAndZoneAreKeptAndGoBackToTheBrowsers) {
  const Caller caller = caller_of(login("ann").access_token);
  run(own.update(caller, with({{"language", "de"}, {"time_zone", "Europe/Berlin"}})));
  const UserProfile profile = run(own.update(caller, with({{"language", nullptr}})));
  EXPECT_EQ(profile.language, std::nullopt);
  EXPECT_EQ(profile.time_zone, "Europe/Berlin");
  EXPECT_EQ(run(auth.profile(ann)).time_zone, "Europe/Berlin");
}

TEST_F(OwnAccountTest, AZoneThatDoesNotExistIsRefused) {
  const Caller caller = caller_of(login("ann").access_token);
  EXPECT_EQ(error_of(own.update(caller, with({{"time_zone", "Mars/Olympus"}}))), ErrorKind::invalid);
}

TEST_F(OwnAccountTest, SessionsTellWhereAndSinceWhenAndWhichIsThisOne) {
  login_from("Firefox on the office PC");
  clock.advance(std::chrono::minutes(5));
  const SignIn here = login_from("Chrome on the tablet");
  const auto sessions = run(own.sessions(caller_of(here.access_token), ann));
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].user_agent, "Chrome on the tablet");
  EXPECT_EQ(sessions[0].ip, "10.0.0.7");
  EXPECT_TRUE(sessions[0].is_current);
  EXPECT_FALSE(sessions[1].is_current);
  EXPECT_EQ(sessions[1].created_at, clock.now() - std::chrono::minutes(5));
}

TEST_F(OwnAccountTest, SessionsThatEndedOrExpiredAreNotListed) {
  const SignIn first = login("ann");
  run(auth.logout(first.refresh_token, "", {}));
  login("ann");
  clock.advance(std::chrono::days(8));
  const SignIn here = login("ann");
  EXPECT_EQ(run(own.sessions(caller_of(here.access_token), ann)).size(), 1U);
}

TEST_F(OwnAccountTest, OneSessionEndsAndTheOthersStay) {
  const SignIn here = login("ann");
  const SignIn there = login("ann");
  const Caller caller = caller_of(here.access_token);
  run(own.end_session(caller, ann, principal_of(there.access_token).session_id));
  EXPECT_EQ(error_of(authenticator.authenticate(there.access_token)), ErrorKind::unauthorized);
  EXPECT_EQ(principal_of(here.access_token).user_id, ann);
}

TEST_F(OwnAccountTest, AllOtherSessionsEndAtOnce) {
  const SignIn here = login("ann");
  const SignIn there = login("ann");
  EXPECT_EQ(run(own.end_sessions(caller_of(here.access_token), ann)).sessions_ended, 1);
  EXPECT_EQ(error_of(authenticator.authenticate(there.access_token)), ErrorKind::unauthorized);
  EXPECT_EQ(principal_of(here.access_token).user_id, ann);
}

TEST_F(OwnAccountTest, SessionsOfOthersAreNotOnesOwnToEnd) {
  const base::UserId bea = add_user("bea");
  const SignIn theirs = login("bea");
  const Caller caller = caller_of(login("ann").access_token);
  EXPECT_EQ(error_of(own.end_session(caller, ann, principal_of(theirs.access_token).session_id)), ErrorKind::not_found);
  EXPECT_EQ(principal_of(theirs.access_token).user_id, bea);
}

TEST_F(OwnAccountTest, AnAdministratorEndsAnybodysSessions) {
  const SignIn first = login("ann");
  login("ann");
  run(own.end_session(boss(), ann, principal_of(first.access_token).session_id));
  EXPECT_EQ(run(own.end_sessions(boss(), ann)).sessions_ended, 1);
  EXPECT_TRUE(run(own.sessions(boss(), ann)).empty());
  EXPECT_THAT(audit_trail(), Contains("auth.session_ended"));
}

TEST_F(OwnAccountTest, AOneTimePasswordSignsInAndMustBeChanged) {
  const SignIn before = login("ann");
  const OneTimePassword made = run(own.reset_password(boss(), ann));
  EXPECT_EQ(made.sessions_ended, 1);
  EXPECT_EQ(error_of(authenticator.authenticate(before.access_token)), ErrorKind::unauthorized);
  EXPECT_EQ(error_of(auth.login({"ann", kGoodPassword, false}, {})), ErrorKind::unauthorized);
  EXPECT_TRUE(run(auth.login({"ann", made.password, false}, {})).user.must_change_password);
}

TEST_F(OwnAccountTest, NobodyResetsTheOwnPasswordWithoutEnteringIt) {
  const Caller caller = caller_of(login("ann").access_token);
  EXPECT_EQ(error_of(own.reset_password(caller, ann)), ErrorKind::bad_request);
}

}  // namespace
}  // namespace openspc::identity::testing
