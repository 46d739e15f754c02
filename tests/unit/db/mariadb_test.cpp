// What MariaDB does otherwise than other databases, and the house must not show: it commits with changes of the schema,
// forgets a whole transaction for a deadlock, compares texts loosely, and lets nobody share a lock. On MariaDB alone.
#include <gmock/gmock.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "database_fixture.h"
#include "db/driver/driver.h"
#include "db/savepoint.h"
#include "db/session_impl.h"
#include "db/strategy/storage_state.h"

namespace openspc::db {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Mariadb : public DatabaseTest {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::mysql) GTEST_SKIP() << "about MariaDB";
    DatabaseTest::SetUp();
    script("CREATE TABLE t (n INTEGER NOT NULL PRIMARY KEY, word VARCHAR(10) UNIQUE)");
  }
  void TearDown() override {
    if (!IsSkipped()) DatabaseTest::TearDown();
  }

  static void insert(Session& s, int n) { s.execute("INSERT INTO t (n) VALUES (?)", n); }
  int rows() { return scalar<int>("SELECT COUNT(*) FROM t"); }

  /// Runs `job` as a write of that key, on a thread of its own.
  template <class Job>
  std::future<void> written_in_order(std::int64_t key, Job job) {
    return std::async(std::launch::async, [this, key, job] { run(db_->write_in_order(key, job)); });
  }

  /// How a URL with other parts is refused.
  std::string refusal(const std::string& what, const std::string& by) {
    std::string url = place_->url();
    url.replace(url.find(what), what.size(), by);
    try {
      Database::open(url);
      return "let in";
    } catch (const driver::CannotConnect& refused) {
      EXPECT_THAT(refused.for_strangers(), AllOf(Not(HasSubstr("127.0.0.1")), Not(HasSubstr("openspc"))));
      return refused.detail();
    }
  }
};

TEST_F(Mariadb, RunsAJobAgainWhoseConnectionWasLost) {
  int runs = 0;
  db_->write_now([&runs](Session& s) {
    insert(s, 1);
    if (++runs == 1) s.execute("KILL CONNECTION_ID()");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(rows(), 1);
}

TEST_F(Mariadb, UndoesWhatStandsBehindAChangeOfTheSchema) {
  EXPECT_THROW(db_->write_now([](Session& s) {
    insert(s, 1);
    s.execute_script("CREATE TABLE u (n INTEGER)");
    insert(s, 2);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(scalar<int>("SELECT MAX(n) FROM t"), 1) << "committed with the change; nothing behind it";
}

TEST_F(Mariadb, TakesNothingMoreInATransactionThatADeadlockEnded) {
  db_->write_now([](Session& s) {
    insert(s, 1);
    insert(s, 2);
  });
  std::latch both_hold(2);
  std::atomic<int> deadlocks = 0;
  // Past the lanes' locks, which let no two jobs come that far.
  const auto in_the_way = [&](int first, int second) {
    Session s(std::make_unique<detail::SessionImpl>(parse_database_url(place_->url()), driver::Role::writer,
                                                    DatabaseOptions{}, std::make_shared<detail::StorageState>()));
    s.execute("START TRANSACTION");
    s.execute("UPDATE t SET word = ? WHERE n = ?", std::to_string(first), first);
    both_hold.arrive_and_wait();
    try {
      s.execute("UPDATE t SET word = NULL WHERE n = ?", second);
    } catch (const base::Error&) {
      ++deadlocks;
      EXPECT_FALSE(s.impl().in_transaction());
      EXPECT_THROW(insert(s, 10 + first), base::Error);
    }
    s.execute("ROLLBACK");
    insert(s, 20 + first);
  };
  auto left = std::async(std::launch::async, [&] { in_the_way(1, 2); });
  auto right = std::async(std::launch::async, [&] { in_the_way(2, 1); });
  left.get();
  right.get();
  EXPECT_EQ(deadlocks, 1);
  EXPECT_EQ(rows(), 4);
}

TEST_F(Mariadb, KeepsATransactionWhosePartFailed) {
  db_->write_now([](Session& s) {
    insert(s, 1);
    EXPECT_THROW(in_savepoint(s, [&s] { insert(s, 1); }), ConstraintViolation);
    insert(s, 2);
  });
  EXPECT_EQ(rows(), 2);
}

TEST_F(Mariadb, TellsTextsApartByCaseAccentsAndBlanks) {
  const auto store = [this](int n, const std::string& word) {
    db_->write_now([&](Session& s) { s.execute("INSERT INTO t (n, word) VALUES (?, ?)", n, word); });
  };
  int n = 0;
  for (const char* word : {"a", "A", "á", "a ", "ß", "ss", ""}) EXPECT_NO_THROW(store(++n, word)) << word;
  EXPECT_THROW(store(++n, "a"), ConstraintViolation);
}

TEST_F(Mariadb, CountsRowsThatWereFoundAndNeedNoChange) {
  db_->write_now([](Session& s) {
    s.execute("INSERT INTO t (n, word) VALUES (1, 'x')");
    EXPECT_EQ(s.execute("UPDATE t SET word = 'x' WHERE n = 1"), 1);
  });
}

TEST_F(Mariadb, RefusesTextsAndNumbersThatAreTooLong) {
  const auto refused = [this](const std::string& sql) {
    try {
      db_->write_now([&](Session& s) { s.execute(sql); });
      return std::string("taken");
    } catch (const ValueRefused& refusal) {
      return refusal.detail();
    }
  };
  EXPECT_EQ(refused("INSERT INTO t (n, word) VALUES (1, 'eleven chars')"), "A text is too long");
  EXPECT_EQ(refused("INSERT INTO t (n) VALUES (3000000000)"), "A number is too large for what is kept of it");
}

TEST_F(Mariadb, NamesTheColumnOfAKeyThatIsTaken) {
  try {
    db_->write_now(
        [](Session& s) { s.execute_script("INSERT INTO t VALUES (1, 'x'); INSERT INTO t VALUES (2, 'x')"); });
    ADD_FAILURE();
  } catch (const ConstraintViolation& violation) {
    EXPECT_EQ(violation.constraint(), "t.word");
  }
}

TEST_F(Mariadb, EndsAStatementThatTakesTooLong) {
  open({.server_statement_timeout = std::chrono::milliseconds(200)});
  EXPECT_EQ(told_by([this] { db_->read_now([](Session& s) { s.scalar<int>("SELECT SLEEP(20) + COUNT(*) FROM t"); }); }),
            "The database did not answer in time; try again");
}

TEST_F(Mariadb, LetsJobsOfOtherKeysRunSideBySide) {
  open({.server_lanes = 2});
  std::latch both(2);
  const auto meet = [&both](Session&) { both.arrive_and_wait(); };
  auto first = written_in_order(1, meet), second = written_in_order(2, meet);
  first.get();
  second.get();
}

TEST_F(Mariadb, LetsJobsOfOneKeyRunOneAfterAnotherOnAllServers) {
  const auto other = Database::open(place_->url());
  std::atomic<int> running = 0, most = 0;
  const auto job = [&](Session&) {
    most = std::max(most.load(), ++running);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    --running;
  };
  auto here = written_in_order(7, job);
  run(other->write_in_order(7, job));
  here.get();
  EXPECT_EQ(most, 1);
}

TEST_F(Mariadb, LetsNobodyRunBesideAJobWithoutAKey) {
  const auto other = Database::open(place_->url());
  std::atomic<int> running = 0, most = 0;
  const auto job = [&](Session&) {
    most = std::max(most.load(), ++running);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    --running;
  };
  auto here = written_in_order(7, job);
  other->write_now(job);
  here.get();
  EXPECT_EQ(most, 1);
}

TEST_F(Mariadb, GivesItsLocksBackWithTheTransaction) {
  run(db_->write_in_order(7, [](Session& s) { insert(s, 1); }));
  db_->write_now([](Session& s) { insert(s, 2); });
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%GET_LOCK%' AND id <> "
                        "CONNECTION_ID()"),
            0);
  const auto other = Database::open(place_->url());
  other->write_now([](Session& s) { insert(s, 3); });
  EXPECT_EQ(rows(), 3);
}

TEST_F(Mariadb, SaysWhyNobodyIsLetInAndWhatToDo) {
  const std::string port = ":" + std::to_string(port_of(place_->url()));
  const std::string name = place_->url().substr(place_->url().rfind('/') + 1);
  EXPECT_THAT(refusal(port, ":1"), AllOf(HasSubstr("mariadb://127.0.0.1:1/"), HasSubstr("whether the server runs")));
  EXPECT_THAT(refusal(name, "nowhere"), HasSubstr("CREATE DATABASE"));
  EXPECT_THAT(refusal("openspc@", "openspc:wrong@"),
              AllOf(HasSubstr("OPENSPC_DATABASE_PASSWORD"), Not(HasSubstr("wrong"))));
  EXPECT_THAT(refusal("127.0.0.1", "nowhere.invalid"), HasSubstr("Look at the host"));
  EXPECT_THAT(refusal(name, name + "?ssl_mode=required"), HasSubstr("TLS"));
}

TEST_F(Mariadb, TakesTheNextHostWhenOneIsAway) {
  std::string url = place_->url();
  url.replace(url.find("127.0.0.1"), 9, "127.0.0.1:1,127.0.0.1");
  EXPECT_EQ(Database::open(url)->read_now([](Session& s) { return s.scalar<int>("SELECT 7"); }), 7);
}

}  // namespace
}  // namespace openspc::db
