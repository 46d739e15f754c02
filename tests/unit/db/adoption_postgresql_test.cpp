// A database of OpenSPC 0.4 on PostgreSQL, with the types that SQLAlchemy made there, is taken over and given back:
// tests/data/openspc-0.4-postgresql.sql. On PostgreSQL alone.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <ostream>
#include <regex>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "database_fixture.h"
#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

using testing::Contains;
using testing::ElementsAre;

constexpr const char* kZoned = "TIMESTAMP WITH TIME ZONE";
constexpr const char* kPlain = "TIMESTAMP WITHOUT TIME ZONE";

/// Which times of the installation have a zone.
enum class Times { mixed, zoned, plain };

void PrintTo(Times times, std::ostream* out) {
  *out << (times == Times::mixed ? "mixed" : times == Times::zoned ? "zoned" : "plain");
}

class AdoptionOnServer : public DatabaseTest, public testing::WithParamInterface<Times> {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "about PostgreSQL's types";
    DatabaseTest::SetUp();
    std::ifstream file(std::string(OPENSPC_SOURCE_DIR) + "/tests/data/openspc-0.4-postgresql.sql");
    std::string sql{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(sql.empty());
    // Not the literal of that name, which a quote follows.
    if (GetParam() == Times::zoned) sql = std::regex_replace(sql, std::regex(kPlain), kZoned);
    if (GetParam() == Times::plain) sql = std::regex_replace(sql, std::regex(std::string(kZoned) + "(?! ')"), kPlain);
    db_->write_now([&](Session& s) { s.execute_script(sql); });
  }

  using Rows = std::vector<std::string>;

  /// As text. Times with and without a zone are the same times in UTC, which is where the sessions are.
  Rows rows_of(const std::string& table, const std::string& columns) {
    return db_->read_now([&](Session& s) {
      Rows rows;
      s.each<std::string>(
          "SELECT replace(CAST(ROW(" + columns + ") AS TEXT), '+00\"', '\"') FROM \"" + table + "\" ORDER BY 1",
          [&rows](std::string row) { rows.push_back(std::move(row)); });
      return rows;
    });
  }

  /// Names of the columns of each table, in their order, and whether they may be NULL.
  std::map<std::string, std::string> columns() {
    return db_->read_now([&](Session& s) {
      std::map<std::string, std::string> tables;
      s.each<std::string, std::string, std::string>(
          "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema ="
          " current_schema() AND table_name <> 'openspc_migration' ORDER BY table_name, ordinal_position",
          [&tables](const std::string& table, const std::string& column, const std::string& nullable) {
            tables[table] += column + " " + nullable + "\n";
          });
      return tables;
    });
  }

  /// The rows of all tables of the reference.
  std::map<std::string, Rows> all_rows() {
    std::map<std::string, Rows> rows;
    for (const auto& [table, list] : columns()) {
      std::string names;
      std::istringstream lines(list);
      for (std::string name, nullable; lines >> name >> nullable;)
        // The ids of readings are nobody's, their order counts. A violation that named no characteristic names its
        // sample's now.
        if (table + "." + name != "measurement.id" && table + "." + name != "violation.char_id")
          names += (names.empty() ? "\"" : ", \"") + name + "\"";
      rows[table] = rows_of(table, names);
    }
    return rows;
  }

  Rows readings() {
    return db_->read_now([](Session& s) {
      Rows rows;
      s.each<std::string>(
          "SELECT sample_id || ': ' || string_agg(CAST(value AS TEXT), ' ' ORDER BY id) FROM measurement GROUP BY"
          " sample_id ORDER BY sample_id",
          [&rows](std::string row) { rows.push_back(std::move(row)); });
      return rows;
    });
  }
};

TEST_P(AdoptionOnServer, KeepsEverySampleReadingAndTime) {
  const Rows samples = rows_of("sample",
                               "id, char_id, timestamp, batch_number, operator_id, is_excluded, actual_n,"
                               " is_undersized, effective_ucl, effective_lcl, z_score, is_modified");
  const Rows before = readings();
  Migrator(*db_).up();
  EXPECT_EQ(Migrator(*db_).status().state, SchemaState::current);
  EXPECT_EQ(rows_of("sample",
                    "id, char_id, timestamp, batch_number, operator_id, is_excluded, actual_n, is_undersized,"
                    " effective_ucl, effective_lcl, z_score, is_modified"),
            samples);
  EXPECT_EQ(readings(), before);
  EXPECT_EQ(db_->read_now(
                [](Session& s) { return s.scalar<std::vector<double>>("SELECT readings FROM subgroup WHERE id = 1"); }),
            (std::vector<double>{0.1, -3e-308, 12345678.901234567}));
  EXPECT_EQ(scalar<base::Timestamp>("SELECT \"timestamp\" FROM sample WHERE id = 1"),
            *base::parse_timestamp(GetParam() == Times::plain ? "2026-01-01T01:00:00.000001Z"
                                                              : "2026-01-01T00:00:00.000001Z"));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM sample_set_aside"), 0);
}

TEST_P(AdoptionOnServer, GoesBackToTheTablesOfTheReference) {
  const auto tables = columns();
  const auto rows = all_rows();
  const Rows before = readings();
  Migrator migrator(*db_);
  const auto steps = migrator.up().size();
  migrator.down(static_cast<int>(steps) - 1);
  EXPECT_EQ(scalar<std::string>("SELECT version_num FROM alembic_version"), "022");
  EXPECT_EQ(columns(), tables);
  EXPECT_EQ(readings(), before);
  EXPECT_EQ(
      scalar<int>("SELECT COUNT(*) FROM violation v JOIN sample s ON s.id = v.sample_id AND s.char_id = v.char_id"), 2);
  for (const auto& [table, after] : all_rows()) {
    if (table == "characteristic_rules") {
      // Rules that had no row were off; now the row says so.
      for (const std::string& row : rows.at(table)) EXPECT_THAT(after, Contains(row));
    } else {
      EXPECT_EQ(after, rows.at(table)) << table;
    }
  }
}

TEST_P(AdoptionOnServer, LetsTheReferenceWriteAgainAfterwards) {
  Migrator migrator(*db_);
  migrator.down(static_cast<int>(migrator.up().size()) - 1);
  script(
      "INSERT INTO sample (char_id, timestamp, is_excluded) VALUES (1, '2026-05-05 00:00:00', false);"
      "INSERT INTO measurement (sample_id, value) VALUES ((SELECT MAX(id) FROM sample), 1.5);"
      "INSERT INTO violation (sample_id, rule_id, severity, acknowledged) VALUES ((SELECT MAX(id) FROM sample), 1, "
      "'CRITICAL', false);"
      "INSERT INTO plant (name, code) VALUES ('New', 'NEW')");
  EXPECT_EQ(scalar<int>("SELECT MAX(id) FROM sample"), 6'005);
  EXPECT_EQ(scalar<int>("SELECT MAX(id) FROM plant"), 3);
}

TEST_P(AdoptionOnServer, WidensTheIdsOfAllTables) {
  Migrator(*db_).up();
  const auto narrow = db_->read_now([](Session& s) {
    return s.query<std::string>(
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema ="
        " current_schema() AND data_type = 'integer' AND (column_name = 'id' OR column_name LIKE '%\\_id') AND"
        " column_name NOT IN ('rule_id', 'packet_id') AND table_name NOT LIKE '%\\_set\\_aside' ORDER BY 1");
  });
  EXPECT_THAT(narrow, ElementsAre());
  script("SELECT setval('plant_id_seq', 3000000000); INSERT INTO plant (name, code) VALUES ('Late', 'LATE')");
  EXPECT_EQ(scalar<std::int64_t>("SELECT MAX(id) FROM plant"), 3'000'000'001);
}

TEST_P(AdoptionOnServer, KeepsWhoMayDoWhatAndWhatIsConnected) {
  Migrator(*db_).up();
  EXPECT_EQ(scalar<std::string>("SELECT hashed_password FROM \"user\""),
            "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA");
  EXPECT_EQ(scalar<base::Timestamp>("SELECT created_at FROM \"user\""),
            *base::parse_timestamp(GetParam() == Times::plain ? "2025-01-01T09:00:00Z" : "2025-01-01T08:00:00Z"));
  EXPECT_EQ(scalar<std::string>("SELECT topic FROM mqtt_data_source"), "halle/bohrung");
  EXPECT_EQ(scalar<std::string>("SELECT CAST(settings AS TEXT) FROM plant WHERE id = 2"),
            "{\"shift\": [\"früh\", \"spät\"], \"limit\": 1.50}");
}

INSTANTIATE_TEST_SUITE_P(, AdoptionOnServer, testing::Values(Times::mixed, Times::zoned, Times::plain),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace openspc::db
