// What a server does about the database that it finds.
#include "server/schema_at_start.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <sstream>
#include <stop_token>
#include <thread>

#include "base/log.h"
#include "db/database.h"
#include "db/schema/migrations.h"
#include "support/database/sqlite_file.h"
#include "support/database/test_database.h"

namespace openspc::server {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class SchemaAtStart : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "openspc-start-XXXXXX";
    folder_ = mkdtemp(name.data());
    place_ = std::make_unique<test::TestDatabase>(folder_ / "openspc.db");
    config_.database_url = place_->url();
    base::log::set_sink([](std::string_view) {});
  }
  void TearDown() override {
    base::log::set_sink({});
    place_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// What a start says about the database; empty when it goes on.
  std::string refusal() const {
    std::ostringstream errors;
    const bool ready = prepare_schema(config_, errors);
    EXPECT_EQ(ready, errors.str().empty());
    return errors.str();
  }

  template <class Act>
  auto with_database(const Act& act) const {
    const auto database = db::Database::open(config_.database_url);
    return act(*database);
  }
  db::SchemaState state() const {
    return with_database([](db::Database& database) { return db::Migrator(database).status().state; });
  }
  std::size_t steps_taken() const {
    return with_database([](db::Database& database) {
      const auto events = db::Migrator(database).history();
      return static_cast<std::size_t>(
          std::ranges::count_if(events, [](const auto& event) { return event.action == "up"; }));
    });
  }
  void one_step_behind() const {
    with_database([](db::Database& database) {
      db::Migrator(database).up();
      return db::Migrator(database).down();
    });
  }

  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
  base::Config config_;
};

TEST_F(SchemaAtStart, OfAnEmptyDatabaseIsMade) {
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(state(), db::SchemaState::current);
}

TEST_F(SchemaAtStart, ThatIsBehindStopsTheStartWithWhatToRun) {
  one_step_behind();
  EXPECT_THAT(refusal(), HasSubstr("run: openspc migrate up, or start with --migrate or OPENSPC_MIGRATE=true"));
  EXPECT_EQ(state(), db::SchemaState::behind);
}

TEST_F(SchemaAtStart, ThatIsBehindIsBroughtUpToDateWhenAskedFor) {
  one_step_behind();
  config_.migrate = true;
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(state(), db::SchemaState::current);
}

TEST_F(SchemaAtStart, IsMadeOnceByTwoServersThatStartAtOnce) {
  const auto start = [this] { return refusal(); };
  auto first = std::async(std::launch::async, start);
  auto second = std::async(std::launch::async, start);
  EXPECT_EQ(first.get() + second.get(), "");
  EXPECT_EQ(steps_taken(), db::embedded_migrations().size());
}

TEST_F(SchemaAtStart, IsNotChangedUnderServersThatCouldNotLiveWithIt) {
  config_.migrate = true;
  with_database([](db::Database& database) {
    db::Migrator migrator(database);
    migrator.up();
    while (!migrator.ends_running_servers()) migrator.down();
    return database.write_now(
        [](db::Session& s) { return s.execute("INSERT INTO server_instance (holder, beat) VALUES ('elsewhere', 0)"); });
  });
  const std::jthread lives([this](const std::stop_token& stop) {
    with_database([&](db::Database& database) {
      const auto beat = [](db::Session& s) { return s.execute("UPDATE server_instance SET beat = beat + 1"); };
      for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(20)))
        database.write_now(beat);
      return 0;
    });
  });
  EXPECT_THAT(refusal(), HasSubstr("stop them first"));
  EXPECT_EQ(state(), db::SchemaState::behind);
}

class DatabaseOfOthers : public SchemaAtStart {
 protected:
  /// As another program would leave it.
  void fill() const {
    with_database([](db::Database& database) {
      return database.write_now([](db::Session& s) { return s.execute("CREATE TABLE wages (amount INTEGER)"); });
    });
    if (!on_file()) return;
    test::SqliteFile file(place_->url());
    file.execute("PRAGMA journal_mode = DELETE");
    fs::permissions(place_->url(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  }
  static bool on_file() { return test::chosen_database() == db::DialectKind::sqlite; }
  std::string bytes() const {
    std::ifstream file(place_->url(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(DatabaseOfOthers, IsRefusedAlsoWhenAskedToMigrate) {
  fill();
  for (const bool migrate : {false, true}) {
    config_.migrate = migrate;
    EXPECT_THAT(refusal(), HasSubstr("holds tables but is no OpenSPC database"));
  }
}

TEST_F(DatabaseOfOthers, GetsNoTable) {
  fill();
  EXPECT_NE(refusal(), "");
  const auto tables = with_database([](db::Database& database) {
    return database.read_now([](db::Session& s) { return s.query<std::string>(s.dialect().tables_query()); });
  });
  EXPECT_EQ(tables.size(), 1u);
}

TEST_F(DatabaseOfOthers, IsLeftAsItIsToTheByte) {
  if (!on_file()) GTEST_SKIP() << "about a file";
  fill();
  const std::string before = bytes();
  EXPECT_NE(refusal(), "");
  EXPECT_EQ(bytes(), before);
  EXPECT_NE(fs::status(place_->url()).permissions() & fs::perms::group_read, fs::perms::none);
}

}  // namespace
}  // namespace openspc::server
