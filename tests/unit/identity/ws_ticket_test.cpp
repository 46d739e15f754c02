// Tickets that open a WebSocket: once, soon, and for whoever asked.
#include "identity/ws_ticket.h"

#include "identity_fixture.h"

namespace openspc::identity {
namespace {

using namespace std::chrono_literals;

class WsTicketTest : public testing::IdentityTest {
 protected:
  std::string issue() {
    return db->write_now([this](db::Session& s) { return ws_ticket::issue(s, {{7}, "s1"}, clock.now(), 2); });
  }
  std::optional<ws_ticket::Holder> redeem(std::string_view ticket) {
    return db->write_now([&](db::Session& s) { return ws_ticket::redeem(s, ticket, clock.now()); });
  }
};

TEST_F(WsTicketTest, IsGoodOnceForItsHolder) {
  const std::string ticket = issue();
  const auto holder = redeem(ticket);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->user, base::UserId{7});
  EXPECT_EQ(holder->session_id, "s1");
  EXPECT_FALSE(redeem(ticket));
}

TEST_F(WsTicketTest, Carries256RandomBits) {
  EXPECT_EQ(issue().size(), 43U);
}

TEST_F(WsTicketTest, IsNotInTheDatabase) {
  const std::string ticket = issue();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM ws_ticket WHERE ticket_hash = '" + ticket + "'"), 0);
}

TEST_F(WsTicketTest, ExpiresAfterThirtySeconds) {
  const std::string early = issue();
  const std::string late = issue();
  clock.advance(29s);
  EXPECT_TRUE(redeem(early));
  clock.advance(1s);
  EXPECT_FALSE(redeem(late));
}

TEST_F(WsTicketTest, GuessesAreRefused) {
  EXPECT_FALSE(redeem(""));
  EXPECT_FALSE(redeem("guess"));
}

TEST_F(WsTicketTest, AreBoundedInNumberUntilTheOldOnesExpire) {
  issue();
  issue();
  EXPECT_THROW(issue(), base::Error);
  clock.advance(30s);
  EXPECT_NO_THROW(issue());
}

}  // namespace
}  // namespace openspc::identity
