// What WebSocket clients may say, and how they are answered.

#include "quality/live/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <string>

namespace openspc::quality::live {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Id = base::CharacteristicId;

std::vector<Id> subscribed_by(std::string_view text) {
  const Message message = parse(text);
  const auto* subscription = std::get_if<Subscribe>(&message);
  EXPECT_NE(subscription, nullptr) << text;
  return subscription != nullptr ? subscription->ids : std::vector<Id>{};
}

Problem problem_of(std::string_view text) {
  const Message message = parse(text);
  const auto* problem = std::get_if<Problem>(&message);
  EXPECT_NE(problem, nullptr) << text;
  return problem != nullptr ? *problem : Problem{};
}

TEST(LiveProtocol, SubscribesToAListOrToOne) {
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":[3,1,2]})"), ElementsAre(Id{3}, Id{1}, Id{2}));
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_id":7})"), ElementsAre(Id{7}));
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":7})"), ElementsAre(Id{7}));
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":[]})"), IsEmpty());
}

TEST(LiveProtocol, TheListWinsUnlessItIsNull) {
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":[1],"characteristic_id":2})"),
              ElementsAre(Id{1}));
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":null,"characteristic_id":2})"),
              ElementsAre(Id{2}));
}

TEST(LiveProtocol, TheKindIsTypeElseAction) {
  EXPECT_THAT(subscribed_by(R"({"action":"subscribe","characteristic_id":1})"), ElementsAre(Id{1}));
  EXPECT_THAT(subscribed_by(R"({"type":"","action":"subscribe","characteristic_id":1})"), ElementsAre(Id{1}));
  EXPECT_TRUE(std::holds_alternative<Ping>(parse(R"({"type":"ping","action":"subscribe"})")));
}

TEST(LiveProtocol, UnsubscribesByTheSameMembers) {
  const Message message = parse(R"({"type":"unsubscribe","characteristic_ids":[1,2]})");
  ASSERT_TRUE(std::holds_alternative<Unsubscribe>(message));
  EXPECT_THAT(std::get<Unsubscribe>(message).ids, ElementsAre(Id{1}, Id{2}));
}

TEST(LiveProtocol, FurtherMembersAreIgnored) {
  EXPECT_TRUE(std::holds_alternative<Ping>(parse(R"({"type":"ping","nonce":[{"deep":true}]})")));
}

TEST(LiveProtocol, IdsAreWholeNumbersInAnyOfTheirForms) {
  EXPECT_THAT(subscribed_by(R"({"type":"subscribe","characteristic_ids":["12",3.0,1e2]})"),
              ElementsAre(Id{12}, Id{3}, Id{100}));
}

class NoIds : public ::testing::TestWithParam<const char*> {};

TEST_P(NoIds, AreRefusedAndTheConnectionStays) {
  const Problem problem = problem_of(R"({"type":"subscribe","characteristic_ids":)" + std::string(GetParam()) + "}");
  EXPECT_EQ(problem.message, "characteristic_ids must be integers");
  EXPECT_EQ(problem.close_code, 0);
}

INSTANTIATE_TEST_SUITE_P(LiveProtocol, NoIds,
                         ::testing::Values("[1,null]", "[1,[2]]", "1.5", "true", "\"\"", "\"1x\"", "\" 1\"", "1e300",
                                           "18446744073709551615", "\"9223372036854775808\"", "{}"));

TEST(LiveProtocol, AMessageWithoutIdsNamesTheMembers) {
  const Problem problem = problem_of(R"({"type":"subscribe"})");
  EXPECT_EQ(problem.message, "characteristic_ids or characteristic_id is required");
  EXPECT_EQ(problem.close_code, 0);
}

TEST(LiveProtocol, AnUnknownKindIsEchoedShortenedBetweenCharacters) {
  EXPECT_EQ(problem_of(R"({"type":"dance"})").message, "Unknown message type: dance");
  const std::string umlauts = [] {
    std::string text = "x";
    for (int i = 0; i < 100; ++i) text += "\u00fc";
    return text;
  }();
  const Problem problem = problem_of(R"({"type":")" + umlauts + R"("})");
  EXPECT_EQ(problem.message, "Unknown message type: " + umlauts.substr(0, 63));
  EXPECT_EQ(problem.close_code, 0);
}

TEST(LiveProtocol, AMessageWithoutAKindIsSaidToHaveNone) {
  for (const char* text : {"{}", R"({"type":5})", R"({"type":null,"action":""})"}) {
    EXPECT_EQ(problem_of(text).message, "The message has no type") << text;
    EXPECT_EQ(problem_of(text).close_code, 0) << text;
  }
}

TEST(LiveProtocol, WhatIsNoMessageEndsTheConnection) {
  for (const char* text : {"", "{", "subscribe", "{\"type\":\"ping\"} x", "{\"type\":\"\xff\"}", "NaN"})
    EXPECT_EQ(problem_of(text).close_code, kCloseNotJson) << text;
  for (const char* text : {"[]", "null", "1", "\"ping\""})
    EXPECT_EQ(problem_of(text).close_code, kCloseNotAnObject) << text;
}

TEST(LiveProtocol, DeepNestingIsNotFollowed) {
  EXPECT_EQ(problem_of(std::string(50'000, '[')).close_code, kCloseNotJson);
}

TEST(LiveProtocol, AnswersAreJson) {
  const auto ids = std::vector{Id{1}, Id{2}};
  EXPECT_EQ(subscribed(ids), R"({"type":"subscribed","characteristic_ids":[1,2]})");
  EXPECT_EQ(unsubscribed({}), R"({"type":"unsubscribed","characteristic_ids":[]})");
  EXPECT_EQ(pong(), R"({"type":"pong"})");
  EXPECT_EQ(refused("no", ids), R"({"type":"error","message":"no","characteristic_ids":[1,2]})");
  const std::string quoted = error("say \"hi\"\n");
  EXPECT_EQ(boost::json::parse(quoted).at("message").as_string(), "say \"hi\"\n");
}

}  // namespace
}  // namespace openspc::quality::live
