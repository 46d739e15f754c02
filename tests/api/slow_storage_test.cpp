// A file that another program holds for seconds, and a conversion whose disk is full half-way: clear words, nothing
// lost or doubled, and no restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "db/database.h"
#include "db/schema/migrations.h"
#include "support/database/sqlite_file.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Another program that writes, and takes its time.
class SlowWriter {
 public:
  explicit SlowWriter(const fs::path& database) : file_(database) {
    file_.execute("BEGIN IMMEDIATE");
    file_.execute("UPDATE plant SET name = name");
  }
  void end() { file_.execute("COMMIT"); }

 private:
  SqliteFile file_;
};

class SlowFile : public testing::Test {
 protected:
  void SetUp() override {
    OPENSPC_SQLITE_ONLY("about a file's one lock; unit_db has a server's statements that take too long");
    shop_ = std::make_unique<Workshop>();
    characteristic_ = shop_->new_characteristic();
  }

  Reply post(double value) {
    HttpClient client(shop_->server.port());
    client.token = shop_->admin.token;
    return client.post("/api/v1/samples/", sample_of(characteristic_, {value}));
  }
  std::future<Reply> post_meanwhile(double value) {
    return std::async(std::launch::async, [this, value] { return post(value); });
  }

  std::unique_ptr<Workshop> shop_;
  std::int64_t characteristic_ = 0;
};

TEST_F(SlowFile, LetsWhoWritesWaitForAWhile) {
  SlowWriter other(shop_->server.database());
  auto reply = post_meanwhile(1);
  EXPECT_EQ(reply.wait_for(std::chrono::seconds(1)), std::future_status::timeout);
  EXPECT_EQ(shop_->admin.get("/api/v1/characteristics/").status, 200);
  other.end();
  EXPECT_EQ(reply.get().status, 201);
}

TEST_F(SlowFile, ThatIsHeldForTooLongRefusesWritesInClearWordsAndGoesOnByItself) {
  post(0);
  SlowWriter other(shop_->server.database());
  std::vector<std::future<Reply>> replies;
  for (int i = 1; i <= 4; ++i) replies.push_back(post_meanwhile(i));
  for (auto& reply : replies) {
    const Reply refused = reply.get();
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr("The database is busy; try again"));
    EXPECT_EQ(shop_->admin.get("/api/v1/characteristics/").status, 200);
  }
  other.end();
  EXPECT_EQ(post(9).status, 201);
  EXPECT_EQ(shop_->samples(characteristic_), (std::vector<std::vector<double>>{{0}, {9}}));
  wait_for([this] { return shop_->admin.get("/health").status == 200; }, "the server is healthy");
}

/// A database before its samples became one row each.
class OldDatabase {
 public:
  static constexpr int kSamples = 60'000;

  OldDatabase() {
    const auto database = db::Database::open(path().string());
    db::Migrator(*database, db::embedded_migrations().first(24)).up();
    database->write_now([](db::Session& session) {
      session.execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 1, 'Line', 'Line')");
      session.execute(
          "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements,"
          " decimal_precision) VALUES (1, 1, 'Bore', 2, 'NOMINAL_TOLERANCE', 1, 3)");
      for (int i = 1; i <= kSamples; ++i) {
        session.execute("INSERT INTO sample (id, char_id, \"timestamp\", is_excluded, actual_n) VALUES (?, 1, ?, 0, 2)",
                        i, base::Timestamp(std::chrono::seconds(1'700'000'000 + i)));
        session.execute("INSERT INTO measurement (sample_id, value) VALUES (?, ?), (?, ?)", i, i / 3.0, i, -i / 7.0);
      }
    });
  }

  fs::path path() const { return folder_.path() / "openspc.db"; }
  CommandResult migrate(const ChildLimits& limits = {}) const {
    return run_openspc({"migrate", "up", "--database-url", path().string()}, {}, {}, limits);
  }
  std::int64_t count(const std::string& table) const {
    return SqliteFile(path()).number("SELECT COUNT(*) FROM " + table);
  }
  /// Of every reading, exactly, by its sample and its place.
  std::vector<std::string> readings() const {
    return SqliteFile(path()).column(
        "SELECT sample_id || ' ' || printf('%!.17g', value) FROM measurement ORDER BY sample_id, id");
  }

 private:
  TemporaryFolder folder_;
};

TEST(ConversionOnAFullDisk, StopsWithTheReasonAndGoesOnWhereItStoodWithoutLoss) {
  OPENSPC_SQLITE_ONLY("a limit of a process, which holds for the files that it writes itself");
  const OldDatabase old;
  const auto readings = old.readings();
  // Room in the log for some of the steps.
  const CommandResult full = old.migrate({.file_bytes = 3U << 20U});
  EXPECT_NE(full.status, 0);
  EXPECT_THAT(full.output, HasSubstr("look at its disk"));
  const std::int64_t moved = old.count("subgroup");
  EXPECT_GT(moved, 0);
  EXPECT_LT(moved, OldDatabase::kSamples);
  EXPECT_EQ(old.count("sample_before"), OldDatabase::kSamples);
  EXPECT_EQ(old.count("measurement_before"), 2 * OldDatabase::kSamples);

  const CommandResult served = run_openspc({"serve", "--database-url", old.path().string(), "--port", "0"});
  EXPECT_NE(served.status, 0);
  EXPECT_THAT(served.output, HasSubstr("to go on, run: openspc migrate up"));

  const CommandResult done = old.migrate();
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_EQ(old.count("subgroup"), OldDatabase::kSamples);
  EXPECT_EQ(old.readings(), readings);
  EXPECT_EQ(SqliteFile(old.path()).text("PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace openspc::test
