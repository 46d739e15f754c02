#include "connect/templates/placeholders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"

namespace openspc::connect::templates {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

using Values = PlaceholderValues;

PlaceholderPattern pattern(std::string_view text) {
  return {text, "topic_pattern"};
}

// What is said of a pattern or text that is refused; empty when it is taken.
template <class Make>
std::string refusal_of(Make make) try {
  make();
  return {};
} catch (const base::Error& error) {
  return error.detail();
}

std::string refusal_of_pattern(std::string_view text) {
  return refusal_of([&] { pattern(text); });
}

TEST(PlaceholderPattern, NamesWhatItsPlaceholdersStandFor) {
  EXPECT_THAT(pattern("plant1/{line}/{machine}/diameter").match("plant1/L1/M3/diameter"),
              Optional(Values{{"line", "L1"}, {"machine", "M3"}}));
}

TEST(PlaceholderPattern, StandsForOneWholeLevelAndNoMore) {
  const auto machines = pattern("hall/{machine}");
  EXPECT_EQ(machines.match("hall/L1/M3"), std::nullopt);
  EXPECT_EQ(machines.match("hall"), std::nullopt);
  EXPECT_EQ(machines.match("hall/M3/"), std::nullopt);
}

TEST(PlaceholderPattern, ComparesEveryOtherLevelLetterByLetter) {
  EXPECT_EQ(pattern("hall/{machine}/diameter").match("hall/M3/Diameter"), std::nullopt);
}

TEST(PlaceholderPattern, MatchesAnEmptyLevelSoThatItCanBeToldOf) {
  EXPECT_THAT(pattern("hall/{machine}/d").match("hall//d"), Optional(Values{{"machine", ""}}));
}

TEST(PlaceholderPattern, LeavesTopicsOfTheBrokerItselfAlone) {
  EXPECT_EQ(pattern("{hall}/{machine}").match("$SYS/uptime"), std::nullopt);
}

TEST(PlaceholderPattern, ListsItsNamesInOrder) {
  EXPECT_THAT(pattern("{z}/x/{a}").names(), ElementsAre("z", "a"));
}

TEST(PlaceholderPattern, RefusesWildcards) {
  EXPECT_THAT(refusal_of_pattern("hall/+/{machine}"), HasSubstr("write a placeholder"));
  EXPECT_THAT(refusal_of_pattern("{machine}/#"), HasSubstr("write a placeholder"));
}

TEST(PlaceholderPattern, RefusesAPlaceholderBesideOtherLetters) {
  EXPECT_THAT(refusal_of_pattern("hall/m{machine}"), HasSubstr("{machine} stands for a whole level"));
}

TEST(PlaceholderPattern, RefusesANameThatComesTwice) {
  EXPECT_THAT(refusal_of_pattern("{line}/{line}"), HasSubstr("{line} comes twice"));
}

TEST(PlaceholderPattern, RefusesANameThatTheOtherPatternHas) {
  EXPECT_THAT(refusal_of([] { PlaceholderPattern("{line}/d", "metric_pattern", {"line"}); }), HasSubstr("comes twice"));
}

TEST(PlaceholderPattern, RefusesBracesThatDoNotClose) {
  for (const char* text : {"hall/{machine", "hall/machine}", "hall/{ma/chine}"})
    EXPECT_THAT(refusal_of_pattern(text), HasSubstr("one of the two is missing")) << text;
}

TEST(PlaceholderPattern, RefusesNamesThatAreNone) {
  for (const char* text : {"{}", "{1st}", "{a b}", "{m\xC3\xBC}", "{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}"})
    EXPECT_THAT(refusal_of_pattern(text), HasSubstr("letters, digits and _")) << text;
}

TEST(PlaceholderText, HasPlaceholdersAnywhere) {
  const PlaceholderText text("{machine} diameter ({line})", "characteristic_name", {"line", "machine"});
  EXPECT_EQ(text.filled({{"line", "L1"}, {"machine", "M3"}}), "M3 diameter (L1)");
}

TEST(PlaceholderText, SaysWhichPlaceholderWasMeant) {
  EXPECT_THAT(refusal_of([] { PlaceholderText("{mashine}", "place_path", {"line", "machine"}); }),
              HasSubstr("did you mean {machine}?"));
}

TEST(PlaceholderText, ListsThePlaceholdersWhenNoneIsNear) {
  EXPECT_THAT(refusal_of([] { PlaceholderText("{tool}", "place_path", {"line", "machine"}); }),
              HasSubstr("there are {line}, {machine}"));
}

TEST(NameProblem, TakesLettersOfAnyScript) {
  EXPECT_EQ(name_problem("Fr\xC3\xA4se \xE6\xA9\x9F 3"), std::nullopt);
}

TEST(NameProblem, CountsCharactersAndNotBytes) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "\xC3\xA4";
  EXPECT_EQ(name_problem(name), std::nullopt);
  EXPECT_THAT(name_problem(name + "x"), Optional(HasSubstr("longer than 100")));
}

TEST(NameProblem, RefusesWhatCannotBeSeen) {
  for (const char* name : {"a\nb", "a\x1B[31m", "a\x7F", "a\xC2\x85",
                           "a\xE2\x80\xAE"
                           "b",
                           "a\xE2\x80\x8B",
                           "\xEF\xBB\xBF"
                           "a"})
    EXPECT_THAT(name_problem(name), Optional(HasSubstr("cannot be seen"))) << name;
}

TEST(NameProblem, RefusesWhatIsEmptyOrNoText) {
  EXPECT_THAT(name_problem(""), Optional(HasSubstr("empty")));
  EXPECT_THAT(name_problem("\xFF"), Optional(HasSubstr("UTF-8")));
}

// A level of a topic that is no wildcard and has no slash.
std::string any_level() {
  return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab$ {}\xC3\xA4")));
}

RC_GTEST_PROP(PlaceholderProperty, WhatIsFilledInIsReadBack, ()) {
  const auto count = *rc::gen::inRange(1, 6);
  std::string text;
  Values values;
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const std::string name = "p" + std::to_string(i);
    const bool is_placeholder = *rc::gen::arbitrary<bool>();
    text += (i == 0 ? "" : "/") + (is_placeholder ? "{" + name + "}" : name);
    if (!is_placeholder) continue;
    names.push_back(name);
    values[name] = any_level();
  }
  RC_PRE((!values.contains("p0") || !values.at("p0").starts_with('$')));
  const std::string topic = PlaceholderText(text, "topic", names).filled(values);
  RC_ASSERT(pattern(text).match(topic) == values);
}

RC_GTEST_PROP(PlaceholderProperty, ATopicOfOtherDepthIsNeverMeant, ()) {
  const int depth = *rc::gen::inRange(1, 6);
  const int other = 1 + (depth - 1 + *rc::gen::inRange(1, 5)) % 5;
  std::string text, topic;
  for (int i = 0; i < depth; ++i) text += (i == 0 ? "{p" : "/{p") + std::to_string(i) + "}";
  for (int i = 0; i < other; ++i) topic += (i == 0 ? "" : "/") + any_level();
  RC_ASSERT(!pattern(text).match(topic));
}

RC_GTEST_PROP(PlaceholderProperty, NoPatternDoesHarm, (const std::string& text, const std::string& topic)) {
  try {
    const auto values = pattern(text).match(topic);
    RC_ASSERT((!values || values->size() == pattern(text).names().size()));
  } catch (const base::Error& error) {
    RC_ASSERT(!error.fields().empty());
  }
}

}  // namespace
}  // namespace openspc::connect::templates
