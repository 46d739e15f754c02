// From a bearer token, or a ticket, to who is asking and with which roles.

#include "identity/events.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

class AuthenticatorTest : public IdentityTest {
 protected:
  std::optional<ErrorKind> refused(const std::string& token) { return error_of(authenticator.authenticate(token)); }
};

TEST_F(AuthenticatorTest, KnowsUserSessionAndRoles) {
  const base::PlantId second = add_plant("B");
  const base::UserId ann = add_user("ann", {{default_plant(), net::Role::operator_}, {second, net::Role::engineer}});
  const SignIn sign_in = login("ann");
  const net::Principal principal = principal_of(sign_in.access_token);
  EXPECT_EQ(principal.user_id, ann);
  EXPECT_EQ(principal.username, "ann");
  EXPECT_EQ(principal.session_id, signer.read_access(sign_in.access_token)->session_id);
  EXPECT_EQ(principal.at(default_plant()), net::Role::operator_);
  EXPECT_EQ(principal.at(second), net::Role::engineer);
}

TEST_F(AuthenticatorTest, RefusesTokensThatAreForgedExpiredOrOfTheOtherKind) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(refused("nonsense"), ErrorKind::unauthorized);
  EXPECT_EQ(refused(sign_in.refresh_token), ErrorKind::unauthorized);
  EXPECT_EQ(refused(sign_in.access_token + "x"), ErrorKind::unauthorized);
  EXPECT_EQ(principal_of(sign_in.access_token).username, "ann");
  clock.advance(15min);
  EXPECT_EQ(refused(sign_in.access_token), ErrorKind::unauthorized);
}

TEST_F(AuthenticatorTest, DoesNotAskTheDatabaseAgainForAWhile) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).username, "ann");
  db->drain_and_close();
  EXPECT_EQ(principal_of(sign_in.access_token).username, "ann");
}

TEST_F(AuthenticatorTest, SeesAChangeOfAnotherReplicaWithinTwoSeconds) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).username, "ann");
  execute(R"(UPDATE "user" SET is_active = ${false})");
  clock.advance(2s);
  EXPECT_EQ(refused(sign_in.access_token), ErrorKind::unauthorized);
}

TEST_F(AuthenticatorTest, SeesAChangeOfItsOwnProcessAtOnce) {
  const base::UserId ann = add_user("ann");
  const SignIn sign_in = login("ann");
  EXPECT_EQ(principal_of(sign_in.access_token).highest(), net::Role::none);
  run(users.assign_role(ann, default_plant(), net::Role::supervisor, Caller::system()));
  EXPECT_EQ(principal_of(sign_in.access_token).highest(), net::Role::supervisor);
}

TEST_F(AuthenticatorTest, RefusesATokenWhoseSessionIsGone) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  execute("DELETE FROM auth_session");
  EXPECT_EQ(refused(sign_in.access_token), ErrorKind::unauthorized);
}

TEST_F(AuthenticatorTest, ATicketIsGoodOnceForTheSameUserAndSession) {
  add_user("ann", {{default_plant(), net::Role::engineer}});
  const net::Principal principal = principal_of(login("ann").access_token);
  const WsTicket ticket = run(auth.issue_ticket(principal));
  EXPECT_EQ(ticket.expires_in, 30);
  const net::Principal again = run(auth.authenticate_ticket(ticket.ticket));
  EXPECT_EQ(again.user_id, principal.user_id);
  EXPECT_EQ(again.session_id, principal.session_id);
  EXPECT_EQ(again.highest(), net::Role::engineer);
  EXPECT_EQ(error_of(auth.authenticate_ticket(ticket.ticket)), ErrorKind::unauthorized);
}

TEST_F(AuthenticatorTest, ATicketDiesWithItsSession) {
  add_user("ann");
  const SignIn sign_in = login("ann");
  const WsTicket ticket = run(auth.issue_ticket(principal_of(sign_in.access_token)));
  run(auth.logout(sign_in.refresh_token, "", {}));
  EXPECT_EQ(error_of(auth.authenticate_ticket(ticket.ticket)), ErrorKind::unauthorized);
}

TEST_F(AuthenticatorTest, AnnouncesRevocationsAfterTheCommit) {
  const base::UserId ann = add_user("ann");
  const SignIn sign_in = login("ann");
  std::vector<AccessChanged> seen;
  const auto subscription = bus.subscribe<AccessChanged>([&](const AccessChanged& change) { seen.push_back(change); });
  run(auth.logout(sign_in.refresh_token, "", {}));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].user, ann);
  EXPECT_EQ(seen[0].session_id, signer.read_access(sign_in.access_token)->session_id);
}

}  // namespace
}  // namespace openspc::identity::testing
