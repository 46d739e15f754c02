// The rules of the Eclipse Sparkplug 3.0 TCK for host applications that concern edge nodes: their deaths, the order of
// their messages, and commands to them, each by its id. docs/sparkplug-assertions.md has them all.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "connect/sparkplug/command.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::sparkplug {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A host that knows an edge node with one device.
struct Plant : ListeningHost {
  Plant() {
    hear(edge.nbirth({int32_metric("speed", 1, 10), int32_metric("jam", 0)}));
    hear(edge.dbirth("gauge", {int32_metric("width", 2, 20), int32_metric("range", 7)}));
  }
  std::vector<Event> hear_late(const ScriptedMessage& message, std::chrono::milliseconds after) {
    now += after;
    return hear(message);
  }
  bool are_stale(const std::string& device, base::Timestamp since) const {
    const auto metrics = host.metrics(edge.peer(device));
    return !metrics.empty() && std::ranges::all_of(metrics, [&](const MetricStatus& metric) {
      return metric.is_stale && metric.since == since;
    });
  }
  Publication command(const std::string& device, const std::string& metric, Value value) const {
    return std::get<Publication>(host.command(edge.peer(device), metric, value, now));
  }
  Payload commanded(const std::string& device, const std::string& metric, Value value) const {
    return std::get<Payload>(decode_sparkplug(command(device, metric, std::move(value)).payload));
  }

  ScriptedEdgeNode edge;
};

Payload rebirth_payload() {
  return std::get<Payload>(decode_sparkplug(sparkplug_rebirth({"plant", "press"}, kScriptStart).payload));
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ndeath_node_offline) {
  Plant plant;
  const auto events = plant.hear_late(plant.edge.ndeath(), 3s);
  EXPECT_EQ(changes(events).front(), "press offline");
  EXPECT_EQ(only<StateChange>(events).front().since, plant.now);
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ndeath_node_tags_stale) {
  Plant plant;
  plant.hear_late(plant.edge.ndeath(), 3s);
  EXPECT_TRUE(plant.are_stale("", plant.now));
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ndeath_devices_offline) {
  Plant plant;
  const auto events = plant.hear_late(plant.edge.ndeath(), 3s);
  EXPECT_THAT(changes(events), ElementsAre("press offline", "press/gauge offline"));
  EXPECT_EQ(only<StateChange>(events).back().since, plant.now);
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ndeath_devices_tags_stale) {
  Plant plant;
  plant.hear_late(plant.edge.ndeath(), 3s);
  EXPECT_TRUE(plant.are_stale("gauge", plant.now));
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ddeath_devices_offline) {
  Plant plant;
  const auto events = plant.hear(plant.edge.ddeath("gauge"));
  EXPECT_THAT(changes(events), ElementsAre("press/gauge offline"));
  EXPECT_EQ(only<StateChange>(events).front().since, plant.edge.clock());
}

TEST(SparkplugHost, tck_id_operational_behavior_edge_node_termination_host_action_ddeath_devices_tags_stale) {
  Plant plant;
  plant.hear(plant.edge.ddeath("gauge"));
  EXPECT_TRUE(plant.are_stale("gauge", plant.edge.clock()));
  EXPECT_FALSE(plant.are_stale("", plant.edge.clock()));
}

TEST(SparkplugHost, tck_id_operational_behavior_host_reordering_param) {
  ListeningHost host({.host_id = "openspc", .reorder_timeout = 250ms});
  ScriptedEdgeNode edge;
  host.hear(edge.nbirth());
  edge.set_seq(5);
  host.hear(edge.ndata({}));
  EXPECT_EQ(host.host.deadline(), host.now + 250ms);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_reordering_start) {
  Plant plant;
  EXPECT_EQ(plant.host.deadline(), std::nullopt);
  plant.edge.ndata({});
  EXPECT_THAT(plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{4})})), IsEmpty());
  EXPECT_EQ(plant.host.deadline(), plant.now + 5s);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_reordering_rebirth) {
  Plant plant;
  plant.edge.ndata({});
  plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{4})}));
  EXPECT_THAT(plant.host.tick(plant.now + 4'999ms), IsEmpty());
  const auto requests = only<RebirthRequest>(plant.host.tick(plant.now + 5s));
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests.front().message, sparkplug_rebirth(plant.edge.peer(), plant.now + 5s));
}

TEST(SparkplugHost, tck_id_operational_behavior_host_reordering_success) {
  Plant plant;
  const auto first = plant.edge.ndata({by_alias(10, std::uint64_t{3})});
  plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{4})}));
  EXPECT_THAT(values(plant.hear_late(first, 4s)), ElementsAre("speed=3", "speed=4"));
  EXPECT_EQ(plant.host.deadline(), std::nullopt);
  EXPECT_THAT(plant.host.tick(plant.now + 1h), IsEmpty());
  EXPECT_THAT(values(plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{5})}))), ElementsAre("speed=5"));
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_rebirth_verb) {
  EXPECT_EQ(sparkplug_rebirth({"plant", "press", "gauge"}, kScriptStart).topic, "spBv1.0/plant/NCMD/press");
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_rebirth_name) {
  EXPECT_EQ(rebirth_payload().metrics.at(0).name, "Node Control/Rebirth");
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_rebirth_value) {
  EXPECT_EQ(rebirth_payload().metrics.at(0).value, Value(true));
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_verb) {
  EXPECT_EQ(Plant().command("", "jam", std::int64_t{1}).topic, "spBv1.0/plant/NCMD/press");
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_metric_name) {
  const Plant plant;
  EXPECT_EQ(plant.commanded("", "jam", std::int64_t{1}).metrics.at(0).name, "jam");
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(
      plant.host.command(plant.edge.peer(), "never born", std::int64_t{1}, plant.now)));
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_ncmd_metric_value) {
  const Plant plant;
  EXPECT_EQ(plant.commanded("", "jam", 3.0).metrics.at(0).value, Value(std::int64_t{3}));
  for (const Value& value : {Value(3.5), Value("3"), Value(3e10)}) {
    EXPECT_TRUE(
        std::holds_alternative<payload::Unreadable>(plant.host.command(plant.edge.peer(), "jam", value, plant.now)));
  }
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_dcmd_verb) {
  EXPECT_EQ(Plant().command("gauge", "range", std::int64_t{1}).topic, "spBv1.0/plant/DCMD/press/gauge");
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_dcmd_metric_name) {
  const Plant plant;
  EXPECT_EQ(plant.commanded("gauge", "range", std::int64_t{1}).metrics.at(0).name, "range");
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(
      plant.host.command(plant.edge.peer("gauge"), "jam", std::int64_t{1}, plant.now)));
}

TEST(SparkplugHost, tck_id_operational_behavior_data_commands_dcmd_metric_value) {
  const Plant plant;
  EXPECT_EQ(plant.commanded("gauge", "range", std::uint64_t{9}).metrics.at(0).value, Value(std::int64_t{9}));
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(
      plant.host.command(plant.edge.peer("gauge"), "range", true, plant.now)));
}

TEST(SparkplugHost, tck_id_payloads_ncmd_qos) {
  EXPECT_EQ(Plant().command("", "jam", std::int64_t{1}).qos, 0);
}

TEST(SparkplugHost, tck_id_payloads_ncmd_retain) {
  EXPECT_FALSE(Plant().command("", "jam", std::int64_t{1}).retain);
}

TEST(SparkplugHost, tck_id_payloads_ncmd_seq) {
  EXPECT_EQ(Plant().commanded("", "jam", std::int64_t{1}).seq, std::nullopt);
}

TEST(SparkplugHost, tck_id_payloads_ncmd_timestamp) {
  EXPECT_EQ(Plant().commanded("", "jam", std::int64_t{1}).timestamp, kScriptStart);
}

TEST(SparkplugHost, tck_id_payloads_dcmd_qos) {
  EXPECT_EQ(Plant().command("gauge", "range", std::int64_t{1}).qos, 0);
}

TEST(SparkplugHost, tck_id_payloads_dcmd_retain) {
  EXPECT_FALSE(Plant().command("gauge", "range", std::int64_t{1}).retain);
}

TEST(SparkplugHost, tck_id_payloads_dcmd_seq) {
  EXPECT_EQ(Plant().commanded("gauge", "range", std::int64_t{1}).seq, std::nullopt);
}

TEST(SparkplugHost, tck_id_payloads_dcmd_timestamp) {
  EXPECT_EQ(Plant().commanded("gauge", "range", std::int64_t{1}).timestamp, kScriptStart);
}

TEST(SparkplugHost, tck_id_payloads_name_cmd_requirement) {
  EXPECT_EQ(Plant().commanded("gauge", "range", std::int64_t{1}).metrics.at(0).timestamp, kScriptStart);
}

TEST(SparkplugHost, tck_id_topics_ncmd_mqtt) {
  const auto command = Plant().command("", "jam", std::int64_t{1});
  EXPECT_EQ(command.qos, 0);
  EXPECT_FALSE(command.retain);
}

TEST(SparkplugHost, tck_id_topics_ncmd_payload) {
  EXPECT_EQ(Plant().commanded("", "jam", std::int64_t{1}).metrics.size(), 1u);
}

TEST(SparkplugHost, tck_id_topics_ncmd_timestamp) {
  EXPECT_EQ(rebirth_payload().timestamp, kScriptStart);
}

TEST(SparkplugHost, tck_id_topics_ncmd_topic) {
  EXPECT_EQ(Plant().command("", "jam", std::int64_t{1}).topic, "spBv1.0/plant/NCMD/press");
}

TEST(SparkplugHost, tck_id_topics_dcmd_mqtt) {
  const auto command = Plant().command("gauge", "range", std::int64_t{1});
  EXPECT_EQ(command.qos, 0);
  EXPECT_FALSE(command.retain);
}

TEST(SparkplugHost, tck_id_topics_dcmd_payload) {
  // Where a birth gave an alias, commands go by it alone.
  const auto metric = Plant().commanded("gauge", "width", std::int64_t{5}).metrics.at(0);
  EXPECT_EQ(metric.alias, 20u);
  EXPECT_EQ(metric.name, "");
  EXPECT_EQ(metric.value, Value(std::int64_t{5}));
}

TEST(SparkplugHost, tck_id_topics_dcmd_timestamp) {
  EXPECT_EQ(Plant().commanded("gauge", "width", std::int64_t{1}).timestamp, kScriptStart);
}

TEST(SparkplugHost, tck_id_topics_dcmd_topic) {
  EXPECT_EQ(Plant().command("gauge", "range", std::int64_t{1}).topic, "spBv1.0/plant/DCMD/press/gauge");
}

}  // namespace
}  // namespace openspc::connect::sparkplug
