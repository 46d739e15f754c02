// Ids that a connection draws in blocks: they rise, and none comes twice, whatever was rolled back in between.
#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "database_fixture.h"
#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

class IdBlock : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    Migrator(*db_).up();
  }

  static std::int64_t draw(Database& database) {
    return database.write_now([](Session& s) { return s.next_id("subgroup_id"); });
  }
};

TEST_F(IdBlock, RisesBeyondTheEndOfABlock) {
  std::int64_t last = 0;
  db_->write_now([&](Session& s) {
    for (int i = 0; i < 350; ++i) {
      const std::int64_t id = s.next_id("subgroup_id");
      EXPECT_GT(id, last);
      last = id;
    }
  });
}

TEST_F(IdBlock, IsNeverGivenTwiceAfterAWriteThatFailed) {
  std::set<std::int64_t> stored;
  for (int i = 0; i < 30; ++i) {
    EXPECT_THROW(db_->write_now([](Session& s) {
      s.next_id("subgroup_id");
      throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_TRUE(stored.insert(draw(*db_)).second);
  }
}

TEST_F(IdBlock, IsNeverGivenTwiceWithinAGroupSomeOfWhoseWritesFail) {
  std::vector<std::int64_t> ids;
  std::vector<std::thread> threads;
  std::mutex mutex;
  {
    Hold hold(*db_);
    for (int i = 0; i < 12; ++i)
      threads.emplace_back([&, i] {
        try {
          db_->write_now([&, i](Session& s) {
            const std::int64_t id = s.next_id("subgroup_id");
            if (i % 3 == 0) throw std::runtime_error("no");
            s.after_commit([&ids, &mutex, id] {
              const std::lock_guard lock(mutex);
              ids.push_back(id);
            });
          });
        } catch (const std::runtime_error&) {
          EXPECT_EQ(i % 3, 0);
        }
      });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ids.size(), 8U);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST_F(IdBlock, OfTwoServersDoNotOverlap) {
  const auto other = Database::open(place_->url());
  std::set<std::int64_t> ids;
  for (int i = 0; i < 250; ++i) {
    EXPECT_TRUE(ids.insert(draw(*db_)).second);
    EXPECT_TRUE(ids.insert(draw(*other)).second);
  }
}

TEST_F(IdBlock, StaysBelowWhatABrowserCanCount) {
  for (int i = 0; i < 3; ++i) EXPECT_LT(draw(*db_), std::int64_t{1} << 53);
}

class ManyRows : public DatabaseTest {};

TEST_F(ManyRows, AreInsertedEachWithItsOwnValues) {
  script("CREATE TABLE thing (i ${ref}, t ${text}, r ${reals})");
  std::vector<std::tuple<std::int64_t, std::optional<std::string>, std::vector<double>>> rows;
  for (std::int64_t i = 0; i < 100; ++i)
    rows.emplace_back(i, i % 7 == 0 ? std::nullopt : std::optional(std::to_string(i)),
                      std::vector<double>(static_cast<std::size_t>(i % 4), i / 3.0));
  db_->write_now([&](Session& s) { s.insert_many("thing (i, t, r)", std::span(std::as_const(rows))); });
  EXPECT_EQ(db_->read_now([](Session& s) {
    return s.query<std::int64_t, std::optional<std::string>, std::vector<double>>(
        "SELECT i, t, r FROM thing ORDER BY i");
  }),
            rows);
}

TEST_F(ManyRows, OfNoneAreNoStatement) {
  const std::vector<std::tuple<int>> none;
  db_->write_now([&](Session& s) { s.insert_many("nowhere (i)", std::span(none)); });
}

}  // namespace
}  // namespace openspc::db
