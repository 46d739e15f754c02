#include <string>

#include "database_fixture.h"
#include "db/session_impl.h"

namespace openspc::db {
namespace {

class StatementCache : public DatabaseTest {
 protected:
  template <class F>
  std::size_t statements_after(F&& fn) {
    return db_->read_now([&](Session& s) {
      const auto before = s.impl().cached_statements();
      fn(s);
      return s.impl().cached_statements() - before;
    });
  }
};

TEST_F(StatementCache, PreparesOneTextOnce) {
  EXPECT_EQ(statements_after([](Session& s) {
              for (int i = 0; i < 10; ++i) s.scalar<int>("SELECT ?", i);
            }),
            1u);
}

TEST_F(StatementCache, KeepsAStatementForEachCombinationOfTypes) {
  EXPECT_EQ(statements_after([](Session& s) {
              s.scalar<int>("SELECT ?", 1);
              s.scalar<std::string>("SELECT ?", "a");
              s.scalar<std::optional<int>>("SELECT ?", std::optional<int>());
            }),
            2u);
}

TEST_F(StatementCache, PreparesAgainWhileAStatementIsInUse) {
  EXPECT_EQ(statements_after([](Session& s) {
              s.each<int>("SELECT 1", [&](int) { s.scalar<int>("SELECT 1"); });
              s.each<int>("SELECT 1", [&](int) { s.scalar<int>("SELECT 1"); });
            }),
            2u);
}

TEST_F(StatementCache, ForgetsWhatWasUsedLongestAgo) {
  db_->read_now([](Session& s) {
    constexpr auto limit = detail::SessionImpl::max_cached_statements;
    s.each<int>("SELECT 0", [&](int) {  // in use all the while, so never forgotten
      for (std::size_t i = 1; i < limit * 3; ++i) {
        EXPECT_EQ(s.scalar<int>("SELECT " + std::to_string(i)), static_cast<int>(i));
      }
    });
    EXPECT_LE(s.impl().cached_statements(), limit);
    EXPECT_EQ(s.scalar<int>("SELECT 0"), 0);
  });
}

TEST_F(StatementCache, SurvivesAChangeOfTheSchema) {
  script("CREATE TABLE a (x INTEGER)");
  const auto count = [](Session& s) { return s.scalar<int>("SELECT count(*) FROM a"); };
  EXPECT_EQ(db_->write_now(count), 0);
  script("ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO a VALUES (1, 2)");
  EXPECT_EQ(db_->write_now(count), 1);
}

TEST_F(StatementCache, SurvivesColumnsOfAnotherTypeWhoeverChangedThem) {
  if (db_->dialect().kind() == DialectKind::sqlite) GTEST_SKIP() << "its columns hold any type";
  script("CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7)");
  const auto read = [](Session& s) { return s.scalar<std::int64_t>("SELECT x FROM a"); };
  EXPECT_EQ(db_->write_now(read), 7);
  Database::open(place_->url())->write_now([](Session& s) {
    s.execute_script(s.dialect().expand("${widen a.x} UPDATE a SET x = 5000000000"));
  });
  EXPECT_EQ(db_->write_now(read), 5'000'000'000);
}

TEST_F(StatementCache, KeepsNothingOfStatementsThatFailToPrepare) {
  OPENSPC_SQLITE_ONLY("a server gives up the transaction of a failed statement");
  EXPECT_EQ(statements_after([](Session& s) {
              for (int i = 0; i < 3; ++i) EXPECT_THROW(s.scalar<int>("SELECT nonsense"), std::logic_error);
            }),
            0u);
}

}  // namespace
}  // namespace openspc::db
