// A database of the reference, OpenSPC 0.4 at revision 022, is taken over with its rows, whichever way it was made.
#include <gmock/gmock.h>

#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "database_fixture.h"
#include "db/schema/migrations.h"
#include "schema_dump.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Adoption : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script(embedded_migrations()[0].up);
    script(
        "INSERT INTO plant (id, name, code) VALUES (2, 'Boston', 'BOS');"
        "INSERT INTO \"user\" (id, username, hashed_password) VALUES (1, 'admin', '$argon2id$v=19$...');"
        "INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 2, 'Line', 'Line');"
        "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size) VALUES (1, 1, 'Bore', 5);"
        "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n)"
        "  VALUES (1, 1, '2026-01-01 00:00:00.000001', ${false}, 5), (2, 1, '2026-01-02 00:00:00', ${false}, 5);"
        "INSERT INTO measurement (sample_id, value) VALUES (1, 1.25), (2, 2.5);");
  }

  /// As the reference's sandbox reset leaves a database: made from the model, without the indexes of the migrations.
  void drop_indexes_that_the_model_lacks() {
    // MariaDB keeps those that a reference needs.
    script(
        "${only mysql: DROP INDEX ix_sample_timestamp ON sample; DROP INDEX ix_violation_acknowledged ON violation;"
        "DROP INDEX ix_purge_history_started_at ON purge_history;}");
    if (db_->dialect().kind() == DialectKind::mysql) return;
    script(
        "DROP INDEX ix_characteristic_hierarchy_id; DROP INDEX ix_sample_char_id; DROP INDEX ix_sample_timestamp;"
        "DROP INDEX ix_measurement_sample_id; DROP INDEX ix_violation_sample_id; DROP INDEX ix_violation_acknowledged;"
        "DROP INDEX ix_sample_edit_history_sample_id; DROP INDEX ix_user_plant_role_user_id;"
        "DROP INDEX ix_user_plant_role_plant_id; DROP INDEX ix_mqtt_data_source_broker_id;"
        "DROP INDEX ix_opcua_data_source_server_id; DROP INDEX ix_retention_policy_plant_id;"
        "DROP INDEX ix_retention_policy_hierarchy_id; DROP INDEX ix_retention_policy_characteristic_id;"
        "DROP INDEX ix_purge_history_plant_id; DROP INDEX ix_purge_history_started_at;");
  }

  std::string schema() {
    return db_->read_now([](Session& s) { return describe_schema(s, {"openspc_migration"}); });
  }

  static std::string schema_of_a_new_database(const std::filesystem::path& file) {
    const test::TestDatabase place(file);
    const auto fresh = Database::open(place.url());
    Migrator(*fresh).up();
    return fresh->read_now([](Session& s) { return describe_schema(s, {"openspc_migration"}); });
  }
};

TEST_F(Adoption, IsOfferedNotForced) {
  const auto status = Migrator(*db_).status();
  EXPECT_EQ(status.state, SchemaState::behind);
  EXPECT_THAT(status.message, HasSubstr("made by OpenSPC 0.4"));
}

TEST_F(Adoption, KeepsEveryRow) {
  Migrator(*db_).up();
  EXPECT_EQ(scalar<std::string>("SELECT code FROM plant WHERE id = 2"), "BOS");
  EXPECT_EQ(scalar<std::string>("SELECT hashed_password FROM \"user\""), "$argon2id$v=19$...");
  EXPECT_EQ(scalar<double>("SELECT sum(value) FROM measurement"), 3.75);
  EXPECT_EQ(scalar<base::Timestamp>("SELECT \"timestamp\" FROM sample WHERE id = 2"),
            *base::parse_timestamp("2026-01-02"));
}

TEST_F(Adoption, GivesOldRowsTheDefaultsOfNewColumns) {
  Migrator(*db_).up();
  EXPECT_EQ(scalar<std::string>("SELECT data_type FROM characteristic"), "variable");
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM sample WHERE rules_skipped = ${false} AND deleted_at IS NULL"), 2);
}

TEST_F(Adoption, EndsWithTheSchemaOfANewDatabase) {
  Migrator(*db_).up();
  EXPECT_EQ(schema(), schema_of_a_new_database(folder_ / "fresh.db"));
}

TEST_F(Adoption, AddsTheIndexesThatTheModelLacks) {
  drop_indexes_that_the_model_lacks();
  Migrator(*db_).up();
  EXPECT_EQ(schema(), schema_of_a_new_database(folder_ / "fresh.db"));
}

TEST_F(Adoption, RecognisesAnIndexByItsColumns) {
  script("CREATE INDEX by_another_name ON sample (char_id); DROP INDEX ix_sample_char_id${only mysql:  ON sample}");
  Migrator(*db_).up();
  EXPECT_THAT(schema(), Not(HasSubstr("ix_sample_char_id ")));
}

/// As SQLAlchemy says the types of 0.4 to MariaDB, in a database as it is made there without a word.
class AdoptionOnMariadb : public Adoption {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::mysql) GTEST_SKIP() << "about MariaDB's types";
    DatabaseTest::SetUp();
    std::string sql = db_->dialect().expand(embedded_migrations()[0].up);
    for (const auto& [ours, theirs] : std::vector<std::pair<std::string, std::string>>{
             {"CURRENT_TIMESTAMP(6)", "CURRENT_TIMESTAMP"},
             {"DATETIME(6)", "DATETIME"},
             {"BIGINT", "INTEGER"},
             {"DOUBLE", "FLOAT"},
             {"settings LONGTEXT", "settings JSON"},
             {"LONGTEXT", "TEXT"},
             {"subgroup_mode VARCHAR(50)", "subgroup_mode ENUM('NOMINAL_TOLERANCE', 'STANDARDIZED')"}})
      sql = std::regex_replace(sql, std::regex(std::regex_replace(ours, std::regex("[()]"), "\\$&")), theirs);
    script("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    script(sql);
    script(
        "INSERT INTO plant (id, name, code, settings) VALUES (2, 'Boston', 'BOS', '{\"a\": 1}');"
        "INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 2, 'Line', 'Line');"
        "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, usl) VALUES (1, 1, 'Bore', 5, 0.1);"
        "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n) VALUES (1, 1, '2026-01-01 00:00:01', "
        "0, 2);"
        "INSERT INTO measurement (sample_id, value) VALUES (1, 10.25), (1, 0.1);");
  }
  void TearDown() override {
    if (!IsSkipped()) Adoption::TearDown();
  }
};

TEST_F(AdoptionOnMariadb, EndsWithTheTypesOfANewDatabase) {
  Migrator(*db_).up();
  EXPECT_EQ(schema(), schema_of_a_new_database(folder_ / "fresh.db"));
}

TEST_F(AdoptionOnMariadb, KeepsSamplesAndTheDigitsOfTheirReadings) {
  Migrator(*db_).up();
  EXPECT_EQ(db_->read_now([](Session& s) { return s.scalar<std::vector<double>>("SELECT readings FROM subgroup"); }),
            (std::vector<double>{10.25, 0.1}));
  EXPECT_EQ(scalar<double>("SELECT usl FROM characteristic"), 0.1);
  EXPECT_EQ(scalar<base::Timestamp>("SELECT \"timestamp\" FROM sample"),
            *base::parse_timestamp("2026-01-01T00:00:01Z"));
  EXPECT_EQ(scalar<std::string>("SELECT settings FROM plant WHERE id = 2"), "{\"a\": 1}");
}

TEST_F(Adoption, IsRecordedAndNeverUndone) {
  Migrator migrator(*db_);
  const auto count = migrator.up().size();
  EXPECT_EQ(migrator.history().front().action, "adopt");
  EXPECT_EQ(migrator.down(static_cast<int>(count) - 1).size(), count - 1);
  EXPECT_THROW(migrator.down(), base::Error);
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM sample"), 2);
}

TEST_F(Adoption, SwitchesOffTheRulesThatHadNoRow) {
  script(
      "INSERT INTO characteristic_rules (char_id, rule_id, is_enabled, require_acknowledgement)"
      " VALUES (1, 1, ${true}, ${false}), (1, 3, ${false}, ${true})");
  Migrator(*db_).up();
  const auto count = [&](const std::string& condition) {
    return scalar<int>("SELECT COUNT(*) FROM characteristic_rules WHERE char_id = 1 AND " + condition);
  };
  EXPECT_EQ(count("rule_id BETWEEN 1 AND 8"), 8);
  EXPECT_EQ(count("is_enabled = ${true}"), 1);
  EXPECT_EQ(count("rule_id = 1 AND is_enabled = ${true} AND require_acknowledgement = ${false}"), 1);
}

TEST_F(Adoption, JudgesNoDispersionChartThatTheReferenceDidNotJudge) {
  Migrator(*db_).up();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM characteristic_rule_option WHERE dispersion_enabled = ${true}"), 0);
}

TEST_F(Adoption, LeavesTheDispersionRulesOfLaterCharacteristicsOn) {
  const auto steps = embedded_migrations();
  Migrator(*db_, steps.first(20)).up();
  script(
      "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size) VALUES (2, 1, 'New', 5);"
      "INSERT INTO audit_event (at, action, entity_type, entity_id) VALUES"
      " ('2026-01-01 00:00:00', 'characteristic.created', 'characteristic', '2'),"
      " ('2026-01-01 00:00:00', 'characteristic.updated', 'characteristic', '1')");
  Migrator(*db_).up();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM characteristic_rule_option WHERE char_id = 1"), 0);
  EXPECT_EQ(
      scalar<int>("SELECT COUNT(*) FROM characteristic_rule_option WHERE char_id = 2 AND dispersion_enabled = ${true}"),
      8);
}

TEST_F(Adoption, OfADatabaseWithoutARevisionTellsHowToMarkIt) {
  script("DROP TABLE alembic_version");
  const SchemaStatus status = Migrator(*db_).status();
  EXPECT_EQ(status.state, SchemaState::unsuitable);
  EXPECT_THAT(status.message, HasSubstr("alembic stamp 022"));
}

TEST_F(Adoption, RefusesOlderRevisions) {
  script("UPDATE alembic_version SET version_num = '019'");
  Migrator migrator(*db_);
  EXPECT_EQ(migrator.status().state, SchemaState::unsuitable);
  EXPECT_THAT(migrator.status().message, HasSubstr("revision 019"));
  EXPECT_THROW(migrator.up(), base::Error);
}

}  // namespace
}  // namespace openspc::db
