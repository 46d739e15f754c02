#include "connect/templates/template_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "connect/templates/template_sources.h"

namespace openspc::connect::templates {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

MappingTemplate machines() {
  return {.broker_id = {1},
          .topic_pattern = "plant1/{line}/{machine}/diameter",
          .place_path = "Hall 1/{line}/{machine}",
          .characteristic_name = "{machine} diameter"};
}

TemplateSource topic(const std::string& name) {
  return {.topic = name, .metric = std::nullopt};
}

class Plan : public testing::Test {
 protected:
  base::NodeId place(const std::string& name, std::optional<base::NodeId> parent = std::nullopt) {
    const base::NodeId id{++ids_};
    ground.places.add(parent, name, id);
    return id;
  }
  void characteristic(base::NodeId at, const std::string& name, TemplateGround::Owned owned) {
    owned.id = {++ids_};
    ground.characteristics.emplace(std::pair(at, name), std::move(owned));
  }
  TemplatePlan plan(const std::vector<TemplateSource>& sources) const {
    return plan_of(wanted, TemplatePatterns(wanted), sources, ground,
                   [this](const TemplateMatch& match) { return check(match); });
  }
  PlannedRow only(const TemplateSource& source) const {
    const TemplatePlan one = plan({source});
    EXPECT_THAT(one.rows, SizeIs(1));
    return one.rows.at(0);
  }
  std::string refusal() const try {
    const TemplatePatterns patterns(wanted);
    return {};
  } catch (const base::Error& error) {
    return std::string(error.fields().at(0).loc.at(1).as_string()) + ": " + error.detail();
  }

  MappingTemplate wanted = machines();
  TemplateGround ground{.places = PlaceIndex({}), .characteristics = {}};
  MappingCheck check = [](const TemplateMatch&) { return std::nullopt; };

 private:
  std::int64_t ids_ = 0;
};

TEST_F(Plan, MakesPlaceAndCharacteristicOfAMachine) {
  const PlannedRow row = only(topic("plant1/L1/M3/diameter"));
  EXPECT_EQ(row.outcome, TemplateOutcome::make);
  EXPECT_EQ(row.match.place_text(), "Hall 1 > L1 > M3");
  EXPECT_EQ(row.match.characteristic, "M3 diameter");
  EXPECT_TRUE(row.is_place_new);
}

TEST_F(Plan, LeavesOtherTopicsOut) {
  EXPECT_THAT(plan({topic("plant1/L1/M3/force"), topic("plant2/L1/M3/diameter")}).rows, IsEmpty());
}

TEST_F(Plan, FindsAPlaceByTheNamesOnTheWayToIt) {
  place("M3", place("L1", place("Hall 1")));
  EXPECT_FALSE(only(topic("plant1/L1/M3/diameter")).is_place_new);
}

TEST_F(Plan, CountsEachNewPlaceOnce) {
  place("Hall 1");
  EXPECT_EQ(plan({topic("plant1/L1/M1/diameter"), topic("plant1/L1/M2/diameter")}).new_places, 3);
}

TEST_F(Plan, MapsACharacteristicThatIsThereWithoutASource) {
  characteristic(place("M3", place("L1", place("Hall 1"))), "M3 diameter", {});
  EXPECT_EQ(only(topic("plant1/L1/M3/diameter")).outcome, TemplateOutcome::map);
}

TEST_F(Plan, HasNothingToDoForWhatIsMapped) {
  characteristic(place("M3", place("L1", place("Hall 1"))), "M3 diameter",
                 {.has_source = true, .broker = wanted.broker_id, .topic = "plant1/L1/M3/diameter"});
  EXPECT_EQ(only(topic("plant1/L1/M3/diameter")).outcome, TemplateOutcome::mapped);
}

TEST_F(Plan, TakesNoCharacteristicFromItsSource) {
  characteristic(place("M3", place("L1", place("Hall 1"))), "M3 diameter",
                 {.has_source = true, .broker = wanted.broker_id, .topic = "other"});
  const PlannedRow row = only(topic("plant1/L1/M3/diameter"));
  EXPECT_EQ(row.outcome, TemplateOutcome::refused);
  EXPECT_THAT(row.problem, Optional(HasSubstr("has its values from other")));
}

TEST_F(Plan, TheSameTopicOfAnotherBrokerIsAnotherSource) {
  characteristic(place("M3", place("L1", place("Hall 1"))), "M3 diameter",
                 {.has_source = true, .broker = base::BrokerId{2}, .topic = "plant1/L1/M3/diameter"});
  EXPECT_EQ(only(topic("plant1/L1/M3/diameter")).outcome, TemplateOutcome::refused);
}

TEST_F(Plan, RefusesTopicsThatGiveTheSameCharacteristic) {
  wanted.place_path = "{line}";
  wanted.characteristic_name = "Diameter";
  const auto rows = plan({topic("plant1/L1/M1/diameter"), topic("plant1/L1/M2/diameter")}).rows;
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[0].problem, Optional(HasSubstr("plant1/L1/M2/diameter gives the same characteristic")));
  EXPECT_THAT(rows[1].problem, Optional(HasSubstr("plant1/L1/M1/diameter gives the same characteristic")));
}

TEST_F(Plan, RefusesAPlaceWhoseNameIsSharedBySiblings) {
  place("Hall 1");
  place("Hall 1");
  EXPECT_THAT(only(topic("plant1/L1/M3/diameter")).problem, Optional(HasSubstr("Several places are named Hall 1")));
}

TEST_F(Plan, RefusesNamesThatTheNetworkMadeUp) {
  EXPECT_THAT(only(topic("plant1//M3/diameter")).problem, Optional(HasSubstr("{line} is empty")));
  EXPECT_THAT(only(topic("plant1/ /M3/diameter")).problem, Optional(HasSubstr("{line} is empty")));
  EXPECT_THAT(only(topic("plant1/L\x1B/M3/diameter")).problem, Optional(HasSubstr("cannot be seen")));
  EXPECT_THAT(only(topic("plant1/" + std::string(101, 'x') + "/M3/diameter")).problem,
              Optional(HasSubstr("longer than 100 characters")));
}

TEST_F(Plan, RefusesANameThatIsTooLongOnlyAsAWhole) {
  const auto row = only(topic("plant1/L1/" + std::string(95, 'x') + "/diameter"));
  EXPECT_THAT(row.problem, Optional(HasSubstr("The name")));
}

TEST_F(Plan, RefusesATopicWithAWildcard) {
  EXPECT_THAT(only(topic("plant1/+/M3/diameter")).problem, Optional(HasSubstr("wildcards")));
}

TEST_F(Plan, CutsWhiteSpaceAroundNames) {
  EXPECT_EQ(only(topic("plant1/ L1 /M3 /diameter")).match.place_text(), "Hall 1 > L1 > M3");
}

TEST_F(Plan, SaysWhatTheCheckOfTheMappingSays) {
  check = [](const TemplateMatch&) { return "no such zone"; };
  EXPECT_THAT(only(topic("plant1/L1/M3/diameter")).problem, Optional(std::string("no such zone")));
}

TEST_F(Plan, RefusesWhatIsBeyondTheLimit) {
  wanted.limit = 2;
  const TemplatePlan planned =
      plan({topic("plant1/L1/M1/diameter"), topic("plant1/L1/M2/diameter"), topic("plant1/L1/M3/diameter")});
  EXPECT_EQ(planned.over_limit, 1);
  EXPECT_THAT(planned.rows.at(2).problem, Optional(HasSubstr("limit of this template is 2")));
}

TEST_F(Plan, WhatIsMappedDoesNotCountForTheLimit) {
  wanted.limit = 1;
  characteristic(place("M1", place("L1", place("Hall 1"))), "M1 diameter",
                 {.has_source = true, .broker = wanted.broker_id, .topic = "plant1/L1/M1/diameter"});
  EXPECT_EQ(plan({topic("plant1/L1/M1/diameter"), topic("plant1/L1/M2/diameter")}).over_limit, 0);
}

TEST_F(Plan, LooksAtFiveThousandMatchesAndCountsTheOthers) {
  std::vector<TemplateSource> storm;
  for (std::size_t i = 0; i < kMostMatches + 7; ++i)
    storm.push_back(topic("plant1/L1/" + std::to_string(i) + "/diameter"));
  const TemplatePlan planned = plan(storm);
  EXPECT_THAT(planned.rows, SizeIs(kMostMatches));
  EXPECT_EQ(planned.unread, 7);
}

TEST_F(Plan, TakesASourceThatIsGivenTwiceOnce) {
  EXPECT_THAT(plan({topic("plant1/L1/M1/diameter"), topic("plant1/L1/M1/diameter")}).rows, SizeIs(1));
}

TEST_F(Plan, ReadsMetricsOfSparkplug) {
  wanted.topic_pattern = "spBv1.0/plant/DDATA/{line}/{machine}";
  wanted.metric_pattern = "{part}/diameter";
  wanted.characteristic_name = "{part} diameter";
  const PlannedRow row = only({.topic = "spBv1.0/plant/DDATA/L1/M3", .metric = "Shaft/diameter"});
  EXPECT_EQ(row.match.characteristic, "Shaft diameter");
  EXPECT_EQ(row.match.place_text(), "Hall 1 > L1 > M3");
}

TEST_F(Plan, ReadsAPatternOfBirthsAsOneOfTheirData) {
  wanted.topic_pattern = "spBv1.0/plant/DBIRTH/{line}/{machine}";
  wanted.metric_pattern = "diameter";
  EXPECT_EQ(only({.topic = "spBv1.0/plant/DDATA/L1/M3", .metric = "diameter"}).outcome, TemplateOutcome::make);
}

TEST_F(Plan, AsksForTheMetricOfSparkplug) {
  wanted.topic_pattern = "spBv1.0/plant/DDATA/{line}/{machine}";
  EXPECT_THAT(refusal(), testing::StartsWith("metric_pattern: "));
}

TEST_F(Plan, RefusesAMetricOfAPlainTopic) {
  wanted.metric_pattern = "{part}";
  EXPECT_THAT(refusal(), HasSubstr("metric_pattern: Value error, only topics of Sparkplug"));
}

TEST_F(Plan, RefusesATemplateWithoutAPlaceholder) {
  wanted = {.topic_pattern = "plant1/diameter", .place_path = "Hall 1", .characteristic_name = "Diameter"};
  EXPECT_THAT(refusal(), HasSubstr("topic_pattern: Value error, a template needs a placeholder"));
}

TEST_F(Plan, RefusesAPlaceWithoutAName) {
  for (const char* path : {"/{line}", "{line}/", "Hall 1//{line}", " "}) {
    wanted.place_path = path;
    EXPECT_THAT(refusal(), HasSubstr("place_path: Value error, a name is missing")) << path;
  }
}

TEST_F(Plan, RefusesAPlaceThatIsTooDeep) {
  wanted.place_path = "{line}";
  for (int i = 0; i < 32; ++i) wanted.place_path += "/x";
  EXPECT_THAT(refusal(), HasSubstr("at most 32 levels"));
}

TEST(TemplateSources, BirthsTellTheMetricsOfTheirData) {
  brokers::DiscoveredTopic birth{.topic = "spBv1.0/plant/DBIRTH/L1/M3", .is_sparkplug = true};
  birth.sparkplug_metrics = {{.name = "diameter"}};
  brokers::DiscoveredTopic data{.topic = "spBv1.0/plant/DDATA/L1/M3", .is_sparkplug = true};
  EXPECT_THAT(sources_of({birth, data, {.topic = "plain"}}),
              ElementsAre(TemplateSource{.topic = "spBv1.0/plant/DDATA/L1/M3", .metric = "diameter"},
                          TemplateSource{.topic = "plain"}));
}

TEST(TemplateSources, CommandsHoldNothingToMap) {
  brokers::DiscoveredTopic command{.topic = "spBv1.0/plant/DCMD/L1/M3", .is_sparkplug = true};
  command.sparkplug_metrics = {{.name = "speed"}};
  EXPECT_THAT(sources_of({command}), IsEmpty());
}

}  // namespace
}  // namespace openspc::connect::templates
