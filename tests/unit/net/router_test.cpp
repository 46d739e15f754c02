// From method and path to a route.
#include "net/router.h"

#include <gtest/gtest.h>

namespace openspc::net {

struct ItemPath {
  std::int64_t item_id = 0;
};
BOOST_DESCRIBE_STRUCT(ItemPath, (), (item_id))

namespace {

constexpr auto kNothing = [](Request&) -> base::Task<NoContent> { co_return NoContent{}; };

Route route(Method method, std::string path) {
  Route declared = get(path).access(Access::public_()).handle(kNothing);
  declared.method = method;
  return declared;
}

class Routing : public testing::Test {
 protected:
  Routing() {
    router.add(route(Method::get, "/items/"));
    router.add(route(Method::post, "/items/"));
    router.add(route(Method::get, "/items/{item_id}"));
    router.add(route(Method::delete_, "/items/{id}"));
    router.add(route(Method::post, "/items/batch"));
    router.add(route(Method::get, "/items/{item_id}/parts/{part_id}"));
    router.add(route(Method::get, "/items/fixed/parts/none"));
    router.websocket("/ws/items", [](WebSocket, Request) -> base::Task<void> { co_return; });
  }

  Match find(Method method, std::string_view path) { return router.find(method, path, parameters); }

  Router router;
  std::vector<PathParameter> parameters;
};

TEST_F(Routing, StaticPath) {
  const Match match = find(Method::post, "/items/");
  ASSERT_EQ(match.outcome, Match::Outcome::route);
  EXPECT_EQ(match.route->method, Method::post);
}

TEST_F(Routing, PatternsCaptureTheirSegmentsUnderTheRoutesOwnNames) {
  ASSERT_EQ(find(Method::get, "/items/7/parts/a b").outcome, Match::Outcome::route);
  ASSERT_EQ(parameters.size(), 2u);
  EXPECT_EQ(parameters[0].name, "item_id");
  EXPECT_EQ(parameters[0].value, "7");
  EXPECT_EQ(parameters[1].value, "a b");
  ASSERT_EQ(find(Method::delete_, "/items/7").outcome, Match::Outcome::route);
  EXPECT_EQ(parameters.at(0).name, "id");
}

TEST_F(Routing, AStaticPathIsNeverTheIdOfAPattern) {
  EXPECT_EQ(find(Method::post, "/items/batch").route->path, "/items/batch");
  EXPECT_EQ(find(Method::get, "/items/batch").outcome, Match::Outcome::wrong_method);
}

TEST_F(Routing, ALiteralSegmentThatLeadsNowhereFallsBackToTheParameter) {
  ASSERT_EQ(find(Method::get, "/items/fixed/parts/9").outcome, Match::Outcome::route);
  EXPECT_EQ(parameters.at(0).value, "fixed");
}

TEST_F(Routing, WrongMethodNamesTheAllowedOnes) {
  const Match match = find(Method::put, "/items/");
  EXPECT_EQ(match.outcome, Match::Outcome::wrong_method);
  EXPECT_EQ(match.allow, "GET, POST");
  EXPECT_EQ(find(Method::other, "/items/").outcome, Match::Outcome::wrong_method);
  EXPECT_EQ(find(Method::put, "/items/batch").allow, "POST");
}

TEST_F(Routing, TheFinalSlashCountsButIsRecognised) {
  EXPECT_EQ(find(Method::get, "/items").outcome, Match::Outcome::slash_differs);
  EXPECT_EQ(find(Method::get, "/items/7/").outcome, Match::Outcome::slash_differs);
  EXPECT_EQ(find(Method::put, "/items").outcome, Match::Outcome::slash_differs);
  EXPECT_EQ(find(Method::put, "/items/").outcome, Match::Outcome::wrong_method);
}

TEST_F(Routing, WhatChangesSomethingIsDoneWithEitherSlash) {
  EXPECT_EQ(find(Method::post, "/items").route->path, "/items/");
  EXPECT_EQ(find(Method::post, "/items/batch/").route->path, "/items/batch");
  ASSERT_EQ(find(Method::delete_, "/items/7/").outcome, Match::Outcome::route);
  EXPECT_EQ(parameters.at(0).value, "7");
}

TEST_F(Routing, UnknownPaths) {
  for (const char* path : {"", "/", "/item", "/items/7/parts", "/items//parts/1", "/items/7/parts/", "//", "items/"}) {
    EXPECT_EQ(find(Method::get, path).outcome, Match::Outcome::nothing) << path;
  }
}

TEST_F(Routing, WebSocketPathsAnswerGetOnly) {
  EXPECT_EQ(find(Method::get, "/ws/items").outcome, Match::Outcome::websocket);
  EXPECT_EQ(find(Method::post, "/ws/items").outcome, Match::Outcome::nothing);
}

TEST_F(Routing, DeclaringTwiceIsAnError) {
  EXPECT_THROW(router.add(route(Method::get, "/items/")), std::logic_error);
  EXPECT_THROW(router.add(route(Method::get, "/items/{other}")), std::logic_error);
}

TEST_F(Routing, PathMembersMustBeSegments) {
  const auto handler = [](Request&, Path<ItemPath>) -> base::Task<NoContent> { co_return NoContent{}; };
  EXPECT_THROW(router.add(get("/things/{thing_id}").access(Access::public_()).handle(handler)), std::logic_error);
  EXPECT_NO_THROW(router.add(get("/things/{item_id}").access(Access::public_()).handle(handler)));
}

template <class Builder>
concept CanHandle = requires(Builder builder) { builder.handle(kNothing); };

TEST(Declaration, WithoutAccessCannotBeFinished) {
  static_assert(!CanHandle<RouteBuilder<false>>);
  static_assert(CanHandle<RouteBuilder<true>>);
}

TEST(Declaration, StatusFollowsTheResult) {
  const auto created = [](Request&) -> base::Task<Created<std::string>> { co_return Created<std::string>{"x"}; };
  EXPECT_EQ(get("/a").access(Access::public_()).handle(created).signature.success_status, 201);
  EXPECT_EQ(get("/a").access(Access::public_()).handle(kNothing).signature.success_status, 204);
  EXPECT_EQ(get("/a").access(Access::public_()).status(202).handle(created).signature.success_status, 202);
}

TEST(Declaration, ABadRateIsAnError) {
  EXPECT_THROW(get("/a").rate_limit("often"), std::logic_error);
}

}  // namespace
}  // namespace openspc::net
