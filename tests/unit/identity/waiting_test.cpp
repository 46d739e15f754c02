// The gate that holds logins back, and the bounded queue of password hashes.

#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

TEST(Gate, LetsThroughOnceItIsOpen) {
  Gate gate;
  gate.open();
  run(gate.wait());
}

TEST(Gate, HoldsEverybodyUntilItOpens) {
  boost::asio::io_context io;
  Gate gate;
  int through = 0;
  const auto waiter = [&]() -> base::Task<void> {
    co_await gate.wait();
    ++through;
  };
  boost::asio::co_spawn(io, waiter, boost::asio::detached);
  boost::asio::co_spawn(io, waiter, boost::asio::detached);
  io.poll();
  EXPECT_EQ(through, 0);
  gate.open();
  io.run();
  EXPECT_EQ(through, 2);
}

TEST(PasswordHasher, VerifiesWhatItHashed) {
  PasswordHasher hasher(8, cheap);
  const std::string phc = run(hasher.hash("secret"));
  EXPECT_TRUE(run(hasher.verify("secret", phc)));
  EXPECT_FALSE(run(hasher.verify("Secret", phc)));
  run(hasher.waste("anything"));
}

TEST(PasswordHasher, RefusesMoreThanItsQueueHolds) {
  boost::asio::io_context io;
  PasswordHasher hasher(3, cheap);
  int done = 0;
  int refused = 0;
  const auto attempt = [&]() -> base::Task<void> {
    try {
      co_await hasher.waste("password");
      ++done;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
      ++refused;
    }
  };
  for (int i = 0; i < 5; ++i) boost::asio::co_spawn(io, attempt, boost::asio::detached);
  io.run();
  EXPECT_EQ(done, 3);
  EXPECT_EQ(refused, 2);
}

TEST(PasswordHasher, HasRoomAgainWhenTheQueueHasMovedOn) {
  PasswordHasher hasher(1, cheap);
  run(hasher.waste("first"));
  run(hasher.waste("second"));
}

}  // namespace
}  // namespace openspc::identity::testing
