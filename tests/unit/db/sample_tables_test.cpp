#include "db/schema/sample_tables.h"

#include <gmock/gmock.h>

#include "database_fixture.h"
#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;

class SampleTables : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    Migrator(*db_).up();
  }

  void store(int plant, int characteristic, base::Timestamp time, int id) {
    db_->write_now([&](Session& s) {
      s.execute(
          "INSERT INTO subgroup (plant_id, char_id, time_us, id, actual_n, is_excluded, is_undersized, is_uncertain,"
          " is_modified, rules_skipped) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
          plant, characteristic, Microseconds(time), id, false, false, false, false, false);
      s.execute("INSERT INTO sample_serial (plant_id, char_id, sample_id, serial_number) VALUES (?, ?, ?, 'S')", plant,
                characteristic, id);
    });
  }

  std::vector<std::int64_t> ids_in(const std::string& table, const std::string& id = "id") {
    return db_->read_now([&](Session& s) {
      std::vector<std::int64_t> ids;
      s.each<std::int64_t>("SELECT " + id + " FROM " + table + " ORDER BY 1",
                           [&ids](std::int64_t value) { ids.push_back(value); });
      return ids;
    });
  }
};

TEST_F(SampleTables, LoseWhatBelongsToACharacteristic) {
  store(1, 1, base::Timestamp(), 10);
  store(1, 2, base::Timestamp(), 11);
  db_->write_now([](Session& s) { delete_samples_of_characteristic(s, {1}, {1}); });
  EXPECT_THAT(ids_in("subgroup"), ElementsAre(11));
  EXPECT_THAT(ids_in("sample_serial", "sample_id"), ElementsAre(11));
}

TEST_F(SampleTables, LoseWhatBelongsToAPlant) {
  store(1, 1, base::Timestamp(), 10);
  store(2, 2, base::Timestamp(), 11);
  db_->write_now([](Session& s) { delete_samples_of_plant(s, {2}); });
  EXPECT_THAT(ids_in("subgroup"), ElementsAre(10));
  EXPECT_THAT(ids_in("sample_serial", "sample_id"), ElementsAre(10));
}

TEST_F(SampleTables, TakeNewIdsBehindThoseThatWereBroughtAlong) {
  store(1, 1, base::Timestamp(), 5'000);
  db_->write_now([](Session& s) { s.execute(align_sample_ids(s.dialect())); });
  EXPECT_GT(db_->write_now([](Session& s) { return s.next_id("subgroup_id"); }), 5'000);
}

class Months : public SampleTables {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "a file is not divided";
    SampleTables::SetUp();
  }
  void TearDown() override {
    if (!IsSkipped()) SampleTables::TearDown();
  }
};

TEST_F(Months, HaveAPartOfTheirOwnWhenTheyWereMadeAhead) {
  const auto now = *base::parse_timestamp("2026-03-31T23:59:59.999999Z");
  db_->write_now([&](Session& s) { create_months(s, {now, now + std::chrono::seconds(1)}); });
  store(1, 1, now, 1);
  store(1, 1, now + std::chrono::microseconds(1), 2);
  store(1, 1, *base::parse_timestamp("1999-01-01"), 3);
  EXPECT_THAT(ids_in("subgroup_2026_03"), ElementsAre(1));
  EXPECT_THAT(ids_in("subgroup_2026_04"), ElementsAre(2));
  EXPECT_THAT(ids_in("subgroup_other"), ElementsAre(3));
  EXPECT_THAT(ids_in("subgroup"), ElementsAre(1, 2, 3));
}

TEST_F(Months, AreMadeOnceHoweverOftenTheServerLooks) {
  const auto parts = [this] {
    return scalar<int>("SELECT COUNT(*) FROM pg_class WHERE relname LIKE 'subgroup_2%' AND relkind = 'r'");
  };
  for (int i = 0; i < 2; ++i) db_->write_now([](Session& s) { create_months_ahead(s); });
  EXPECT_EQ(parts(), 4);
}

TEST_F(Months, ThatHaveSamplesAlreadyStayWhereTheyAre) {
  const auto time = *base::parse_timestamp("2026-03-15");
  store(1, 1, time, 1);
  db_->write_now([&](Session& s) { create_months(s, {time, time}); });
  store(1, 1, time + std::chrono::hours(1), 2);
  EXPECT_THAT(ids_in("subgroup_other"), ElementsAre(1, 2));
}

}  // namespace
}  // namespace openspc::db
