// Commands to edge nodes and devices, and what people see of them.
#include "sparkplug_fixture.h"

namespace openspc::test {
namespace {

class SparkplugCommand : public SparkplugFactory {
 protected:
  void SetUp() override {
    SparkplugFactory::SetUp();
    play();
    wait_for([&] { return sparkplug().at("is_connected") == boost::json::value(true); }, "the host is there");
    say(node.nbirth());
    say(node.dbirth("cell", {{.name = "Stop", .datatype = DataType::boolean, .value = false},
                             {.name = "Speed", .datatype = DataType::int32, .value = std::int64_t{3}}}));
    wait_for(
        [&] {
          return !sparkplug().at("nodes").as_array().empty() &&
                 !sparkplug().at("nodes").at(0).at("devices").as_array().empty();
        },
        "the device is known");
  }

  Reply command(HttpClient& who, boost::json::object members) {
    boost::json::object body{{"group", "plant"}, {"node", "press"}, {"device", "cell"}};
    for (const auto& member : members) body[member.key()] = member.value();
    return who.post(path("/api/v1/brokers/", broker, "/sparkplug/commands"), body);
  }
  std::vector<Metric> commanded() {
    wait_for([&] { return !edge->received().empty(); }, "the command arrives");
    return metrics_of(edge->received().back());
  }
};

TEST_F(SparkplugCommand, ReachesTheDeviceWithTheDatatypeOfItsBirth) {
  require(command(factory.admin, {{"metric", "Stop"}, {"value", true}}), 202);
  const auto metrics = commanded();
  EXPECT_EQ(edge->received().back().topic, "spBv1.0/plant/DCMD/press/cell");
  ASSERT_EQ(metrics.size(), 1U);
  EXPECT_EQ(metrics[0].name, "Stop");
  EXPECT_EQ(metrics[0].value, connect::sparkplug::Value(true));
}

TEST_F(SparkplugCommand, IsRefusedWhenTheMetricOrTheValueDoesNotFit) {
  for (const auto& [metric, value] : std::vector<std::pair<std::string, boost::json::value>>{
           {"Stop", "yes"}, {"Speed", 1.5}, {"Speed", 5'000'000'000}, {"Nothing", 1}}) {
    const auto reply = require(command(factory.admin, {{"metric", metric}, {"value", value}}), 400).json();
    EXPECT_TRUE(std::string(reply.at("detail").as_string()).starts_with("The command cannot be sent: ")) << reply;
  }
  require(command(factory.admin, {{"metric", "Stop"}, {"value", {1, 2}}}), 422);
  require(command(factory.admin, {{"metric", "Stop"}, {"value", 1}, {"group", "a/b"}}), 422);
  EXPECT_TRUE(edge->received().empty());
}

TEST_F(SparkplugCommand, IsForEngineers) {
  factory.add_user("operator", "operator", factory.plant);
  auto person = factory.signed_in("operator");
  require(command(person, {{"metric", "Stop"}, {"value", true}}), 403);
  require(person.get(path("/api/v1/brokers/", broker, "/sparkplug")), 200);
}

TEST_F(SparkplugCommand, LeavesATrail) {
  require(command(factory.admin, {{"metric", "Speed"}, {"value", 7}}), 202);
  StoredData file = factory.server.stored();
  const auto rows = file.rows("SELECT detail FROM audit_event WHERE action = 'sparkplug.command'");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], R"({"peer":"plant/press/cell","metric":"Speed","value":7})");
}

TEST_F(SparkplugCommand, MayAskForBirthsOfANodeThatNobodyKnows) {
  SparkplugEdge other(factory.broker.port(), "other", {.topic = "spBv1.0/plant/NDEATH/oven", .payload = ""},
                      {"spBv1.0/plant/NCMD/oven"});
  require(
      factory.admin.post(path("/api/v1/brokers/", broker, "/sparkplug/births"), {{"group", "plant"}, {"node", "oven"}}),
      202);
  wait_for([&] { return !other.received().empty(); }, "the request arrives");
  EXPECT_EQ(metrics_of(other.received()[0]).at(0).name, "Node Control/Rebirth");
}

TEST_F(SparkplugCommand, MetricsAreListedAsTheBirthNamedThem) {
  const auto metrics =
      require(
          factory.admin.get(path("/api/v1/brokers/", broker, "/sparkplug/metrics?group=plant&node=press&device=cell")),
          200)
          .json();
  ASSERT_EQ(metrics.as_array().size(), 2U);
  EXPECT_EQ(metrics.at(0).at("name"), boost::json::value("Stop"));
  EXPECT_EQ(metrics.at(0).at("datatype"), boost::json::value("Boolean"));
  EXPECT_EQ(metrics.at(1).at("datatype"), boost::json::value("Int32"));
}

}  // namespace
}  // namespace openspc::test
