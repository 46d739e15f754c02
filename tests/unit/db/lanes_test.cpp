// Writing to a server database: what was lost on the way is run again, what stands is not, and nobody judges from what
// was rolled back. On PostgreSQL alone.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <future>

#include "database_fixture.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::db {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;

class Lanes : public DatabaseTest {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "about a server";
    DatabaseTest::SetUp();
    script("CREATE TABLE t (n INTEGER NOT NULL)");
  }

  /// Lets every COMMIT that stores something in t take its time.
  void slow_commits() {
    script(
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END'");
    script(
        "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " EXECUTE FUNCTION linger()");
  }

  void wait_for_commit_under_way() {
    const auto lingering = [this] {
      return scalar<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") > 0;
    };
    while (!lingering()) std::this_thread::yield();
  }

  static void insert(Session& s, int n) { s.execute("INSERT INTO t VALUES (?)", n); }
  /// A database behind the proxy, whose lanes count their commits.
  std::unique_ptr<Database> through(const test::TcpProxy& proxy) { return counting(url_through(proxy, place_->url())); }
  std::unique_ptr<Database> counting(const std::string& url) {
    script("CREATE TABLE notice_lane (lane BIGINT PRIMARY KEY, holder TEXT NOT NULL, commits BIGINT NOT NULL)");
    return Database::open(url, {.settles_commits = true});
  }
};

TEST_F(Lanes, RunAJobAgainWhoseConnectionWasLost) {
  int runs = 0;
  db_->write_now([&runs](Session& s) {
    insert(s, 1);
    if (++runs == 1) s.scalar<bool>("SELECT pg_terminate_backend(pg_backend_pid())");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(Lanes, RunAJobAgainWhosePostedStatementsWentDownWithTheConnection) {
  const auto database = counting(place_->url());
  int runs = 0;
  database->write_now([&runs](Session& s) {
    s.post("INSERT INTO t VALUES (?)", 1);
    if (++runs == 1) s.post("SELECT pg_terminate_backend(pg_backend_pid())");
    s.post("INSERT INTO t VALUES (?)", 2);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 2);
}

TEST_F(Lanes, RunAJobAgainWhoseStreamOfRowsWasCut) {
  std::vector<std::tuple<int>> rows(50'000, std::tuple(1));
  const int backend = db_->write_now([](Session& s) { return s.scalar<int>("SELECT pg_backend_pid()"); });
  int runs = 0;
  db_->write_now([&](Session& s) {
    if (++runs == 1)
      db_->read_now([&](Session& other) { other.scalar<bool>("SELECT pg_terminate_backend(?)", backend); });
    s.insert_many("t (n)", std::span(std::as_const(rows)));
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 50'000);
}

TEST_F(Lanes, UndoWhatAJobBelievedBeforeItRunsAgain) {
  std::string heard;
  int runs = 0;
  db_->write_now([&](Session& s) {
    s.after_rollback([&heard] { heard += "-"; });
    s.after_commit([&heard] { heard += "+"; });
    if (++runs == 1) s.scalar<bool>("SELECT pg_terminate_backend(pg_backend_pid())");
  });
  EXPECT_EQ(heard, "-+");
}

TEST_F(Lanes, UndoTheWholeGroupOfAJobThatFailsAndRunEachAlone) {
  std::string heard;
  const auto job = [&heard](const char* name, bool fail) -> std::function<void(Session&)> {
    return [&heard, name, fail](Session& s) {
      s.after_commit([&heard, name] { heard += std::string("+") + name; });
      s.after_rollback([&heard, name] { heard += std::string("-") + name; });
      if (fail) throw std::runtime_error("no");
    };
  };
  asio::io_context io;
  {
    Hold hold(*db_);
    for (const auto& each : {job("a", false), job("b", true), job("c", false)})
      asio::co_spawn(io, db_->write(each), [](const std::exception_ptr&) {});
    io.poll();
  }
  io.run();
  EXPECT_EQ(heard, "-a-b+a-b+c");
}

TEST_F(Lanes, AskTheDatabaseWhatBecameOfACommitThatNobodyAnswered) {
  slow_commits();
  test::TcpProxy proxy(port_of(place_->url()));
  const auto database = through(proxy);
  auto written = std::async(std::launch::async, [&] { database->write_now([](Session& s) { insert(s, 1); }); });
  wait_for_commit_under_way();
  proxy.cut();
  EXPECT_NO_THROW(written.get());
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(Lanes, RunAgainWhatTheDatabaseSaysItNeverGot) {
  slow_commits();
  test::TcpProxy proxy(port_of(place_->url()));
  const auto database = through(proxy);
  int runs = 0;
  auto written = std::async(std::launch::async, [&] {
    database->write_now([&runs](Session& s) {
      insert(s, 1);
      ++runs;
    });
  });
  wait_for_commit_under_way();
  // The transaction dies in the midst of its COMMIT, as with its server.
  scalar<bool>(
      "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
      " AND datname = current_database()");
  EXPECT_NO_THROW(written.get());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(Lanes, NeverRunAgainWhatMayStandAlready) {
  slow_commits();
  test::TcpProxy proxy(port_of(place_->url()));
  const auto database = through(proxy);
  // Everything works again the moment the lane has given up.
  base::log::set_sink([&proxy](std::string_view line) {
    if (line.find("commit_unknown") != std::string_view::npos) proxy.plug_in();
  });
  std::vector<std::string> errors;
  asio::io_context io;
  {
    Hold hold(*database);
    for (const int n : {1, 2})
      asio::co_spawn(io, database->write([n](Session& s) { insert(s, n); }),
                     [&errors](const std::exception_ptr& error) {
                       try {
                         if (error) std::rethrow_exception(error);
                       } catch (const base::Error& unavailable) {
                         errors.push_back(unavailable.detail());
                       }
                     });
    io.poll();
  }
  std::thread network([&io] { io.run(); });
  wait_for_commit_under_way();
  proxy.unplug();
  network.join();
  EXPECT_THAT(errors,
              testing::ElementsAre(HasSubstr("look whether it is there"), HasSubstr("look whether it is there")));
  base::log::set_sink([](std::string_view) {});
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 2);
}

TEST_F(Lanes, LetJobsOfOneKeyFollowOneAnotherOnTwoServers) {
  script("CREATE TABLE newest (n INTEGER NOT NULL); INSERT INTO newest VALUES (0)");
  const auto other = Database::open(place_->url());
  asio::io_context io;
  // Reads and writes apart, as a judgement does: interleaved, an increment would be lost.
  const auto increment = [](Session& s) {
    const int n = s.scalar<int>("SELECT n FROM newest");
    s.execute("UPDATE newest SET n = ?", n + 1);
  };
  for (int i = 0; i < 200; ++i)
    asio::co_spawn(io, (i % 2 == 0 ? *db_ : *other).write_in_order(7, increment), [](const std::exception_ptr& error) {
      if (error) std::rethrow_exception(error);
    });
  io.run();
  EXPECT_EQ(scalar<int>("SELECT n FROM newest"), 200);
}

TEST_F(Lanes, OfReadersOpenALostConnectionAnewBeforeAnybodyIsTold) {
  test::TcpProxy proxy(port_of(place_->url()));
  const auto through = Database::open(url_through(proxy, place_->url()), {.readers = 1});
  const auto count = [](Session& s) { return s.scalar<int>("SELECT COUNT(*) FROM t"); };
  EXPECT_EQ(through->read_now(count), 0);
  proxy.cut();
  EXPECT_EQ(through->read_now(count), 0);
}

TEST_F(Lanes, FailTheWholeGroupAtOnceWhenTheServerIsAway) {
  test::TcpProxy proxy(port_of(place_->url()));
  const auto through = Database::open(url_through(proxy, place_->url()));
  proxy.unplug();
  EXPECT_THROW(through->write_now([](Session& s) { insert(s, 1); }), base::Error);
  proxy.plug_in();
  EXPECT_NO_THROW(through->write_now([](Session& s) { insert(s, 2); }));
  EXPECT_EQ(scalar<int>("SELECT SUM(n) FROM t"), 2);
}

}  // namespace
}  // namespace openspc::db
