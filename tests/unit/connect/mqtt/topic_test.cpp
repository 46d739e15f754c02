// What MQTT topic names and filters are, and which filter matches which name.

#include "connect/mqtt/topic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace openspc::connect::mqtt {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<TopicTree::Value> found(const TopicTree& tree, std::string_view topic) {
  std::vector<TopicTree::Value> values;
  tree.find(topic, [&](TopicTree::Value value) { values.push_back(value); });
  return values;
}

TEST(TopicName, HasOneCharacterOrMore) {
  EXPECT_TRUE(is_topic_name("a"));
  EXPECT_FALSE(is_topic_name(""));
}

TEST(TopicName, MayHaveEmptyLevelsAndBlanks) {
  EXPECT_TRUE(is_topic_name("/"));
  EXPECT_TRUE(is_topic_name("/a//b/"));
  EXPECT_TRUE(is_topic_name("Accounts payable"));
}

TEST(TopicName, HasNoWildcard) {
  EXPECT_FALSE(is_topic_name("a/+"));
  EXPECT_FALSE(is_topic_name("a/#"));
  EXPECT_FALSE(is_topic_name("a+b"));
}

TEST(TopicName, HasNoNul) {
  EXPECT_FALSE(is_topic_name(std::string_view("a\0b", 3)));
}

TEST(TopicName, IsUtf8) {
  EXPECT_TRUE(is_topic_name("f\xC3\xB6rderband/temperatur"));
  EXPECT_FALSE(is_topic_name("a/\xFF"));
}

TEST(TopicName, IsNoLongerThanItsLengthFieldCanSay) {
  EXPECT_TRUE(is_topic_name(std::string(65'535, 'a')));
  EXPECT_FALSE(is_topic_name(std::string(65'536, 'a')));
}

TEST(TopicFilter, MayBeANameOrHaveWildcards) {  // MQTT 5.0, 4.7.1.2 and 4.7.1.3
  for (const char* filter : {"a", "/", "+", "#", "+/tennis/#", "sport/+/player1", "/+", "a/#", "+/+", "$SYS/#"}) {
    EXPECT_TRUE(is_topic_filter(filter)) << filter;
  }
}

TEST(TopicFilter, HasPlusForAWholeLevelOnly) {
  EXPECT_FALSE(is_topic_filter("sport+"));
  EXPECT_FALSE(is_topic_filter("a/+b/c"));
  EXPECT_FALSE(is_topic_filter("++"));
}

TEST(TopicFilter, HasHashAsItsWholeLastLevelOnly) {
  EXPECT_FALSE(is_topic_filter("sport/tennis#"));
  EXPECT_FALSE(is_topic_filter("sport/tennis/#/ranking"));
  EXPECT_FALSE(is_topic_filter("##"));
  EXPECT_FALSE(is_topic_filter("#/"));
}

TEST(TopicFilter, HasTheLimitsOfAName) {
  EXPECT_FALSE(is_topic_filter(""));
  EXPECT_FALSE(is_topic_filter("a/\xC0\x80"));
  EXPECT_FALSE(is_topic_filter(std::string(65'536, '/')));
}

TEST(TopicMatch, ComparesNamesByteForByte) {
  EXPECT_TRUE(matches("ACCOUNTS", "ACCOUNTS"));
  EXPECT_FALSE(matches("ACCOUNTS", "Accounts"));
  EXPECT_FALSE(matches("finance", "/finance"));
  EXPECT_FALSE(matches("a/b", "a"));
  EXPECT_FALSE(matches("a", "a/b"));
}

TEST(TopicMatch, TakesAnyOneLevelForPlus) {
  EXPECT_TRUE(matches("sport/tennis/+", "sport/tennis/player1"));
  EXPECT_FALSE(matches("sport/tennis/+", "sport/tennis/player1/ranking"));
  EXPECT_FALSE(matches("sport/+", "sport"));
}

TEST(TopicMatch, TakesAnEmptyLevelForPlus) {
  EXPECT_TRUE(matches("sport/+", "sport/"));
  EXPECT_TRUE(matches("+/+", "/finance"));
  EXPECT_TRUE(matches("/+", "/finance"));
  EXPECT_FALSE(matches("+", "/finance"));
}

TEST(TopicMatch, TakesAllThatFollowsForHashAndItsParent) {
  EXPECT_TRUE(matches("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"));
  EXPECT_TRUE(matches("sport/tennis/player1/#", "sport/tennis/player1"));
  EXPECT_FALSE(matches("sport/tennis/player1/#", "sport/tennis/player10"));
  EXPECT_TRUE(matches("#", "a/b/c"));
}

TEST(TopicMatch, HidesDollarNamesFromAWildcardAtTheFirstLevel) {  // 4.7.2
  EXPECT_FALSE(matches("#", "$SYS/broker"));
  EXPECT_FALSE(matches("+/monitor/Clients", "$SYS/monitor/Clients"));
}

TEST(TopicMatch, ShowsDollarNamesToFiltersThatNameThem) {
  EXPECT_TRUE(matches("$SYS/#", "$SYS"));
  EXPECT_TRUE(matches("$SYS/+/Clients", "$SYS/monitor/Clients"));
  EXPECT_TRUE(matches("a/+", "a/$b"));
}

TEST(TopicTree, IsEmptyUntilAFilterIsAdded) {
  TopicTree tree;
  EXPECT_TRUE(tree.empty());
  tree.add("#", 1);
  EXPECT_FALSE(tree.empty());
}

TEST(TopicTree, FindsEveryFilterThatMatches) {
  TopicTree tree;
  tree.add("line/1/temperature", 1);
  tree.add("line/+/temperature", 2);
  tree.add("line/#", 3);
  tree.add("#", 4);
  tree.add("line/2/temperature", 5);
  tree.add("line/1", 6);
  EXPECT_THAT(found(tree, "line/1/temperature"), UnorderedElementsAre(1, 2, 3, 4));
}

TEST(TopicTree, GivesEachValueOfAFilter) {
  TopicTree tree;
  tree.add("a/b", 1);
  tree.add("a/b", 2);
  EXPECT_THAT(found(tree, "a/b"), UnorderedElementsAre(1, 2));
}

TEST(TopicTree, GivesAValueOfSeveralFiltersOnceForEach) {
  TopicTree tree;
  tree.add("a/+", 1);
  tree.add("+/b", 1);
  EXPECT_THAT(found(tree, "a/b"), ElementsAre(1, 1));
}

TEST(TopicTree, HidesDollarNamesFromAWildcardAtTheFirstLevel) {
  TopicTree tree;
  tree.add("#", 1);
  tree.add("+/uptime", 2);
  tree.add("$SYS/#", 3);
  EXPECT_THAT(found(tree, "$SYS/uptime"), ElementsAre(3));
}

TEST(TopicTree, CanBeMoved) {
  TopicTree first;
  first.add("a", 1);
  const TopicTree second = std::move(first);
  EXPECT_THAT(found(second, "a"), ElementsAre(1));
}

TEST(TopicTree, BearsTheDeepestFilterThereIs) {
  const std::string deep(65'535, '/');
  TopicTree tree;
  tree.add(deep, 1);
  EXPECT_THAT(found(tree, deep), ElementsAre(1));
  EXPECT_THAT(found(tree, deep.substr(1)), IsEmpty());
}

/// Few and short, so that filters and names meet often.
rc::Gen<std::string> topics_of(std::vector<std::string> levels) {
  auto parts = rc::gen::resize(5, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::move(levels))));
  return rc::gen::map(std::move(parts), [](const std::vector<std::string>& chosen) {
    std::string topic;
    for (const auto& level : chosen) topic += level + '/';
    return topic.substr(0, topic.size() - (topic.empty() ? 0 : 1));
  });
}

rc::Gen<std::string> names() {
  return rc::gen::suchThat(topics_of({"a", "b", "", "$x"}), is_topic_name);
}

rc::Gen<std::string> filters() {
  return rc::gen::suchThat(topics_of({"a", "b", "", "$x", "+", "#"}), is_topic_filter);
}

RC_GTEST_PROP(TopicTree, AgreesWithMatchingOneByOne, ()) {
  const auto topic = *names();
  TopicTree tree;
  std::vector<TopicTree::Value> expected;
  TopicTree::Value number = 0;
  for (const auto& filter : *rc::gen::container<std::vector<std::string>>(filters())) {
    tree.add(filter, ++number);
    if (matches(filter, topic)) expected.push_back(number);
  }
  auto values = found(tree, topic);
  std::ranges::sort(values);
  RC_ASSERT(values == expected);
}

RC_GTEST_PROP(TopicMatch, HoldsForAFilterThatIsTheName, ()) {
  const auto topic = *names();
  RC_ASSERT(matches(topic, topic));
}

TEST(SharedSubscription, IsMatchedByWhatFollowsItsGroup) {
  EXPECT_TRUE(is_shared("$share/spc/line/+"));
  EXPECT_EQ(names_filter("$share/spc/line/+"), "line/+");
  EXPECT_EQ(names_filter("line/+"), "line/+");
  EXPECT_EQ(filter_problem("$share/spc/line/+"), std::nullopt);
  EXPECT_EQ(filter_problem("$share/spc/#"), std::nullopt);
}

TEST(SharedSubscription, NeedsAGroupAndAFilter) {
  for (const char* filter : {"$share", "$share/", "$share/g", "$share/g/", "$share//x", "$share/+/x", "$share/#",
                             "$share/g/$share/h/x", "$share/g/x/#/y"})
    EXPECT_NE(filter_problem(filter), std::nullopt) << filter;
}

TEST(Filter, OfSystemTopicsIsOne) {
  EXPECT_EQ(filter_problem("$SYS/broker/load/#"), std::nullopt);
}

TEST(Filter, OfATopicThatNoMessageComesOnIsRefused) {
  EXPECT_NE(filter_problem("$queue/line/temp"), std::nullopt);
  EXPECT_NE(filter_problem("$exclusive/line/temp"), std::nullopt);
}

TEST(WildcardPart, IsWhatWildcardsStandFor) {
  EXPECT_EQ(wildcard_part("line/+/temp", "line/3/temp"), "3");
  EXPECT_EQ(wildcard_part("+/x/#", "a/x/b/c"), "a/b/c");
  EXPECT_EQ(wildcard_part("line/temp", "line/temp"), "");
  EXPECT_EQ(wildcard_part("line/+", "line"), "");
}

}  // namespace
}  // namespace openspc::connect::mqtt
