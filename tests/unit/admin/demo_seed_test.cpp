// The demo's history, made once for all tests: two plants that a newcomer can learn from.
#include "admin/demo_seed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "admin/demo_plan.h"
#include "base/config.h"
#include "base/ids.h"
#include "base/log.h"
#include "db/database.h"
#include "identity/identity.h"
#include "support/database/test_database.h"

namespace openspc::admin {
namespace {

using ::testing::ElementsAre;

constexpr int kDays = 20;

class DemoSeed : public ::testing::Test {
 protected:
  struct World {
    World() : folder(std::filesystem::temp_directory_path() / ("openspc-demo-" + base::uuid4())) {
      base::log::init(base::LogFormat::console, base::LogLevel::warning);
      std::filesystem::create_directories(folder);
      place = test::migrated_database(folder / "openspc.db");
      database = db::Database::open(place->url());
      identity = std::make_unique<identity::Identity>(*database, bus, clock, base::Config(), "a secret of the tests");
      plants = std::make_unique<plants::PlantService>(*database, bus, clock);
      hierarchy = std::make_unique<plants::HierarchyService>(*database, bus);
      quality = std::make_unique<quality::Quality>(*database, bus, clock, identity->auth());
      boost::asio::io_context io;
      const DemoServices services{identity->users(), *plants, *hierarchy, *quality};
      auto made = boost::asio::co_spawn(io, seed_demo(services, clock.now(), kDays), boost::asio::use_future);
      io.run();
      summary = made.get();
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World() {
      database->drain_and_close();
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }

    std::filesystem::path folder;
    std::unique_ptr<test::TestDatabase> place;
    base::EventBus bus;
    base::SystemClock clock;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<identity::Identity> identity;
    std::unique_ptr<plants::PlantService> plants;
    std::unique_ptr<plants::HierarchyService> hierarchy;
    std::unique_ptr<quality::Quality> quality;
    DemoSummary summary;
  };

  static void SetUpTestSuite() { world = std::make_unique<World>(); }
  static void TearDownTestSuite() { world.reset(); }

  template <class... Arguments>
  static std::int64_t count(const std::string& sql, const Arguments&... arguments) {
    return world->database->read_now(
        [&](db::Session& session) { return session.scalar<std::int64_t>(sql, arguments...); });
  }

  static inline std::unique_ptr<World> world;
};

TEST_F(DemoSeed, HasTwoPlantsAndEveryPlannedCharacteristicWithLimits) {
  EXPECT_EQ(world->summary.plants, 2);
  EXPECT_EQ(world->summary.characteristics, static_cast<int>(demo_characteristics().size()));
  EXPECT_EQ(count("SELECT COUNT(*) FROM characteristic WHERE stored_center_line IS NULL OR stored_sigma IS NULL"), 0);
}

TEST_F(DemoSeed, HistoryReachesBackAsFarAsAsked) {
  long expected = 0;
  for (const DemoCharacteristic& planned : demo_characteristics())
    expected += kDays * 24 * 60 / planned.history_minutes;
  EXPECT_EQ(world->summary.samples, count("SELECT COUNT(*) FROM sample"));
  EXPECT_NEAR(static_cast<double>(world->summary.samples), static_cast<double>(expected), 13);
}

TEST_F(DemoSeed, EveryRuleFiresAtSomeTime) {
  std::vector<std::int64_t> rules;
  world->database->read_now([&](db::Session& session) {
    session.each<std::int64_t>("SELECT DISTINCT rule_id FROM violation ORDER BY rule_id",
                               [&](std::int64_t rule) { rules.push_back(rule); });
    return 0;
  });
  EXPECT_THAT(rules, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST_F(DemoSeed, SignalsAreTheException) {
  EXPECT_LT(count("SELECT COUNT(DISTINCT sample_id) FROM violation"), world->summary.samples / 5);
}

TEST_F(DemoSeed, OldViolationsAreAnswered) {
  EXPECT_GT(count("SELECT COUNT(*) FROM violation WHERE acknowledged = ? AND ack_user = 'supervisor'", true), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM violation v JOIN sample s ON s.id = v.sample_id"
                  " WHERE v.acknowledged = ? AND s.timestamp < ?",
                  false, base::SystemClock().now() - std::chrono::days(1)),
            0);
}

TEST_F(DemoSeed, WhatWaitsForAnAnswerIsTheLatestCauseOfThoseThatHaveOne) {
  for (const DemoCharacteristic& planned : demo_characteristics()) {
    EXPECT_EQ(count("SELECT COUNT(*) FROM violation v JOIN sample s ON s.id = v.sample_id JOIN characteristic c ON"
                    " c.id = s.char_id WHERE v.acknowledged = ? AND s.timestamp < ? AND c.name = ?",
                    false, base::SystemClock().now() - std::chrono::hours(2), planned.name) > 0,
              planned.latest_cause.has_value())
        << planned.name;
  }
}

TEST_F(DemoSeed, LaterSamplesHaveHigherIdsWithinACharacteristic) {
  EXPECT_EQ(count("SELECT COUNT(*) FROM sample a JOIN sample b ON b.char_id = a.char_id AND b.id > a.id"
                  " AND b.id < a.id + 200 AND b.timestamp < a.timestamp"),
            0);
}

TEST_F(DemoSeed, HasAUserOfEachRoleAtBothPlants) {
  EXPECT_EQ(count("SELECT COUNT(*) FROM \"user\""), 4);
  EXPECT_EQ(count("SELECT COUNT(*) FROM user_plant_role"), 8);
}

}  // namespace
}  // namespace openspc::admin
