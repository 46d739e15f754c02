// Refresh tokens: each is good once, its answer can be had again for half a minute, and using one later betrays a
// thief.

#include "base/jwt.h"
#include "base/log.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class RefreshTest : public IdentityTest {
 protected:
  ErrorKind refused(const std::string& token) { return error_of(auth.refresh(token, {})).value_or(ErrorKind::invalid); }
  // As OpenSPC 0.4 signs them: no session.
  std::string token_of_reference(std::string_view type, base::Timestamp issued, std::chrono::seconds lifetime) const {
    const auto seconds = [](base::Timestamp t) {
      return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
    };
    return base::jwt::sign({{"sub", std::to_string(ann.value)},
                            {"username", "ann"},
                            {"type", type},
                            {"iat", seconds(issued)},
                            {"exp", seconds(issued + lifetime)}},
                           kSecret);
  }

  base::UserId ann = add_user("ann");
};

TEST_F(RefreshTest, GivesANewPairAndKeepsTheSession) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  EXPECT_NE(second.refresh_token, first.refresh_token);
  EXPECT_EQ(signer.read_access(second.access_token)->session_id, signer.read_access(first.access_token)->session_id);
  EXPECT_EQ(run(auth.refresh(second.refresh_token, {})).user.id, ann);
}

TEST_F(RefreshTest, OfTwoAtOnceBothGetTheSameSuccessor) {
  const SignIn first = login("ann");
  boost::asio::io_context io;
  auto a = boost::asio::co_spawn(io, auth.refresh(first.refresh_token, {}), boost::asio::use_future);
  auto b = boost::asio::co_spawn(io, auth.refresh(first.refresh_token, {}), boost::asio::use_future);
  io.run();
  const SignIn one = a.get();
  const SignIn other = b.get();
  EXPECT_EQ(one.refresh_token, other.refresh_token);
  EXPECT_EQ(principal_of(first.access_token).username, "ann");
  EXPECT_EQ(principal_of(one.access_token).username, "ann");
  EXPECT_EQ(principal_of(other.access_token).username, "ann");
  EXPECT_EQ(run(auth.refresh(one.refresh_token, {})).user.id, ann);
}

TEST_F(RefreshTest, ALostAnswerIsGivenAgainForHalfAMinute) {
  const SignIn first = login("ann", true);
  const SignIn lost = run(auth.refresh(first.refresh_token, {}));
  clock.advance(29s);
  const SignIn again = run(auth.refresh(first.refresh_token, {}));
  EXPECT_EQ(again.refresh_token, lost.refresh_token);
  EXPECT_THAT(audit_trail(), Not(Contains("auth.token_reused")));
}

TEST_F(RefreshTest, ALostAnswerIsGivenAgainByAServerThatWasStartedMeanwhile) {
  const SignIn first = login("ann");
  const SignIn lost = run(auth.refresh(first.refresh_token, {}));
  const TokenSigner same_secret{kSecret, clock};
  AuthService restarted{*db, bus, same_secret, authenticator, hasher, clock, first_admin, false};
  EXPECT_EQ(run(restarted.refresh(first.refresh_token, {})).refresh_token, lost.refresh_token);
}

TEST_F(RefreshTest, TheDatabaseHoldsNoTokenThatCouldBeUsed) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  EXPECT_EQ(scalar<std::string>("SELECT previous_token_hash FROM auth_session"), base::sha256_hex(first.refresh_token));
  EXPECT_EQ(scalar<std::string>("SELECT current_token_hash FROM auth_session"), base::sha256_hex(second.refresh_token));
}

TEST_F(RefreshTest, UsingATokenAgainAfterHalfAMinuteEndsTheWholeSession) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  EXPECT_EQ(principal_of(second.access_token).username, "ann");
  clock.advance(kRepeatPatience);
  std::string lines;
  base::log::set_sink([&](std::string_view line) { lines += line; });
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
  base::log::set_sink({});
  EXPECT_EQ(refused(second.refresh_token), ErrorKind::unauthorized);
  EXPECT_EQ(error_of(authenticator.authenticate(second.access_token)), ErrorKind::unauthorized);
  EXPECT_THAT(audit_trail(), Contains("auth.token_reused").Times(1));
  EXPECT_THAT(lines, HasSubstr("refresh_token_reused"));
  EXPECT_EQ(scalar<std::string>("SELECT revoke_reason FROM auth_session"), "reuse");
}

TEST_F(RefreshTest, ATokenOlderThanThePreviousOneIsATheftAtOnce) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  const SignIn third = run(auth.refresh(second.refresh_token, {}));
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
  EXPECT_EQ(refused(third.refresh_token), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, AClockThatWasSetBackMakesNoTokenGoodForLonger) {
  const SignIn first = login("ann");
  clock.advance(1h);
  run(auth.refresh(first.refresh_token, {}));
  clock.advance(-30min);
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, ASignedOutSessionGivesNoAnswerAgain) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  run(auth.logout(second.refresh_token, "", {}));
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, ReuseLeavesOtherSessionsOfTheUserAlone) {
  const SignIn other = login("ann");
  const SignIn first = login("ann");
  run(auth.refresh(first.refresh_token, {}));
  clock.advance(kRepeatPatience);
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
  EXPECT_EQ(run(auth.refresh(other.refresh_token, {})).user.id, ann);
}

TEST_F(RefreshTest, ARememberedSessionStaysRemembered) {
  SignIn sign_in = login("ann", true);
  for (int i = 0; i < 3; ++i) {
    clock.advance(29 * 24h);
    sign_in = run(auth.refresh(sign_in.refresh_token, {}));
    EXPECT_EQ(sign_in.refresh_lifetime, 30 * 24h);
  }
}

TEST_F(RefreshTest, EndsWithTheLifetime) {
  const SignIn sign_in = login("ann");
  clock.advance(7 * 24h);
  EXPECT_EQ(refused(sign_in.refresh_token), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, RefusesAnAccessTokenAndNonsense) {
  EXPECT_EQ(refused(login("ann").access_token), ErrorKind::unauthorized);
  EXPECT_EQ(refused(""), ErrorKind::unauthorized);
  EXPECT_EQ(refused("nonsense"), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, RefusesAnInactiveOrDeletedUser) {
  const SignIn sign_in = login("ann");
  execute(R"(UPDATE "user" SET is_active = ${false})");
  EXPECT_EQ(refused(sign_in.refresh_token), ErrorKind::unauthorized);
  execute(R"(DELETE FROM "user")");
  EXPECT_EQ(refused(sign_in.refresh_token), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, RefusesASessionOfAnotherUser) {
  add_user("bob");
  const std::string session = signer.read_access(login("bob").access_token)->session_id;
  EXPECT_EQ(refused(signer.refresh(ann, session, 24h)), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, ATokenOfTheReferenceStartsOneSession) {
  const std::string old = token_of_reference("refresh", clock.now(), 7 * 24h);
  const SignIn sign_in = run(auth.refresh(old, {}));
  EXPECT_EQ(sign_in.user.id, ann);
  EXPECT_EQ(run(auth.refresh(old, {})).refresh_token, sign_in.refresh_token) << "two tabs after the upgrade";
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM auth_session"), 1);
  EXPECT_EQ(run(auth.refresh(sign_in.refresh_token, {})).user.id, ann);
  EXPECT_EQ(refused(old), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, ATokenOfTheReferenceUsedAgainLaterEndsItsSession) {
  const std::string old = token_of_reference("refresh", clock.now(), 7 * 24h);
  const SignIn sign_in = run(auth.refresh(old, {}));
  clock.advance(kRepeatPatience);
  EXPECT_EQ(refused(old), ErrorKind::unauthorized);
  EXPECT_EQ(refused(sign_in.refresh_token), ErrorKind::unauthorized);
  EXPECT_THAT(audit_trail(), Contains("auth.token_reused"));
}

TEST_F(RefreshTest, ATokenOfTheReferenceDiesWithLogout) {
  const std::string old = token_of_reference("refresh", clock.now(), 7 * 24h);
  run(auth.logout(old, "", {}));
  EXPECT_EQ(refused(old), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, TokensOfTheReferenceDieWhenThePasswordChanges) {
  const std::string access = token_of_reference("access", clock.now(), 15min);
  const std::string refresh = token_of_reference("refresh", clock.now(), 7 * 24h);
  EXPECT_EQ(principal_of(access).user_id, ann);
  clock.advance(1s);
  run(auth.change_password(caller_of(login("ann").access_token), {kGoodPassword, "another password"}));
  EXPECT_EQ(error_of(authenticator.authenticate(access)), ErrorKind::unauthorized);
  EXPECT_EQ(refused(refresh), ErrorKind::unauthorized);
}

}  // namespace
}  // namespace openspc::identity::testing
