#include "connect/brokers/topic_discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::connect::brokers {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const base::Timestamp kNoon = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + std::chrono::hours(12);

mqtt::Message message(const std::string& topic) {
  return {.topic = topic, .payload = "12345"};
}

std::vector<std::string> names_of(const std::vector<DiscoveredTopic>& topics) {
  std::vector<std::string> names;
  for (const DiscoveredTopic& topic : topics) names.push_back(topic.topic);
  return names;
}

TEST(TopicCatalogue, ListsTheMostRecentFirst) {
  TopicCatalogue catalogue;
  for (const char* topic : {"a", "b", "a"}) catalogue.add(message(topic), kNoon);
  const auto topics = catalogue.list("", kNoon);
  EXPECT_THAT(names_of(topics), ElementsAre("a", "b"));
  EXPECT_EQ(topics.front().message_count, 2);
  EXPECT_EQ(topics.front().last_payload_size, 5);
}

TEST(TopicCatalogue, SearchIsAPartOfTheNameInAnyCase) {
  TopicCatalogue catalogue;
  for (const char* topic : {"Line/Temp", "line/width"}) catalogue.add(message(topic), kNoon);
  EXPECT_THAT(names_of(catalogue.list("TEMP", kNoon)), ElementsAre("Line/Temp"));
}

TEST(TopicCatalogue, ForgetsWhatWasNotSeenForFiveMinutes) {
  TopicCatalogue catalogue;
  catalogue.add(message("old"), kNoon);
  catalogue.add(message("new"), kNoon + seconds(200));
  EXPECT_THAT(names_of(catalogue.list("", kNoon + seconds(301))), ElementsAre("new"));
}

TEST(TopicCatalogue, HoldsNoMoreThanItsCapacityInAStormOfTopics) {
  TopicCatalogue catalogue;
  for (std::size_t i = 0; i < TopicCatalogue::capacity + 50; ++i)
    catalogue.add(message("t" + std::to_string(i)), kNoon);
  EXPECT_THAT(catalogue.list("", kNoon), SizeIs(TopicCatalogue::capacity));
  EXPECT_THAT(catalogue.list("t49", kNoon).size(), testing::Lt(TopicCatalogue::capacity));
}

TEST(TopicCatalogue, NamesThePartsOfASparkplugTopic) {
  TopicCatalogue catalogue;
  catalogue.add(message("spBv1.0/plant/DDATA/line 1/scale"), kNoon);
  const auto topics = catalogue.list("", kNoon);
  EXPECT_TRUE(topics[0].is_sparkplug);
  EXPECT_EQ(topics[0].sparkplug_group, "plant");
  EXPECT_EQ(topics[0].sparkplug_message_type, "DDATA");
  EXPECT_EQ(topics[0].sparkplug_node, "line 1");
  EXPECT_EQ(topics[0].sparkplug_device, "scale");
}

TEST(TopicCatalogue, TreeCountsEverythingAtAndBelowALevel) {
  TopicCatalogue catalogue;
  for (const char* topic : {"line/a", "line/b", "line", "line/a"}) catalogue.add(message(topic), kNoon);
  const TopicNode root = catalogue.tree(kNoon);
  EXPECT_EQ(root.name, "root");
  EXPECT_EQ(root.message_count, 0);
  ASSERT_THAT(root.children, SizeIs(1));
  EXPECT_EQ(root.children[0].message_count, 4);
  EXPECT_EQ(root.children[0].full_topic, "line");
  EXPECT_EQ(root.children[0].children[0].full_topic, "line/a");
}

TEST(TopicCatalogue, LeadingSlashIsALevelWithoutAName) {
  TopicCatalogue catalogue;
  catalogue.add(message("/a"), kNoon);
  EXPECT_EQ(catalogue.tree(kNoon).children[0].name, "");
}

TEST(TopicCatalogue, NameOfThousandsOfLevelsMakesNoDeepTree) {
  TopicCatalogue catalogue;
  catalogue.add(message(std::string(60'000, '/')), kNoon);
  std::size_t depth = 0;
  const TopicNode root = catalogue.tree(kNoon);
  for (const TopicNode* node = &root; !node->children.empty(); node = &node->children[0]) ++depth;
  EXPECT_LE(depth, 40U);
}

TEST(TopicCatalogue, EmptyCatalogueHasABareRoot) {
  TopicCatalogue catalogue;
  EXPECT_THAT(catalogue.tree(kNoon).children, IsEmpty());
}

}  // namespace
}  // namespace openspc::connect::brokers
