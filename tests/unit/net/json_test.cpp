// JSON bodies as hostile text, and JSON written by hand.
#include "net/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "base/error.h"
#include "base/text.h"

namespace openspc::net {
namespace {

base::FieldError refusal_of(std::string_view text) {
  try {
    parse_json_body(text);
  } catch (const base::Error& error) {
    EXPECT_EQ(error.status(), 422);
    EXPECT_EQ(error.fields().size(), 1u);
    return error.fields().at(0);
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonBody, WellFormedTextIsParsed) {
  const boost::json::value value = parse_json_body(" {\"a\": [1, 2.5, null, true, \"\\u00e9\"]} \r\n");
  EXPECT_EQ(value.at("a").as_array().size(), 5u);
  EXPECT_EQ(value.at("a").at(4).as_string(), "\xC3\xA9");
}

TEST(JsonBody, RefusalHasTheDocumentedShape) {
  const base::FieldError error = refusal_of("{\"a\": tru}");
  EXPECT_EQ(error.type, "json_invalid");
  EXPECT_EQ(error.msg, "JSON decode error");
  EXPECT_EQ(error.loc.at(0).as_string(), "body");
  EXPECT_EQ(error.loc.at(1).as_int64(), 6);
  EXPECT_EQ(error.input, boost::json::object());
  EXPECT_TRUE(error.ctx.at("error").is_string());
}

class MalformedJson : public testing::TestWithParam<std::string_view> {};

TEST_P(MalformedJson, IsRefused) {
  EXPECT_EQ(refusal_of(GetParam()).type, "json_invalid");
}

INSTANTIATE_TEST_SUITE_P(Texts, MalformedJson,
                         testing::Values("", " ", "{", "{\"a\":1,}", "[1 2]", "{} {}", "NaN", "[Infinity]", "'a'",
                                         "\"\xff\"", "\"\\ud800\"", "\"tab\there\"", "01", "+1", "1.", "{\"a\":1}x"));

TEST(JsonBody, NestingIsLimited) {
  EXPECT_NO_THROW(parse_json_body(nested(kMaxJsonDepth)));
  EXPECT_EQ(refusal_of(nested(kMaxJsonDepth + 1)).type, "json_invalid");
  EXPECT_EQ(refusal_of(std::string(1'000'000, '[')).type, "json_invalid");
}

TEST(JsonBody, EveryNumberIsTheNearestDouble) {
  EXPECT_EQ(parse_json_body("90842.29534866667").as_double(), 90842.29534866667);
  EXPECT_EQ(parse_json_body("3" + std::string(70, '0')).as_double(), 3e70);
  EXPECT_EQ(parse_json_body("-0.1e1").as_double(), -1.0);
  EXPECT_EQ(parse_json_body("5e-324").as_double(), 5e-324);
}

RC_GTEST_PROP(JsonBody, ReadsBackWhateverNumberWasWritten, ()) {
  const double number = *rc::gen::suchThat(rc::gen::arbitrary<double>(), [](double x) { return std::isfinite(x); });
  std::string text;
  write_json_number(text, number);
  RC_ASSERT(parse_json_body(text).to_number<double>() == number);
}

TEST(JsonBody, TheLastOfEqualMembersCounts) {
  EXPECT_EQ(parse_json_body(R"({"a":1,"a":2})").at("a").as_int64(), 2);
}

std::string written(std::string_view text) {
  std::string out;
  base::append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatMustBeEscaped) {
  EXPECT_EQ(written("a\"b\\c\n\r\t\x01"), R"("a\"b\\c\n\r\t\u0001")");
  EXPECT_EQ(written(""), "\"\"");
}

TEST(JsonString, KeepsUtf8AndReplacesOtherBytes) {
  EXPECT_EQ(written("caf\xC3\xA9 \xF0\x9F\x98\x80"), "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"");
  EXPECT_EQ(written("a\xFFz\xC3"), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

std::string written(double number) {
  std::string out;
  write_json_number(out, number);
  return out;
}

TEST(JsonNumber, IsShortestThatReadsBackEqual) {
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(74.0), "74");
  EXPECT_EQ(written(-2.5), "-2.5");
  EXPECT_EQ(std::stod(written(1.0 / 3)), 1.0 / 3);
  EXPECT_EQ(std::stod(written(std::numeric_limits<double>::max())), std::numeric_limits<double>::max());
}

TEST(JsonNumber, IsWhatTheStandardLibraryWrites) {
  const auto expect_same = [](double number) {
    std::array<char, 32> text{};
    EXPECT_EQ(written(number), std::string(text.data(), std::to_chars(text.data(), text.data() + 32, number).ptr));
  };
  for (const double number : {1e-5, 0.00099999, 0.001, 0.01, 0.5, 1.0, 10.0, 100.0, 12300.0, 99999.0, 99999.9999999999,
                              100000.0, 123456789.0, 1e21, 5e-324})
    for (const double sign : {1.0, -1.0}) expect_same(sign * number);
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-6, 7);
  for (int i = 0; i < 100'000; ++i) expect_same(std::pow(10, exponent(random)));
  for (int i = 0; i < 100'000; ++i) expect_same(static_cast<double>(random() % 1'000'000) / 10'000);
}

TEST(JsonNumber, NonFiniteIsNull) {
  EXPECT_EQ(written(std::nan("")), "null");
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace openspc::net
