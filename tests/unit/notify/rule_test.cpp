#include "notify/rule/rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using testing::ElementsAre;

Rule a_rule() {
  Rule rule;
  rule.events = {EventKind::violation, EventKind::limits};
  rule.channel_ids = {{1}};
  return rule;
}

Alert a_violation() {
  return {.event = EventKind::violation,
          .severity = Severity::CRITICAL,
          .plant_id = base::PlantId{1},
          .characteristic_id = base::CharacteristicId{7},
          .rule_id = 1};
}

constexpr std::array kPlace{base::NodeId{30}, base::NodeId{20}, base::NodeId{10}};

TEST(NotificationRule, WithoutAScopeIsAboutEveryCharacteristic) {
  EXPECT_TRUE(concerns(a_rule(), a_violation(), kPlace));
}

TEST(NotificationRule, ThatIsSwitchedOffIsAboutNothing) {
  Rule rule = a_rule();
  rule.is_enabled = false;
  EXPECT_FALSE(concerns(rule, a_violation(), kPlace));
}

TEST(NotificationRule, OfAPlantIsAboutThatPlant) {
  Rule rule = a_rule();
  rule.plant_id = base::PlantId{2};
  EXPECT_FALSE(concerns(rule, a_violation(), kPlace));
}

TEST(NotificationRule, OfAPlaceIsAboutAllBelowIt) {
  Rule rule = a_rule();
  rule.node_ids = {{20}};
  EXPECT_TRUE(concerns(rule, a_violation(), kPlace));
  rule.node_ids = {{40}};
  EXPECT_FALSE(concerns(rule, a_violation(), kPlace));
}

TEST(NotificationRule, OfACharacteristicIsAboutItWhereverItStands) {
  Rule rule = a_rule();
  rule.node_ids = {{40}};
  rule.characteristic_ids = {{7}};
  EXPECT_TRUE(concerns(rule, a_violation(), kPlace));
}

TEST(NotificationRule, ChoosesSeveritiesAndRunRulesOfViolationsAlone) {
  Rule rule = a_rule();
  rule.severities = {Severity::WARNING};
  EXPECT_FALSE(concerns(rule, a_violation(), kPlace));
  rule = a_rule();
  rule.rule_ids = {2, 3};
  EXPECT_FALSE(concerns(rule, a_violation(), kPlace));
  Alert limits = a_violation();
  limits.event = EventKind::limits;
  EXPECT_TRUE(concerns(rule, limits, kPlace));
}

TEST(NotificationRule, EventThatIsNotAmongItsOwnIsNotTold) {
  Alert silence = a_violation();
  silence.event = EventKind::no_data;
  EXPECT_FALSE(concerns(a_rule(), silence, kPlace));
}

TEST(NotificationRule, ChannelsOfReachedLevelsAreNamedOnce) {
  Rule rule = a_rule();
  rule.escalation = {{.after_minutes = 5, .channel_ids = {{3}, {1}}}, {.after_minutes = 9, .channel_ids = {{2}}}};
  EXPECT_THAT(channels_through(rule, 0), ElementsAre(ChannelId{1}));
  EXPECT_THAT(channels_through(rule, 1), ElementsAre(ChannelId{1}, ChannelId{3}));
  EXPECT_THAT(channels_through(rule, 9), ElementsAre(ChannelId{1}, ChannelId{2}, ChannelId{3}));
}

}  // namespace
}  // namespace openspc::notify
