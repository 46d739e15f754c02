// A part of a job that fails by itself, on every database: nothing of it stays, everything else does.
#include "db/savepoint.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "database_fixture.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class SavepointTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script("CREATE TABLE thing (n ${integer} UNIQUE, t VARCHAR(5))");
  }

  static void insert(Session& s, int n) { s.execute("INSERT INTO thing (n) VALUES (?)", n); }
  /// Inserts each, after a row of its own that goes with it; how many were taken.
  static int insert_each(Session& s, const std::vector<int>& numbers) {
    int taken = 0;
    for (const int n : numbers) {
      try {
        in_savepoint(s, [&] {
          insert(s, 1'000 + 100 * taken);
          insert(s, n);
        });
        ++taken;
      } catch (const ConstraintViolation&) {
        // this one only
      }
    }
    return taken;
  }
  std::vector<std::tuple<int>> numbers() {
    return db_->read_now([](Session& s) { return s.query<int>("SELECT n FROM thing ORDER BY n"); });
  }
};

TEST_F(SavepointTest, RowsThatAreRefusedLeaveNothingAndTheOthersStay) {
  EXPECT_EQ(db_->write_now([](Session& s) { return insert_each(s, {1, 1, 2, 2, 3}); }), 3);
  EXPECT_THAT(numbers(), ElementsAre(std::tuple(1), std::tuple(2), std::tuple(3), std::tuple(1'000), std::tuple(1'100),
                                     std::tuple(1'200)));
}

TEST_F(SavepointTest, JobThatFailsAfterwardsTakesItsPartsAlong) {
  EXPECT_THROW(db_->write_now([](Session& s) {
    insert_each(s, {1, 2});
    throw std::runtime_error("later");
  }),
               std::runtime_error);
  EXPECT_THAT(numbers(), ElementsAre());
}

TEST_F(SavepointTest, GivesBackWhatThePartReturns) {
  const auto twice = [](Session& s) {
    return in_savepoint(s, [&] {
      insert(s, 7);
      return 14;
    });
  };
  EXPECT_EQ(db_->write_now(twice), 14);
}

TEST_F(SavepointTest, HooksOfAPartThatFailedAreNotCalledAfterTheCommit) {
  int kept = 0, forgotten = 0, told = 0;
  db_->write_now([&](Session& s) {
    s.after_commit([&] { ++kept; });
    EXPECT_THROW(in_savepoint(s,
                              [&] {
                                s.after_commit([&] { ++forgotten; });
                                s.after_rollback([&] { ++told; });
                                throw std::runtime_error("no");
                              }),
                 std::runtime_error);
    in_savepoint(s, [&] { s.after_commit([&] { ++kept; }); });
  });
  EXPECT_EQ(kept, 2);
  EXPECT_EQ(forgotten, 0);
  EXPECT_EQ(told, 1);
}

TEST_F(SavepointTest, IdsDrawnInAPartThatFailedComeNeverTwice) {
  script(
      "${only sqlite: CREATE TABLE id_block (name VARCHAR(50) NOT NULL PRIMARY KEY, next_id INTEGER NOT NULL);"
      "INSERT INTO id_block (name, next_id) VALUES ('thing_id', 1)}${only postgresql: CREATE SEQUENCE thing_id "
      "INCREMENT BY 100}${only mysql: CREATE SEQUENCE thing_id INCREMENT BY 100}");
  std::vector<std::int64_t> stored;
  db_->write_now([&](Session& s) {
    EXPECT_THROW(in_savepoint(s,
                              [&] {
                                s.next_id("thing_id");
                                throw std::runtime_error("no");
                              }),
                 std::runtime_error);
    for (int i = 0; i < 150; ++i) stored.push_back(s.next_id("thing_id"));
  });
  const auto next = db_->write_now([](Session& s) { return s.next_id("thing_id"); });
  EXPECT_GT(next, stored.back());
  EXPECT_TRUE(std::ranges::is_sorted(stored));
  EXPECT_EQ(std::ranges::adjacent_find(stored), stored.end());
}

/// What a value that its column cannot hold is told to whoever sent it. SQLite holds texts of any length.
class ValueRefusals : public SavepointTest {
 protected:
  template <class Value>
  std::string reason(const std::string& column, const Value& value) {
    try {
      db_->write_now([&](Session& s) { s.execute("INSERT INTO thing (" + column + ") VALUES (?)", value); });
      return "stored";
    } catch (const ValueRefused& refused) {
      EXPECT_EQ(refused.kind(), base::ErrorKind::invalid);
      return refused.detail();
    }
  }
};

TEST_F(ValueRefusals, SayWhatIsWrongWithTheValue) {
  if (db_->dialect().kind() == DialectKind::sqlite) GTEST_SKIP() << "a file holds texts of any length";
  EXPECT_EQ(reason("t", std::string("äöüßä")), "stored");
  EXPECT_THAT(reason("t", std::string("123456")), StartsWith("A text is too long"));
  EXPECT_EQ(reason("n", std::int64_t{3'000'000'000}), "A number is too large for what is kept of it");
  EXPECT_THAT(reason("t", std::string("a\xff")), HasSubstr("cannot store"));
}

TEST_F(ValueRefusals, OfPostgresqlSayHowMuchIsKeptAndWhatNoTextMayHold) {
  if (db_->dialect().kind() != DialectKind::postgresql) GTEST_SKIP() << "others say less, and take NUL";
  EXPECT_EQ(reason("t", std::string("123456")), "A text is too long: at most 5 characters are kept of it");
  EXPECT_THAT(reason("t", std::string("a\0b", 3)), HasSubstr("NUL"));
}

}  // namespace
}  // namespace openspc::db
