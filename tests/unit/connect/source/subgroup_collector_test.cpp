// What becomes of readings of several machines behind one mapping, and of those whose time cannot be used.
#include "connect/source/subgroup_collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace openspc::connect::source {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const base::Timestamp kNoon = *base::parse_timestamp("2026-03-01T12:00:00Z");

struct Collecting {
  explicit Collecting(const ReadingSource& source = of_size(2)) : collector(source) {}

  static ReadingSource of_size(std::size_t size) { return {.remembers_time = true, .buffer = {.subgroup_size = size}}; }
  Judgement take(double value, const std::string& origin, std::optional<base::Timestamp> time = std::nullopt) {
    return collector.take({.value = value, .timestamp = time}, origin, now,
                          [this](std::int64_t fingerprint) { return seen.insert(fingerprint).second; });
  }

  SubgroupCollector collector;
  std::set<std::int64_t> seen;
  base::Timestamp now = kNoon;
};

std::vector<std::vector<double>> values(const std::vector<Subgroup>& subgroups) {
  std::vector<std::vector<double>> all;
  for (const Subgroup& subgroup : subgroups) all.push_back(subgroup.values);
  return all;
}

TEST(ReadingIdentity, KnowsWhereAReadingComesFrom) {
  Collecting intake(Collecting::of_size(1));
  for (const char* machine : {"line/1", "line/2", "line/3"})
    EXPECT_EQ(intake.take(5, machine, kNoon).outcome, Judgement::Outcome::collected);
  EXPECT_EQ(intake.take(5, "line/2", kNoon).outcome, Judgement::Outcome::repeated);
}

TEST(ReadingIdentity, KnowsTimeAndValue) {
  Collecting intake(Collecting::of_size(1));
  intake.take(5, "line/1", kNoon);
  EXPECT_EQ(intake.take(6, "line/1", kNoon).outcome, Judgement::Outcome::collected);
  EXPECT_EQ(intake.take(5, "line/1", kNoon - 1s).outcome, Judgement::Outcome::collected);
}

TEST(ReadingIdentity, KnowsSourcesAlsoWhereTheirReadingsAreMixed) {
  ReadingSource source = Collecting::of_size(3);
  source.mixes_origins = true;
  Collecting intake(source);
  intake.take(5, "line/1", kNoon);
  intake.take(5, "line/2", kNoon);
  EXPECT_THAT(values(intake.take(5, "line/3", kNoon).completed), ElementsAre(ElementsAre(5, 5, 5)));
}

TEST(SubgroupsOfOrigins, AreNotMixed) {
  Collecting intake;
  intake.take(1, "line/1");
  intake.take(10, "line/2");
  EXPECT_THAT(values(intake.take(2, "line/1").completed), ElementsAre(ElementsAre(1, 2)));
  EXPECT_THAT(values(intake.take(11, "line/2").completed), ElementsAre(ElementsAre(10, 11)));
}

TEST(SubgroupsOfOrigins, NameTheirOrigin) {
  Collecting intake(Collecting::of_size(1));
  EXPECT_EQ(intake.take(1, "line/1").completed.at(0).origin, "line/1");
}

TEST(SubgroupsOfOrigins, HaveDeadBandsOfTheirOwn) {
  ReadingSource source = Collecting::of_size(1);
  source.buffer.dead_band = 0.5;
  Collecting intake(source);
  intake.take(10, "line/1");
  EXPECT_EQ(intake.take(10, "line/2").outcome, Judgement::Outcome::collected);
  EXPECT_EQ(intake.take(10.2, "line/1").outcome, Judgement::Outcome::unchanged);
}

TEST(SubgroupsOfOrigins, AreClosedEachByItsOwnTimeout) {
  Collecting intake;
  intake.take(1, "line/1");
  intake.now += 30s;
  intake.take(2, "line/2");
  EXPECT_THAT(values(intake.collector.expire(kNoon + 60s)), ElementsAre(ElementsAre(1)));
  EXPECT_EQ(intake.collector.deadline(), kNoon + 90s);
}

TEST(SubgroupsOfOrigins, AreBoundedAndTheOldestIsClosedNotLost) {
  Collecting intake;
  for (std::size_t i = 0; i < SubgroupCollector::most_origins; ++i) {
    intake.take(static_cast<double>(i), "line/" + std::to_string(i));
    intake.now += 1ms;
  }
  const Judgement crowded = intake.take(2, "one/more");
  EXPECT_EQ(crowded.closed_early, 1U);
  EXPECT_THAT(values(crowded.completed), ElementsAre(ElementsAre(0)));
  EXPECT_EQ(intake.collector.open_subgroups(), SubgroupCollector::most_origins);
}

TEST(SubgroupsOfOrigins, OfSingleReadingsNeedNoRoom) {
  Collecting intake(Collecting::of_size(1));
  std::size_t stored = 0, saved = 0;
  for (std::size_t i = 0; i < 2 * SubgroupCollector::most_origins; ++i) {
    const Judgement judgement = intake.take(1, "line/" + std::to_string(i));
    stored += judgement.completed.size();
    EXPECT_EQ(judgement.closed_early, 0U);
    intake.collector.save_changes([&](const std::string&, const boost::json::object*) { ++saved; });
  }
  EXPECT_EQ(stored, 2 * SubgroupCollector::most_origins);
  EXPECT_EQ(saved, 0U);
}

TEST(SubgroupsOfOrigins, GoOnWhereTheyWereSaved) {
  Collecting before;
  before.take(1, "line/1");
  before.take(2, "line/2");
  Collecting after;
  before.collector.save_changes([&](const std::string& origin, const boost::json::object* state) {
    ASSERT_NE(state, nullptr);
    after.collector.restore(origin, *state);
  });
  EXPECT_THAT(values(after.take(3, "line/2").completed), ElementsAre(ElementsAre(2, 3)));
  std::vector<std::string> forgotten;
  after.collector.save_changes([&](const std::string& origin, const boost::json::object* state) {
    if (state == nullptr) forgotten.push_back(origin);
  });
  EXPECT_THAT(forgotten, ElementsAre("line/2"));
  EXPECT_EQ(after.collector.pending(), 1U);
}

// Before machines were told apart, one subgroup waited for the whole mapping.
TEST(SubgroupsOfOrigins, CloseWhatAnOlderVersionLeftBehindByItsTimeout) {
  Collecting older;
  older.take(1, "");
  Collecting intake;
  older.collector.save_changes(
      [&](const std::string& origin, const boost::json::object* state) { intake.collector.restore(origin, *state); });
  intake.take(2, "line/1");
  EXPECT_THAT(values(intake.collector.expire(kNoon + 60s)), ElementsAre(ElementsAre(1), ElementsAre(2)));
}

TEST(ReadingTime, AheadOfThisServerIsNotBelievedAndToldByHowMuch) {
  Collecting intake(Collecting::of_size(1));
  const Judgement judgement = intake.take(1, "line/1", kNoon + 2h);
  EXPECT_EQ(judgement.timestamp, std::nullopt);
  EXPECT_EQ(judgement.time_doubt, "line/1: 2026-03-01T14:00:00Z is 2 h ahead of this server");
}

TEST(ReadingTime, OfAClockThatWasNeverSetIsToldToo) {
  Collecting intake(Collecting::of_size(1));
  EXPECT_THAT(intake.take(1, "", *base::parse_timestamp("1970-01-01T00:00:12Z")).time_doubt.value_or(""),
              HasSubstr("before the year 2000"));
}

TEST(ReadingTime, AheadByLessThanFiveMinutesIsBelieved) {
  Collecting intake(Collecting::of_size(1));
  const Judgement judgement = intake.take(1, "", kNoon + 4min);
  EXPECT_EQ(judgement.timestamp, kNoon + 4min);
  EXPECT_EQ(judgement.time_doubt, std::nullopt);
}

TEST(ReadingTime, ThatIsMissingIsToldOnlyWhereOneWasToBe) {
  Collecting intake(Collecting::of_size(1));
  EXPECT_EQ(intake.take(1, "").time_doubt, std::nullopt);
  const auto judgement = intake.collector.take({.value = 1, .time_problem = "no time at 't'"}, "", kNoon,
                                               [](std::int64_t) { return true; });
  EXPECT_EQ(judgement.time_doubt, "no time at 't'");
}

}  // namespace
}  // namespace openspc::connect::source
