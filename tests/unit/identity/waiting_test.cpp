// The gate that holds logins back, and the bounded queue of password hashes.

#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <map>

#include "base/retry_later.h"

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
  PasswordHasher hasher(8, kCheap);
  const std::string phc = run(hasher.hash("secret"));
  EXPECT_TRUE(run(hasher.verify("secret", phc)));
  EXPECT_FALSE(run(hasher.verify("Secret", phc)));
  run(hasher.waste("anything"));
}

// Callers at one hasher, and how each of them fared.
class CrowdedHasher : public ::testing::Test {
 protected:
  explicit CrowdedHasher(base::PasswordCost cost = kCheap) : hasher(16, cost) {}

  base::Task<void> attempt(std::string lane) {
    try {
      std::string name = lane;
      co_await hasher.waste("password", std::move(name));
      served.push_back(lane);
    } catch (const base::RetryLater& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
      ++refused[lane];
    }
  }
  void arrive(const std::string& lane, int times) {
    for (int i = 0; i < times; ++i) boost::asio::co_spawn(io, attempt(lane), boost::asio::detached);
  }

  boost::asio::io_context io;
  PasswordHasher hasher;
  std::vector<std::string> served;
  std::map<std::string, int> refused;
};

TEST_F(CrowdedHasher, RefusesMoreThanItsQueueHolds) {
  for (int i = 0; i < 30; ++i) arrive(std::to_string(i), 1);
  io.run();
  EXPECT_EQ(served.size(), 16U);
}

TEST_F(CrowdedHasher, OneLaneLeavesAsManyPlacesAsItTakes) {
  arrive("greedy", 100);
  arrive("other", 1);
  io.run();
  EXPECT_EQ(refused["greedy"], 92);
  EXPECT_EQ(refused["other"], 0);
}

/// Whose hashes take so long that all callers have arrived before one is served.
class BusyHasher : public CrowdedHasher {
 protected:
  BusyHasher() : CrowdedHasher({1, 16 * 1024, 1}) {}
};

TEST_F(BusyHasher, ServesItsLanesInTurn) {
  arrive("greedy", 8);
  arrive("other", 1);
  io.run();
  const auto place = std::find(served.begin(), served.end(), "other") - served.begin();
  EXPECT_LE(place, 4) << "not behind all eight";
}

TEST(PasswordHasher, OnceFinishedForgetsWhoWaitsAndTakesNobody) {
  boost::asio::io_context io;
  PasswordHasher hasher;  // at full cost: two of them are under way while the others wait
  int hashed = 0;
  const auto attempt = [&]() -> base::Task<void> {
    co_await hasher.waste("password");
    ++hashed;
  };
  for (int i = 0; i < 16; ++i) boost::asio::co_spawn(io, attempt(), boost::asio::detached);
  io.poll();
  hasher.finish();
  io.restart();
  io.run();
  EXPECT_LT(hashed, 16);
  EXPECT_THROW(run(hasher.waste("late")), base::Error);
}

TEST(PasswordHasher, HasRoomAgainWhenTheQueueHasMovedOn) {
  PasswordHasher hasher(1, kCheap);
  run(hasher.waste("first"));
  run(hasher.waste("second"));
}

}  // namespace
}  // namespace openspc::identity::testing
