#include "notify/rule/escalation.h"

#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;

const base::Timestamp opened = base::parse_timestamp("2026-05-04T12:00:00Z").value();
const std::vector<EscalationLevel> levels{{.after_minutes = 10, .channel_ids = {}},
                                          {.after_minutes = 30, .channel_ids = {}}};

TEST(Escalation, FirstLevelIsDueAfterItsMinutes) {
  const auto escalation = Escalation::begin(levels, opened);
  EXPECT_EQ(escalation, (Escalation{.level = 0, .next_at = opened + 10min}));
  EXPECT_FALSE(escalation.is_due(opened + 9min + 59s));
  EXPECT_TRUE(escalation.is_due(opened + 10min));
}

TEST(Escalation, EachLevelCountsFromTheEvent) {
  const auto escalation = Escalation::begin(levels, opened).advanced(levels, opened);
  EXPECT_EQ(escalation, (Escalation{.level = 1, .next_at = opened + 30min}));
}

TEST(Escalation, NothingFollowsTheLastLevel) {
  const auto escalation = Escalation::begin(levels, opened).advanced(levels, opened).advanced(levels, opened);
  EXPECT_EQ(escalation, (Escalation{.level = 2, .next_at = std::nullopt}));
  EXPECT_FALSE(escalation.is_due(base::latest_timestamp()));
}

TEST(Escalation, WithoutLevelsNothingIsEverDue) {
  EXPECT_FALSE(Escalation::begin({}, opened).is_due(base::latest_timestamp()));
}

TEST(Escalation, LevelsThatARuleHasLostAreNotWaitedFor) {
  const auto one_level = std::span(levels).first(1);
  EXPECT_EQ(Escalation::begin(levels, opened).advanced(one_level, opened).next_at, std::nullopt);
}

}  // namespace
}  // namespace openspc::notify
