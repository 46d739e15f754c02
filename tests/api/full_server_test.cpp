// A conversion whose PostgreSQL has no room left on its disk half-way: clear words, nothing lost, and on it goes. On a
// server of the test's own, whose disk fills up when the test says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "db/database.h"
#include "db/schema/migrations.h"
#include "support/database/own_postgresql.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int kSamples = 60'000;

/// A variable that is handed on to children meanwhile.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { ::unsetenv(name_); }

 private:
  const char* name_;
};

class ConversionOnAFullServer : public testing::Test {
 protected:
  void SetUp() override {
    if (chosen_database() != db::DialectKind::postgresql) GTEST_SKIP() << "about a server's disk";
    const Environment preload("LD_PRELOAD", OPENSPC_FULL_DISK);
    const Environment sign("FULL_DISK_WHILE", sign_.string());
    postgresql_ = std::make_unique<OwnPostgresql>(folder_.path() / "server");
    fill();
  }

  /// With samples as they were before each became one row.
  void fill() const {
    const auto database = db::Database::open(postgresql_->url());
    db::Migrator(*database, db::embedded_migrations().first(24)).up();
    database->write_now([](db::Session& session) {
      session.execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 1, 'Line', 'Line')");
      session.execute(
          "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements,"
          " decimal_precision) VALUES (1, 1, 'Bore', 2, 'NOMINAL_TOLERANCE', 1, 3)");
      session.execute(
          "INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n) SELECT i, 1, TIMESTAMP '2024-01-01'"
          " + i * INTERVAL '1 second', false, 2 FROM generate_series(1, ?) i",
          kSamples);
      session.execute(
          "INSERT INTO measurement (sample_id, value) SELECT i, v FROM generate_series(1, ?) i, LATERAL (VALUES (i /"
          " CAST(3 AS DOUBLE PRECISION)), (i / CAST(-7 AS DOUBLE PRECISION))) readings (v)",
          kSamples);
    });
  }

  CommandResult migrate() const { return run_openspc({"migrate", "up", "--database-url", postgresql_->url()}); }
  StoredData stored() const { return StoredData(postgresql_->url()); }
  /// Every reading, exactly, with its sample.
  std::vector<std::string> readings() const {
    return stored().column("SELECT sample_id || ' ' || value FROM measurement ORDER BY sample_id, id");
  }
  bool is_moving() const {
    StoredData data = stored();
    return data.number("SELECT COUNT(*) FROM pg_class WHERE relname = 'subgroup'") > 0 &&
           data.number("SELECT COUNT(*) FROM subgroup") > 0;
  }
  void fill_disk() const { std::ofstream(sign_) << "full"; }
  void make_room() const { fs::remove(sign_); }

  TemporaryFolder folder_;
  const fs::path sign_ = folder_.path() / "full";
  std::unique_ptr<OwnPostgresql> postgresql_;
};

TEST_F(ConversionOnAFullServer, StopsWithTheReasonAndGoesOnWhereItStoodWithoutLoss) {
  const auto before = readings();
  std::thread disk([this] {
    wait_for([this] { return is_moving(); }, "the first samples were moved");
    fill_disk();
  });
  const CommandResult full = migrate();
  disk.join();
  EXPECT_NE(full.status, 0);
  EXPECT_THAT(full.output, HasSubstr("The database has no room left: make room on its disk"));
  const std::int64_t moved = stored().number("SELECT COUNT(*) FROM subgroup");
  EXPECT_GT(moved, 0);
  EXPECT_LT(moved, kSamples);
  EXPECT_EQ(stored().number("SELECT COUNT(*) FROM sample_before"), kSamples);
  EXPECT_EQ(stored().number("SELECT COUNT(*) FROM measurement_before"), 2 * kSamples);

  const CommandResult again = migrate();
  EXPECT_NE(again.status, 0);
  EXPECT_THAT(again.output, HasSubstr("The database has no room left: make room on its disk"));
  EXPECT_EQ(stored().number("SELECT COUNT(*) FROM subgroup"), moved);

  make_room();
  const CommandResult served = run_openspc({"serve", "--database-url", postgresql_->url(), "--port", "0"});
  EXPECT_NE(served.status, 0);
  EXPECT_THAT(served.output, HasSubstr("to go on, run: openspc migrate up"));

  const CommandResult done = migrate();
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_EQ(stored().number("SELECT COUNT(*) FROM subgroup"), kSamples);
  EXPECT_EQ(readings(), before);
}

}  // namespace
}  // namespace openspc::test
