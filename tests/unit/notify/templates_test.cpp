// Messages against the texts in golden/, which are there to be read: each is what a receiver gets.
#include "notify/notice/templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "notify/notice/wording.h"

namespace openspc::notify {
namespace {

using boost::json::serialize;
using testing::HasSubstr;
using testing::Not;

base::Timestamp utc(std::string_view text) {
  return base::parse_timestamp(text).value();
}

std::string golden(const std::string& name) {
  std::ifstream file(std::string(OPENSPC_SOURCE_DIR) + "/tests/unit/notify/golden/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Alert a_violation() {
  return {.event = EventKind::violation,
          .severity = Severity::CRITICAL,
          .occurred_at = utc("2026-05-04T12:30:15.5Z"),
          .plant_id = base::PlantId{1},
          .plant_name = "Werk Süd",
          .characteristic_id = base::CharacteristicId{7},
          .characteristic_name = "Bore Ø 8",
          .path = "Line 1 > Cell 2",
          .violation_id = base::ViolationId{41},
          .sample_id = base::SampleId{99},
          .rule_id = 1,
          .rule_name = "Outlier",
          .chart = "location",
          .statistic = "individual",
          .value = 8.0525,
          .requires_acknowledgement = true,
          .center_line = 8,
          .ucl = 8.05,
          .lcl = 7.95,
          .decimal_precision = 4};
}

Notice a_notice() {
  return {.rule = "Night shift", .alerts = {a_violation()}};
}

Notice a_digest(std::int64_t count) {
  Notice digest{.rule = "Night shift", .alert_count = count};
  for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 25); ++i) digest.alerts.push_back(a_violation());
  return digest;
}

void expect_golden(const std::string& body, const std::string& name) {
  EXPECT_EQ(boost::json::parse(body), boost::json::parse(golden(name)));
}

TEST(Templates, TellAValueFromTheLimitThatItIsBeyond) {
  Notice notice = a_notice();
  notice.alerts.front().value = 100.00012;
  notice.alerts.front().ucl = 100.0001;
  EXPECT_THAT(plain_text(notice), HasSubstr("Value: 100.00012\n"));
  EXPECT_THAT(plain_text(notice), HasSubstr("Upper limit: 100.00010\n"));
}

TEST(Templates, NameTheChartThatTheRuleFiredOn) {
  Notice notice = a_notice();
  notice.alerts.front().statistic = "moving_range";
  EXPECT_THAT(plain_text(notice), HasSubstr("Chart: Moving range chart\n  Moving range: 8.0525\n"));
  notice.alerts.front().statistic = "z";
  EXPECT_THAT(plain_text(notice), HasSubstr("Chart: Z chart\n  z: 8.0525\n"));
}

TEST(Templates, Webhook) {
  expect_golden(webhook_body(a_notice(), "0f8fad5b-d9cb-469f-a165-70867728950e", utc("2026-05-04T12:30:16Z")),
                "webhook.json");
}
TEST(Templates, Discord) {
  expect_golden(serialize(discord_body(a_notice())), "discord.json");
}
TEST(Templates, Slack) {
  expect_golden(serialize(slack_body(a_notice())), "slack.json");
}
TEST(Templates, Teams) {
  expect_golden(serialize(teams_body(a_notice())), "teams.json");
}
TEST(Templates, Mail) {
  EXPECT_EQ(plain_text(a_notice()), golden("mail.txt"));
}

TEST(Templates, DigestSaysHowManyItLeavesOut) {
  EXPECT_THAT(plain_text(a_digest(30)), HasSubstr("... and 5 more."));
  EXPECT_THAT(serialize(discord_body(a_digest(30))), HasSubstr("… and 26 more."));
  EXPECT_EQ(discord_body(a_digest(30)).at("embeds").as_array().size(), 4U);
  EXPECT_EQ(headline(a_digest(30)), "30 notifications of Night shift");
}

TEST(Templates, MessageLeadsToTheChartWhereThePageHasAnAddress) {
  EXPECT_EQ(chart_url(a_violation(), ""), std::nullopt);
  const std::string url = "https://spc.example.com/dashboard?plant=1&c=7&sample=99";
  EXPECT_EQ(chart_url(a_violation(), "https://spc.example.com"), url);
  Notice notice = a_notice();
  notice.alerts[0].url = url;
  EXPECT_EQ(discord_body(notice).at("embeds").at(0).at("url"), boost::json::value(url));
  EXPECT_EQ(slack_body(notice).at("blocks").at(1).at("accessory").at("url"), boost::json::value(url));
  EXPECT_THAT(serialize(teams_body(notice)), HasSubstr("\"type\":\"Action.OpenUrl\",\"title\":\"Open the chart\""));
  EXPECT_THAT(plain_text(notice), HasSubstr("\n  " + url + "\n"));
}

TEST(Templates, AlertAboutNoCharacteristicLeadsNowhere) {
  EXPECT_EQ(chart_url(Alert{}, "https://spc.example.com"), std::nullopt);
}

TEST(Templates, EscalationIsSaidFirst) {
  Notice notice = a_notice();
  notice.level = 2;
  EXPECT_EQ(headline(notice), "Escalation 2: CRITICAL: Outlier at Bore Ø 8");
  EXPECT_EQ(remark(notice), "Nobody has acknowledged it yet.");
}

TEST(Templates, EveryEventHasWordsOfItsOwn) {
  Alert alert = a_violation();
  alert.event = EventKind::acknowledgement;
  EXPECT_EQ(headline(alert), "Acknowledged: Outlier at Bore Ø 8");
  alert.event = EventKind::limits;
  EXPECT_EQ(headline(alert), "Control limits changed: Bore Ø 8");
  alert.event = EventKind::no_data;
  alert.silent_minutes = 1;
  EXPECT_EQ(headline(alert), "No data for 1 minute: Bore Ø 8");
  alert.event = EventKind::data_resumed;
  EXPECT_EQ(headline(alert), "Data again: Bore Ø 8");
}

TEST(Templates, WordsOfPeopleAreNoMarkupAndMentionNobody) {
  Notice notice = a_notice();
  notice.alerts[0].characteristic_name = "@everyone <!channel> <https://evil.example|click> **bold** [x](y)";
  const std::string discord = serialize(discord_body(notice));
  EXPECT_THAT(discord, Not(HasSubstr("@everyone")));
  EXPECT_THAT(discord, Not(HasSubstr("](y)")));
  EXPECT_THAT(discord, HasSubstr("\"allowed_mentions\":{\"parse\":[]}"));
  const boost::json::object slack = slack_body(notice);
  for (const auto& block : slack.at("blocks").as_array())
    if (block.at("type") != "header") {
      EXPECT_THAT(serialize(block), Not(HasSubstr("<")));
    }
  EXPECT_THAT(serialize(teams_body(notice)), Not(HasSubstr("](y)")));
}

TEST(Templates, LongNamesAreCutBetweenCharacters) {
  Notice notice = a_notice();
  notice.alerts[0].characteristic_name.clear();
  for (int i = 0; i < 255; ++i) notice.alerts[0].characteristic_name += "Ø";
  const auto title = slack_body(notice).at("blocks").at(0).at("text").at("text").as_string();
  EXPECT_LE(title.size(), 2U * 150U);
  EXPECT_TRUE(std::string_view(title).ends_with("Ø…"));
}

}  // namespace
}  // namespace openspc::notify
