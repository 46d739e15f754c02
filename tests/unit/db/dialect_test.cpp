#include "db/sql/dialect.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/error.h"
#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

constexpr Dialect sqlite(DialectKind::sqlite);
constexpr Dialect postgresql(DialectKind::postgresql);
constexpr Dialect mysql(DialectKind::mysql);
constexpr Dialect mssql(DialectKind::mssql);

TEST(DatabaseUrl, TakesTheFormsOfTheReference) {
  EXPECT_EQ(parse_database_url("sqlite+aiosqlite:///./openspc.db").path, "./openspc.db");
  EXPECT_EQ(parse_database_url("sqlite:////srv/openspc.db").path, "/srv/openspc.db");
  EXPECT_EQ(parse_database_url("sqlite:///openspc.db").path, "openspc.db");
}

TEST(DatabaseUrl, TakesAPlainPath) {
  EXPECT_EQ(parse_database_url("/srv/a b.db").path, "/srv/a b.db");
}

TEST(DatabaseUrl, SaysThatTheOtherDatabasesAreNotBuilt) {
  for (const char* url : {"mssql+aioodbc://u:p@h/d"}) {
    try {
      parse_database_url(url);
      ADD_FAILURE() << url;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
      EXPECT_NE(error.detail().find("not built"), std::string::npos);
      EXPECT_EQ(error.detail().find("u:p"), std::string::npos) << "no password in messages";
    }
  }
}

TEST(DatabaseUrl, RefusesWhatIsNoDatabase) {
  for (const char* url :
       {"", "http://x", "sqlite://", "sqlite:///", "sqlite://host/x", ":memory:", "sqlite:///:memory:"}) {
    EXPECT_THROW(parse_database_url(url), base::Error) << url;
  }
}

TEST(Dialect, WritesPlaceholdersAsItsDriverWants) {
  EXPECT_EQ(sqlite.placeholders("a = ? AND b = '?'").sql, "a = ? AND b = '?'");
  EXPECT_EQ(postgresql.placeholders("a = ? AND b = '?'").sql, "a = $1 AND b = '?'");
}

TEST(Dialect, ExpandsTheWordsOfMigrations) {
  EXPECT_EQ(sqlite.expand("id ${id}, t ${timestamp}"), "id INTEGER NOT NULL PRIMARY KEY, t DATETIME");
  EXPECT_EQ(postgresql.expand("b ${boolean} DEFAULT ${true}"), "b BOOLEAN DEFAULT TRUE");
  EXPECT_EQ(mssql.expand("b ${boolean} DEFAULT ${true}"), "b BIT DEFAULT 1");
}

TEST(Dialect, MakesPartialIndexesWhereTheyExist) {
  EXPECT_EQ(sqlite.expand("(a) ${where_not_null a}"), "(a) WHERE a IS NOT NULL");
  EXPECT_EQ(mysql.expand("(a) ${where_not_null a}"), "(a) ");
}

TEST(Dialect, WidensColumnsWhoseIntegersAreNarrow) {
  EXPECT_EQ(sqlite.expand("${widen t.n}"), "");
  EXPECT_EQ(postgresql.expand("${widen t.n}"), "ALTER TABLE t ALTER COLUMN n TYPE BIGINT;");
  EXPECT_EQ(mysql.expand("${widen t.n}"), "ALTER TABLE t MODIFY n BIGINT NOT NULL;");
}

TEST(Dialect, LeavesOutWhatIsForAnotherDatabaseAlone) {
  EXPECT_EQ(sqlite.expand("(a)${only sqlite:  WITHOUT ROWID}${only postgresql:  PARTITION BY RANGE (a)}"),
            "(a) WITHOUT ROWID");
  EXPECT_EQ(mysql.expand("${only sqlite: x}"), "");
}

TEST(Dialect, RefusesUnknownWords) {
  EXPECT_THROW(sqlite.expand("${only oracle: x}"), std::invalid_argument);
  EXPECT_THROW(sqlite.expand("${nonsense}"), std::invalid_argument);
  EXPECT_THROW(sqlite.expand("${id"), std::invalid_argument);
  EXPECT_THROW(postgresql.expand("${widen t}"), std::invalid_argument);
}

TEST(Dialect, KnowsEveryWordOfTheMigrationsInEveryDatabase) {
  for (const auto& step : embedded_migrations()) {
    for (const auto& dialect : {sqlite, postgresql, mysql, mssql}) {
      EXPECT_EQ(dialect.expand(step.up).find("${"), std::string::npos);
      EXPECT_EQ(dialect.expand(step.down).find("${"), std::string::npos);
    }
  }
}

TEST(Dialect, QuotesIdentifiers) {
  EXPECT_EQ(sqlite.quote("user"), "\"user\"");
  EXPECT_EQ(sqlite.quote("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(mysql.quote("user"), "`user`");
}

TEST(Dialect, HoldsRowsWhereOthersWriteBesideIt) {
  EXPECT_EQ(sqlite.hold_rows(), "");
  EXPECT_EQ(postgresql.hold_rows(), " FOR SHARE");
  EXPECT_EQ(mysql.hold_rows(), " LOCK IN SHARE MODE");
}

TEST(Dialect, KnowsItsUpsert) {
  EXPECT_EQ(sqlite.upsert({"a", "b"}, {"c"}), "ON CONFLICT (a, b) DO UPDATE SET c = excluded.c");
  EXPECT_EQ(mysql.upsert({"a"}, {"c"}), "ON DUPLICATE KEY UPDATE c = VALUES(c)");
}

}  // namespace
}  // namespace openspc::db
