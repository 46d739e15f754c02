// Which rules tell of which lost connections, when, and what ends it: against a real database, at times that the test
// says.
#include "notify/watch/outage_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/log.h"
#include "db/database.h"
#include "notify/channel/channel_store.h"
#include "notify/rule/rule_store.h"
#include "notify/watch/outage_store.h"
#include "support/database/test_database.h"

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const base::Timestamp kNoon = base::parse_timestamp("2026-05-04T12:00:00Z").value();

class OutageWatch : public testing::Test {
 protected:
  OutageWatch() {
    base::log::set_sink([](std::string_view) {});
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-outage-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    place_ = test::migrated_database(folder_ / "openspc.db");
    database_ = db::Database::open(place_->url());
    database_->write_now([&](db::Session& session) {
      plant_ = {session.scalar<std::int64_t>("SELECT MIN(id) FROM plant")};
      channel_store::Row row;
      for (const char* name : {"First", "Second"}) {
        row.name = name;
        channel_store::insert(session, row);
      }
    });
  }
  ~OutageWatch() override {
    database_.reset();
    place_.reset();
    std::filesystem::remove_all(folder_);
    base::log::set_sink({});
  }
  OutageWatch(const OutageWatch&) = delete;
  OutageWatch& operator=(const OutageWatch&) = delete;

  void new_broker(std::int64_t id, const std::string& name, std::optional<base::PlantId> plant = std::nullopt) {
    database_->write_now([&](db::Session& session) {
      session.execute("INSERT INTO mqtt_broker (id, name, host, plant_id) VALUES (?, ?, 'broker.example', ?)", id, name,
                      plant);
    });
  }
  /// What the server that keeps the connection writes.
  void note(std::int64_t broker, bool is_lost, base::Timestamp at) {
    database_->write_now([&](db::Session& session) {
      session.execute("DELETE FROM connection_loss WHERE source_id = ?", broker);
      session.execute(
          "INSERT INTO connection_loss (kind, source_id, is_lost, reason, changed_at) VALUES ('mqtt', ?, ?, "
          "'Connection "
          "refused', ?)",
          broker, is_lost, at);
    });
  }
  Rule& new_rule(const std::function<void(Rule&)>& change = {}) {
    Rule rule;
    rule.name = "Rule " + std::to_string(rules_.size());
    rule.events = {EventKind::connection_lost, EventKind::connection_back};
    rule.channel_ids = {{1}};
    rule.created_at = rule.updated_at = kNoon;
    if (change) change(rule);
    database_->write_now([&](db::Session& session) { rule.id = rule_store::insert(session, rule); });
    rules_.push_back(rule);
    return rules_.back();
  }
  void look(base::Timestamp now) {
    database_->write_now([&](db::Session& session) { outage_watch::watch(session, rules_, now); });
  }
  bool has_news(base::Timestamp now) {
    return database_->read_now([&](db::Session& session) { return outage_watch::has_news(session, rules_, now); });
  }
  /// Subjects with the channel of each; emptied by every call.
  std::vector<std::string> told() {
    return database_->read_now([&](db::Session& session) {
      std::vector<std::string> subjects;
      session.each<std::int64_t, std::string, std::int64_t>(
          "SELECT id, subject, channel_id FROM notification_delivery WHERE id > ? ORDER BY id",
          [&](std::int64_t id, const std::string& subject, std::int64_t to) {
            subjects.push_back(std::to_string(to) + ": " + subject);
            last_told_ = id;
          },
          last_told_);
      return subjects;
    });
  }

  std::unique_ptr<db::Database> database_;
  std::vector<Rule> rules_;
  base::PlantId plant_{};

 private:
  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
  std::int64_t last_told_ = 0;
};

TEST_F(OutageWatch, TellsOfALossThatLastsAndOfItsEndOnceEach) {
  new_broker(1, "Line 3");
  new_rule();
  note(1, true, kNoon + 10s);
  look(kNoon + 69s);
  EXPECT_THAT(told(), IsEmpty());
  look(kNoon + 70s);
  look(kNoon + 71s);
  EXPECT_THAT(told(), ElementsAre("1: Connection lost: MQTT broker Line 3"));
  note(1, false, kNoon + 100s);
  look(kNoon + 100s);
  look(kNoon + 101s);
  EXPECT_THAT(told(), ElementsAre("1: Connection back: MQTT broker Line 3"));
}

TEST_F(OutageWatch, SaysNothingOfALinkThatFlaps) {
  new_broker(1, "Line 3");
  new_rule();
  for (int i = 0; i < 10; ++i) {
    note(1, true, kNoon + std::chrono::seconds(100 * i));
    look(kNoon + std::chrono::seconds(100 * i + 59));
    note(1, false, kNoon + std::chrono::seconds(100 * i + 60));
    look(kNoon + std::chrono::seconds(100 * i + 99));
  }
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(OutageWatch, HasNewsExactlyWhenThereIsSomethingToTell) {
  new_broker(1, "Line 3");
  new_rule();
  note(1, true, kNoon);
  EXPECT_FALSE(has_news(kNoon + 59s));
  EXPECT_TRUE(has_news(kNoon + 60s));
  look(kNoon + 60s);
  EXPECT_FALSE(has_news(kNoon + 61s));
}

TEST_F(OutageWatch, ALossBeforeTheRuleWasSavedCountsFromThen) {
  new_broker(1, "Line 3");
  note(1, true, kNoon - 1h);
  new_rule();
  look(kNoon + 59s);
  EXPECT_THAT(told(), IsEmpty());
  look(kNoon + 60s);
  EXPECT_THAT(told(), testing::SizeIs(1));
}

TEST_F(OutageWatch, SavingTheRuleAgainTellsNothingAgain) {
  new_broker(1, "Line 3");
  new_rule();
  note(1, true, kNoon);
  look(kNoon + 60s);
  EXPECT_THAT(told(), testing::SizeIs(1));
  rules_.front().updated_at = kNoon + 70s;
  look(kNoon + 71s);
  look(kNoon + 200s);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(OutageWatch, OfAPlantIsAboutItsOwnConnectionsAndThoseOfEveryPlant) {
  const auto other = database_->write_now([&](db::Session& session) {
    return base::PlantId{session.insert("INSERT INTO plant (name, code, is_active) VALUES ('Other', 'OTH', ?)", true)};
  });
  new_broker(1, "Own", plant_);
  new_broker(2, "Shared");
  new_broker(3, "Foreign", other);
  new_rule([&](Rule& rule) { rule.plant_id = plant_; });
  for (const std::int64_t broker : {1, 2, 3}) note(broker, true, kNoon);
  look(kNoon + 60s);
  EXPECT_THAT(told(), ElementsAre("1: Connection lost: MQTT broker Own", "1: Connection lost: MQTT broker Shared"));
}

TEST_F(OutageWatch, OfChosenConnectionsIsAboutNoOther) {
  new_broker(1, "First");
  new_broker(2, "Second");
  new_rule([](Rule& rule) { rule.broker_ids = {{2}}; });
  new_rule([](Rule& rule) { rule.opcua_server_ids = {{2}}; });
  for (const std::int64_t broker : {1, 2}) note(broker, true, kNoon);
  look(kNoon + 60s);
  EXPECT_THAT(told(), ElementsAre("1: Connection lost: MQTT broker Second"));
}

TEST_F(OutageWatch, EscalatesWhileTheConnectionStaysLostAndTellsAllOfItsEnd) {
  new_broker(1, "Line 3");
  new_rule([](Rule& rule) { rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}}; });
  note(1, true, kNoon);
  look(kNoon + 60s);
  look(kNoon + 60s + 10min);
  EXPECT_THAT(told(), ElementsAre("1: Connection lost: MQTT broker Line 3",
                                  "2: Escalation 1: Connection lost: MQTT broker Line 3"));
  note(1, false, kNoon + 20min);
  look(kNoon + 20min);
  EXPECT_THAT(told(), ElementsAre("1: Connection back: MQTT broker Line 3", "2: Connection back: MQTT broker Line 3"));
}

TEST_F(OutageWatch, EndsWithoutAWordWhenNobodyWantsTheConnectionAnyMore) {
  new_broker(1, "Line 3");
  new_rule();
  note(1, true, kNoon);
  look(kNoon + 60s);
  EXPECT_THAT(told(), testing::SizeIs(1));
  database_->write_now([](db::Session& session) { session.execute("UPDATE mqtt_broker SET is_active = ?", false); });
  look(kNoon + 61s);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_FALSE(has_news(kNoon + 62s));
}

TEST_F(OutageWatch, AnOutageThatCannotBeReadStillEnds) {
  new_broker(1, "Line 3");
  new_rule();
  note(1, true, kNoon);
  look(kNoon + 60s);
  told();
  database_->write_now([](db::Session& session) { session.execute("UPDATE notification_outage SET alert = '[]'"); });
  note(1, false, kNoon + 100s);
  look(kNoon + 100s);
  EXPECT_THAT(told(), ElementsAre("1: Connection back: MQTT broker Line 3"));
}

}  // namespace
}  // namespace openspc::notify
