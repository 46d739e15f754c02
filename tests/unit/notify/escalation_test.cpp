#include "notify/rule/escalation.h"

#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;

const base::Timestamp kOpened = base::parse_timestamp("2026-05-04T12:00:00Z").value();
const std::vector<EscalationLevel> kLevels{{.after_minutes = 10, .channel_ids = {}},
                                           {.after_minutes = 30, .channel_ids = {}}};

TEST(Escalation, FirstLevelIsDueAfterItsMinutes) {
  const auto escalation = Escalation::begin(kLevels, kOpened);
  EXPECT_EQ(escalation, (Escalation{.level = 0, .next_at = kOpened + 10min}));
  EXPECT_FALSE(escalation.is_due(kOpened + 9min + 59s));
  EXPECT_TRUE(escalation.is_due(kOpened + 10min));
}

TEST(Escalation, EachLevelCountsFromTheEvent) {
  const auto escalation = Escalation::begin(kLevels, kOpened).advanced(kLevels, kOpened);
  EXPECT_EQ(escalation, (Escalation{.level = 1, .next_at = kOpened + 30min}));
}

TEST(Escalation, NothingFollowsTheLastLevel) {
  const auto escalation = Escalation::begin(kLevels, kOpened).advanced(kLevels, kOpened).advanced(kLevels, kOpened);
  EXPECT_EQ(escalation, (Escalation{.level = 2, .next_at = std::nullopt}));
  EXPECT_FALSE(escalation.is_due(base::latest_timestamp()));
}

TEST(Escalation, WithoutLevelsNothingIsEverDue) {
  EXPECT_FALSE(Escalation::begin({}, kOpened).is_due(base::latest_timestamp()));
}

TEST(Escalation, LevelsThatARuleHasLostAreNotWaitedFor) {
  const auto one_level = std::span(kLevels).first(1);
  EXPECT_EQ(Escalation::begin(kLevels, kOpened).advanced(one_level, kOpened).next_at, std::nullopt);
}

}  // namespace
}  // namespace openspc::notify
