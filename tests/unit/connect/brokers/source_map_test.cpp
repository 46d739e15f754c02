#include "connect/brokers/source_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace openspc::connect::brokers {
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
    row.mapping.trigger_strategy = source::TriggerStrategy::on_trigger;
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
  RC_ASSERT(mqtt::matches(joined(narrow), joined(levels)));
  RC_ASSERT(mqtt::matches(joined(wide), joined(levels)));
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
  map.for_triggers("cycle/end", {}, [&](std::size_t i, const source::IsMeant&) { triggered.push_back(i); });
  EXPECT_THAT(triggered, ElementsAre(0U));
  EXPECT_THAT(sources_for(map, "cycle/end"), IsEmpty());
}

TEST(SourceMap, SharedSubscriptionIsSubscribedAsSuchAndFoundByItsFilter) {
  const SourceMap map({mapping(1, "$share/spc/line/+"), mapping(2, "line/#")});
  EXPECT_THAT(filters_of(map), ElementsAre("$share/spc/line/+", "line/#"));
  EXPECT_THAT(sources_for(map, "line/temp", {id_of(map, "$share/spc/line/+")}), ElementsAre(1));
  EXPECT_THAT(sources_for(map, "line/temp", {id_of(map, "line/#")}), ElementsAre(2));
}

TEST(SourceMap, SharedSubscriptionsAreNotCoveredByEachOther) {
  const SourceMap map({mapping(1, "$share/spc/line/+"), mapping(2, "$share/spc/line/1")});
  EXPECT_THAT(filters_of(map), SizeIs(2));
  EXPECT_THAT(sources_for(map, "line/1", {id_of(map, "$share/spc/line/1")}), ElementsAre(2));
}

TEST(SourceMap, OriginIsTheTopicWhereTheMappingLeavesItOpen) {
  const SourceMap map({mapping(1, "line/+"), mapping(2, "line/1")});
  EXPECT_EQ(origin_of(map.sources()[0], "line/1"), "line/1");
  EXPECT_EQ(origin_of(map.sources()[1], "line/1"), "");
}

// The origins of "line/+/force" that a message on `topic` completes.
std::vector<std::string> completed_by(const std::string& trigger, const std::string& topic) {
  const SourceMap map({mapping(1, "line/+/force", trigger)});
  std::vector<std::string> meant;
  map.for_triggers(topic, {}, [&](std::size_t, const source::IsMeant& is_meant) {
    for (const char* origin : {"line/1/force", "line/2/force"})
      if (is_meant(origin)) meant.emplace_back(origin);
  });
  return meant;
}

TEST(SourceMap, TriggerWithTheSameWildcardsCompletesItsOwnMachineOnly) {
  EXPECT_THAT(completed_by("line/+/cycle", "line/2/cycle"), ElementsAre("line/2/force"));
}

TEST(SourceMap, TriggerWithoutWildcardsCompletesEveryMachine) {
  EXPECT_THAT(completed_by("hall/cycle", "hall/cycle"), ElementsAre("line/1/force", "line/2/force"));
}

TEST(SourceMap, MappingThatCannotBeCompiledIsNamedAndHarmsNoOther) {
  auto bad = mapping(1, "a");
  bad.mapping.payload_format = payload::PayloadFormat::text;
  bad.mapping.pattern = "(";
  const SourceMap map({bad, mapping(2, "b")});
  ASSERT_THAT(map.problems(), SizeIs(1));
  EXPECT_EQ(map.problems().front().source.value, 1);
  EXPECT_THAT(sources_for(map, "b"), ElementsAre(2));
}

}  // namespace
}  // namespace openspc::connect::brokers
