// How payloads become readings: numbers, and places in JSON documents. Texts are in text_payload_test.cpp.

#include "connect/payload/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "base/text.h"

namespace openspc::connect::payload {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Reading reading_of(const PayloadRule& rule, std::string_view payload) {
  const auto outcome = PayloadExtractor(rule).extract(payload);
  const auto* unreadable = std::get_if<Unreadable>(&outcome);
  EXPECT_EQ(unreadable, nullptr) << payload << ": " << (unreadable != nullptr ? unreadable->reason : "");
  return unreadable == nullptr ? std::get<Reading>(outcome) : Reading{};
}

std::string reason_of(const PayloadRule& rule, std::string_view payload) {
  const auto outcome = PayloadExtractor(rule).extract(payload);
  const auto* unreadable = std::get_if<Unreadable>(&outcome);
  EXPECT_NE(unreadable, nullptr) << payload;
  return unreadable != nullptr ? unreadable->reason : "";
}

PayloadRule json_rule(std::string value_path) {
  return {.format = PayloadFormat::json, .value_path = std::move(value_path)};
}

double json_value(std::string value_path, std::string_view payload) {
  return reading_of(json_rule(std::move(value_path)), payload).value;
}

/// What a rule that should not be accepted is refused for: the member and the message.
std::pair<std::string, std::string> refusal_of(const PayloadRule& rule) {
  try {
    PayloadExtractor extractor(rule);
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::invalid);
    const auto& field = error.fields().at(0);
    return {std::string(field.loc.at(1).as_string()), field.msg};
  }
  return {};
}

TEST(Decimal, HasSignFractionAndExponent) {
  EXPECT_EQ(parse_decimal("12"), 12);
  EXPECT_EQ(parse_decimal("+12.5"), 12.5);
  EXPECT_EQ(parse_decimal("-0.125"), -0.125);
  EXPECT_EQ(parse_decimal("1e1"), 10);
  EXPECT_EQ(parse_decimal("1.5E-2"), 0.015);
  EXPECT_EQ(parse_decimal(".5"), 0.5);
  EXPECT_EQ(parse_decimal("5."), 5);
}

TEST(Decimal, HasWhiteSpaceAroundIt) {
  EXPECT_EQ(parse_decimal(" \t\r\n\v\f7\r\n"), 7);
  EXPECT_FALSE(parse_decimal("7 8"));
  EXPECT_FALSE(parse_decimal("- 7"));
}

TEST(Decimal, HasSingleUnderscoresBetweenDigits) {
  EXPECT_EQ(parse_decimal("1_000_000.000_5"), 1'000'000.0005);
  EXPECT_EQ(parse_decimal("1e1_0"), 1e10);
  for (const char* text : {"_1", "1_", "1__0", "1_.5", "1._5", "1e_5", "-_1", "_"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, IsNothingElse) {
  for (const char* text :
       {"",      " ",    "+",    "-",    ".",    "e5",    "1e", "1e+",    "--1",      "+-1", "1,5",
        "1.2.3", "0x10", "10mm", "true", "null", "\"1\"", "{}", "nan(1)", "infinite", "1f",  "\xD9\xA1"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, RecognisesWhatIsNotFinite) {
  EXPECT_EQ(parse_decimal("inf"), kInfinity);
  EXPECT_EQ(parse_decimal("-Infinity"), -kInfinity);
  EXPECT_TRUE(std::isnan(parse_decimal("NaN").value_or(0)));
}

TEST(Decimal, IsTheNearestDouble) {
  EXPECT_EQ(parse_decimal("0.1"), 0.1);
  EXPECT_EQ(parse_decimal("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(parse_decimal("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_decimal("5e-324"), std::numeric_limits<double>::denorm_min());
}

TEST(Decimal, BeyondEveryDoubleIsInfiniteOrZero) {
  EXPECT_EQ(parse_decimal("1e309"), kInfinity);
  EXPECT_EQ(parse_decimal("-1e99999999999999999999"), -kInfinity);
  EXPECT_EQ(parse_decimal("123" + std::string(400, '0') + ".5"), kInfinity);
  EXPECT_EQ(parse_decimal("1e-400"), 0);
  EXPECT_EQ(parse_decimal("1e-99999999999999999999"), 0);
  EXPECT_EQ(parse_decimal("0." + std::string(400, '0') + "1e+10"), 0);
  EXPECT_EQ(parse_decimal("0." + std::string(400, '0') + "1e+800"), kInfinity);
}

RC_GTEST_PROP(Decimal, ReadsBackEveryDouble, ()) {
  const auto value = *rc::gen::arbitrary<double>();
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  RC_ASSERT(parse_decimal({text.data(), end}) == value);
}

TEST(Decimal, HasACommaWhereThatIsTheMark) {
  EXPECT_EQ(parse_decimal("-12,5", DecimalMark::comma), -12.5);
  EXPECT_EQ(parse_decimal("1,5e3", DecimalMark::comma), 1'500);
  EXPECT_EQ(parse_decimal("7", DecimalMark::comma), 7);
}

TEST(Decimal, WithACommaForItsMarkHasNoPoint) {
  for (const char* text : {"12.5", "1.234,5", "1,234,5", "1.234"}) {
    EXPECT_FALSE(parse_decimal(text, DecimalMark::comma)) << text;
  }
}

TEST(Payload, HasAByteOrderMarkAndNulsAroundIt) {
  for (const std::string& payload : {std::string("12.5\0", 5), std::string("12.5\r\n\0\0", 8),
                                     std::string("12.5\0\n", 6), std::string("\xEF\xBB\xBF 12.5")}) {
    EXPECT_EQ(reading_of({}, payload).value, 12.5);
    EXPECT_EQ(json_value("", payload), 12.5);
    EXPECT_EQ(reading_of({.format = PayloadFormat::text, .pattern = "([0-9.]+)"}, payload).value, 12.5);
  }
}

TEST(Payload, HasNoNulWithinIt) {
  EXPECT_THAT(reason_of({}, std::string_view("1\0002", 3)), HasSubstr("not a number"));
}

TEST(Payload, HasADecimalCommaInTextsWhereTheRuleSaysSo) {
  PayloadRule number{.numbers = {.mark = DecimalMark::comma}};
  EXPECT_EQ(reading_of(number, "12,5").value, 12.5);
  PayloadRule text{.format = PayloadFormat::text, .pattern = "T=([0-9,]+)", .numbers = {.mark = DecimalMark::comma}};
  EXPECT_EQ(reading_of(text, "T=12,5 C").value, 12.5);
  PayloadRule json = json_rule("v");
  json.numbers.mark = DecimalMark::comma;
  EXPECT_EQ(reading_of(json, R"({"v":"12,5"})").value, 12.5);
  EXPECT_EQ(reading_of(json, R"({"v":12.5})").value, 12.5);
}

PayloadRule array_rule(ArrayUse use, std::size_t element = 0) {
  PayloadRule rule = json_rule("v");
  rule.numbers.arrays = use;
  rule.numbers.element = element;
  return rule;
}

TEST(JsonPayload, HasNoNumberInAnArrayUnlessTheRuleSaysWhich) {
  EXPECT_THAT(reason_of(json_rule("v"), R"({"v":[1,2]})"), HasSubstr("an array of length 2: say in the mapping"));
}

TEST(JsonPayload, HasANumberAtAnIndexOfAnArray) {
  EXPECT_EQ(reading_of(array_rule(ArrayUse::element, 1), R"({"v":["x","2.5"]})").value, 2.5);
  EXPECT_THAT(reason_of(array_rule(ArrayUse::element, 2), R"({"v":[1,2]})"), HasSubstr("nothing at index 2"));
  EXPECT_THAT(reason_of(array_rule(ArrayUse::element, 0), R"({"v":[NaN,2]})"), HasSubstr("not finite at index 0"));
}

TEST(JsonPayload, HasASubgroupInAnArray) {
  const Reading reading = reading_of(array_rule(ArrayUse::subgroup), R"({"v":[1,"2",3.5]})");
  EXPECT_THAT(reading.subgroup, testing::ElementsAre(1, 2, 3.5));
  EXPECT_EQ(reading.value, 1);
  EXPECT_THAT(reading_of(array_rule(ArrayUse::subgroup), R"({"v":7})").subgroup, testing::IsEmpty());
}

TEST(JsonPayload, HasNoSubgroupWhereAnElementIsNoNumber) {
  const PayloadRule rule = array_rule(ArrayUse::subgroup);
  EXPECT_THAT(reason_of(rule, R"({"v":[1,null]})"), HasSubstr("no number at index 1"));
  EXPECT_THAT(reason_of(rule, R"({"v":[]})"), HasSubstr("an empty array"));
  std::string many = "1";
  for (std::size_t i = 0; i < kLargestSubgroup; ++i) many += ",1";
  EXPECT_THAT(reason_of(rule, "{\"v\":[" + many + "]}"), HasSubstr("at most 100"));
}

TEST(JsonPayload, IsReadBesideNumbersThatAreNotFinite) {
  EXPECT_EQ(json_value("v", R"({"a":NaN,"b":[Infinity,-Infinity],"v":12.5,"c":nan})"), 12.5);
  EXPECT_EQ(json_value("v", R"({"a":"NaN, \"Infinity","v":12.5,"c":-inf })"), 12.5);
}

TEST(JsonPayload, IsNotReadWhereANumberIsNotFinite) {
  for (const char* payload : {R"({"v":NaN})", R"({"v":-Infinity})"})
    EXPECT_THAT(reason_of(json_rule("v"), payload), HasSubstr("not finite: NaN, Infinity"));
}

TEST(JsonPayload, HasNoOtherWordsThanJsonBesideNumbers) {
  EXPECT_THAT(reason_of(json_rule("v"), R"({"a":NaNs,"v":1})"), HasSubstr("no JSON"));
  EXPECT_THAT(reason_of(json_rule("v"), R"({"a":None,"v":1})"), HasSubstr("no JSON"));
  EXPECT_THAT(reason_of(json_rule("v"), R"({"a":1NaN,"v":1})"), HasSubstr("no JSON"));
}

TEST(NumberPayload, IsOneNumber) {
  EXPECT_EQ(reading_of({}, " 12.5\n").value, 12.5);
}

TEST(NumberPayload, WithAnythingElseSaysWhatItIs) {
  EXPECT_EQ(reason_of({}, "12,5 mm"), "not a number: '12,5 mm'");
  EXPECT_EQ(reason_of({}, R"({"value": 1})"), R"(not a number: '{"value": 1}')");
}

TEST(NumberPayload, OfNothingIsEmpty) {
  EXPECT_EQ(reason_of({}, ""), "empty");
  EXPECT_EQ(reason_of({}, " \n"), "empty");
}

TEST(NumberPayload, IsFinite) {
  EXPECT_EQ(reason_of({}, " NaN"), "not finite: NaN");
  EXPECT_EQ(reason_of({}, "-inf"), "not finite: -inf");
  EXPECT_EQ(reason_of({}, "1e999"), "not finite: 1e999");
}

TEST(NumberPayload, IsUtf8) {
  EXPECT_EQ(reason_of({}, "1\xFF"), "no UTF-8: '1\xEF\xBF\xBD'");
}

TEST(Payload, LargerThanTheLimitIsNotLookedAt) {
  EXPECT_EQ(reading_of({}, std::string(kMaxPayloadSize - 1, ' ') + "1").value, 1);
  EXPECT_EQ(reason_of({}, std::string(kMaxPayloadSize, ' ') + "1"), "larger than 256 KiB");
}

TEST(JsonPayload, HoldsTheValueAtADottedPath) {
  EXPECT_EQ(json_value("data.readings.1.value", R"({"data":{"readings":[{"value":1},{"value":2.5}]}})"), 2.5);
}

TEST(JsonPayload, HoldsTheValueAtAPointer) {  // RFC 6901, section 5
  const std::string_view document = R"({"foo":[1,2],"":0,"a/b":3,"m~n":8,"a.b":{"1":9}})";
  EXPECT_EQ(json_value("/foo/0", document), 1);
  EXPECT_EQ(json_value("/", document), 0);
  EXPECT_EQ(json_value("/a~1b", document), 3);
  EXPECT_EQ(json_value("/m~0n", document), 8);
  EXPECT_EQ(json_value("/a.b/1", document), 9);
}

TEST(JsonPayload, IsTheValueWhenThePathIsEmpty) {
  EXPECT_EQ(json_value("", " 12.5 "), 12.5);
}

TEST(JsonPayload, HasBooleansAsOneAndZero) {
  EXPECT_EQ(json_value("v", R"({"v":true})"), 1);
  EXPECT_EQ(json_value("v", R"({"v":false})"), 0);
}

TEST(JsonPayload, HasTextsThatHoldANumber) {
  EXPECT_EQ(json_value("v", R"({"v":" 1_000.5 "})"), 1000.5);
}

TEST(JsonPayload, HasTheNearestDouble) {
  EXPECT_EQ(json_value("v", R"({"v":0.30000000000000004})"), 0.1 + 0.2);
  EXPECT_EQ(json_value("v", R"({"v":18446744073709551615})"), 18446744073709551615.0);
}

TEST(JsonPayload, WithoutANumberAtItsPathSaysSo) {
  for (const char* payload : {R"({})", R"({"data":{}})", R"({"data":{"value":null}})", R"({"data":{"value":"12 mm"}})",
                              R"({"data":[1]})", R"({"data":5})", "[]", "7"}) {
    EXPECT_EQ(reason_of(json_rule("data.value"), payload), "no number at 'data.value'") << payload;
  }
  EXPECT_EQ(reason_of(json_rule(""), "{}"), "the document is no number");
}

TEST(JsonPayload, HasPlainNumbersAsArrayIndices) {
  for (const char* path : {"/2", "/-", "/01", "/-1", "/1e0", "/", "/99999999999999999999"}) {
    EXPECT_EQ(reason_of(json_rule(path), "[1,2]"), "no number at '" + std::string(path) + "'");
  }
}

TEST(JsonPayload, IsFinite) {
  EXPECT_EQ(reason_of(json_rule("v"), R"({"v":1e999})"), "not finite: NaN, Infinity or beyond every double");
  EXPECT_EQ(reason_of(json_rule("v"), R"({"v":"NaN"})"), "not finite: NaN");
}

TEST(JsonPayload, ThatIsNoJsonSaysWhy) {
  EXPECT_THAT(reason_of(json_rule("v"), "{\"v\":1"), HasSubstr("no JSON: Unexpected end"));
  EXPECT_THAT(reason_of(json_rule("v"), "{\"v\":1} x"), HasSubstr("no JSON: Text behind the end"));
  EXPECT_THAT(reason_of(json_rule("v"), "{\"v\":1,\"x\":\"\xFF\"}"), HasSubstr("no JSON: "));
  EXPECT_THAT(reason_of(json_rule("v"), "12,5"), HasSubstr("no JSON: "));
}

TEST(JsonPayload, MayNotBeNestedDeeperThanTheLimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + "5" + std::string(depth, ']'); };
  std::string path;
  for (std::size_t i = 0; i < kMaxPayloadDepth; ++i) path += "/0";
  EXPECT_EQ(json_value(path, nested(kMaxPayloadDepth)), 5);
  EXPECT_THAT(reason_of(json_rule(path), nested(kMaxPayloadDepth + 1)), HasSubstr("no JSON: Nested"));
}

/// A reading of `{"v":1,"x":CONTENT}` whose rule finds every ornament at "x".
Reading ornamented(const std::string& content) {
  const PayloadRule rule{.format = PayloadFormat::json,
                         .value_path = "v",
                         .timestamp_path = "x",
                         .batch_path = "x",
                         .operator_path = "x",
                         .serial_path = "x"};
  return reading_of(rule, R"({"v":1,"x":)" + content + "}");
}

TEST(JsonPayload, TellsTimeBatchOperatorAndSerialNumber) {
  const PayloadRule rule{.format = PayloadFormat::json,
                         .value_path = "v",
                         .timestamp_path = "t",
                         .batch_path = "/who/batch",
                         .operator_path = "who.operator",
                         .serial_path = "who.serial"};
  const auto reading = reading_of(
      rule, R"({"v":1,"t":"2026-02-12T08:15:30+01:00","who":{"batch":"B1","operator":"Ann","serial":"S7"}})");
  EXPECT_EQ(reading.timestamp, base::parse_timestamp("2026-02-12T07:15:30Z"));
  EXPECT_EQ(reading.batch_number, "B1");
  EXPECT_EQ(reading.operator_id, "Ann");
  EXPECT_EQ(reading.serial_number, "S7");
}

TEST(JsonPayload, HasTimesInUnixSecondsOrMilliseconds) {
  const auto expected = base::parse_timestamp("2026-02-12T08:15:30.250Z");
  EXPECT_EQ(ornamented("1770884130.25").timestamp, expected);
  EXPECT_EQ(ornamented("1770884130250").timestamp, expected);
  EXPECT_EQ(ornamented(R"("1770884130250")").timestamp, expected);
}

TEST(JsonPayload, HasTimesInMicrosecondsOrNanoseconds) {
  const auto expected = base::parse_timestamp("2026-02-12T08:15:30.250Z");
  EXPECT_EQ(ornamented("1770884130250000").timestamp, expected);
  EXPECT_EQ(ornamented("1770884130250000000").timestamp, expected);
}

TEST(JsonPayload, KeepsTheValueWhenTheTimeIsUnusable) {
  for (const char* time : {"null", "true", "[]", "1e300", "1e999", R"("yesterday")", R"("2026-02-30")"}) {
    EXPECT_EQ(ornamented(time).timestamp, std::nullopt) << time;
  }
}

TEST(JsonPayload, HasNumbersAsTextWhereATextIsWanted) {
  EXPECT_EQ(ornamented("4711").batch_number, "4711");
  EXPECT_EQ(ornamented("-5").batch_number, "-5");
  EXPECT_EQ(ornamented("18446744073709551615").batch_number, "18446744073709551615");
  EXPECT_EQ(ornamented("12.5").batch_number, "12.5");
}

TEST(JsonPayload, KeepsTheValueWhenATextIsUnusable) {
  for (const char* text : {"null", "true", "{}", "[1]", "1e999", R"("")", R"(" ")", R"("a\u0000b")"}) {
    EXPECT_EQ(ornamented(text).serial_number, std::nullopt) << text;
  }
}

TEST(JsonPayload, HasTextsTrimmedAndCutToAHundredCharacters) {
  EXPECT_EQ(ornamented(R"(" B1\r\n")").batch_number, "B1");
  std::string long_text;
  for (int i = 0; i < 101; ++i) long_text += "\xC3\xA9";
  EXPECT_EQ(ornamented('"' + long_text + '"').batch_number, long_text.substr(0, 200));
}

TEST(PayloadRule, NamesThePathThatIsWrong) {
  const std::string long_path(501, 'a');
  for (const char* path : {"a..b", ".a", "a.", ".", "/a~2", "/a~", "a\xFF", long_path.c_str()}) {
    EXPECT_EQ(refusal_of(json_rule(path)).first, "value_path") << path;
  }
  EXPECT_THAT(refusal_of(json_rule("a..b")).second, HasSubstr("'a..b' is no path"));
}

TEST(PayloadRule, NamesTheOrnamentWhosePathIsWrong) {
  const auto json = PayloadFormat::json;
  EXPECT_EQ(refusal_of({.format = json, .timestamp_path = "."}).first, "timestamp_path");
  EXPECT_EQ(refusal_of({.format = json, .batch_path = "."}).first, "batch_path");
  EXPECT_EQ(refusal_of({.format = json, .operator_path = "."}).first, "operator_path");
  EXPECT_EQ(refusal_of({.format = json, .serial_path = "."}).first, "serial_path");
}

TEST(PayloadRule, HasPathsForJsonOnly) {
  EXPECT_EQ(reading_of({.format = PayloadFormat::number, .value_path = "a..b"}, "1").value, 1);
}

TEST(PayloadRule, CanBeReadBack) {
  const PayloadExtractor extractor(json_rule("a.b"));
  EXPECT_EQ(extractor.rule().value_path, "a.b");
}

TEST(PrintableExcerpt, KeepsTextAsItIs) {
  EXPECT_EQ(printable_excerpt("12.5 \xC2\xB5m"), "12.5 \xC2\xB5m");
}

TEST(PrintableExcerpt, IsCutByCharacters) {
  EXPECT_EQ(printable_excerpt("\xC2\xB5\xC2\xB5\xC2\xB5", 2), "\xC2\xB5\xC2\xB5");
  EXPECT_EQ(printable_excerpt("abc", 0), "");
}

TEST(PrintableExcerpt, ReplacesControlAndMalformedBytes) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(printable_excerpt("a\n\x1B[0m\x7F"), "a" + mark + mark + "[0m" + mark);
  EXPECT_EQ(printable_excerpt("\xC2\x85|\xFF|\xE2\x82"), mark + "|" + mark + "|" + mark + mark);
}

RC_GTEST_PROP(PrintableExcerpt, IsUtf8OfLimitedLength, (const std::string& bytes)) {
  const auto limit = *rc::gen::inRange<std::size_t>(0, 20);
  const auto text = printable_excerpt(bytes, limit);
  RC_ASSERT(base::is_utf8(text) && base::utf8_count(text) <= limit);
}

/// Brackets and quotes come up often enough that some of it is nearly JSON.
rc::Gen<std::string> payloads() {
  const auto piece = rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                                    rc::gen::element<std::string>("{", "}", "[", "]", "\"v\":", ",", "1e", "-",
                                                                  "T=", "12.5", "null", "\\u0000", "\xC3", "nan"));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string payload;
    for (const auto& text : pieces) payload += text;
    return payload;
  });
}

RC_GTEST_PROP(Payload, IsAFiniteReadingOrUnreadableButNeverThrows, ()) {
  const auto payload = *payloads();
  for (const auto& rule : {PayloadRule{}, json_rule(""), json_rule("v"), json_rule("/0"),
                           PayloadRule{.format = PayloadFormat::text, .pattern = R"(T=(\S+))"}}) {
    const auto outcome = PayloadExtractor(rule).extract(payload);
    if (const auto* reading = std::get_if<Reading>(&outcome)) {
      RC_ASSERT(std::isfinite(reading->value));
    } else {
      const auto& reason = std::get<Unreadable>(outcome).reason;
      RC_ASSERT(!reason.empty() && base::is_utf8(reason));
    }
  }
}

}  // namespace
}  // namespace openspc::connect::payload
