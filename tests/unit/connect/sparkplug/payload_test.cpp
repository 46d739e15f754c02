// What Sparkplug's bytes and JSON texts hold, datatype by datatype, and what is refused.

#include "connect/sparkplug/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sparkplug_b.pb.h"

namespace openspc::connect::sparkplug {
namespace {

namespace wire = org::eclipse::tahu::protobuf;
using Type = DataType;
using ::testing::Optional;

Payload decoded(std::string_view bytes) {
  const auto outcome = decode_sparkplug(bytes);
  const auto* unreadable = std::get_if<payload::Unreadable>(&outcome);
  EXPECT_EQ(unreadable, nullptr) << (unreadable != nullptr ? unreadable->reason : "");
  return unreadable == nullptr ? std::get<Payload>(outcome) : Payload{};
}

std::string why_not(std::string_view bytes) {
  const auto outcome = decode_sparkplug(bytes);
  const auto* unreadable = std::get_if<payload::Unreadable>(&outcome);
  return unreadable != nullptr ? unreadable->reason : "";
}

/// The value of one metric as a sender puts it on the wire.
template <class Set>
Metric metric_with(Type type, Set set) {
  wire::Payload payload;
  auto& metric = *payload.add_metrics();
  metric.set_name("m");
  metric.set_datatype(static_cast<std::uint32_t>(type));
  set(metric);
  return decoded(payload.SerializeAsString()).metrics.at(0);
}

Value of_int(Type type, std::uint32_t value) {
  return metric_with(type, [&](auto& metric) { metric.set_int_value(value); }).value;
}

Value of_long(Type type, std::uint64_t value) {
  return metric_with(type, [&](auto& metric) { metric.set_long_value(value); }).value;
}

Value of_bytes(Type type, std::string bytes) {
  return metric_with(type, [&](auto& metric) { metric.set_bytes_value(std::move(bytes)); }).value;
}

Payload read_back(Metric metric) {
  return decoded(encode_sparkplug({.metrics = {std::move(metric)}}));
}

TEST(SparkplugSign, OfInt8IsThatOfItsLowestByte) {
  EXPECT_EQ(of_int(Type::int8, 0xFFFFFFFF), Value(std::int64_t{-1}));
  EXPECT_EQ(of_int(Type::int8, 0xFF), Value(std::int64_t{-1}));
  EXPECT_EQ(of_int(Type::int8, 0x80), Value(std::int64_t{-128}));
  EXPECT_EQ(of_int(Type::int8, 0x7F), Value(std::int64_t{127}));
}

TEST(SparkplugSign, OfInt16IsThatOfItsLowestTwo) {
  EXPECT_EQ(of_int(Type::int16, 0xFFFF), Value(std::int64_t{-1}));
  EXPECT_EQ(of_int(Type::int16, 0xFFFF8000), Value(std::int64_t{-32'768}));
  EXPECT_EQ(of_int(Type::int16, 0x7FFF), Value(std::int64_t{32'767}));
}

TEST(SparkplugSign, OfInt32AndInt64IsThatOfTheWhole) {
  EXPECT_EQ(of_int(Type::int32, 4'294'967'295), Value(std::int64_t{-1}));
  EXPECT_EQ(of_int(Type::int32, 0x80000000), Value(std::int64_t{-2'147'483'648}));
  EXPECT_EQ(of_int(Type::int32, 0x7FFFFFFF), Value(std::int64_t{2'147'483'647}));
  EXPECT_EQ(of_long(Type::int32, 0xFFFFFFFFFFFFFFFE), Value(std::int64_t{-2}));
  EXPECT_EQ(of_long(Type::int64, 0xFFFFFFFFFFFFFFFF), Value(std::int64_t{-1}));
  EXPECT_EQ(of_long(Type::int64, std::uint64_t{1} << 63), Value(std::numeric_limits<std::int64_t>::min()));
}

TEST(SparkplugSign, IsNoneOfUnsignedIntegers) {
  EXPECT_EQ(of_int(Type::uint8, 255), Value(std::uint64_t{255}));
  EXPECT_EQ(of_int(Type::uint32, 4'294'967'295), Value(std::uint64_t{4'294'967'295}));
  EXPECT_EQ(of_long(Type::uint32, 4'294'967'295), Value(std::uint64_t{4'294'967'295}));
  EXPECT_EQ(of_long(Type::uint64, 0xFFFFFFFFFFFFFFFF), Value(std::uint64_t{0xFFFFFFFFFFFFFFFF}));
}

TEST(SparkplugSign, WaitsForTheDatatype) {
  Value value = of_int(Type::unknown, 4'294'967'295);
  EXPECT_EQ(value, Value(std::uint64_t{4'294'967'295}));
  apply_datatype(value, Type::int32);
  EXPECT_EQ(value, Value(std::int64_t{-1}));
  apply_datatype(value, Type::int32);
  EXPECT_EQ(value, Value(std::int64_t{-1}));
}

TEST(SparkplugValue, IsWhatTheFieldHoldsWhateverTheDatatypeSays) {
  EXPECT_EQ(of_int(Type::float64, 7), Value(std::uint64_t{7}));
  EXPECT_EQ(metric_with(Type::int32, [](auto& m) { m.set_double_value(1.5); }).value, Value(1.5));
  EXPECT_EQ(metric_with(Type::int32, [](auto& m) { m.set_string_value("x"); }).value, Value("x"));
  EXPECT_EQ(metric_with(Type::float32, [](auto& m) { m.set_float_value(0.5F); }).value, Value(0.5F));
  EXPECT_EQ(metric_with(Type::boolean, [](auto& m) { m.set_boolean_value(true); }).value, Value(true));
  EXPECT_EQ(of_long(Type::datetime, 12), Value(DateTime{12}));
}

TEST(SparkplugValue, IsNullWithoutAFieldOrWhenItSaysSo) {
  EXPECT_TRUE(is_null(metric_with(Type::int32, [](auto&) {}).value));
  EXPECT_TRUE(is_null(metric_with(Type::int32, [](auto& m) {
                        m.set_is_null(true);
                        m.set_int_value(3);
                      }).value));
}

TEST(SparkplugArray, HasElementsOfItsWidthAndSign) {
  using Signed = std::vector<std::int64_t>;
  using Unsigned = std::vector<std::uint64_t>;
  EXPECT_EQ(of_bytes(Type::int8_array, "\xE9\x7B"), Value(Signed{-23, 123}));
  EXPECT_EQ(of_bytes(Type::int16_array, "\xFE\xFF\x01\x02"), Value(Signed{-2, 513}));
  EXPECT_EQ(of_bytes(Type::int32_array, "\xFF\xFF\xFF\xFF"), Value(Signed{-1}));
  EXPECT_EQ(of_bytes(Type::int64_array, std::string(8, '\xFF')), Value(Signed{-1}));
  EXPECT_EQ(of_bytes(Type::uint8_array, "\xFF"), Value(Unsigned{255}));
  EXPECT_EQ(of_bytes(Type::uint16_array, "\x01\x02"), Value(Unsigned{513}));
  EXPECT_EQ(of_bytes(Type::uint32_array, "\xFF\xFF\xFF\xFF"), Value(Unsigned{4'294'967'295}));
  EXPECT_EQ(of_bytes(Type::uint64_array, std::string("\1\0\0\0\0\0\0\0", 8)), Value(Unsigned{1}));
  EXPECT_EQ(of_bytes(Type::int32_array, ""), Value(Signed{}));
}

TEST(SparkplugArray, HasFloatsAndTimes) {
  EXPECT_EQ(of_bytes(Type::float_array, std::string("\0\0\xC0\x3F", 4)), Value(std::vector<float>{1.5F}));
  EXPECT_EQ(of_bytes(Type::double_array, std::string("\0\0\0\0\0\0\xF8\x3F", 8)), Value(std::vector<double>{1.5}));
  EXPECT_EQ(of_bytes(Type::datetime_array, std::string("\2\0\0\0\0\0\0\0", 8)), Value(std::vector<DateTime>{{2}}));
}

TEST(SparkplugArray, PacksBooleansBehindTheirCount) {
  const std::vector<bool> twelve{false, false, true, true, false, true, false, false, true, true, false, true};
  EXPECT_EQ(of_bytes(Type::boolean_array, std::string("\x0C\0\0\0\x34\xD0", 6)), Value(twelve));
  EXPECT_EQ(of_bytes(Type::boolean_array, std::string("\0\0\0\0", 4)), Value(std::vector<bool>{}));
}

TEST(SparkplugArray, EndsTextsWithNul) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(of_bytes(Type::string_array, std::string("ABC\0hello\0", 10)), Value(Texts{"ABC", "hello"}));
  EXPECT_EQ(of_bytes(Type::string_array, std::string("\0a", 2)), Value(Texts{"", "a"}));
}

TEST(SparkplugArray, StaysBytesWhenItIsNoWholeOne) {
  for (const auto& [type, bytes] :
       {std::pair(Type::int16_array, "abc"), std::pair(Type::double_array, "abcd"),
        std::pair(Type::boolean_array, "ab"), std::pair(Type::boolean_array, "\xFF\xFF\xFF\xFF"),
        std::pair(Type::string_array, "\xFF")}) {
    EXPECT_EQ(of_bytes(type, bytes), Value(Bytes{bytes})) << sparkplug_datatype_name(type);
  }
}

TEST(SparkplugNumber, IsOfIntegersFloatsBooleansTimesAndTexts) {
  EXPECT_THAT(as_number(std::int64_t{-3}), Optional(-3.0));
  EXPECT_THAT(as_number(std::uint64_t{3}), Optional(3.0));
  EXPECT_THAT(as_number(0.5F), Optional(0.5));
  EXPECT_THAT(as_number(0.25), Optional(0.25));
  EXPECT_THAT(as_number(true), Optional(1.0));
  EXPECT_THAT(as_number(false), Optional(0.0));
  EXPECT_THAT(as_number(std::string(" 1e1 ")), Optional(10.0));
  EXPECT_THAT(as_number(DateTime{5}), Optional(5.0));
}

TEST(SparkplugNumber, IsFinite) {
  EXPECT_FALSE(as_number(std::nan("")));
  EXPECT_FALSE(as_number(std::numeric_limits<float>::infinity()));
  EXPECT_FALSE(as_number(std::string("inf")));
}

TEST(SparkplugNumber, IsNoneOfEverythingElse) {
  EXPECT_FALSE(as_number({}));
  EXPECT_FALSE(as_number(std::string("12 mm")));
  EXPECT_FALSE(as_number(Bytes{"1"}));
  EXPECT_FALSE(as_number(std::vector<double>{1}));
  EXPECT_FALSE(as_number(Shared<DataSet>{std::make_shared<DataSet>()}));
}

TEST(SparkplugDecode, KeepsWhatAMessageAndAMetricSay) {
  wire::Payload payload;
  payload.set_timestamp(1'000);
  payload.set_seq(0);
  payload.set_uuid("u");
  payload.set_body("b");
  auto& metric = *payload.add_metrics();
  metric.set_alias(0);
  metric.set_timestamp(2'000);
  metric.set_is_historical(true);
  metric.set_is_transient(true);
  metric.mutable_properties()->add_keys("Quality");
  metric.mutable_properties()->add_values()->set_int_value(192);
  const auto read = decoded(payload.SerializeAsString());
  EXPECT_THAT(read.timestamp, Optional(base::Timestamp(std::chrono::seconds(1))));
  EXPECT_THAT(read.seq, Optional(0));
  EXPECT_EQ(read.uuid + read.body, "ub");
  EXPECT_THAT(read.metrics.at(0).alias, Optional(0));
  EXPECT_THAT(read.metrics.at(0).timestamp, Optional(base::Timestamp(std::chrono::seconds(2))));
  EXPECT_TRUE(read.metrics.at(0).is_historical && read.metrics.at(0).is_transient);
  EXPECT_THAT(read.metrics.at(0).quality, Optional(192));
}

TEST(SparkplugDecode, LeavesOutTimesThatNoCalendarHas) {
  wire::Payload payload;
  payload.set_timestamp(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(decoded(payload.SerializeAsString()).timestamp, std::nullopt);
  EXPECT_EQ(kLatestSparkplugTime, sparkplug_milliseconds(base::latest_timestamp()));
}

TEST(SparkplugDecode, SkipsWhatItDoesNotKnow) {
  const std::string unknown_field("\xA2\x06\x01x", 4);  // number 100
  EXPECT_EQ(decoded(unknown_field), Payload{});
  EXPECT_EQ(decoded(""), Payload{});
}

TEST(SparkplugDecode, RefusesTextsThatAreNone) {
  wire::Payload payload;
  payload.add_metrics()->set_name("a\xFF");
  EXPECT_EQ(why_not(payload.SerializeAsString()), "a text is no UTF-8");
}

TEST(SparkplugDecode, RefusesWhatIsTooLarge) {
  EXPECT_EQ(why_not(std::string(kMaxSparkplugSize + 1, '\0')), "larger than 1 MiB");
  wire::Payload payload;
  for (std::size_t i = 0; i <= kMaxSparkplugMetrics; ++i) payload.add_metrics();
  EXPECT_EQ(why_not(payload.SerializeAsString()), "more than 20,000 metrics");
}

std::string nested_templates(std::size_t depth) {
  wire::Payload payload;
  auto* metric = payload.add_metrics();
  for (std::size_t i = 0; i < depth; ++i) metric = metric->mutable_template_value()->add_metrics();
  return payload.SerializeAsString();
}

TEST(SparkplugDecode, RefusesTemplatesThatAreTooDeep) {
  EXPECT_EQ(why_not(nested_templates(kMaxSparkplugDepth)), "");
  EXPECT_EQ(why_not(nested_templates(kMaxSparkplugDepth + 1)), "templates are nested too deep");
  EXPECT_EQ(why_not(nested_templates(500)), "neither protobuf nor JSON");  // where protobuf itself stops
}

TEST(SparkplugDecode, RefusesWhatIsNeitherProtobufNorJson) {
  EXPECT_EQ(why_not("\xFF\xFF"), "neither protobuf nor JSON");
  EXPECT_EQ(why_not("hello"), "neither protobuf nor JSON");
}

TEST(SparkplugEncode, GivesBackTablesAndStructures) {
  auto table = std::make_shared<DataSet>();
  table->columns = {"depth", "ok"};
  table->types = {Type::int32, Type::boolean};
  table->rows = {{std::int64_t{-4}, true}, {std::int64_t{5}, false}};
  auto structure = std::make_shared<Template>();
  structure->version = "1";
  structure->reference = "motor";
  structure->parameters = {{"poles", Type::uint8, std::uint64_t{4}}};
  structure->metrics = {{.name = "rpm", .datatype = Type::float64, .value = 1.5},
                        {.name = "table", .datatype = Type::dataset, .value = Shared<DataSet>{table}}};
  const Metric metric{.name = "m", .datatype = Type::template_type, .value = Shared<Template>{structure}};
  EXPECT_EQ(read_back(metric).metrics.at(0), metric);
}

TEST(SparkplugEncode, SaysThatNullIsNull) {
  const Metric metric{.name = "m", .datatype = Type::int32};
  wire::Payload payload;
  ASSERT_TRUE(payload.ParseFromString(encode_sparkplug({.metrics = {metric}})));
  EXPECT_TRUE(payload.metrics(0).is_null());
  EXPECT_EQ(payload.metrics(0).value_case(), wire::Payload_Metric::VALUE_NOT_SET);
}

TEST(SparkplugJson, IsReadWhenTheBytesAreNoProtobuf) {
  const auto payload = decoded(R"({"timestamp":1000,"seq":3,"metrics":[
      {"name":"a","value":1.5}, {"name":"b","value":-2,"type":"Int32","timestamp":2000,"properties":{}},
      {"name":"c","value":"7","type":"String"}, {"name":"d","value":true,"type":11}, {"name":"e","value":null}]})");
  EXPECT_THAT(payload.timestamp, Optional(base::Timestamp(std::chrono::seconds(1))));
  EXPECT_THAT(payload.seq, Optional(3));
  ASSERT_EQ(payload.metrics.size(), 5u);
  EXPECT_EQ(payload.metrics[0], (Metric{.name = "a", .datatype = Type::float32, .value = 1.5}));
  EXPECT_EQ(payload.metrics[1].datatype, Type::int32);
  EXPECT_EQ(payload.metrics[1].value, Value(std::int64_t{-2}));
  EXPECT_THAT(payload.metrics[1].timestamp, Optional(base::Timestamp(std::chrono::seconds(2))));
  EXPECT_THAT(as_number(payload.metrics[2].value), Optional(7.0));
  EXPECT_EQ(payload.metrics[3].datatype, Type::boolean);
  EXPECT_TRUE(is_null(payload.metrics[4].value));
}

TEST(SparkplugJson, LeavesOutMetricsWithoutNameOrValue) {
  const auto payload = decoded(
      R"({"timestamp":1,"metrics":[{"name":"a"},{"value":1},{"name":1,"value":1},7,{"name":"b","value":[]},{"name":"c","value":2}]})");
  ASSERT_EQ(payload.metrics.size(), 1u);
  EXPECT_EQ(payload.metrics[0].name, "c");
}

TEST(SparkplugJson, NeedsATimestampAndMetrics) {
  EXPECT_EQ(why_not(R"({"metrics":[]})"), "a JSON object without the number 'timestamp'");
  EXPECT_EQ(why_not(R"({"timestamp":"1","metrics":[]})"), "a JSON object without the number 'timestamp'");
  EXPECT_EQ(why_not(R"({"timestamp":1})"), "a JSON object without the array 'metrics'");
  EXPECT_EQ(why_not("[1]"), "neither protobuf nor a JSON object");
}

TEST(SparkplugDataTypes, HaveTheNamesAndCodesOfTheStandard) {
  EXPECT_EQ(sparkplug_datatype_named("Int8"), static_cast<Type>(1));
  EXPECT_EQ(sparkplug_datatype_named("Template"), static_cast<Type>(19));
  EXPECT_EQ(sparkplug_datatype_named("DateTimeArray"), static_cast<Type>(34));
  EXPECT_EQ(sparkplug_datatype_name(Type::uint64_array), "UInt64Array");
  EXPECT_EQ(sparkplug_datatype(35), Type::unknown);
  EXPECT_EQ(sparkplug_datatype_name(static_cast<Type>(999)), "Unknown");
}

}  // namespace
}  // namespace openspc::connect::sparkplug
