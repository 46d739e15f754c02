// Bodies that people write themselves: what values become in each format, and what is refused before it is stored.
#include "notify/notice/body_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <regex>

#include "base/error.h"

namespace openspc::notify {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Optional;

WebhookMessage about(const std::string& characteristic) {
  WebhookMessage message = sample_message();
  message.alerts.front().characteristic_name = characteristic;
  return message;
}

std::string json(std::string_view text, const WebhookMessage& message = sample_message()) {
  return rendered(text, BodyFormat::json, message);
}

TEST(BodyTemplate, AValueBetweenQuotesIsEscaped) {
  const std::string name = "Bore \"8\" \\ \n \x01 Ø";
  const auto body = boost::json::parse(json(R"({"text": "at {{alert.characteristic_name}}!"})", about(name)));
  EXPECT_EQ(body.at("text"), boost::json::value("at " + name + "!"));
}

TEST(BodyTemplate, AValueOutsideOfQuotesKeepsItsType) {
  EXPECT_EQ(json(R"([{{alert.value}},{{alert.rule_id}},{{alert.requires_acknowledgement}},{{alert.method}},{{rule}}])"),
            R"([8.0525,1,true,null,"Night shift"])");
}

TEST(BodyTemplate, AnUnknownValueBetweenQuotesIsEmpty) {
  EXPECT_EQ(json(R"({"by": "{{alert.user}}"})"), R"({"by": ""})");
}

TEST(BodyTemplate, QuotesThatAreEscapedDoNotEndAText) {
  EXPECT_EQ(json(R"({"a": "\"{{alert.method}}\"", "b": {{alert.method}}})"), R"({"a": "\"\"", "b": null})");
}

TEST(BodyTemplate, AllAlertsCanBeHandedOn) {
  const auto body = boost::json::parse(json(R"({"all": {{alerts}}})"));
  EXPECT_EQ(body.at("all").at(0).at("ucl").to_number<double>(), 8.05);
}

TEST(BodyTemplate, BracesBehindAPlaceholderAreItsSurroundings) {
  EXPECT_EQ(json(R"({"a":{"b":{{ alert.rule_id }}}})"), R"({"a":{"b":1}})");
}

TEST(BodyTemplate, AFormIsPercentEncoded) {
  EXPECT_EQ(
      rendered("title={{rule}}&message={{alert.characteristic_name}}&to=a%20b", BodyFormat::form, about("Ø 8&x=1+1")),
      "title=Night%20shift&message=%C3%98%208%26x%3D1%2B1&to=a%20b");
}

TEST(BodyTemplate, PlainTextIsAsItIs) {
  EXPECT_EQ(rendered("{{text}} \"{{alert.value}}\"", BodyFormat::text, sample_message()),
            "CRITICAL: Outlier at Bore \"8 mm\" \"8.0525\"");
}

TEST(BodyTemplate, EveryPlaceholderThatIsOfferedIsTaken) {
  for (const std::string& name : placeholders())
    EXPECT_EQ(template_problem("{{" + name + "}}", BodyFormat::json), std::nullopt) << name;
  EXPECT_THAT(placeholders(), AllOf(Contains("text"), Contains("alert.ucl"), Contains("alerts")));
}

TEST(BodyTemplate, AnUnknownPlaceholderIsNamedWithItsPlaceAndTheNearest) {
  EXPECT_THAT(
      template_problem("{\n \"ü\": \"{{alert.valeu}}\"}", BodyFormat::json),
      Optional(std::string(R"(line 2, column 8: there is no placeholder "alert.valeu"; did you mean "alert.value"?)")));
  EXPECT_THAT(template_problem("{{}}", BodyFormat::text), Optional(HasSubstr("there is no placeholder \"\"")));
}

TEST(BodyTemplate, APlaceholderThatDoesNotEndIsNamed) {
  EXPECT_THAT(template_problem("a {{text", BodyFormat::text), Optional(HasSubstr("line 1, column 3: {{ begins")));
}

TEST(BodyTemplate, WhatIsNoJsonIsRefusedWithTheReason) {
  EXPECT_THAT(template_problem(R"({"text": "{{text}}",})", BodyFormat::json),
              Optional(AllOf(HasSubstr("is no JSON"), HasSubstr("after: "))));
  EXPECT_THAT(template_problem(R"({"text": "{{text}}")", BodyFormat::json),
              Optional(HasSubstr("Unexpected end of the document")));
  EXPECT_EQ(template_problem(R"({"text": "{{text}}",})", BodyFormat::text), std::nullopt);
}

// A number would follow a 1 well; null would not.
TEST(BodyTemplate, WhatIsJsonForSomeEventsAloneIsRefused) {
  EXPECT_THAT(template_problem(R"({"value": 1{{alert.value}}})", BodyFormat::json),
              Optional(HasSubstr("an event that knows little")));
  EXPECT_THAT(template_problem(R"({ {{rule}}: 1, {{alert.severity}}: 2, {{alert.method}}: 3})", BodyFormat::json),
              Optional(HasSubstr("is no JSON")));
}

TEST(BodyTemplate, ABackslashBeforeAPlaceholderIsRefused) {
  EXPECT_THAT(template_problem(R"({"text": "\{{text}}"})", BodyFormat::json), Optional(HasSubstr("backslash")));
}

TEST(BodyTemplate, EveryExampleOfTheUserGuideIsTaken) {
  std::ifstream file(std::string(OPENSPC_SOURCE_DIR) + "/docs/notifications.md");
  const std::regex example("`(json|text|form)`: `([^`]+)`");
  const std::map<std::string, BodyFormat> formats{
      {"json", BodyFormat::json}, {"text", BodyFormat::text}, {"form", BodyFormat::form}};
  int examples = 0;
  for (std::string line; std::getline(file, line);) {
    std::smatch found;
    if (!std::regex_search(line, found, example)) continue;
    ++examples;
    EXPECT_EQ(template_problem(found[2].str(), formats.at(found[1].str())), std::nullopt) << found[2];
  }
  EXPECT_EQ(examples, 4);
}

TEST(BodyTemplate, SendsNothingThatItDoesNotKnow) {
  EXPECT_THROW(rendered("{{secret}}", BodyFormat::text, sample_message()), base::Error);
}

}  // namespace
}  // namespace openspc::notify
