// How a pattern finds a number in a text, and what keeps patterns and texts from costing too much.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "connect/payload/payload.h"

namespace openspc::connect::payload {
namespace {

using ::testing::HasSubstr;

PayloadExtractor extractor(std::string pattern) {
  return PayloadExtractor({.format = PayloadFormat::text, .pattern = std::move(pattern)});
}

double value_of(const std::string& pattern, std::string_view payload) {
  const auto outcome = extractor(pattern).extract(payload);
  const auto* unreadable = std::get_if<Unreadable>(&outcome);
  EXPECT_EQ(unreadable, nullptr) << (unreadable != nullptr ? unreadable->reason : "");
  return unreadable == nullptr ? std::get<Reading>(outcome).value : 0;
}

std::string reason_of(const std::string& pattern, std::string_view payload) {
  const auto outcome = extractor(pattern).extract(payload);
  const auto* unreadable = std::get_if<Unreadable>(&outcome);
  EXPECT_NE(unreadable, nullptr) << payload;
  return unreadable != nullptr ? unreadable->reason : "";
}

std::string refusal_of(const std::string& pattern) {
  try {
    extractor(pattern);
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::invalid);
    EXPECT_EQ(error.fields().at(0).loc.at(1), "pattern");
    return error.fields().at(0).msg;
  }
  return "";
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(TextPayload, HasTheValueInTheFirstGroup) {
  EXPECT_EQ(value_of(R"(T=(-?[\d.]+) ?(\w+))", "P=3 T=-12.5 mm"), -12.5);
}

TEST(TextPayload, HasTheValueInTheWholeMatchOfAPatternWithoutGroups) {
  EXPECT_EQ(value_of(R"(\b\d+\.\d+\b)", "12 inch, 12.5 mm"), 12.5);
}

TEST(TextPayload, HasTheShortestTextForAReluctantPattern) {
  EXPECT_EQ(value_of("T=(.*?);", "T=12;P=3;"), 12);
}

TEST(TextPayload, TakesTheFirstMatch) {
  EXPECT_EQ(value_of(R"(\d+)", "a1 b2"), 1);
}

TEST(TextPayload, MayHaveWhiteSpaceAroundTheNumber) {
  EXPECT_EQ(value_of("T=([^;]*);", "T= 1_000.5 ;"), 1000.5);
}

TEST(TextPayload, WithoutAMatchSaysSo) {
  EXPECT_EQ(reason_of("T=(.+)", "P=3"), "nothing matches the pattern");
}

TEST(TextPayload, WhoseGroupIsNoNumberSaysWhatItIs) {
  EXPECT_EQ(reason_of("T=(.+)", "T=12 mm"), "not a number: '12 mm'");
  EXPECT_EQ(reason_of("T=(.*)", "T="), "empty");
  EXPECT_EQ(reason_of("T=(.*)", "T=nan"), "not finite: nan");
}

TEST(TextPayload, WhoseFirstGroupTookNoPartSaysSo) {
  EXPECT_EQ(reason_of(R"(T=(\d+)|P=(\d+))", "P=3"), "the first group of the pattern has no part in the match");
}

TEST(TextPayload, IsUtf8) {
  EXPECT_THAT(reason_of(".", "1\xFF"), HasSubstr("no UTF-8"));
}

TEST(TextPayload, IsSearchedInItsFirst2000BytesOnly) {
  EXPECT_EQ(value_of(R"(T=(\d+);)", std::string(1'994, ' ') + "T=123;"), 123);
  EXPECT_EQ(reason_of(R"(T=(\d+);)", std::string(1'995, ' ') + "T=123;"), "nothing matches the pattern");
}

TEST(TextPayload, IsNotReadWhereTheNumberMayGoOnBeyondTheFirst2000Bytes) {
  EXPECT_EQ(value_of(R"(T=(\d+))", std::string(1'995, ' ') + "T=123"), 123);
  EXPECT_EQ(reason_of(R"(T=(\d+))", std::string(1'995, ' ') + "T=1234"),
            "the match is not complete within the first 2000 bytes");
}

TEST(TextPattern, IsNeeded) {
  EXPECT_EQ(refusal_of(""), "a pattern is needed");
}

TEST(TextPattern, HasAtMost500Bytes) {
  EXPECT_EQ(refusal_of(std::string(500, 'a')), "");
  EXPECT_EQ(refusal_of(std::string(501, 'a')), "the pattern is longer than 500 bytes");
}

TEST(TextPattern, Compiles) {
  for (const char* pattern : {"(", ")", "[a", "*", R"(\)", "[[:nothing:]]", "(a{1,"}) {
    EXPECT_THAT(refusal_of(pattern), HasSubstr("the pattern does not compile")) << pattern;
  }
}

TEST(TextPattern, MayCountTheDigitsOfTimesAndAddresses) {
  EXPECT_EQ(value_of(R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2} (\d{1,3}))", "2026-02-12T08:15:30 17"), 17);
  EXPECT_EQ(value_of(R"((?:\d{1,3}\.){3}\d{1,3} [0-9A-F]{32} (\d+))", "10.0.0.1 " + repeated("AF", 16) + " 17"), 17);
}

TEST(TextPattern, MayNameItsGroup) {
  EXPECT_EQ(value_of(R"(T=(?P<value>\d+))", "T=17"), 17);
}

TEST(TextPattern, HasNoBackReferencesAndNoLookaround) {
  for (const char* pattern : {R"((a)\1)", "(?=a)", "(?!a)", "(?<=a)"}) {
    EXPECT_THAT(refusal_of(pattern), HasSubstr("the pattern does not compile")) << pattern;
  }
}

TEST(TextPattern, DoesNotRepeatTooMuch) {
  for (const char* pattern : {"a{1001}", "a{2,1001}", "((a{99}){9}){9}", "(\\pL{100}){10}"}) {
    EXPECT_EQ(refusal_of(pattern), "the pattern repeats too much") << pattern;
  }
}

TEST(TextPattern, DoesNotBacktrack) {
  const std::string text(2'000, 'a');
  for (const char* pattern : {"(a+)+b", "(a|a)*b", "(a*)*b", ".*.*.*b", "((a?){30}){30}b"}) {
    EXPECT_EQ(reason_of(pattern, text), "nothing matches the pattern") << pattern;
  }
}

TEST(TextPattern, MayRunOverAllOfATextThatIsSearched) {
  EXPECT_EQ(value_of(R"((?s).*T=(\d+))", std::string(1'990, '\n') + "T=17"), 17);
}

}  // namespace
}  // namespace openspc::connect::payload
