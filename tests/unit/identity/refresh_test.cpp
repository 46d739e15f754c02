// Refresh tokens: each is good once, and using one again betrays a thief.

#include "base/jwt.h"
#include "base/log.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using ::testing::Contains;
using ::testing::HasSubstr;

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
                           secret);
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

TEST_F(RefreshTest, UsingATokenAgainEndsTheWholeSession) {
  const SignIn first = login("ann");
  const SignIn second = run(auth.refresh(first.refresh_token, {}));
  EXPECT_EQ(principal_of(second.access_token).username, "ann");
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

TEST_F(RefreshTest, ReuseLeavesOtherSessionsOfTheUserAlone) {
  const SignIn other = login("ann");
  const SignIn first = login("ann");
  run(auth.refresh(first.refresh_token, {}));
  EXPECT_EQ(refused(first.refresh_token), ErrorKind::unauthorized);
  EXPECT_EQ(run(auth.refresh(other.refresh_token, {})).user.id, ann);
}

TEST_F(RefreshTest, OfTwoAtOnceOneWinsAtMost) {
  const SignIn first = login("ann");
  boost::asio::io_context io;
  auto a = boost::asio::co_spawn(io, auth.refresh(first.refresh_token, {}), boost::asio::use_future);
  auto b = boost::asio::co_spawn(io, auth.refresh(first.refresh_token, {}), boost::asio::use_future);
  io.run();
  int won = 0;
  for (auto* attempt : {&a, &b}) {
    try {
      attempt->get();
      ++won;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unauthorized);
    }
  }
  EXPECT_EQ(won, 1);
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
  execute(R"(UPDATE "user" SET is_active = 0)");
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
  EXPECT_EQ(run(auth.refresh(sign_in.refresh_token, {})).user.id, ann);
  EXPECT_EQ(refused(old), ErrorKind::unauthorized);
}

TEST_F(RefreshTest, ATokenOfTheReferenceUsedTwiceEndsItsSession) {
  const std::string old = token_of_reference("refresh", clock.now(), 7 * 24h);
  const SignIn sign_in = run(auth.refresh(old, {}));
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
  run(auth.change_password(caller_of(login("ann").access_token), {good_password, "another password"}));
  EXPECT_EQ(error_of(authenticator.authenticate(access)), ErrorKind::unauthorized);
  EXPECT_EQ(refused(refresh), ErrorKind::unauthorized);
}

}  // namespace
}  // namespace openspc::identity::testing
