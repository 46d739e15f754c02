// Which topics are Sparkplug's, and what they say.

#include "connect/sparkplug/topic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::connect::sparkplug {
namespace {

TEST(SparkplugTopic, OfAnEdgeNodeHasFourLevels) {
  const auto topic = parse_sparkplug_topic("spBv1.0/plant/NDATA/press");
  ASSERT_TRUE(topic);
  EXPECT_EQ(topic->type, MessageType::ndata);
  EXPECT_EQ(topic->group, "plant");
  EXPECT_EQ(topic->node, "press");
  EXPECT_EQ(topic->device, "");
}

TEST(SparkplugTopic, OfADeviceHasFive) {
  const auto topic = parse_sparkplug_topic("spBv1.0/plant/DBIRTH/press/gauge 1");
  ASSERT_TRUE(topic);
  EXPECT_EQ(topic->type, MessageType::dbirth);
  EXPECT_EQ(topic->device, "gauge 1");
}

TEST(SparkplugTopic, OfAHostHasThree) {
  const auto topic = parse_sparkplug_topic("spBv1.0/STATE/scada");
  ASSERT_TRUE(topic);
  EXPECT_EQ(topic->type, MessageType::state);
  EXPECT_EQ(topic->host_id, "scada");
}

TEST(SparkplugTopic, IsNothingElse) {
  for (const char* topic : {"",
                            "spBv1.0",
                            "spBv1.0/",
                            "spBv1.0/plant",
                            "spBv1.0/plant/NDATA",
                            "spBv1.0/plant/NDATA/",
                            "STATE/scada",
                            "spAv1.0/plant/NDATA/press",
                            "SPBV1.0/plant/NDATA/press",
                            "spBv1.0/plant/ndata/press",
                            "spBv1.0/plant/XDATA/press",
                            "spBv1.0//NDATA/press",
                            "spBv1.0/plant/DDATA/press",
                            "spBv1.0/plant/DDATA/press/",
                            "spBv1.0/plant/NDATA/press/gauge",
                            "spBv1.0/plant/DDATA/press/gauge/x",
                            "spBv1.0/STATE",
                            "spBv1.0/STATE/",
                            "spBv1.0/STATE/scada/x",
                            "spBv1.0/STATE/NDATA/press",
                            "spBv1.0/plant/STATE/press",
                            "spBv1.0/pl+nt/NDATA/press",
                            "spBv1.0/plant/NDATA/#",
                            "/spBv1.0/plant/NDATA/press",
                            "spBv1.0/pl\xFFnt/NDATA/press"}) {
    EXPECT_FALSE(parse_sparkplug_topic(topic)) << topic;
  }
}

TEST(SparkplugTopic, IsMadeOfWhatItSays) {
  const Peer gauge{"plant", "press", "gauge"};
  EXPECT_EQ(sparkplug_topic(MessageType::dcmd, gauge), "spBv1.0/plant/DCMD/press/gauge");
  EXPECT_EQ(sparkplug_topic(MessageType::ncmd, gauge), "spBv1.0/plant/NCMD/press");
  EXPECT_EQ(sparkplug_state_topic("openspc"), "spBv1.0/STATE/openspc");
}

TEST(SparkplugTopic, ReadsBackWhatWasMade) {
  using Type = MessageType;
  for (const Type type :
       {Type::nbirth, Type::ndeath, Type::ndata, Type::ncmd, Type::dbirth, Type::ddeath, Type::ddata, Type::dcmd}) {
    const Peer peer{"plant", "press", concerns_device(type) ? "gauge" : ""};
    const std::string topic = sparkplug_topic(type, peer);
    const auto parsed = parse_sparkplug_topic(topic);
    ASSERT_TRUE(parsed) << topic;
    EXPECT_EQ(parsed->type, type);
    EXPECT_EQ((Peer{std::string(parsed->group), std::string(parsed->node), std::string(parsed->device)}), peer);
  }
}

TEST(SparkplugId, IsTextWithoutWhatTopicsMean) {
  for (const char* id : {"a", "Line 1", "f\xC3\xB6rderband", "$node", "STATE"}) EXPECT_TRUE(is_sparkplug_id(id)) << id;
  for (const char* id : {"", "a/b", "+", "a#", "\xC3"}) EXPECT_FALSE(is_sparkplug_id(id)) << id;
  EXPECT_FALSE(is_sparkplug_id(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace openspc::connect::sparkplug
