#include "connect/source/link_keeper.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <stop_token>

#include "base/error.h"
#include "connect/source/connection_summary.h"
#include "db/leases.h"

namespace openspc::connect::source {
namespace {

class LinkKeeperTest : public testing::Test {
 protected:
  /// Attempts until one of them asks to stop.
  void run(const std::function<void(int attempt)>& attempt) {
    int attempts = 0;
    keeper.run(stop.get_token(), std::chrono::milliseconds(1), [&] { attempt(++attempts); }, [&] { ++lost; });
  }
  ConnectionSummary summary() const {
    const ConnectionStatus status = keeper.status();
    return summarize({}, &status, "");
  }

  base::SystemClock clock;
  LinkKeeper keeper{{.what = "broker", .id = 1, .name = "Hall A"}, clock};
  std::stop_source stop;
  int lost = 0;
};

TEST_F(LinkKeeperTest, TriesAgainAfterEachFailure) {
  run([&](int attempt) {
    if (attempt == 3) stop.request_stop();
    throw std::runtime_error("connection refused");
  });
  EXPECT_EQ(keeper.status().attempts, 3U);
  EXPECT_EQ(lost, 3);
  EXPECT_EQ(summary().state, ConnectionState::failed);
  EXPECT_EQ(summary().message, "Connecting in background: connection refused");
}

TEST_F(LinkKeeperTest, ConnectionThatComesBackIsCountedAsOne) {
  run([&](int attempt) {
    keeper.note_connected();
    if (attempt == 1) throw std::runtime_error("reset by peer");
    stop.request_stop();
  });
  EXPECT_EQ(keeper.status().reconnects, 1);
  EXPECT_EQ(summary().state, ConnectionState::connected);
}

TEST_F(LinkKeeperTest, EndsWhenAnotherServerHasTheLease) {
  run([](int) { throw db::LeaseLost(); });
  EXPECT_EQ(keeper.status().attempts, 1U);
}

TEST_F(LinkKeeperTest, CertificateThatAwaitsApprovalIsAStateOfItsOwn) {
  run([&](int attempt) {
    if (attempt == 2) stop.request_stop();
    if (attempt == 1) throw std::runtime_error("connection refused");
    throw UntrustedPeer("its certificate is not trusted");
  });
  EXPECT_EQ(summary().state, ConnectionState::untrusted);
}

TEST_F(LinkKeeperTest, WriteWaitsForTheDatabaseAndSaysSo) {
  int writes = 0;
  keeper.note_connected();
  keeper.persist(stop.get_token(), [&] {
    if (++writes == 2) {
      EXPECT_EQ(summary().state, ConnectionState::problem);
      EXPECT_EQ(summary().message, "Measurements wait: the disk is full");
    }
    if (writes < 3) throw base::unavailable("the disk is full");
  });
  EXPECT_EQ(writes, 3);
  EXPECT_EQ(summary().state, ConnectionState::connected);
}

TEST_F(LinkKeeperTest, WriteThatCannotBeMadeDurableEndsTheLink) {
  run([&](int) {
    keeper.persist(stop.get_token(), [&] {
      stop.request_stop();
      throw base::unavailable("the disk is full");
    });
    FAIL() << "what is not durable is not acknowledged";
  });
  EXPECT_EQ(keeper.status().attempts, 0U);
}

TEST_F(LinkKeeperTest, WriteThatIsWrongIsNotTriedAgain) {
  int writes = 0;
  const auto write = [&] {
    ++writes;
    throw base::bad_request("no such characteristic");
  };
  EXPECT_THROW(keeper.persist(stop.get_token(), write), base::Error);
  EXPECT_EQ(writes, 1);
}

TEST(ConnectionSummaryTest, WithoutALinkSaysWhy) {
  EXPECT_EQ(summarize({}, nullptr, "Not connected").message, "Not connected");
  EXPECT_EQ(summarize({.held = true}, nullptr, "Not connected").message, "Disconnected");
  EXPECT_EQ(summarize({.elsewhere = true}, nullptr, "").state, ConnectionState::elsewhere);
  EXPECT_EQ(summarize({.elsewhere = true, .failure = "x"}, nullptr, "").state, ConnectionState::failed);
}

TEST(ConnectionSummaryTest, FirstAttemptIsNoFailure) {
  const ConnectionStatus status;
  EXPECT_EQ(summarize({}, &status, "").state, ConnectionState::connecting);
}

}  // namespace
}  // namespace openspc::connect::source
