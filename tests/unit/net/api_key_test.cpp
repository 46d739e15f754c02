// API keys at the door: routes that take them, and those that do not.
#include <gmock/gmock.h>

#include "net/json_schema.h"
#include "test_server.h"

namespace openspc::net::test {
namespace {

using ::testing::HasSubstr;

class ApiKeyTest : public TestServer {
 protected:
  ApiKeyTest() { start(); }
  static std::string by_key(std::string_view name) { return "X-API-Key: " + std::string(name) + "\r\n"; }
  Answer enter(const std::string& fields) {
    return ask("POST /entries HTTP/1.1\r\nHost: x\r\n" + fields + "Content-Length: 0\r\n\r\n");
  }
};

TEST_F(ApiKeyTest, OpensARouteThatTakesKeysOfItsUse) {
  const Answer answer = enter(by_key("enter"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("enter"));
  EXPECT_EQ(enter(by_key("read")).status, 403);
  EXPECT_EQ(enter(by_key("nonsense")).status, 401);
}

TEST_F(ApiKeyTest, OpensNoOtherRoute) {
  const Answer answer = ask("GET /things/1 HTTP/1.1\r\nHost: x\r\n" + by_key("enter") + "\r\n");
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("API keys do not open this address"));
}

TEST_F(ApiKeyTest, IsNotLookedAtBesideAGoodToken) {
  EXPECT_THAT(enter(token("good") + by_key("nonsense")).body, HasSubstr("good"));
  EXPECT_THAT(enter(token("bad") + by_key("enter")).body, HasSubstr("enter"));
  EXPECT_EQ(enter(token("bad")).status, 401);
}

TEST_F(ApiKeyTest, BringsItsOwnRate) {
  EXPECT_EQ(enter(by_key("enter")).status, 200);
  EXPECT_EQ(enter(by_key("enter")).status, 200);
  EXPECT_EQ(enter(by_key("enter")).status, 429);
  EXPECT_EQ(enter(token("good")).status, 200);
}

struct Box {
  std::vector<Thing> things;
};
BOOST_DESCRIBE_STRUCT(Box, (), (things))

TEST(JsonSchema, OfAStructHoldsThoseThatItIsMadeOf) {
  const auto schema = json_schema<Box>(SchemaOf::request);
  const auto& thing = schema.at("properties").at("things").at("items");
  EXPECT_EQ(thing.at("properties").at("name").at("maxLength").to_number<int>(), 20);
  EXPECT_EQ(thing.at("required"), (boost::json::array{"name"}));
}

}  // namespace
}  // namespace openspc::net::test
