#include <gtest/gtest.h>

#include "support/server/http_client.h"
#include "support/server/server_process.h"

namespace openspc::test {
namespace {

std::int64_t id_of(const Reply& reply) {
  return reply.json().at("id").as_int64();
}

TEST(Journey, ASampleIsJudgedStoredAndSeenLive) {
  ServerProcess server;
  HttpClient client(server.port());
  client.sign_in(ServerProcess::admin_name, ServerProcess::admin_password);

  const auto plant = client.get("/api/v1/plants/").json().at(0).at("id").as_int64();
  const auto node = id_of(
      client.post("/api/v1/plants/" + std::to_string(plant) + "/hierarchies/", {{"name", "Line 1"}, {"type", "Line"}}));
  const auto characteristic =
      id_of(client.post("/api/v1/characteristics/", {{"hierarchy_id", node}, {"name", "Bore"}, {"subgroup_size", 1}}));
  const auto path = "/api/v1/characteristics/" + std::to_string(characteristic);
  ASSERT_EQ(client.post(path + "/set-limits", {{"ucl", 13}, {"lcl", 7}, {"center_line", 10}, {"sigma", 1}}).status,
            200);

  WebSocketClient live(server.port(), "/ws/samples?token=" + client.token);
  live.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
  ASSERT_TRUE(live.receive_type("subscribed"));

  const auto reply = client.post("/api/v1/samples/", {{"characteristic_id", characteristic}, {"measurements", {13.5}}});
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_FALSE(reply.json().at("in_control").as_bool());
  EXPECT_EQ(reply.json().at("zone").as_string(), "beyond_ucl");
  EXPECT_EQ(reply.json().at("violations").at(0).at("rule_id").as_int64(), 1);

  const auto frame = live.receive_type("sample");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->at("sample").at("id"), reply.json().at("sample_id"));

  const auto chart = client.get(path + "/chart-data").json();
  ASSERT_EQ(chart.at("data_points").as_array().size(), 1U);
  EXPECT_DOUBLE_EQ(chart.at("data_points").at(0).at("mean").as_double(), 13.5);
}

TEST(Journey, AServerThatIsStoppedWhileItHashesTheFirstPasswordEndsWell) {
  ServerProcess server;
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace openspc::test
