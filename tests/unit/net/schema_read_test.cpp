// Types: what is coerced and what is refused, as x-global-rules.coercion states it.
#include "schema_example.h"

namespace openspc::net::example {
namespace {

using testing::Test;

TEST(Coercion, IntegersTakeTextAndWholeNumbers) {
  EXPECT_EQ(read<Everything>(R"({"whole": 5})").whole, 5);
  EXPECT_EQ(read<Everything>(R"({"whole": "5"})").whole, 5);
  EXPECT_EQ(read<Everything>(R"({"whole": " -12 "})").whole, -12);
  EXPECT_EQ(read<Everything>(R"({"whole": "+7"})").whole, 7);
  EXPECT_EQ(read<Everything>(R"({"whole": "1_000"})").whole, 1000);
  EXPECT_EQ(read<Everything>(R"({"whole": "5.00"})").whole, 5);
  EXPECT_EQ(read<Everything>(R"({"whole": 5.0})").whole, 5);
  EXPECT_EQ(read<Everything>(R"({"whole": 1e3})").whole, 1000);
  EXPECT_EQ(read<Everything>(R"({"whole": 9223372036854775807})").whole, INT64_MAX);
}

TEST(Coercion, IntegersRefuseTheRest) {
  EXPECT_EQ(
      error_of<Everything>(R"({"whole": 5.5})"),
      R"(int_from_float at ["body","whole"]: Input should be a valid integer, got a number with a fractional part)");
  for (const char* text : {"five", "", "-", "5.5", "5.", ".5", "1__0", "_1", "1_", "0x5", "5 5", "+-5"}) {
    EXPECT_EQ(
        error_of<Everything>("{\"whole\": \"" + std::string(text) + "\"}"),
        R"(int_parsing at ["body","whole"]: Input should be a valid integer, unable to parse string as an integer)")
        << text;
  }
  for (const char* json : {"null", "true", "[]", "{}"}) {
    EXPECT_EQ(error_of<Everything>("{\"whole\": " + std::string(json) + "}"),
              R"(int_type at ["body","whole"]: Input should be a valid integer)");
  }
}

TEST(Coercion, IntegersThatOverflowAreRefused) {
  for (const char* json :
       {"9223372036854775808", "1e19", "-1e30", "\"99999999999999999999\"", "\"9223372036854775808\""}) {
    EXPECT_EQ(errors_of<Everything>("{\"whole\": " + std::string(json) + "}").at(0).type, "int_parsing_size") << json;
  }
  EXPECT_EQ(errors_of<Everything>(R"({"small": 2147483648})").at(0).type, "less_than_equal");
  EXPECT_EQ(errors_of<Everything>(R"({"small": -2147483649})").at(0).type, "greater_than_equal");
}

TEST(Coercion, NumbersTakeNumericText) {
  EXPECT_EQ(read<Everything>(R"({"real": "1.5"})").real, 1.5);
  EXPECT_EQ(read<Everything>(R"({"real": " +2e3 "})").real, 2000);
  EXPECT_EQ(read<Everything>(R"({"real": 3})").real, 3);
}

TEST(Coercion, NumbersRefuseTheRest) {
  EXPECT_EQ(error_of<Everything>(R"({"real": "abc"})"),
            R"(float_parsing at ["body","real"]: Input should be a valid number, unable to parse string as a number)");
  for (const char* json : {"null", "true", "[]", "{}"}) {
    EXPECT_EQ(error_of<Everything>("{\"real\": " + std::string(json) + "}"),
              R"(float_type at ["body","real"]: Input should be a valid number)");
  }
}

TEST(Coercion, OnlyFiniteNumbersPass) {
  for (const char* json : {"\"nan\"", "\"inf\"", "\"-Infinity\"", "\"1e999\"", "1e999"}) {
    EXPECT_EQ(error_of<Everything>("{\"real\": " + std::string(json) + "}"),
              R"(finite_number at ["body","real"]: Input should be a finite number)")
        << json;
  }
}

TEST(Coercion, BooleansTakeTheUsualWords) {
  for (const char* yes : {"true", "1", "1.0", "\"true\"", "\"YES\"", "\"On\"", "\"t\"", "\"y\"", "\"1\""}) {
    EXPECT_TRUE(read<Everything>("{\"flag\": " + std::string(yes) + "}").flag) << yes;
  }
  for (const char* no : {"false", "0", "\"False\"", "\"no\"", "\"OFF\"", "\"f\"", "\"N\"", "\"0\""}) {
    EXPECT_FALSE(read<Everything>("{\"flag\": " + std::string(no) + "}").flag) << no;
  }
  for (const char* neither : {"2", "0.5", "\"maybe\"", "\"\""}) {
    EXPECT_EQ(error_of<Everything>("{\"flag\": " + std::string(neither) + "}"),
              R"(bool_parsing at ["body","flag"]: Input should be a valid boolean, unable to interpret input)");
  }
  EXPECT_EQ(error_of<Everything>(R"({"flag": null})"),
            R"(bool_type at ["body","flag"]: Input should be a valid boolean)");
}

TEST(Coercion, TextDoesNotAcceptNumbers) {
  EXPECT_EQ(read<Everything>(R"({"text": "5"})").text, "5");
  for (const char* json : {"5", "true", "null", "[]"}) {
    EXPECT_EQ(error_of<Everything>("{\"text\": " + std::string(json) + "}"),
              R"(string_type at ["body","text"]: Input should be a valid string)");
  }
}

TEST(Coercion, TextWithNulIsRefused) {
  EXPECT_EQ(errors_of<Everything>(R"({"text": "a\u0000b"})").at(0).type, "value_error");
}

TEST(Coercion, TimestampsTakeIsoTextAndUnixSeconds) {
  const base::Timestamp time = *base::parse_timestamp("2026-02-12T08:15:30Z");
  EXPECT_EQ(read<Everything>(R"({"when": "2026-02-12T08:15:30Z"})").when, time);
  EXPECT_EQ(read<Everything>(R"({"when": "2026-02-12T09:15:30+01:00"})").when, time);
  EXPECT_EQ(read<Everything>(R"({"when": "2026-02-12T08:15:30"})").when, time);
  EXPECT_EQ(read<Everything>(R"({"when": "2026-02-12"})").when, *base::parse_timestamp("2026-02-12T00:00:00Z"));
  EXPECT_EQ(read<Everything>(R"({"when": 1770884130})").when, time);
  EXPECT_EQ(read<Everything>(R"({"when": "1770884130"})").when, time);
}

TEST(Coercion, TimestampsRefuseTheRest) {
  for (const char* json : {"\"soon\"", "\"\"", "\"2026-02-30\"", "\"10000-01-01T00:00:00Z\"", "1e300"}) {
    EXPECT_EQ(errors_of<Everything>("{\"when\": " + std::string(json) + "}").at(0).type, "datetime_from_date_parsing")
        << json;
  }
  EXPECT_EQ(errors_of<Everything>(R"({"when": true})").at(0).type, "datetime_type");
}

TEST(Coercion, EnumsTakeTheirNames) {
  EXPECT_EQ(read<Everything>(R"({"severity": "critical"})").severity, Severity::critical);
  EXPECT_EQ(read<Everything>(R"({"severity": "operator"})").severity, Severity::operator_);
  const base::FieldError error = errors_of<Everything>(R"({"severity": "fatal"})").at(0);
  EXPECT_EQ(error.type, "enum");
  EXPECT_EQ(error.msg, "Input should be 'warning', 'critical' or 'operator'");
  EXPECT_EQ(error.ctx.at("expected").as_string(), "'warning', 'critical' or 'operator'");
  EXPECT_EQ(errors_of<Everything>(R"({"severity": 1})").at(0).type, "enum");
}

TEST(Coercion, ContainersWantTheirOwnShape) {
  EXPECT_EQ(error_of<Everything>(R"({"values": 5})"),
            R"(list_type at ["body","values"]: Input should be a valid list)");
  EXPECT_EQ(error_of<Everything>(R"({"counts": []})"),
            R"(dict_type at ["body","counts"]: Input should be a valid dictionary)");
  EXPECT_EQ(error_of<Everything>(R"({"object": []})"),
            R"(dict_type at ["body","object"]: Input should be a valid dictionary)");
  EXPECT_EQ(errors_of<Everything>("[]").at(0).type, "model_attributes_type");
}

TEST(Coercion, ErrorsInsideContainersNameTheirPlace) {
  EXPECT_EQ(boost::json::serialize(errors_of<Everything>(R"({"values": [1, "x"]})").at(0).loc),
            R"(["body","values",1])");
  EXPECT_EQ(boost::json::serialize(errors_of<Everything>(R"({"counts": {"a": "x"}})").at(0).loc),
            R"(["body","counts","a"])");
}

TEST(Coercion, OptionalTakesNullAndAbsence) {
  EXPECT_EQ(read<Everything>("{}").note, std::nullopt);
  EXPECT_EQ(read<Everything>(R"({"note": null})").note, std::nullopt);
  EXPECT_EQ(read<Everything>(R"({"note": "x"})").note, "x");
}

TEST(Coercion, UnknownMembersAreIgnored) {
  EXPECT_EQ(read<Everything>(R"({"what": 1, "whole": 2})").whole, 2);
}

TEST(Coercion, FreeFormJsonPassesThrough) {
  const Everything e = read<Everything>(R"({"any": [1, {"a": null}], "object": {"k": "v"}})");
  EXPECT_EQ(boost::json::serialize(e.any), R"([1,{"a":null}])");
  EXPECT_EQ(boost::json::serialize(e.object), R"({"k":"v"})");
}

TEST(Coercion, AllErrorsAreReportedTogether) {
  EXPECT_EQ(errors_of<Everything>(R"({"whole": "x", "real": "y", "flag": "z"})").size(), 3u);
}

TEST(Coercion, TheNumberOfErrorsIsBounded) {
  std::string json = R"({"values": [)";
  for (int i = 0; i < 5000; ++i) json += "\"x\",";
  json += "\"x\"]}";
  EXPECT_EQ(errors_of<Everything>(json).size(), 100u);
}

TEST(Coercion, LargeInputsAreNotEchoed) {
  const base::FieldError error = errors_of<Everything>("{\"whole\": \"" + std::string(5000, 'x') + "\"}").at(0);
  EXPECT_TRUE(error.input.is_null());
  EXPECT_EQ(errors_of<Everything>(R"({"whole": "short"})").at(0).input.as_string(), "short");
}

}  // namespace
}  // namespace openspc::net::example
