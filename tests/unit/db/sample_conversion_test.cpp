// Step 0025 moves the samples of the reference's two tables into one, and back, without loss.
#include <gmock/gmock.h>

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "database_fixture.h"
#include "db/schema/migrations.h"
#include "schema_dump.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kBefore = 24;

class SampleConversion : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    Migrator(*db_, embedded_migrations().first(kBefore)).up();
    script(
        "INSERT INTO plant (id, name, code) VALUES (2, 'Boston', 'BOS');"
        "INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 2, 'Line', 'Line'), (2, NULL, 'Lost', 'Line');"
        "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size) VALUES (1, 1, 'Bore', 5), (2, 2, 'Dents', "
        "1);");
  }

  void write_one_of_each_kind() {
    script(
        "INSERT INTO sample (id, char_id, \"timestamp\", batch_number, operator_id, is_excluded, actual_n,"
        " is_undersized, effective_ucl, effective_lcl, z_score, is_modified, idempotency_key, display_key,"
        " exclude_reason, rules_skipped, is_uncertain) VALUES"
        " (1, 1, '2026-01-01 00:00:00.000001', 'B-7', 'Ada', ${true}, 3, ${true}, 10.5, 9.5, -1.25, ${true},"
        "  'key ''1''', '260101-1007', 'dropped', ${true}, ${true});"
        "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n, deleted_at, deleted_by) VALUES"
        " (4, 1, '1969-12-31 23:59:59.999999', ${false}, 1, '2026-02-02 02:02:02.200000', 'eve');"
        "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n, defect_count, inspected_size) VALUES"
        " (5, 2, '2026-01-01 00:00:00.000001', ${false}, 50, 3, 50);"
        "INSERT INTO sample_serial (sample_id, serial_number) VALUES (1, 'SN-1');"
        "INSERT INTO sample_edit_history (id, sample_id, edited_at, edited_by, reason, previous_values, new_values,"
        " previous_mean, new_mean) VALUES (3, 1, '2026-01-03 00:00:00.000000', 'Ada', 'typo', '[1]', '[0.1]', 1, 0.1);"
        "INSERT INTO violation (id, sample_id, char_id, rule_id, rule_name, severity, acknowledged, sample_ids, "
        "plant_id,"
        " sampled_at, plotted_value) VALUES (9, 1, 1, 1, 'Outlier', 'CRITICAL', ${true}, '[1]', 2,"
        " '2026-01-01 00:00:00.000001', 0.1);"
        "INSERT INTO annotation (id, characteristic_id, annotation_type, text, sample_id, created_at, updated_at) "
        "VALUES"
        " (2, 1, 'point', 'tool changed', 1, '2026-01-03 00:00:00.000000', '2026-01-03 00:00:00.000000');"
        "INSERT INTO annotation_history (id, annotation_id, previous_text, changed_at) VALUES"
        " (1, 2, 'tool', '2026-01-03 00:00:00.000000');");
    db_->write_now([](Session& s) {
      for (const auto& [sample, value] :
           std::vector<std::pair<int, double>>{{1, 0.1}, {1, -3e-308}, {1, 12345678.901234567}, {4, 7.0}})
        s.execute("INSERT INTO measurement (sample_id, value) VALUES (?, ?)", sample, value);
    });
  }

  void write_many(int samples) {
    db_->write_now([&](Session& s) {
      for (int i = 1; i <= samples; ++i) {
        s.execute("INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n) VALUES (?, ?, ?, ?, 2)", i,
                  1 + i % 2, base::Timestamp(std::chrono::seconds(1'700'000'000 + i)), false);
        for (const double value : {i / 3.0, -i / 7.0})
          s.execute("INSERT INTO measurement (sample_id, value) VALUES (?, ?)", i, value);
      }
    });
  }

  /// Every value of every row of the table, as text.
  std::vector<std::string> rows_of(const std::string& table) {
    return db_->read_now([&](Session& s) {
      std::vector<std::string> rows;
      const bool on_server = s.dialect().kind() == DialectKind::postgresql;
      const bool on_mariadb = s.dialect().kind() == DialectKind::mysql;
      std::string row = on_server ? "CAST(ROW(t.*) AS TEXT)" : "";
      if (on_mariadb)
        for (const auto& [column] : s.query<std::string>(
                 "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?"
                 " ORDER BY ordinal_position",
                 table))
          row += (row.empty() ? "" : " || '|' || ") + ("QUOTE(\"" + column + "\")");
      if (!on_server && !on_mariadb)
        for (const auto& [column] : s.query<std::string>("SELECT name FROM pragma_table_info(?) ORDER BY cid", table))
          row += (row.empty() ? "" : " || '|' || ") + ("quote(\"" + column + "\")");
      s.each<std::string>("SELECT " + row + " FROM " + table + " t ORDER BY 1",
                          [&rows](std::string text) { rows.push_back(std::move(text)); });
      return rows;
    });
  }

  std::map<std::string, std::vector<std::string>> all_rows() {
    std::map<std::string, std::vector<std::string>> rows;
    const auto tables = db_->read_now([](Session& s) { return s.query<std::string>(s.dialect().tables_query()); });
    for (const auto& [table] : tables)
      if (table != "openspc_migration") rows[table] = rows_of(table);
    return rows;
  }

  std::string schema() {
    return db_->read_now([](Session& s) { return describe_schema(s, {"openspc_migration"}); });
  }
};

TEST_F(SampleConversion, PutsReadingsIntoTheRowOfTheirSample) {
  write_one_of_each_kind();
  Migrator(*db_).up();
  const auto row = db_->read_now([](Session& s) {
    return s.first<base::PlantId, Microseconds, std::vector<double>, std::optional<std::int64_t>, std::string>(
        "SELECT plant_id, time_us, readings, day_rank, batch_number FROM subgroup WHERE id = 1");
  });
  ASSERT_TRUE(row);
  EXPECT_EQ(std::get<0>(*row).value, 2);
  EXPECT_EQ(base::Timestamp(std::get<1>(*row)), *base::parse_timestamp("2026-01-01T00:00:00.000001Z"));
  EXPECT_THAT(std::get<2>(*row), ElementsAre(0.1, -3e-308, 12345678.901234567));
  EXPECT_EQ(std::get<3>(*row), 1007);
  EXPECT_EQ(std::get<4>(*row), "B-7");
}

TEST_F(SampleConversion, FilesSamplesOfNoPlantUnderPlantZero) {
  write_one_of_each_kind();
  Migrator(*db_).up();
  EXPECT_EQ(scalar<int>("SELECT plant_id FROM subgroup WHERE id = 5"), 0);
}

TEST_F(SampleConversion, ShowsTheReferencesTablesAsViews) {
  write_one_of_each_kind();
  Migrator(*db_).up();
  EXPECT_EQ(scalar<base::Timestamp>("SELECT \"timestamp\" FROM sample WHERE id = 4"),
            *base::parse_timestamp("1969-12-31T23:59:59.999999Z"));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM measurement"), 4);
  EXPECT_EQ(scalar<double>("SELECT value FROM measurement WHERE sample_id = 4"), 7);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM sample WHERE is_excluded = ${true}"), 1);
}

TEST_F(SampleConversion, GoesBackWithoutLoss) {
  write_one_of_each_kind();
  const auto rows = all_rows();
  const std::string tables = schema();
  Migrator migrator(*db_);
  migrator.up();
  migrator.down(static_cast<int>(embedded_migrations().size()) - kBefore);
  EXPECT_EQ(schema(), tables);
  for (const auto& [table, before] : rows) EXPECT_EQ(rows_of(table), before) << table;
}

TEST_F(SampleConversion, WritesTheTimesOfViolationsInOneForm) {
  OPENSPC_SQLITE_ONLY("other databases compare times as times");
  write_one_of_each_kind();
  script("UPDATE violation SET sampled_at = '2026-01-01 00:00:00'");
  Migrator(*db_).up();
  EXPECT_EQ(scalar<std::string>("SELECT sampled_at FROM violation"), "2026-01-01 00:00:00.000000");
}

TEST_F(SampleConversion, GivesNewSamplesIdsBehindTheOldOnes) {
  write_one_of_each_kind();
  Migrator(*db_).up();
  EXPECT_GT(db_->write_now([](Session& s) { return s.next_id("subgroup_id"); }), 5);
}

TEST_F(SampleConversion, TakesManyStepsForManySamples) {
  write_many(12'001);
  Migrator(*db_).up();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM subgroup"), 12'001);
  EXPECT_EQ(db_->read_now([](Session& s) {
    return s.scalar<std::vector<double>>("SELECT readings FROM subgroup WHERE id = 11000");
  }),
            (std::vector<double>{11'000 / 3.0, -11'000 / 7.0}));
}

TEST_F(SampleConversion, KeepsAsideWhatCannotBeRead) {
  OPENSPC_SQLITE_ONLY("other databases hold no text where a time belongs");
  write_one_of_each_kind();
  script(
      "UPDATE sample SET \"timestamp\" = 'soon' WHERE id = 1; UPDATE measurement SET value = 9e999 WHERE sample_id = 4;"
      "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n) VALUES (6, 1, '2026-01-01 00:00:00', 0, "
      "2);"
      "INSERT INTO measurement (sample_id, value) VALUES (6, 1.5), (6, 'two')");
  const auto samples = rows_of("sample");
  Migrator migrator(*db_);
  migrator.up();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM subgroup"), 1);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM sample_set_aside"), 3);
  EXPECT_EQ(scalar<std::string>("SELECT value FROM measurement_set_aside WHERE typeof(value) = 'text'"), "two");
  migrator.down(static_cast<int>(embedded_migrations().size()) - kBefore);
  EXPECT_EQ(rows_of("sample"), samples);
}

class InterruptedConversion : public SampleConversion {
 protected:
  void SetUp() override {
    SampleConversion::SetUp();
    if (IsSkipped()) return;
    write_many(12'000);
    before_ = rows_of("measurement").size();
    EXPECT_THROW(Migrator(*db_, steps_that_stop_half_way()).up(), ConstraintViolation);
  }

  void go_on() {
    script(
        "${only sqlite: DROP INDEX stop}${only postgresql: ALTER TABLE subgroup DROP CONSTRAINT stop}${only mysql: "
        "ALTER TABLE "
        "subgroup DROP CONSTRAINT stop}");
    Migrator(*db_).up();
  }

  std::size_t before_ = 0;

 private:
  // The table of the conversion refuses one sample, as a disk refuses it that is full.
  std::span<const Migration> steps_that_stop_half_way() {
    steps_.assign(embedded_migrations().begin(), embedded_migrations().begin() + kBefore + 1);
    up_ = steps_.back().up;
    up_.insert(up_.find("-- convert: samples"),
               "${only sqlite: CREATE UNIQUE INDEX stop ON subgroup (CASE WHEN id IN (1, 7000) THEN 1 END);}"
               "${only postgresql: ALTER TABLE subgroup ADD CONSTRAINT stop CHECK (id <> 7000);}"
               "${only mysql: ALTER TABLE subgroup ADD CONSTRAINT stop CHECK (id <> 7000);}\n");
    steps_.back().up = up_;
    return steps_;
  }

  std::vector<Migration> steps_;
  std::string up_;
};

TEST_F(InterruptedConversion, GoesOnWhereItStood) {
  EXPECT_EQ(scalar<int>("SELECT last_id FROM openspc_conversion"), 5'000);
  go_on();
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM subgroup"), 12'000);
  EXPECT_EQ(rows_of("measurement").size(), before_);
  EXPECT_EQ(Migrator(*db_).status().state, SchemaState::current);
}

TEST_F(InterruptedConversion, LetsNoProgramStart) {
  const auto status = Migrator(*db_).status();
  EXPECT_EQ(status.state, SchemaState::behind);
  EXPECT_THAT(status.message, HasSubstr("to go on, run: openspc migrate up"));
}

TEST_F(InterruptedConversion, IsNotTurnedRoundHalfWay) {
  try {
    Migrator(*db_).down();
    FAIL() << "went down";
  } catch (const base::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("openspc migrate up"));
  }
}

TEST_F(InterruptedConversion, KeepsTheOldTablesWhenTheNewOneIsNotTheSame) {
  script("DELETE FROM subgroup WHERE id = 17");
  EXPECT_THROW(go_on(), base::Error);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM sample_before"), 12'000);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM measurement_before"), 24'000);
}

}  // namespace
}  // namespace openspc::db
