// Who is told what and when, against a real database and a clock that the test sets.
#include "notify/watch/planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/log.h"
#include "notify/channel/channel_store.h"
#include "notify/delivery/delivery_store.h"
#include "notify/rule/rule_store.h"
#include "support/database/stored_sample.h"
#include "support/database/test_database.h"

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const base::Timestamp kNoon = base::parse_timestamp("2026-05-04T12:00:00Z").value();

class PlannerTest : public testing::Test {
 protected:
  template <class Job>
  auto write(Job job) {
    return database_->write_now(job);
  }

  PlannerTest() {
    base::log::set_sink([](std::string_view) {});
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-notify-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    place_ = test::migrated_database(folder_ / "openspc.db");
    database_ = db::Database::open(place_->url());
    lease_ = db::Leases(*database_, "notify").keep({1}).held.at(1);
    write([&](db::Session& session) {
      plant_ = {session.scalar<std::int64_t>("SELECT MIN(id) FROM plant")};
      session.execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, ?, 'Line', 'Line')", plant_);
      for (const int id : {1, 2})
        session.execute(
            "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements, "
            "decimal_precision) VALUES (?, 1, ?, 1, 'NOMINAL_TOLERANCE', 1, 3)",
            id, "Bore " + std::to_string(id));
    });
    planner_.emplace(*database_, clock, kNoon);
  }
  ~PlannerTest() override {
    planner_.reset();
    database_.reset();
    place_.reset();
    std::filesystem::remove_all(folder_);
    base::log::set_sink({});
  }
  PlannerTest(const PlannerTest&) = delete;
  PlannerTest& operator=(const PlannerTest&) = delete;

  ChannelId new_channel(ChannelKind kind = ChannelKind::webhook, std::vector<std::string> recipients = {}) {
    return write([&](db::Session& session) {
      channel_store::Row row;
      row.name = "Channel " + std::to_string(++names_);
      row.kind = kind;
      row.recipients = recipients;
      return channel_store::insert(session, row);
    });
  }

  Rule new_rule(std::vector<EventKind> events, const std::function<void(Rule&)>& change = {}) {
    Rule rule;
    rule.name = "Rule " + std::to_string(++names_);
    rule.events = std::move(events);
    rule.channel_ids = {channel};
    rule.created_at = rule.updated_at = clock.now();
    if (change) change(rule);
    write([&](db::Session& session) { rule.id = rule_store::insert(session, rule); });
    return rule;
  }

  base::SampleId new_sample(std::int64_t characteristic) {
    return write([&](db::Session& session) {
      return openspc::test::store_sample(session, {.characteristic = {characteristic}, .time = clock.now()});
    });
  }

  base::ViolationId violate(std::int64_t characteristic = 1, bool requires_acknowledgement = true) {
    const base::SampleId sample = new_sample(characteristic);
    const auto id = write([&](db::Session& session) {
      return base::ViolationId{
          session.insert("INSERT INTO violation (sample_id, char_id, rule_id, rule_name, severity, acknowledged, "
                         "requires_acknowledgement, created_at) VALUES (?, ?, 1, 'Outlier', 'CRITICAL', ?, ?, ?)",
                         sample, characteristic, false, requires_acknowledgement, clock.now())};
    });
    look();
    return id;
  }

  void acknowledge(base::ViolationId id) {
    write([&](db::Session& session) {
      session.execute("UPDATE violation SET acknowledged = ?, ack_user = 'ada', ack_timestamp = ? WHERE id = ?", true,
                      clock.now(), id);
    });
    look();
  }

  void look() {
    planner_->has_work();
    while (planner_->take_news(lease_)) {
    }
    planner_->settle_acknowledged(lease_);
    planner_->escalate(lease_);
    planner_->watch_silence(lease_);
    planner_->release_held(lease_);
  }

  void pass(std::chrono::minutes time) {
    clock.advance(time);
    look();
  }

  /// Subjects by time, with the channel of each; emptied by every call.
  std::vector<std::string> told() {
    return database_->read_now([&](db::Session& session) {
      std::vector<std::string> subjects;
      session.each<std::int64_t, std::string, std::int64_t>(
          "SELECT id, subject, channel_id FROM notification_delivery WHERE id > ? AND state = 'queued' ORDER BY id",
          [&](std::int64_t id, const std::string& subject, std::int64_t to) {
            subjects.push_back(std::to_string(to) + ": " + subject);
            last_told_ = id;
          },
          last_told_);
      return subjects;
    });
  }

  base::ManualClock clock{kNoon};
  ChannelId channel{1};
  db::LeaseToken lease_ = 0;
  std::optional<Planner> planner_;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
  std::unique_ptr<db::Database> database_;
  base::PlantId plant_{};
  int names_ = 0;
  std::int64_t last_told_ = 0;
};

TEST_F(PlannerTest, ViolationIsToldOnceHoweverOftenItLooks) {
  new_channel();
  new_rule({EventKind::violation});
  look();
  violate();
  look();
  look();
  EXPECT_THAT(told(), ElementsAre("1: CRITICAL: Outlier at Bore 1"));
}

TEST_F(PlannerTest, RepetitionIsToldAgainWhenItsWindowIsOver) {
  new_channel();
  new_rule({EventKind::violation}, [](Rule& rule) { rule.repeat_minutes = 60; });
  violate();
  pass(30min);
  violate();
  EXPECT_THAT(told(), SizeIs(1));
  pass(30min);
  violate();
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(PlannerTest, SameRunRuleAtAnotherCharacteristicIsNoRepetition) {
  new_channel();
  new_rule({EventKind::violation});
  violate(1);
  violate(2);
  EXPECT_THAT(told(), SizeIs(2));
}

TEST_F(PlannerTest, WhatComesAfterAnAcknowledgementIsNoRepetition) {
  new_channel();
  new_rule({EventKind::violation});
  acknowledge(violate());
  violate();
  EXPECT_THAT(told(), SizeIs(2));
}

TEST_F(PlannerTest, EscalatesLevelByLevelUntilItIsAcknowledged) {
  new_channel(), new_channel(), new_channel();
  new_rule({EventKind::violation, EventKind::acknowledgement}, [](Rule& rule) {
    rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}, {.after_minutes = 30, .channel_ids = {{3}}}};
  });
  const auto violation = violate();
  told();
  pass(9min);
  EXPECT_THAT(told(), IsEmpty());
  pass(1min);
  EXPECT_THAT(told(), ElementsAre("2: Escalation 1: CRITICAL: Outlier at Bore 1"));
  pass(19min);
  acknowledge(violation);
  EXPECT_THAT(told(), ElementsAre("1: Acknowledged: Outlier at Bore 1", "2: Acknowledged: Outlier at Bore 1"));
  pass(60min);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(PlannerTest, LevelsThatFellDueWhileNoServerRanAreToldInOrder) {
  new_channel(), new_channel(), new_channel();
  new_rule({EventKind::violation}, [](Rule& rule) {
    rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}, {.after_minutes = 30, .channel_ids = {{3}}}};
  });
  violate();
  told();
  clock.advance(24h);
  look();
  look();
  EXPECT_THAT(told(), ElementsAre("2: Escalation 1: CRITICAL: Outlier at Bore 1",
                                  "3: Escalation 2: CRITICAL: Outlier at Bore 1"));
}

TEST_F(PlannerTest, WhatNeedsNoAcknowledgementIsNotEscalated) {
  new_channel(), new_channel();
  new_rule({EventKind::violation}, [](Rule& rule) { rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}}; });
  violate(1, false);
  told();
  pass(60min);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(PlannerTest, ViolationThatAnEditMadeUntrueIsNotEscalated) {
  new_channel(), new_channel();
  new_rule({EventKind::violation}, [](Rule& rule) { rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}}; });
  const auto violation = violate();
  write([&](db::Session& session) {
    session.execute("UPDATE violation SET superseded_at = ? WHERE id = ?", clock.now(), violation);
  });
  told();
  look();
  pass(60min);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(PlannerTest, SilenceIsToldOnceAndSoIsItsEnd) {
  new_channel();
  new_rule({EventKind::no_data, EventKind::data_resumed}, [](Rule& rule) {
    rule.no_data_minutes = 30;
    rule.characteristic_ids = {{1}};
  });
  new_sample(1);
  pass(29min);
  EXPECT_THAT(told(), IsEmpty());
  pass(1min);
  pass(5min);
  EXPECT_THAT(told(), ElementsAre("1: No data for 30 minutes: Bore 1"));
  new_sample(1);
  look();
  EXPECT_THAT(told(), ElementsAre("1: Data again: Bore 1"));
  pass(30min);
  EXPECT_THAT(told(), ElementsAre("1: No data for 30 minutes: Bore 1"));
}

TEST_F(PlannerTest, SilenceBeforeTheRuleWasMadeDoesNotCount) {
  new_channel();
  new_sample(1);
  clock.advance(24h);
  new_rule({EventKind::no_data}, [](Rule& rule) {
    rule.no_data_minutes = 30;
    rule.characteristic_ids = {{1}};
  });
  look();
  EXPECT_THAT(told(), IsEmpty());
  pass(30min);
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(PlannerTest, SilenceThatNobodyEndsIsEscalated) {
  new_channel(), new_channel();
  new_rule({EventKind::no_data}, [](Rule& rule) {
    rule.no_data_minutes = 30;
    rule.characteristic_ids = {{1}};
    rule.escalation = {{.after_minutes = 10, .channel_ids = {{2}}}};
  });
  pass(30min);
  pass(10min);
  EXPECT_THAT(told(),
              ElementsAre("1: No data for 30 minutes: Bore 1", "2: Escalation 1: No data for 30 minutes: Bore 1"));
}

TEST_F(PlannerTest, QuietHoursEndWithOneDigestForEachChannelAndRecipient) {
  new_channel();
  new_channel(ChannelKind::email, {"ada@plant.example", "ben@plant.example"});
  new_rule({EventKind::violation}, [](Rule& rule) {
    rule.channel_ids = {{1}, {2}};
    rule.repeat_minutes = 0;
    rule.quiet_hours = QuietHours{
        .time_zone = "UTC", .windows = {{{1, 2, 3, 4, 5, 6, 7}, "11:00", "13:00"}}, .critical_breaks_through = false};
  });
  for (int i = 0; i < 3; ++i) violate();
  EXPECT_THAT(told(), IsEmpty());
  pass(59min);
  EXPECT_THAT(told(), IsEmpty());
  pass(1min);
  EXPECT_THAT(told(), ElementsAre("1: 3 notifications of Rule 3", "2: 3 notifications of Rule 3",
                                  "2: 3 notifications of Rule 3"));
  violate();
  EXPECT_THAT(told(), SizeIs(3));
}

TEST_F(PlannerTest, OneHeldMessageIsToldAsItIs) {
  new_channel();
  new_rule({EventKind::violation}, [](Rule& rule) {
    rule.quiet_hours = QuietHours{
        .time_zone = "UTC", .windows = {{{1, 2, 3, 4, 5, 6, 7}, "11:00", "13:00"}}, .critical_breaks_through = false};
  });
  violate();
  pass(60min);
  EXPECT_THAT(told(), ElementsAre("1: CRITICAL: Outlier at Bore 1"));
}

TEST_F(PlannerTest, HeldMessageOfARuleThatIsGoneIsToldNevertheless) {
  new_channel();
  const Rule rule = new_rule({EventKind::violation}, [](Rule& quiet) {
    quiet.quiet_hours = QuietHours{
        .time_zone = "UTC", .windows = {{{1, 2, 3, 4, 5, 6, 7}, "11:00", "13:00"}}, .critical_breaks_through = false};
  });
  violate();
  write([&](db::Session& session) { rule_store::remove(session, rule.id); });
  EXPECT_TRUE(planner_->has_work());
  pass(60min);
  EXPECT_THAT(told(), ElementsAre("1: CRITICAL: Outlier at Bore 1"));
  write([](db::Session& session) { session.execute("DELETE FROM notification_delivery"); });
  EXPECT_FALSE(planner_->has_work());
}

class Backlog : public PlannerTest {
 protected:
  static constexpr std::int64_t many = Planner::most_waiting_while_failing + 10;

  Backlog() {
    new_channel();
    new_rule({EventKind::violation}, [](Rule& rule) { rule.repeat_minutes = 0; });
  }
  DeliveryId wait(DeliveryState state = DeliveryState::queued) {
    return write([&](db::Session& session) {
      return delivery_store::insert(
          session, {.channel_id = channel, .notice = {.rule = "Old"}, .state = state, .due_at = clock.now()},
          clock.now());
    });
  }
  void record(DeliveryId id, DeliveryState state) {
    write([&](db::Session& session) {
      delivery_store::record(session, id, {.state = state, .attempts = 1, .due_at = clock.now()}, clock.now());
    });
  }
  std::int64_t waiting() {
    return write([&](db::Session& session) { return delivery_store::counts(session)[channel].waiting; });
  }
};

TEST_F(Backlog, NothingGivesWayWhileTheReceiverIsWell) {
  for (int i = 0; i < many; ++i) wait();
  violate();
  EXPECT_EQ(waiting(), many + 1);
}

TEST_F(Backlog, NothingGivesWayToAFailureThatHasJustBegun) {
  record(wait(), DeliveryState::retrying);
  for (int i = 1; i < many; ++i) wait();
  violate();
  EXPECT_EQ(waiting(), many + 1);
}

TEST_F(Backlog, OldestGiveWayWhenTheReceiverHasFailedForLong) {
  record(wait(), DeliveryState::retrying);
  for (int i = 1; i < many; ++i) wait();
  clock.advance(Planner::failing_for);
  violate();
  EXPECT_EQ(waiting(), Planner::most_waiting_while_failing);
}

TEST_F(Backlog, OneMessageThatFailsDoesNotMakeTheOthersGiveWay) {
  record(wait(), DeliveryState::retrying);
  clock.advance(Planner::failing_for);
  record(wait(), DeliveryState::delivered);
  for (int i = 1; i < many; ++i) wait();
  clock.advance(1min);
  violate();
  EXPECT_EQ(waiting(), many + 1);
}

TEST_F(Backlog, WhatIsHeldForQuietHoursDoesNotGiveWay) {
  record(wait(), DeliveryState::retrying);
  for (int i = 1; i < many; ++i) wait(DeliveryState::held);
  clock.advance(Planner::failing_for);
  violate();
  EXPECT_EQ(write([](db::Session& session) {
              return session.scalar<std::int64_t>("SELECT COUNT(*) FROM notification_delivery WHERE state = 'dead'");
            }),
            0);
}

TEST_F(PlannerTest, ServerThatLostItsLeaseTellsNothing) {
  new_channel();
  new_rule({EventKind::violation});
  ++lease_;
  EXPECT_THROW(violate(), db::LeaseLost);
  EXPECT_THAT(told(), IsEmpty());
}

}  // namespace
}  // namespace openspc::notify
