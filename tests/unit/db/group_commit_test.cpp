// Many writes, one transaction: what one job does or suffers is never seen by its neighbours.
#include <rapidcheck.h>
#include <algorithm>
#include <boost/asio/detached.hpp>
#include <future>

#include "database_fixture.h"

namespace openspc::db {
namespace {

namespace asio = boost::asio;

class GroupCommit : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script("CREATE TABLE t (n INTEGER NOT NULL UNIQUE)");
  }

  /// Submits all jobs while the writer is held, so that they share one transaction; the error of each, or "".
  template <class F>
  std::vector<std::string> run_as_group(std::vector<F> jobs) {
    std::vector<std::string> errors(jobs.size());
    asio::io_context io;
    Hold hold(*db_);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      asio::co_spawn(io, db_->write(jobs[i]), [&errors, i](const std::exception_ptr& error) {
        try {
          if (error) std::rethrow_exception(error);
        } catch (const std::exception& e) {
          errors[i] = e.what();
        }
      });
    }
    io.poll();
    hold.release();
    io.run();
    return errors;
  }

  std::vector<int> rows() {
    return db_->read_now([](Session& s) {
      std::vector<int> numbers;
      s.each<int>("SELECT n FROM t ORDER BY n", [&](int n) { numbers.push_back(n); });
      return numbers;
    });
  }
};

using Job = std::function<void(Session&)>;

Job insert(int n) {
  return [n](Session& s) { s.execute("INSERT INTO t VALUES (?)", n); };
}

Job insert_and_throw(int n) {
  return [n](Session& s) {
    s.execute("INSERT INTO t VALUES (?)", n);
    throw std::runtime_error("no");
  };
}

TEST_F(GroupCommit, KeepsTheNeighboursOfAJobThatThrows) {
  const auto errors = run_as_group<Job>({insert(1), insert_and_throw(2), insert(3)});
  EXPECT_EQ(errors, (std::vector<std::string>{"", "no", ""}));
  EXPECT_EQ(rows(), (std::vector<int>{1, 3}));
}

TEST_F(GroupCommit, KeepsTheNeighboursOfAJobThatBreaksAConstraint) {
  const auto errors = run_as_group<Job>({insert(1), insert(1), insert(2)});
  EXPECT_EQ(errors[0], "");
  EXPECT_NE(errors[1], "");
  EXPECT_EQ(errors[2], "");
  EXPECT_EQ(rows(), (std::vector<int>{1, 2}));
}

TEST_F(GroupCommit, ShowsAJobWhatItsPredecessorsWrote) {
  int seen = 0;
  run_as_group<Job>({insert(1), [&](Session& s) { seen = s.scalar<int>("SELECT count(*) FROM t"); }});
  EXPECT_EQ(seen, 1);
}

TEST_F(GroupCommit, SharesOneTransaction) {
  bool durable = false;
  int committed_before_last = -1;
  run_as_group<Job>({[&](Session& s) {
                       s.execute("INSERT INTO t VALUES (1)");
                       s.after_commit([&] { durable = true; });
                     },
                     [&](Session&) { committed_before_last = durable ? 1 : 0; }});
  EXPECT_EQ(committed_before_last, 0);
  EXPECT_TRUE(durable);
}

TEST_F(GroupCommit, RunsHooksInOrderAfterTheCommitAndBeforeTheCallersResume) {
  std::string order;
  const auto job = [&](char name) {
    return [&order, name, this](Session& s) {
      s.execute("INSERT INTO t VALUES (?)", int{name});
      s.after_commit([&order, name, this] {
        order += name;
        order += std::to_string(rows().size());  // durable: other connections see both rows
      });
      s.after_commit([&order] { order += '.'; });
    };
  };
  run_as_group<Job>({job('a'), job('b')});
  EXPECT_EQ(order, "a2.b2.");
}

TEST_F(GroupCommit, RunsTheRollbackHookOfAFailedJobOnly) {
  OPENSPC_SQLITE_ONLY("a server undoes the whole group first: lanes_test.cpp");
  std::string heard;
  const auto job = [&](const char* name, bool fail) {
    return [&heard, name, fail](Session& s) {
      s.after_commit([&heard, name] { heard += std::string("+") + name; });
      s.after_rollback([&heard, name] { heard += std::string("-") + name; });
      if (fail) throw std::runtime_error("no");
    };
  };
  run_as_group<Job>({job("a", false), job("b", true), job("c", false)});
  EXPECT_EQ(heard, "+a-b+c");
}

TEST_F(GroupCommit, RunsTheRollbackHookOfAJobThatWasAlone) {
  bool rolled_back = false;
  EXPECT_THROW(db_->write_now([&](Session& s) {
    s.after_rollback([&] { rolled_back = true; });
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_TRUE(rolled_back);
}

TEST_F(GroupCommit, SurvivesAHookThatThrows) {
  bool second = false;
  db_->write_now([&](Session& s) {
    s.after_commit([] { throw std::runtime_error("bad hook"); });
    s.after_commit([&] { second = true; });
  });
  EXPECT_TRUE(second);
}

TEST_F(GroupCommit, TakesNoMoreJobsThanItMay) {
  open({.max_group = 2});
  std::vector<int> commits;
  std::vector<Job> jobs;
  for (int i = 0; i < 5; ++i) {
    jobs.push_back([&, i](Session& s) { s.after_commit([&, i] { commits.push_back(i); }); });
  }
  run_as_group<Job>(jobs);
  EXPECT_EQ(commits, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(GroupCommit, FailsTheGroupWhenAJobEndsTheTransactionAndRunsTheRest) {
  OPENSPC_SQLITE_ONLY("a server runs each job of such a group again");
  // What SQLite does on its own after some errors of the disk.
  const auto errors = run_as_group<Job>({insert(1), [](Session& s) { s.execute("ROLLBACK"); }, insert(3)});
  EXPECT_NE(errors[0], "");
  EXPECT_NE(errors[1], "");
  EXPECT_EQ(errors[2], "");
  EXPECT_EQ(rows(), (std::vector<int>{3}));
}

TEST_F(GroupCommit, StoresExactlyTheJobsThatSucceeded) {
  EXPECT_TRUE(rc::check([this] {
    script("DELETE FROM t");
    const auto numbers = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20));
    const auto fails = *rc::gen::container<std::vector<bool>>(numbers.size(), rc::gen::arbitrary<bool>());
    std::vector<Job> jobs;
    std::vector<int> expected;  // a number is stored once; a job that throws leaves it to a later one
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      jobs.push_back(fails[i] ? insert_and_throw(numbers[i]) : insert(numbers[i]));
      const bool known = std::find(expected.begin(), expected.end(), numbers[i]) != expected.end();
      if (!fails[i] && !known) expected.push_back(numbers[i]);
    }
    run_as_group<Job>(jobs);
    std::sort(expected.begin(), expected.end());
    RC_ASSERT(rows() == expected);
  }));
}

}  // namespace
}  // namespace openspc::db
