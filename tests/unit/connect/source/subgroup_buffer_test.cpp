// When readings become a subgroup, by strategy, timeout and change, and how a restart goes on.

#include "connect/source/subgroup_buffer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "net/json.h"

namespace openspc::connect::source {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const base::Timestamp kStart = *base::parse_timestamp("2026-02-12T08:00:00Z");

BufferSettings of_three(TriggerStrategy strategy) {
  return {.strategy = strategy, .subgroup_size = 3, .timeout = 60s};
}

payload::Reading of(double value) {
  return {.value = value};
}

std::vector<double> values(const std::optional<Subgroup>& subgroup) {
  return subgroup ? subgroup->values : std::vector<double>{};
}

TEST(SubgroupOnChange, OfOneIsCompleteAtOnce) {
  SubgroupBuffer buffer({});
  EXPECT_THAT(values(buffer.add(of(5), kStart)), ElementsAre(5));
  EXPECT_EQ(buffer.size(), 0u);
}

TEST(SubgroupOnChange, IsCompleteWithItsLastReading) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  EXPECT_FALSE(buffer.add(of(1), kStart));
  EXPECT_FALSE(buffer.add(of(2), kStart));
  EXPECT_THAT(values(buffer.add(of(3), kStart)), ElementsAre(1, 2, 3));
}

TEST(SubgroupOnChange, BeginsAnewAfterOneIsComplete) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  for (const double value : {1, 2, 3, 4, 5}) buffer.add(of(value), kStart);
  EXPECT_THAT(values(buffer.add(of(6), kStart)), ElementsAre(4, 5, 6));
}

TEST(SubgroupOnChange, IsNotTriggered) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  buffer.add(of(1), kStart);
  EXPECT_FALSE(buffer.trigger());
}

TEST(SubgroupOnTrigger, IsWhatWasCollected) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_trigger));
  buffer.add(of(1), kStart);
  buffer.add(of(2), kStart);
  EXPECT_THAT(values(buffer.trigger()), ElementsAre(1, 2));
}

TEST(SubgroupOnTrigger, IsNoneWhenNothingWasCollected) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_trigger));
  EXPECT_FALSE(buffer.trigger());
}

TEST(SubgroupOnTrigger, HasTheNewestReadings) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_trigger));
  for (const double value : {1, 2, 3, 4, 5}) EXPECT_FALSE(buffer.add(of(value), kStart));
  EXPECT_EQ(buffer.superseded(), 2u);
  EXPECT_THAT(values(buffer.trigger()), ElementsAre(3, 4, 5));
}

TEST(SubgroupOnTimer, IsNotTriggered) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_timer));
  buffer.add(of(1), kStart);
  EXPECT_FALSE(buffer.trigger());
}

TEST(SubgroupOnTimer, ComesInTimeThoughNewReadingsPushOutTheFirst) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_timer));
  for (int second = 0; second < 60; ++second) {
    EXPECT_FALSE(buffer.add(of(second), kStart + std::chrono::seconds(second)));
  }
  EXPECT_EQ(buffer.deadline(), kStart + 60s);
  EXPECT_THAT(values(buffer.expire(kStart + 60s)), ElementsAre(57, 58, 59));
}

class Timeout : public testing::TestWithParam<TriggerStrategy> {};

INSTANTIATE_TEST_SUITE_P(OfEveryStrategy, Timeout,
                         testing::Values(TriggerStrategy::on_change, TriggerStrategy::on_trigger,
                                         TriggerStrategy::on_timer));

TEST_P(Timeout, CompletesWhatIsThere) {
  SubgroupBuffer buffer(of_three(GetParam()));
  buffer.add(of(1), kStart);
  buffer.add(of(2), kStart + 30s);
  EXPECT_FALSE(buffer.expire(kStart + 60s - 1us));
  EXPECT_THAT(values(buffer.expire(kStart + 60s)), ElementsAre(1, 2));
}

TEST_P(Timeout, HasADeadlineFromTheFirstReading) {
  SubgroupBuffer buffer(of_three(GetParam()));
  buffer.add(of(1), kStart);
  buffer.add(of(2), kStart + 30s);
  EXPECT_EQ(buffer.deadline(), kStart + 60s);
}

TEST_P(Timeout, HasNoDeadlineWhenNothingIsThere) {
  SubgroupBuffer buffer(of_three(GetParam()));
  EXPECT_EQ(buffer.deadline(), std::nullopt);
  EXPECT_FALSE(buffer.expire(kStart + 1h));
}

TEST_P(Timeout, EndsASubgroupBeforeAReadingThatComesLater) {
  SubgroupBuffer buffer(of_three(GetParam()));
  buffer.add(of(1), kStart);
  EXPECT_THAT(values(buffer.add(of(2), kStart + 61s)), ElementsAre(1));
  EXPECT_EQ(buffer.deadline(), kStart + 121s);
}

TEST_P(Timeout, BeginsAnewWhenTheClockWasPutBack) {
  SubgroupBuffer buffer(of_three(GetParam()));
  buffer.add(of(1), kStart);
  EXPECT_FALSE(buffer.expire(kStart - 24h));
  EXPECT_EQ(buffer.deadline(), kStart - 24h + 60s);
}

TEST(Subgroup, HasTheTimeOfItsLastReadingWithOneOfItsOwn) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  buffer.add({.value = 1, .timestamp = kStart + 5s}, kStart);
  buffer.add({.value = 2, .timestamp = kStart + 2s}, kStart);
  const auto subgroup = buffer.add(of(3), kStart);
  ASSERT_TRUE(subgroup);
  EXPECT_EQ(subgroup->timestamp, kStart + 2s);
}

TEST(Subgroup, HasNoTimeWhenNoReadingHasOne) {
  SubgroupBuffer buffer({});
  const auto subgroup = buffer.add(of(1), kStart);
  ASSERT_TRUE(subgroup);
  EXPECT_EQ(subgroup->timestamp, std::nullopt);
}

TEST(Subgroup, HasTheLastBatchOperatorAndSerialNumber) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  buffer.add({.value = 1, .batch_number = "B1", .operator_id = "Ann", .serial_number = "S1"}, kStart);
  buffer.add({.value = 2, .batch_number = "B2", .operator_id = "Bob"}, kStart);
  const auto subgroup = buffer.add({.value = 3, .batch_number = "B3"}, kStart);
  ASSERT_TRUE(subgroup);
  EXPECT_EQ(subgroup->batch_number, "B3");
  EXPECT_EQ(subgroup->operator_id, "Bob");
  EXPECT_EQ(subgroup->serial_number, "S1");
}

TEST(Subgroup, IsAsUncertainAsItsMostUncertainReading) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  buffer.add({.value = 1, .is_uncertain = true}, kStart);
  buffer.add(of(2), kStart);
  const auto doubted = buffer.add(of(3), kStart);
  ASSERT_TRUE(doubted);
  EXPECT_TRUE(doubted->is_uncertain);
  for (const double value : {4, 5}) buffer.add(of(value), kStart);
  const auto sure = buffer.add(of(6), kStart);
  ASSERT_TRUE(sure);
  EXPECT_FALSE(sure->is_uncertain);
}

TEST(DeadBand, OfZeroTakesTrueChangesOnly) {
  SubgroupBuffer buffer({.dead_band = 0.0});
  EXPECT_TRUE(buffer.add(of(5), kStart));
  EXPECT_FALSE(buffer.add(of(5), kStart));
  EXPECT_TRUE(buffer.add(of(5.001), kStart));
  EXPECT_EQ(buffer.unchanged(), 1u);
}

TEST(DeadBand, TakesReadingsThatDifferByMore) {
  SubgroupBuffer buffer({.dead_band = 0.5});
  buffer.add(of(5), kStart);
  EXPECT_FALSE(buffer.add(of(5.5), kStart));
  EXPECT_FALSE(buffer.add(of(4.5), kStart));
  EXPECT_TRUE(buffer.add(of(5.75), kStart));
}

TEST(DeadBand, ComparesWithTheLastReadingTaken) {
  SubgroupBuffer buffer({.dead_band = 0.5});
  buffer.add(of(5), kStart);
  EXPECT_FALSE(buffer.add(of(5.4), kStart));
  EXPECT_TRUE(buffer.add(of(5.8), kStart));  // creeps: 0.4 from the one before, 0.8 from the one taken
}

TEST(DeadBand, ThatIsNotSetTakesEveryReading) {
  SubgroupBuffer buffer({});
  EXPECT_TRUE(buffer.add(of(5), kStart));
  EXPECT_TRUE(buffer.add(of(5), kStart));
}

TEST(DeadBand, DoesNotKeepAnUnchangedReadingFromEndingALateSubgroup) {
  SubgroupBuffer buffer({.subgroup_size = 3, .timeout = 60s, .dead_band = 0.0});
  buffer.add(of(1), kStart);
  EXPECT_THAT(values(buffer.add(of(1), kStart + 61s)), ElementsAre(1));
}

TEST(ChangedSettings, KeepTheNewestReadings) {
  SubgroupBuffer buffer({.strategy = TriggerStrategy::on_trigger, .subgroup_size = 5});
  for (const double value : {1, 2, 3, 4}) buffer.add(of(value), kStart);
  buffer.configure({.strategy = TriggerStrategy::on_trigger, .subgroup_size = 2});
  EXPECT_EQ(buffer.superseded(), 2u);
  EXPECT_THAT(values(buffer.trigger()), ElementsAre(3, 4));
}

TEST(ChangedSettings, ThatCompleteASubgroupLetItExpireAtOnce) {
  SubgroupBuffer buffer({.subgroup_size = 5});
  for (const double value : {1, 2, 3}) buffer.add(of(value), kStart);
  buffer.configure({.subgroup_size = 2});
  EXPECT_LE(buffer.deadline(), kStart);
  EXPECT_THAT(values(buffer.expire(kStart)), ElementsAre(2, 3));
}

TEST(ChangedSettings, ThatCompleteASubgroupLetTheNextReadingHandItOut) {
  SubgroupBuffer buffer({.subgroup_size = 5});
  buffer.add(of(1), kStart);
  buffer.configure({.subgroup_size = 1});
  EXPECT_THAT(values(buffer.add(of(2), kStart)), ElementsAre(1));
  EXPECT_THAT(values(buffer.expire(kStart)), ElementsAre(2));
}

TEST(ChangedSettings, MoveTheDeadline) {
  SubgroupBuffer buffer({.subgroup_size = 5, .timeout = 60s});
  buffer.add(of(1), kStart);
  buffer.configure({.subgroup_size = 5, .timeout = 10s});
  EXPECT_EQ(buffer.deadline(), kStart + 10s);
}

TEST(ChangedSettings, TakeTheStrategyFromThenOn) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  buffer.add(of(1), kStart);
  buffer.configure(of_three(TriggerStrategy::on_trigger));
  EXPECT_THAT(values(buffer.trigger()), ElementsAre(1));
}

/// A buffer that a restart made out of another's state, read from text as the database has it.
SubgroupBuffer restarted(const SubgroupBuffer& buffer, const BufferSettings& settings) {
  SubgroupBuffer next(settings);
  next.restore(net::parse_json_body(boost::json::serialize(buffer.state())).as_object());
  return next;
}

TEST(BufferState, CarriesReadingsWithAllTheyHave) {
  const auto settings = of_three(TriggerStrategy::on_trigger);
  SubgroupBuffer buffer(settings);
  const payload::Reading reading{.value = 0.1 + 0.2,
                                 .timestamp = kStart + 1us,
                                 .batch_number = "B\"1",
                                 .operator_id = "\xC3\x85sa",
                                 .serial_number = "",
                                 .is_uncertain = true};
  buffer.add(reading, kStart);
  const auto subgroup = restarted(buffer, settings).trigger();
  ASSERT_TRUE(subgroup);
  EXPECT_THAT(subgroup->values, ElementsAre(0.1 + 0.2));
  EXPECT_EQ(subgroup->timestamp, reading.timestamp);
  EXPECT_EQ(subgroup->batch_number, reading.batch_number);
  EXPECT_EQ(subgroup->operator_id, reading.operator_id);
  EXPECT_EQ(subgroup->serial_number, reading.serial_number);
  EXPECT_TRUE(subgroup->is_uncertain);
}

TEST(BufferState, CarriesTheDeadline) {
  const auto settings = of_three(TriggerStrategy::on_timer);
  SubgroupBuffer buffer(settings);
  for (const int value : {1, 2, 3, 4}) buffer.add(of(value), kStart + std::chrono::seconds(value));
  EXPECT_EQ(restarted(buffer, settings).deadline(), buffer.deadline());
}

TEST(BufferState, CarriesTheLastReadingTakenThoughItsSubgroupIsComplete) {
  const BufferSettings settings{.dead_band = 0.0};
  SubgroupBuffer buffer(settings);
  buffer.add(of(5), kStart);
  EXPECT_FALSE(restarted(buffer, settings).add(of(5), kStart));
}

TEST(BufferState, OfALargerSubgroupKeepsTheNewestReadings) {
  SubgroupBuffer buffer({.strategy = TriggerStrategy::on_trigger, .subgroup_size = 5});
  for (const double value : {1, 2, 3, 4}) buffer.add(of(value), kStart);
  auto next = restarted(buffer, of_three(TriggerStrategy::on_trigger));
  EXPECT_THAT(values(next.trigger()), ElementsAre(2, 3, 4));
}

TEST(BufferState, ReplacesWhatWasCollected) {
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_trigger));
  buffer.add(of(1), kStart);
  buffer.restore({});
  EXPECT_EQ(buffer.size(), 0u);
}

TEST(BufferState, ThatIsMalformedCountsAsNothingThere) {
  for (const char* state : {
           R"({"readings":5})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[5]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":"5"}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":1e999}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":5},{"value":null}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":5,"timestamp":"soon"}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":5,"batch_number":7}]})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":5}],"last_taken":"5"})",
           R"({"began":"2026-02-12T08:00:00Z","readings":[{"value":5}],"last_taken":1e999})",
           R"({"began":5,"readings":[{"value":5}]})",
           R"({"readings":[{"value":5}]})",
       }) {
    SubgroupBuffer buffer(of_three(TriggerStrategy::on_trigger));
    buffer.restore(boost::json::parse(state).as_object());
    EXPECT_EQ(buffer.size(), 0u) << state;
  }
}

TEST(BufferState, OfMoreReadingsThanThereCanBeCountsAsNothingThere) {
  boost::json::array readings(101, boost::json::object{{"value", 5}});
  boost::json::object state{{"began", "2026-02-12T08:00:00Z"}, {"readings", readings}, {"last_taken", 5}};
  SubgroupBuffer buffer({.strategy = TriggerStrategy::on_trigger, .subgroup_size = 100, .dead_band = 0.0});
  buffer.restore(state);
  EXPECT_EQ(buffer.size(), 0u);
  buffer.add(of(5), kStart);
  EXPECT_EQ(buffer.size(), 1u);
}

/// What happens to a buffer, as numbers that rapidcheck makes up and makes small.
using Event = std::tuple<int, int, int>;  // what, value, seconds since the event before

std::optional<Subgroup> happen(SubgroupBuffer& buffer, const Event& event, base::Timestamp now) {
  const auto [what, number, seconds] = event;
  if (what == 0) return buffer.trigger();
  if (what == 1) return buffer.expire(now);
  payload::Reading reading{.value = number / 10.0};
  if (number % 3 == 0) reading.timestamp = now - 5s;
  if (number % 4 == 0) reading.batch_number = "B" + std::to_string(number);
  return buffer.add(reading, now);
}

auto parts_of(const Subgroup& subgroup) {
  return std::tie(subgroup.values, subgroup.timestamp, subgroup.batch_number, subgroup.operator_id,
                  subgroup.serial_number);
}

RC_GTEST_PROP(BufferState, LetsABufferThatRestartsAllTheTimeGiveTheSameSubgroups, ()) {
  const auto strategy =
      *rc::gen::element(TriggerStrategy::on_change, TriggerStrategy::on_trigger, TriggerStrategy::on_timer);
  BufferSettings settings{.strategy = strategy, .timeout = 60s};
  settings.subgroup_size = *rc::gen::inRange<std::size_t>(1, 6);
  if (*rc::gen::arbitrary<bool>()) settings.dead_band = *rc::gen::element(0.0, 0.5, 2.0);
  const auto events = *rc::gen::container<std::vector<Event>>(
      rc::gen::tuple(rc::gen::inRange(0, 8), rc::gen::inRange(-50, 50), rc::gen::inRange(-10, 60)));

  SubgroupBuffer uninterrupted(settings);
  SubgroupBuffer restarting(settings);
  base::Timestamp now = kStart;
  for (const auto& event : events) {
    now += std::chrono::seconds(std::get<2>(event));
    const auto expected = happen(uninterrupted, event, now);
    restarting = restarted(restarting, settings);
    const auto subgroup = happen(restarting, event, now);
    RC_ASSERT(subgroup.has_value() == expected.has_value());
    if (subgroup) RC_ASSERT(parts_of(*subgroup) == parts_of(*expected));
    RC_ASSERT(restarting.deadline() == uninterrupted.deadline());
  }
}

RC_GTEST_PROP(Subgroup, LosesNoReadingOnChange, ()) {
  const auto numbers = *rc::gen::arbitrary<std::vector<int>>();
  SubgroupBuffer buffer(of_three(TriggerStrategy::on_change));
  std::vector<double> seen;
  base::Timestamp now = kStart;
  for (const int number : numbers) {
    const auto subgroup = buffer.add(of(number), now += 25s);
    for (const double value : values(subgroup)) seen.push_back(value);
  }
  for (const double value : values(buffer.expire(now + 60s))) seen.push_back(value);
  RC_ASSERT(seen == std::vector<double>(numbers.begin(), numbers.end()));
}

}  // namespace
}  // namespace openspc::connect::source
