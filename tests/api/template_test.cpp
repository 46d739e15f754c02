// One template for many equal machines: what it would make of what a broker carries, and what it makes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/sparkplug_fixture.h"

namespace openspc::test {
namespace {

using boost::json::object;
using boost::json::value;
using testing::HasSubstr;

constexpr int kMachines = 200;

std::string topic_of(int machine) {
  return "plant1/L" + std::to_string(machine / 50) + "/M" + std::to_string(machine) + "/diameter";
}

/// What templates are tried on, whatever the machines speak.
struct TemplateHall {
  Factory factory;
  std::int64_t broker = 0;
  std::int64_t model = 0;

  object wanted(object members = {}) const {
    object body{{"plant_id", factory.plant},
                {"broker_id", broker},
                {"topic_pattern", "plant1/{line}/{machine}/diameter"},
                {"place_path", "Hall 1/{line}/{machine}"},
                {"characteristic_name", "{machine} diameter"},
                {"model_characteristic_id", model}};
    for (const auto& member : members) body[member.key()] = member.value();
    return body;
  }
  void discover() { require(factory.admin.post(path("/api/v1/brokers/", broker, "/discover"), {}), 202); }
  value preview(const object& body) {
    return require(factory.admin.post("/api/v1/tags/templates/preview", body), 200).json();
  }
  Reply apply(HttpClient& client, object body, const std::vector<std::string>& topics) const {
    boost::json::array sources;
    for (const std::string& topic : topics) sources.push_back(object{{"topic", topic}});
    body["sources"] = sources;
    return client.post("/api/v1/tags/templates/apply", body);
  }
  std::int64_t rows_of(const std::string& table) const {
    return std::stoll(factory.server.stored().text("SELECT COUNT(*) FROM " + table));
  }
};

class Template : public testing::Test, protected TemplateHall {
 protected:
  void SetUp() override {
    broker = factory.connect({{"plant_id", factory.plant}});
    model = factory.new_characteristic({{"name", "Model"}, {"subgroup_size", 3}, {"usl", 12}, {"lsl", 8}});
  }
  void publish(int machines) {
    discover();
    MqttPublisher publisher(factory.broker.port());
    // Discovery listens some time after it was started; a message before that is not seen.
    wait_for(
        [&] {
          publisher.publish("plant1/ready", "1");
          publisher.finish();
          return !require(factory.admin.get(path("/api/v1/brokers/", broker, "/topics?format=flat&search=ready")), 200)
                      .json()
                      .as_array()
                      .empty();
        },
        "discovery listens");
    for (int i = 0; i < machines; ++i) publisher.publish(topic_of(i), "10");
    publisher.finish();
  }
};

TEST_F(Template, MakesPlaceCharacteristicAndMappingOfTwoHundredMachines) {
  publish(kMachines);
  wait_for([&] { return preview(wanted()).at("matched_count").as_int64() == kMachines; }, "all machines are seen");
  const value preview = this->preview(wanted());
  EXPECT_EQ(preview.at("new_count").as_int64(), kMachines);
  EXPECT_EQ(preview.at("new_place_count").as_int64(), 1 + 4 + kMachines);

  std::vector<std::string> topics;
  for (const value& row : preview.at("rows").as_array()) topics.emplace_back(row.at("topic").as_string());
  const value made = require(apply(factory.admin, wanted(), topics), 200).json();
  EXPECT_EQ(made, value(object{{"places_made", 205},
                               {"characteristics_made", kMachines},
                               {"mappings_made", kMachines},
                               {"mapped_before", 0}}));
  EXPECT_EQ(this->preview(wanted()).at("mapped_count").as_int64(), kMachines);
}

TEST_F(Template, WhatIsMadeTakesValuesIn) {
  const value made = require(apply(factory.admin, wanted(), {topic_of(7)}), 200).json();
  ASSERT_EQ(made.at("mappings_made").as_int64(), 1);
  const auto id = std::stoll(factory.server.stored().text("SELECT id FROM characteristic WHERE name = 'M7 diameter'"));
  wait_for([&] { return !factory.status(broker).at("subscribed_topics").as_array().empty(); },
           "the topic is subscribed");
  MqttPublisher publisher(factory.broker.port());
  for (const char* number : {"9", "10", "11"}) publisher.publish(topic_of(7), number);
  publisher.finish();
  factory.wait_samples(id, 1);
  EXPECT_EQ(factory.samples(id), (Samples{{9, 10, 11}}));
}

TEST_F(Template, CopiesSettingsAndRulesButNotControlLimits) {
  factory.set_limits(model, 10, 1);
  require(factory.admin.put(path("/api/v1/characteristics/", model, "/rules"),
                            boost::json::array{object{{"rule_id", 2}, {"is_enabled", false}}}),
          200);
  require(apply(factory.admin, wanted(), {topic_of(7)}), 200);
  StoredData file = factory.server.stored();
  EXPECT_EQ(
      file.number("SELECT COUNT(*) FROM characteristic WHERE name = 'M7 diameter' AND subgroup_size = 3 AND usl = "
                  "12 AND lsl = 8 AND ucl IS NULL AND stored_sigma IS NULL"),
      1);
  EXPECT_EQ(file.text("SELECT r.is_enabled FROM characteristic_rules r JOIN characteristic c ON c.id = r.char_id WHERE "
                      "c.name = 'M7 diameter' AND r.rule_id = 2"),
            "0");
}

TEST_F(Template, CopiesHowTheModelsMessagesAreRead) {
  factory.map(broker, model, "model", {{"payload_format", "json"}, {"value_path", "/v"}, {"scale", 25.4}});
  require(apply(factory.admin, wanted(), {topic_of(7)}), 200);
  EXPECT_EQ(factory.server.stored().rows(
                "SELECT m.topic, o.payload_format, o.value_path, o.scale FROM mqtt_data_source m JOIN "
                "data_source_option o ON o.data_source_id = m.id WHERE m.topic <> 'model'"),
            (std::vector<std::vector<std::string>>{{topic_of(7), "json", "/v", "25.4"}}));
}

TEST_F(Template, MakesNothingNewTheSecondTime) {
  require(apply(factory.admin, wanted(), {topic_of(7)}), 200);
  EXPECT_EQ(require(apply(factory.admin, wanted(), {topic_of(7)}), 200).json(),
            value(object{{"places_made", 0}, {"characteristics_made", 0}, {"mappings_made", 0}, {"mapped_before", 1}}));
}

TEST_F(Template, MakesNothingAtAllWhenOneCannotBeMade) {
  const auto characteristics = rows_of("characteristic"), places = rows_of("hierarchy");
  const Reply refused = apply(factory.admin, wanted(), {topic_of(1), topic_of(2), "plant1//M9/diameter"});
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("{line} is empty"));
  EXPECT_EQ(rows_of("characteristic"), characteristics);
  EXPECT_EQ(rows_of("hierarchy"), places);
}

TEST_F(Template, UndoesAllWhenTheDatabaseRefusesTheLast) {
  // Nothing that a plan could foresee.
  factory.server.stored().execute(
      "${only sqlite: CREATE TRIGGER no_third BEFORE INSERT ON mqtt_data_source WHEN NEW.topic LIKE '%M3%' BEGIN "
      "SELECT "
      "RAISE(ABORT, 'full'); END}${only postgresql: ALTER TABLE mqtt_data_source ADD CONSTRAINT no_third CHECK (topic "
      "NOT LIKE '%M3%')}");
  const auto characteristics = rows_of("characteristic"), places = rows_of("hierarchy"), trail = rows_of("audit_event");
  EXPECT_NE(apply(factory.admin, wanted(), {topic_of(1), topic_of(2), topic_of(3)}).status, 200);
  EXPECT_EQ(rows_of("characteristic"), characteristics);
  EXPECT_EQ(rows_of("hierarchy"), places);
  EXPECT_EQ(rows_of("data_source"), 0);
  EXPECT_EQ(rows_of("audit_event"), trail);
}

TEST_F(Template, RefusesMoreThanItsLimit) {
  const Reply refused = apply(factory.admin, wanted({{"limit", 2}}), {topic_of(1), topic_of(2), topic_of(3)});
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("the limit of this template is 2"));
  EXPECT_EQ(rows_of("data_source"), 0);
}

TEST_F(Template, RefusesATopicThatItDoesNotMean) {
  const Reply refused = apply(factory.admin, wanted(), {topic_of(1), "other/topic"});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.json().at("detail").at(0).at("loc"), (value{"body", "sources", 1}));
}

TEST_F(Template, NamesTheMemberThatIsWrong) {
  const Reply refused = factory.admin.post("/api/v1/tags/templates/preview", wanted({{"place_path", "{lime}"}}));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("did you mean {line}?"));
}

TEST_F(Template, AsksForTheTriggerOfAModelThatWaitsForOne) {
  factory.map(broker, model, "model", {{"trigger_strategy", "on_trigger"}, {"trigger_tag", "model/done"}});
  EXPECT_EQ(apply(factory.admin, wanted(), {topic_of(7)}).status, 422);
  require(apply(factory.admin, wanted({{"trigger_topic", "plant1/{line}/{machine}/done"}}), {topic_of(7)}), 200);
  EXPECT_EQ(
      factory.server.stored().text("SELECT trigger_tag FROM mqtt_data_source WHERE topic = '" + topic_of(7) + "'"),
      "plant1/L0/M7/done");
}

TEST_F(Template, LeavesATrailOfWhatItMade) {
  require(apply(factory.admin, wanted(), {topic_of(7)}), 200);
  EXPECT_EQ(
      factory.server.stored().rows("SELECT action, COUNT(*) FROM audit_event WHERE action IN ('hierarchy.created', "
                                   "'data_source.created', 'mapping_template.applied') AND entity_id <> '" +
                                   std::to_string(factory.line) + "' GROUP BY action ORDER BY action"),
      (std::vector<std::vector<std::string>>{
          {"data_source.created", "1"}, {"hierarchy.created", "3"}, {"mapping_template.applied", "1"}}));
}

TEST_F(Template, IsAnEngineersOfThePlant) {
  factory.add_user("operator", "operator", factory.plant);
  const auto elsewhere = factory.new_plant("Elsewhere", "ELSE");
  factory.add_user("stranger", "engineer", elsewhere);
  auto worker = factory.signed_in("operator"), stranger = factory.signed_in("stranger");
  EXPECT_EQ(apply(worker, wanted(), {topic_of(7)}).status, 403);
  EXPECT_EQ(apply(stranger, wanted(), {topic_of(7)}).status, 404);
  EXPECT_EQ(stranger.post("/api/v1/tags/templates/preview", wanted()).status, 404);
  factory.add_user("engineer", "engineer", factory.plant);
  auto engineer = factory.signed_in("engineer");
  EXPECT_EQ(apply(engineer, wanted(), {topic_of(7)}).status, 200);
}

TEST_F(Template, DoesNotCopyAModelThatItsCallerDoesNotSee) {
  const auto elsewhere = factory.new_plant("Elsewhere", "ELSE");
  const auto foreign = factory.new_characteristic({{"hierarchy_id", factory.new_node(elsewhere, "Line")}});
  factory.add_user("engineer", "engineer", factory.plant);
  auto engineer = factory.signed_in("engineer");
  EXPECT_EQ(apply(engineer, wanted({{"model_characteristic_id", foreign}}), {topic_of(7)}).status, 404);
}

TEST_F(Template, KeptOneTellsOfNewMachines) {
  object kept = wanted();
  kept["name"] = "Lathes";
  const auto id = id_of(require(factory.admin.post("/api/v1/tags/templates", kept), 201));
  const auto listed = [&] { return require(factory.admin.get("/api/v1/tags/templates"), 200).json().at(0); };
  EXPECT_TRUE(listed().at("new_count").is_null());
  publish(3);
  wait_for([&] { return listed().at("new_count") == value(3); }, "three machines are new");
  require(apply(factory.admin, wanted(), {topic_of(0), topic_of(1)}), 200);
  EXPECT_EQ(listed().at("new_count"), value(1));
  require(factory.admin.remove(path("/api/v1/tags/templates/", id)), 204);
  EXPECT_TRUE(require(factory.admin.get("/api/v1/tags/templates"), 200).json().as_array().empty());
}

TEST_F(Template, KeptNamesAreUniqueInAPlant) {
  object kept = wanted();
  kept["name"] = "Lathes";
  require(factory.admin.post("/api/v1/tags/templates", kept), 201);
  EXPECT_EQ(factory.admin.post("/api/v1/tags/templates", kept).status, 409);
}

TEST_F(Template, KeptOneSaysThatItsModelIsGone) {
  object kept = wanted();
  kept["name"] = "Lathes";
  require(factory.admin.post("/api/v1/tags/templates", kept), 201);
  require(factory.admin.remove(path("/api/v1/characteristics/", model)), 204);
  const value listed = require(factory.admin.get("/api/v1/tags/templates"), 200).json().at(0);
  EXPECT_THAT(std::string(listed.at("problem").as_string()), HasSubstr("not found"));
}

TEST_F(SparkplugFactory, TemplateFindsTheMetricsThatBirthsTold) {
  const auto model = factory.new_characteristic();
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Shaft/diameter", 10), number("Bolt/diameter", 5), number("speed", 1)}));
  const object wanted{{"plant_id", factory.plant},
                      {"broker_id", broker},
                      {"topic_pattern", "spBv1.0/plant/DDATA/{line}/{machine}"},
                      {"metric_pattern", "{part}/diameter"},
                      {"place_path", "{line}/{machine}"},
                      {"characteristic_name", "{part} diameter"},
                      {"model_characteristic_id", model}};
  const auto preview = [&] {
    return require(factory.admin.post("/api/v1/tags/templates/preview", wanted), 200).json();
  };
  wait_for([&] { return preview().at("new_count").as_int64() == 2; }, "both parts are seen");
  const value row = preview().at("rows").at(0);
  EXPECT_EQ(row.at("topic"), value(kDeviceTopic));
  EXPECT_EQ(row.at("metric"), value("Bolt/diameter"));
  EXPECT_EQ(row.at("place"), value("press > cell"));
}

}  // namespace
}  // namespace openspc::test
