#include "db/schema/migrations.h"

#include <gmock/gmock.h>

#include <array>
#include <fstream>
#include <future>
#include <iterator>
#include <numeric>

#include "database_fixture.h"
#include "schema_dump.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Migrations : public DatabaseTest {
 protected:
  std::string schema() {
    return db_->read_now([](Session& s) { return describe_schema(s, {"openspc_migration"}); });
  }
  std::string table(const std::string& name) {
    return db_->read_now([&](Session& s) { return describe_table(s, name); });
  }

  static constexpr std::array<Migration, 2> two_steps{{{1, "one", "CREATE TABLE a (x INTEGER)", "DROP TABLE a"},
                                                       {2, "two", "CREATE TABLE b (x INTEGER)", "DROP TABLE b"}}};
};

TEST_F(Migrations, AreNumberedWithoutGaps) {
  int expected = 0;
  for (const auto& step : embedded_migrations()) {
    EXPECT_EQ(step.version, ++expected);
    EXPECT_FALSE(step.down.empty());
  }
  EXPECT_GE(expected, 7);
}

TEST_F(Migrations, FirstStepIsTheSchemaOfTheReference) {
  OPENSPC_SQLITE_ONLY("names its types");
  // The text beside this file is written from the contract, not from the SQL.
  std::ifstream file(std::string(OPENSPC_SOURCE_DIR) + "/tests/unit/db/reference_schema.txt");
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  ASSERT_FALSE(expected.empty());
  Migrator(*db_, embedded_migrations().first(1)).up();
  const auto found =
      db_->read_now([](Session& s) { return describe_schema(s, {"openspc_migration", "alembic_version"}); });
  EXPECT_EQ(found, expected);
}

TEST_F(Migrations, FirstStepLeavesTheMarksThatTheReferenceLooksFor) {
  Migrator(*db_).up();
  EXPECT_EQ(scalar<std::string>("SELECT version_num FROM alembic_version"), "022");
  EXPECT_EQ(scalar<std::string>("SELECT code || ':' || name || ':' || settings FROM plant WHERE id = 1"),
            "DEFAULT:Default Plant:{}");
}

TEST_F(Migrations, RulesHaveACompositeKey) {
  OPENSPC_SQLITE_ONLY("asks its catalogue");
  Migrator(*db_).up();
  const auto key = db_->read_now([](Session& s) {
    return s.query<std::string>("SELECT name FROM pragma_table_info('characteristic_rules') WHERE pk > 0 ORDER BY pk");
  });
  EXPECT_THAT(key, ElementsAre(std::tuple("char_id"), std::tuple("rule_id")));
}

TEST_F(Migrations, AddOurColumnsBesideTheirs) {
  OPENSPC_SQLITE_ONLY("names its types");
  Migrator(*db_).up();
  EXPECT_THAT(table("characteristic"), HasSubstr("data_type VARCHAR(20) not null default 'variable'"));
  EXPECT_THAT(table("subgroup"), HasSubstr("defect_count INTEGER\n  inspected_size FLOAT\n"));
  EXPECT_THAT(table("violation"),
              HasSubstr("sample_ids JSON\n  superseded_at DATETIME\n  signal_start_sample_id INTEGER\n"));
  EXPECT_THAT(table("limit_revision"), HasSubstr("characteristic_id INTEGER not null -> characteristic cascade"));
  EXPECT_THAT(table("auth_session"), HasSubstr("user_id INTEGER not null -> user cascade"));
}

TEST_F(Migrations, AllowEachIdempotencyKeyOnceForACharacteristic) {
  Migrator(*db_).up();
  const auto insert = [this](int characteristic, const std::string& key) {
    db_->write_now([&](Session& s) {
      s.execute(
          "INSERT INTO sample_key (plant_id, char_id, idempotency_key, time_us, sample_id) VALUES (1, ?, ?, 0, 1)",
          characteristic, key);
    });
  };
  insert(1, "k");
  insert(1, "l");
  insert(2, "k");
  EXPECT_THROW(insert(1, "k"), ConstraintViolation);
}

// Citus and its like divide tables by the plant, and refuse a key that does not name it.
TEST_F(Migrations, NameThePlantInEveryKeyOfTheTablesOfSamples) {
  Migrator(*db_).up();
  std::vector<const char*> tables{"subgroup", "sample_key", "sample_count", "sample_serial"};
  // Where tables are not divided these are found by their id.
  if (db_->dialect().kind() == DialectKind::postgresql)
    tables.insert(tables.end(), {"violation", "sample_edit_history"});
  for (const char* name : tables) {
    const auto keys = db_->read_now([&](Session& s) { return keys_of(s, name); });
    EXPECT_FALSE(keys.empty()) << name;
    for (const std::string& key : keys) EXPECT_THAT(key, HasSubstr("plant_id")) << name;
  }
}

TEST_F(Migrations, KeepViolationsUnfiledThatNameNoPlant) {
  Migrator(*db_, embedded_migrations().first(26)).up();
  script(
      "INSERT INTO violation (id, sample_id, rule_id, severity, acknowledged, plant_id) VALUES"
      " (1, 1, 1, 'CRITICAL', ${false}, NULL), (2, 1, 1, 'CRITICAL', ${false}, 1)");
  Migrator migrator(*db_, embedded_migrations().first(27));
  migrator.up();
  EXPECT_EQ(scalar<int>("SELECT plant_id FROM violation WHERE id = 1"), -1);
  migrator.down();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM violation WHERE plant_id IS NULL"), 1);
  EXPECT_EQ(scalar<int>("SELECT plant_id FROM violation WHERE id = 2"), 1);
}

TEST_F(Migrations, LetNoTableReferToTheSamples) {
  Migrator(*db_).up();
  EXPECT_THAT(schema(), Not(HasSubstr("-> subgroup ")));
}

TEST_F(Migrations, DeletingAPlantTakesItsConfigurationAlong) {
  Migrator(*db_).up();
  script(
      "INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 1, 'n', 'Folder');"
      "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size) VALUES (1, 1, 'c', 1);"
      "INSERT INTO violation (sample_id, char_id, rule_id, severity, acknowledged) VALUES (1, 1, 1, 'CRITICAL', "
      "${false});"
      "DELETE FROM plant WHERE id = 1");
  for (const char* name : {"hierarchy", "characteristic", "violation"}) {
    EXPECT_EQ(scalar<int>(std::string("SELECT count(*) FROM ") + name), 0) << name;
  }
}

TEST_F(Migrations, KeepTheDispersionAlarmsOfCharacteristicsMadeHereAndNameTheirChart) {
  const auto steps = embedded_migrations();
  Migrator(*db_, steps.first(20)).up();
  script(
      "INSERT INTO hierarchy (id, name, type) VALUES (1, 'n', 'Folder');"
      "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size) VALUES (1, 1, 'c', 1);"
      "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded) VALUES (1, 1, '2026-01-01 00:00:00', ${false});"
      "INSERT INTO violation (id, sample_id, char_id, rule_id, rule_name, severity, acknowledged, chart, statistic) "
      "VALUES"
      " (1, 1, 1, 1, 'Outlier', 'CRITICAL', ${false}, 'location', 'individual'),"
      " (2, 1, 1, 1, 'Outlier', 'CRITICAL', ${false}, 'dispersion', 'moving_range'),"
      " (3, 1, 1, 2, 'Shift', 'WARNING', ${false}, 'dispersion', NULL)");
  Migrator migrator(*db_, steps.first(21));
  migrator.up();
  const auto name = [this](int violation) {
    return scalar<std::string>("SELECT rule_name FROM violation WHERE id = " + std::to_string(violation));
  };
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM characteristic_rule_option WHERE dispersion_enabled = ${true}"), 8);
  EXPECT_EQ(name(1), "Outlier");
  EXPECT_EQ(name(2), "Outlier (moving range)");
  EXPECT_EQ(name(3), "Shift (dispersion)");
  migrator.down();
  EXPECT_EQ(name(2), "Outlier");
  EXPECT_EQ(name(3), "Shift");
}

TEST_F(Migrations, GoUpDownAndUpAgainToTheSameSchema) {
  Migrator migrator(*db_);
  const auto up = migrator.up();
  const auto before = schema();
  EXPECT_EQ(migrator.down(100).size(), up.size());
  EXPECT_EQ(schema(), "");
  EXPECT_EQ(migrator.up(), up);
  EXPECT_EQ(schema(), before);
}

TEST_F(Migrations, EachStepDownUndoesItsStepUp) {
  const auto all = embedded_migrations();
  for (std::size_t n = 1; n < all.size(); ++n) {
    Migrator(*db_, all.first(n)).up();
    const auto before = schema();
    Migrator with_next(*db_, all.first(n + 1));
    with_next.up();
    EXPECT_THAT(with_next.down(), ElementsAre(static_cast<int>(n) + 1));
    EXPECT_EQ(schema(), before) << all[n].name;
  }
}

TEST_F(Migrations, StepsDownKeepTheRows) {
  Migrator migrator(*db_);
  migrator.up();
  script("INSERT INTO plant (name, code) VALUES ('Kept', 'KEPT')");
  migrator.down(static_cast<int>(embedded_migrations().size()) - 1);
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM plant WHERE code = 'KEPT'"), 1);
}

TEST_F(Migrations, DoNothingTheSecondTime) {
  Migrator(*db_).up();
  EXPECT_THAT(Migrator(*db_).up(), ElementsAre());
}

TEST_F(Migrations, TellTheStateOfADatabase) {
  Migrator migrator(*db_, two_steps);
  EXPECT_EQ(migrator.status().state, SchemaState::empty);
  Migrator(*db_, std::span(two_steps).first(1)).up();
  EXPECT_EQ(migrator.status().state, SchemaState::behind);
  EXPECT_THAT(migrator.status().message, HasSubstr("run: openspc migrate up"));
  migrator.up();
  EXPECT_EQ(migrator.status().state, SchemaState::current);
  EXPECT_EQ(migrator.status().version, 2);
}

TEST_F(Migrations, LeaveADatabaseOfANewerProgramAlone) {
  Migrator(*db_, two_steps).up();
  Migrator older(*db_, std::span(two_steps).first(1));
  EXPECT_EQ(older.status().state, SchemaState::too_new);
  EXPECT_EQ(older.status().message,
            "this database was migrated by a newer openspc: version 0002 > 0001; upgrade the program");
  EXPECT_THROW(older.up(), base::Error);
  EXPECT_THROW(older.down(), base::Error);
}

// Steps of a newer program, the second of which a program of before can live with.
constexpr std::array<Migration, 3> steps_of_a_newer{
    {{1, "one", "CREATE TABLE a (x INTEGER)", "DROP TABLE a"},
     {2, "two", "-- lives with: 0001\nCREATE TABLE b (x INTEGER)", "DROP TABLE b"},
     {3, "three", "CREATE TABLE c (x INTEGER)", "DROP TABLE c"}}};

TEST_F(Migrations, LetAProgramGoOnThatCanLiveWithANewersSteps) {
  Migrator(*db_, std::span(steps_of_a_newer).first(2)).up();
  Migrator older(*db_, std::span(steps_of_a_newer).first(1));
  EXPECT_EQ(older.status().state, SchemaState::ahead);
  EXPECT_THAT(older.status().message, HasSubstr("can live with it"));
  EXPECT_THAT(older.up(), ElementsAre());
  EXPECT_THROW(older.down(), base::Error);
}

TEST_F(Migrations, EndAProgramThatCannotLiveWithALaterStep) {
  Migrator(*db_, steps_of_a_newer).up();
  EXPECT_EQ(Migrator(*db_, std::span(steps_of_a_newer).first(1)).status().state, SchemaState::too_new);
  EXPECT_EQ(Migrator(*db_, std::span(steps_of_a_newer).first(2)).status().state, SchemaState::too_new);
}

TEST_F(Migrations, LetAProgramGoOnAgainAfterTheStepThatItCannotLiveWithIsUndone) {
  Migrator newer(*db_, steps_of_a_newer);
  newer.up();
  newer.down();
  EXPECT_EQ(Migrator(*db_, std::span(steps_of_a_newer).first(1)).status().state, SchemaState::ahead);
}

TEST_F(Migrations, SayWhetherRunningServersCanLiveWithWhatIsMissing) {
  EXPECT_FALSE(Migrator(*db_, steps_of_a_newer).ends_running_servers());
  Migrator(*db_, std::span(steps_of_a_newer).first(1)).up();
  EXPECT_FALSE(Migrator(*db_, std::span(steps_of_a_newer).first(2)).ends_running_servers());
  EXPECT_TRUE(Migrator(*db_, steps_of_a_newer).ends_running_servers());
}

TEST_F(Migrations, NoticeAStepThatWasAlteredAfterwards) {
  Migrator(*db_, two_steps).up();
  auto altered = two_steps;
  altered[0].up = "CREATE TABLE a (x TEXT)";
  Migrator migrator(*db_, altered);
  EXPECT_EQ(migrator.status().state, SchemaState::unsuitable);
  EXPECT_THAT(migrator.status().message, HasSubstr("migration 0001 was altered"));
  EXPECT_THROW(migrator.up(), base::Error);
}

TEST_F(Migrations, LeaveForeignDatabasesAlone) {
  script("CREATE TABLE somebody_elses (x INTEGER)");
  Migrator migrator(*db_, two_steps);
  EXPECT_EQ(migrator.status().state, SchemaState::unsuitable);
  EXPECT_THROW(migrator.up(), base::Error);
}

TEST_F(Migrations, UndoAStepThatFailsHalfWay) {
  constexpr std::array<Migration, 2> steps{
      {{1, "one", "CREATE TABLE a (x INTEGER)", "DROP TABLE a"},
       {2, "broken", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1)", "DROP TABLE b"}}};
  Migrator migrator(*db_, steps);
  EXPECT_THROW(migrator.up(), std::logic_error);
  EXPECT_EQ(migrator.status().version, 1);
  const bool undoes = db_->dialect().kind() != DialectKind::mysql;  // which goes on instead
  EXPECT_EQ(schema().find("\nb\n") == std::string::npos, undoes);
}

class StepThatStopsHalfWay : public Migrations {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::mysql) GTEST_SKIP() << "undone elsewhere";
    Migrations::SetUp();
    EXPECT_THROW(Migrator(*db_, steps).up(), std::logic_error);
  }
  void TearDown() override {
    if (!IsSkipped()) Migrations::TearDown();
  }
  std::vector<int> numbers() {
    std::vector<int> numbers;
    db_->read_now([&](Session& s) { s.each<int>("SELECT x FROM b ORDER BY x", [&](int x) { numbers.push_back(x); }); });
    return numbers;
  }

  static constexpr std::array<Migration, 2> steps{{{1, "one", "CREATE TABLE a (x INTEGER)", "DROP TABLE a"},
                                                   {2, "stops",
                                                    "CREATE TABLE b (x INTEGER); INSERT INTO b VALUES (1); CREATE "
                                                    "TABLE c (x INTEGER); INSERT INTO later VALUES (1);"
                                                    " INSERT INTO b VALUES (2)",
                                                    "DROP TABLE b"}}};
};

TEST_F(StepThatStopsHalfWay, GoesOnWhereItStood) {
  EXPECT_EQ(Migrator(*db_, steps).status().state, SchemaState::behind);
  script("CREATE TABLE later (x INTEGER)");
  EXPECT_THAT(Migrator(*db_, steps).up(), ElementsAre(2));
  EXPECT_THAT(numbers(), ElementsAre(1, 2));
  EXPECT_EQ(Migrator(*db_, steps).status().state, SchemaState::current);
}

TEST_F(StepThatStopsHalfWay, GoesOnBehindAChangeThatWasNotWrittenDownAnyMore) {
  script("CREATE TABLE later (x INTEGER); UPDATE openspc_migration SET action = 'part:2' WHERE action = 'part:3'");
  EXPECT_THAT(Migrator(*db_, steps).up(), ElementsAre(2));
  EXPECT_THAT(numbers(), ElementsAre(1, 2));
}

TEST_F(StepThatStopsHalfWay, IsNoPartOfTheHistory) {
  EXPECT_EQ(Migrator(*db_, steps).history().size(), 1);
}

TEST_F(StepThatStopsHalfWay, TakesNoOtherTextForItsOwn) {
  auto others = steps;
  others[1].up = "CREATE TABLE d (x INTEGER)";
  EXPECT_THROW(Migrator(*db_, others).up(), base::Error);
}

TEST_F(Migrations, LeaveWhatIsSaidOfDatabasesThatCameLaterOutOfTheChecksum) {
  Migrator(*db_, two_steps).up();
  auto later = two_steps;
  later[0].up = "CREATE TABLE a (x INTEGER${also mssql: , y INTEGER})";
  EXPECT_EQ(Migrator(*db_, later).status().state, SchemaState::current);
}

TEST_F(Migrations, RememberEveryStepTaken) {
  Migrator migrator(*db_, two_steps);
  migrator.up();
  migrator.down();
  migrator.up();
  std::vector<std::string> events;
  for (const auto& event : migrator.history()) events.push_back(event.action + " " + event.name);
  EXPECT_THAT(events, ElementsAre("up one", "up two", "down two", "up two"));
}

TEST_F(Migrations, RunOnceWhenTwoMigratorsStartTogether) {
  const auto other = Database::open(place_->url());
  auto first = std::async(std::launch::async, [&] { return Migrator(*db_).up().size(); });
  auto second = std::async(std::launch::async, [&] { return Migrator(*other).up().size(); });
  EXPECT_EQ(first.get() + second.get(), embedded_migrations().size());
}

}  // namespace
}  // namespace openspc::db
