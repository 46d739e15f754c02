// What a path means within the structures and tables of Sparkplug.
#include "connect/sparkplug/part.h"

#include <gtest/gtest.h>

#include <cmath>

#include "connect/brokers/source_map.h"

namespace openspc::connect::sparkplug {
namespace {

Metric member(std::string name, Value value) {
  return {.name = std::move(name), .datatype = DataType::float64, .value = std::move(value)};
}

Value structure(std::vector<Metric> members) {
  return Shared<Template>{std::make_shared<const Template>(Template{.metrics = std::move(members)})};
}

Value table() {
  return Shared<DataSet>{
      std::make_shared<const DataSet>(DataSet{.columns = {"Part", "Torque"},
                                              .types = {DataType::string, DataType::float64},
                                              .rows = {{std::string("A"), 1.5}, {std::string("B"), 2.5}}})};
}

std::optional<double> number_at(const Value& value, std::string_view path) {
  const auto part = part_of(value, path);
  return part ? as_number(part->value) : std::nullopt;
}

TEST(SparkplugPart, OfATemplateIsAMember) {
  const Value press = structure({member("Force", 3.0), member("Torque", 1.5)});
  EXPECT_EQ(number_at(press, "Torque"), 1.5);
  EXPECT_FALSE(part_of(press, "Speed"));
}

TEST(SparkplugPart, OfATemplateIsFoundWithinItsTemplates) {
  const Value press = structure({member("Axis/1", structure({member("Torque", 1.5)})), member("Axis", 7.0)});
  EXPECT_EQ(number_at(press, "Axis/1/Torque"), 1.5);
  EXPECT_EQ(number_at(press, "Axis"), 7);
  EXPECT_FALSE(part_of(press, "Axis/2/Torque"));
}

TEST(SparkplugPart, OfADataSetIsACell) {
  EXPECT_EQ(number_at(table(), "1/Torque"), 2.5);
  for (const char* path : {"2/Torque", "1/Speed", "x/Torque", "1", "-1/Torque"})
    EXPECT_FALSE(part_of(table(), path)) << path;
}

TEST(SparkplugPart, OfADataSetIsAColumn) {
  const auto part = part_of(table(), "Torque");
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(std::get<std::vector<double>>(part->value), (std::vector{1.5, 2.5}));
}

TEST(SparkplugPart, OfAnythingElseIsNone) {
  EXPECT_FALSE(part_of(Value(1.5), "Torque"));
}

std::vector<double> values_for(const std::string& mapped, const std::string& metric, const Value& value) {
  brokers::tag_store::Ingested row;
  row.mapping.mqtt_topic = "spBv1.0/G/DDATA/N/D";
  row.mapping.metric_name = mapped;
  const brokers::SourceMap map = brokers::SourceMap::of_sparkplug({row});
  const MetricUpdate update{.peer = std::make_shared<const Peer>(Peer{.group = "G", .node = "N", .device = "D"}),
                            .metric = std::make_shared<const std::string>(metric),
                            .value = value};
  std::vector<double> values;
  map.for_update(update, [&](std::size_t, const MetricUpdate& taken) {
    values.push_back(as_number(taken.value).value_or(std::nan("")));
  });
  return values;
}

TEST(SparkplugSource, TakesThePartThatItsMappingNames) {
  const Value press = structure({member("Torque", 1.5)});
  EXPECT_EQ(values_for("Press/Torque", "Press", press), std::vector{1.5});
  EXPECT_TRUE(values_for("Press/Force", "Press", press).empty());
  EXPECT_TRUE(values_for("Press/Torque", "Pres", press).empty());
}

TEST(SparkplugSource, TakesAMetricOfTheWholeName) {
  EXPECT_EQ(values_for("Press/Torque", "Press/Torque", 2.5), std::vector{2.5});
  EXPECT_TRUE(values_for("Press/Torque", "Press", 2.5).empty());
}

}  // namespace
}  // namespace openspc::connect::sparkplug
