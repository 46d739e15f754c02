#include "connect/source_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace openspc::connect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

tag_store::Ingested mapping(std::int64_t id, const std::string& topic, const std::string& trigger = {}) {
  tag_store::Ingested row;
  row.mapping.data_source_id = {id};
  row.mapping.characteristic_id = {id};
  row.mapping.mqtt_topic = topic;
  if (!trigger.empty()) {
    row.mapping.trigger_strategy = TriggerStrategy::on_trigger;
    row.mapping.trigger_tag = trigger;
  }
  return row;
}

std::vector<std::string> filters_of(const SourceMap& map) {
  std::vector<std::string> filters;
  for (const TopicSubscription& subscription : map.subscriptions()) filters.push_back(subscription.filter);
  return filters;
}

std::set<std::int64_t> sources_for(const SourceMap& map, std::string_view topic,
                                   const std::vector<std::uint32_t>& ids = {}) {
  std::set<std::int64_t> found;
  map.for_values(topic, ids, [&](std::size_t i) { found.insert(map.sources()[i].readings.id.value); });
  return found;
}

std::uint32_t id_of(const SourceMap& map, std::string_view filter) {
  for (const TopicSubscription& subscription : map.subscriptions())
    if (subscription.filter == filter) return subscription.id;
  return 0;
}

TEST(Covers, FilterCoversItself) {
  EXPECT_TRUE(covers("a/+/b", "a/+/b"));
}

TEST(Covers, HashCoversItsParentAndAllBelow) {
  EXPECT_TRUE(covers("a/#", "a"));
  EXPECT_TRUE(covers("a/#", "a/b/+"));
  EXPECT_TRUE(covers("a/#", "a/#"));
  EXPECT_FALSE(covers("a/#", "b"));
}

TEST(Covers, PlusCoversOneLevelOnly) {
  EXPECT_TRUE(covers("a/+", "a/b"));
  EXPECT_FALSE(covers("a/+", "a/b/c"));
  EXPECT_FALSE(covers("a/+", "a/#"));
  EXPECT_FALSE(covers("a/b", "a/+"));
}

TEST(Covers, WildcardsDoNotCoverSystemTopics) {
  EXPECT_FALSE(covers("#", "$SYS/broker"));
  EXPECT_FALSE(covers("+/broker", "$SYS/broker"));
  EXPECT_TRUE(covers("$SYS/#", "$SYS/broker"));
}

std::string joined(const std::vector<std::string>& levels) {
  std::string text;
  for (std::size_t i = 0; i < levels.size(); ++i) text += (i > 0 ? "/" : "") + levels[i];
  return text;
}

// Each step makes a filter that matches what the one before it matched, and more.
RC_GTEST_PROP(Covers, WiderFilterCoversTheNarrowerOneAndItsTopics, ()) {
  const auto word = rc::gen::elementOf(std::vector<std::string>{"a", "b", "c", ""});
  const auto levels = *rc::gen::suchThat(rc::gen::container<std::vector<std::string>>(word),
                                         [](const auto& all) { return all.size() > 1 && all.size() < 8; });
  const auto widened = [&](std::vector<std::string> filter) {
    for (std::string& level : filter)
      if (*rc::gen::inRange(0, 3) == 0) level = "+";
    if (*rc::gen::inRange(0, 3) == 0) {
      filter.resize(*rc::gen::inRange<std::size_t>(0, filter.size()));
      filter.emplace_back("#");
    }
    return filter;
  };
  const auto narrow = widened(levels);
  auto wide = narrow.back() == "#" ? std::vector<std::string>{"#"} : widened(narrow);
  RC_ASSERT(covers(joined(wide), joined(narrow)));
  RC_ASSERT(matches(joined(narrow), joined(levels)));
  RC_ASSERT(matches(joined(wide), joined(levels)));
}

TEST(SourceMap, SubscribesEachFilterOnce) {
  const SourceMap map({mapping(1, "a/b"), mapping(2, "a/b"), mapping(3, "c")});
  EXPECT_THAT(filters_of(map), ElementsAre("a/b", "c"));
}

TEST(SourceMap, LeavesOutFiltersThatAnotherCovers) {
  const SourceMap map({mapping(1, "a/b"), mapping(2, "a/#"), mapping(3, "a/+/c")});
  EXPECT_THAT(filters_of(map), ElementsAre("a/#"));
}

TEST(SourceMap, FindsEverySourceOfATopic) {
  const SourceMap map({mapping(1, "a/b"), mapping(2, "a/+"), mapping(3, "c")});
  EXPECT_THAT(sources_for(map, "a/b"), ElementsAre(1, 2));
  EXPECT_THAT(sources_for(map, "d"), IsEmpty());
}

TEST(SourceMap, CopyOfAMessageReachesOnlyTheSourcesOfItsSubscription) {
  const SourceMap map({mapping(1, "a/+/c"), mapping(2, "+/b/c")});
  EXPECT_THAT(sources_for(map, "a/b/c", {id_of(map, "a/+/c")}), ElementsAre(1));
  EXPECT_THAT(sources_for(map, "a/b/c", {id_of(map, "+/b/c")}), ElementsAre(2));
  EXPECT_THAT(sources_for(map, "a/b/c", {id_of(map, "a/+/c"), id_of(map, "+/b/c")}), ElementsAre(1, 2));
}

TEST(SourceMap, SubscriptionIdsAreTheSameInEveryRun) {
  const SourceMap one({mapping(1, "a/b")}), other({mapping(7, "x"), mapping(8, "a/b")});
  EXPECT_EQ(id_of(one, "a/b"), id_of(other, "a/b"));
}

TEST(SourceMap, TriggerTopicIsSubscribedAndFound) {
  const SourceMap map({mapping(1, "force", "cycle/end")});
  EXPECT_THAT(filters_of(map), ElementsAre("cycle/end", "force"));
  std::vector<std::size_t> triggered;
  map.for_triggers("cycle/end", {}, [&](std::size_t i) { triggered.push_back(i); });
  EXPECT_THAT(triggered, ElementsAre(0U));
  EXPECT_THAT(sources_for(map, "cycle/end"), IsEmpty());
}

TEST(SourceMap, MappingThatCannotBeCompiledIsNamedAndHarmsNoOther) {
  auto bad = mapping(1, "a");
  bad.mapping.payload_format = PayloadFormat::text;
  bad.mapping.pattern = "(";
  const SourceMap map({bad, mapping(2, "b")});
  ASSERT_THAT(map.problems(), SizeIs(1));
  EXPECT_EQ(map.problems().front().source.value, 1);
  EXPECT_THAT(sources_for(map, "b"), ElementsAre(2));
}

}  // namespace
}  // namespace openspc::connect
