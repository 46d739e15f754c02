#include "db/database.h"

#include <sys/fsuid.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fstream>

#include "database_fixture.h"

namespace openspc::db {
namespace {

namespace asio = boost::asio;

class DatabaseBehaviour : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script("CREATE TABLE t (n INTEGER NOT NULL)");
  }
};

base::Task<int> write_then_read(Database& db) {
  co_await db.write([](Session& s) { s.execute("INSERT INTO t VALUES (?)", 5); });
  co_return co_await db.read([](Session& s) { return s.scalar<int>("SELECT n FROM t"); });
}

TEST_F(DatabaseBehaviour, ReadsWhatWasWrittenBefore) {
  EXPECT_EQ(run(write_then_read(*db_)), 5);
}

TEST_F(DatabaseBehaviour, SetsTheDocumentedConnectionOptions) {
  OPENSPC_SQLITE_ONLY("about its PRAGMAs");
  db_->write_now([](Session& s) {
    EXPECT_EQ(s.scalar<std::string>("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(s.scalar<int>("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(s.scalar<int>("PRAGMA synchronous"), 2);
    EXPECT_EQ(s.scalar<int>("PRAGMA busy_timeout"), 5000);
  });
  db_->read_now([](Session& s) {
    EXPECT_EQ(s.scalar<int>("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(s.scalar<int>("PRAGMA query_only"), 1);
  });
}

TEST_F(DatabaseBehaviour, GivesAReaderOneSnapshot) {
  db_->read_now([this](Session& s) {
    EXPECT_EQ(s.scalar<int>("SELECT count(*) FROM t"), 0);
    db_->write_now([](Session& w) { w.execute("INSERT INTO t VALUES (1)"); });
    EXPECT_EQ(s.scalar<int>("SELECT count(*) FROM t"), 0);
  });
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseBehaviour, RunsReadersSideBySide) {
  open({.readers = 2});
  std::latch both(2);  // each waits inside its read for the other
  std::thread other([&] { db_->read_now([&](Session&) { both.arrive_and_wait(); }); });
  db_->read_now([&](Session&) { both.arrive_and_wait(); });
  other.join();
}

base::Task<std::string> failure_of(Database& db) {
  std::string message;
  try {
    co_await db.write([](Session& s) {
      s.execute("INSERT INTO t VALUES (1)");
      throw std::runtime_error("changed my mind");
    });
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  co_return message;
}

TEST_F(DatabaseBehaviour, RollsBackAWriteThatThrowsAndTellsItsCaller) {
  EXPECT_EQ(run(failure_of(*db_)), "changed my mind");
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM t"), 0);
}

TEST_F(DatabaseBehaviour, ReturnsValuesThatOnlyMove) {
  const auto value = db_->read_now([](Session&) { return std::make_unique<int>(3); });
  EXPECT_EQ(*value, 3);
}

base::Task<void> add_one(Database& db, int& sum) {
  sum += co_await db.write([](Session& s) {
    s.execute("INSERT INTO t VALUES (1)");
    return 1;
  });
}

TEST_F(DatabaseBehaviour, ResumesCoroutinesOnTheirOwnStrand) {
  asio::thread_pool network(3);
  auto strand = asio::make_strand(network);
  int sum = 0;  // unguarded: only the strand keeps the coroutines apart
  for (int i = 0; i < 500; ++i) asio::co_spawn(strand, add_one(*db_, sum), asio::detached);
  network.join();
  EXPECT_EQ(sum, 500);
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM t"), 500);
}

base::Task<void> write_numbered(Database& db, int n) {
  co_await db.write_in_order(7, [n](Session& s) { s.execute("INSERT INTO numbered (n) VALUES (?)", n); });
}

TEST_F(DatabaseBehaviour, KeepsTheOrderOfSubmissionForOneKey) {
  script(db_->dialect().expand("CREATE TABLE numbered (place ${id}, n INTEGER NOT NULL)"));
  asio::io_context io;
  for (int n = 0; n < 300; ++n) asio::co_spawn(io, write_numbered(*db_, n), asio::detached);
  io.run();
  const auto rows = db_->read_now([](Session& s) { return s.query<int>("SELECT n FROM numbered ORDER BY place"); });
  ASSERT_EQ(rows.size(), 300u);
  for (int n = 0; n < 300; ++n) EXPECT_EQ(rows[static_cast<std::size_t>(n)], std::tuple(n));
}

base::Task<int> write_or_time_out(Database& db, DatabaseBehaviour&) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(20));
  std::atomic<bool> ran = false;
  auto slow = [&ran](Session& s) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    s.execute("INSERT INTO t VALUES (1)");
    ran = true;
    return 1;
  };
  auto result = co_await (db.write(std::move(slow)) || timer.async_wait(asio::use_awaitable));
  co_return static_cast<int>(result.index()) + (ran ? 10 : 0);
}

TEST_F(DatabaseBehaviour, LetsAJobRunToItsEndWhenItsWaiterIsCancelled) {
  EXPECT_GE(run(write_or_time_out(*db_, *this)), 10);
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseBehaviour, FinishesQueuedJobsWhenItCloses) {
  asio::io_context io;
  int sum = 0;
  for (int i = 0; i < 50; ++i) asio::co_spawn(io, add_one(*db_, sum), asio::detached);
  std::thread network([&] { io.run(); });
  network.join();
  db_->drain_and_close();
  open();
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM t"), 50);
}

TEST_F(DatabaseBehaviour, RefusesJobsOnceClosed) {
  db_->drain_and_close();
  db_->drain_and_close();
  EXPECT_THROW(db_->read_now([](Session&) {}), base::Error);
  EXPECT_THROW(run(write_then_read(*db_)), base::Error);
}

TEST_F(DatabaseBehaviour, LeavesNoLogBehindWhenClosed) {
  db_->drain_and_close();
  EXPECT_FALSE(std::filesystem::exists(path().string() + "-wal"));
}

TEST_F(DatabaseBehaviour, RefusesMoreThanItMayQueue) {
  open({.max_waiting = 2});
  Hold hold(*db_);
  asio::io_context io;
  int sum = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 5; ++i) {
    asio::co_spawn(io, add_one(*db_, sum), [&](const std::exception_ptr& error) { refused += error ? 1 : 0; });
  }
  io.poll();
  EXPECT_EQ(refused, 3);
  hold.release();
  io.run();
  EXPECT_EQ(sum, 2);
}

TEST_F(DatabaseBehaviour, IsHealthyWhileItAnswers) {
  EXPECT_TRUE(run(db_->healthy()));
  db_->drain_and_close();
  EXPECT_FALSE(run(db_->healthy()));
}

TEST_F(DatabaseBehaviour, IsUnhealthyWhenAllReadersAreBusy) {
  open({.readers = 1});
  std::latch started(1);
  std::latch gate(1);
  std::thread busy([&] {
    db_->read_now([&](Session&) {
      started.count_down();
      gate.wait();
    });
  });
  started.wait();
  EXPECT_FALSE(run(db_->healthy(std::chrono::milliseconds(20))));
  gate.count_down();
  busy.join();
  EXPECT_TRUE(run(db_->healthy()));
}

std::string refusal_of(const std::string& url, const DatabaseOptions& options = {}) {
  try {
    Database::open(url, options);
    return "opened";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
    return error.detail();
  }
}

TEST_F(DatabaseBehaviour, SaysWhyItCannotOpen) {
  EXPECT_NE(refusal_of((folder_ / "missing" / "x.db").string()).find("there is no folder"), std::string::npos);
  EXPECT_NE(refusal_of(folder_.string()).find("it is a folder"), std::string::npos);
  EXPECT_NE(refusal_of((folder_ / "x.db").string(), {.create = false}).find("no such file"), std::string::npos);
}

TEST_F(DatabaseBehaviour, RefusesAFileThatIsNoDatabase) {
  const auto file = folder_ / "text.db";
  std::ofstream(file) << std::string(4096, 'x');
  EXPECT_NE(refusal_of(file.string()), "opened");
}

TEST_F(DatabaseBehaviour, OpensPathsWithBlanksAndSigns) {
  const auto file = folder_ / "a b=c 'd'.db";
  Database::open(file.string());
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(DatabaseBehaviour, SaysThatAFolderIsReadOnly) {
  OPENSPC_SQLITE_ONLY("about its file");
  db_->drain_and_close();
  std::filesystem::permissions(path(), std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec |
                                            std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
  const auto root = ::geteuid() == 0;
  if (root) ::setfsuid(65534);  // this thread opens the files, and root may do anything
  EXPECT_NE(refusal_of(path().string()), "opened");
  if (root) ::setfsuid(0);
}

}  // namespace
}  // namespace openspc::db
