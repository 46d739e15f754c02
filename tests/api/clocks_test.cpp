// The clock of a server an hour ahead of its database's and of another server's: each row has the time of the server
// that wrote it, whatever the database thinks, and servers share their work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "base/time.h"
#include "support/server/factory.h"

namespace openspc::test {
namespace {

using testing::IsEmpty;

constexpr std::chrono::hours kAhead{1};

ServerOptions ahead(ServerOptions options = {}) {
  options.environment["LD_PRELOAD"] = OPENSPC_SHIFTED_CLOCK;
  options.environment["SHIFTED_CLOCK_SECONDS"] = std::to_string(std::chrono::seconds(kAhead).count());
  return options;
}

base::Timestamp time_in(const boost::json::value& text) {
  return *base::parse_timestamp(text.as_string());
}

base::Timestamp half_an_hour_from_now() {
  return base::SystemClock().now() + kAhead / 2;
}

/// "table.column" of every time that is stored and is not from an hour ahead.
std::vector<std::string> times_of_another_clock(const ServerProcess& server) {
  StoredData stored = server.stored();
  const std::string columns =
      chosen_database() == db::DialectKind::sqlite
          ? "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND"
            " c.type = 'DATETIME'"
          : "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t ON"
            " t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = 'public' AND"
            " t.table_type = 'BASE TABLE' AND c.data_type LIKE 'timestamp%'";
  std::string limit = base::to_iso8601(half_an_hour_from_now()).substr(0, 19);
  limit[10] = ' ';
  std::vector<std::string> found;
  for (const auto& row : stored.rows(columns)) {
    // Steps of the schema are no work of the server's.
    if (row[0] == "openspc_migration") continue;
    const std::string of_steps = row[0] == "plant" ? " AND id <> 1" : "";
    if (stored.number("SELECT COUNT(*) FROM \"" + row[0] + "\" WHERE \"" + row[1] + "\" < '" + limit + "'" + of_steps) >
        0)
      found.push_back(row[0] + "." + row[1]);
  }
  return found;
}

/// Another build's server brings a runtime library of its own, which must be loaded first.
class ServerAheadOfItsDatabase : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("TEST_OPENSPC_BINARY") != nullptr) GTEST_SKIP() << "the clock is loaded before the server";
  }
};
class ServersWithDifferentClocks : public ServerAheadOfItsDatabase {};

TEST_F(ServerAheadOfItsDatabase, GivesEveryRowItsOwnTime) {
  Workshop shop(ahead());
  const auto plant = shop.new_plant("Boston", "BOS");
  const auto judged = shop.new_judged_characteristic();
  const auto sample = shop.submit(judged, {99});
  EXPECT_GT(time_in(sample.at("timestamp")), half_an_hour_from_now());
  const auto violation = sample.at("violations").at(0).at("violation_id").as_int64();
  require(shop.admin.post(path("/api/v1/violations/", violation, "/acknowledge"), {{"user", "x"}, {"reason", "tool"}}),
          200);
  const auto id = sample.at("sample_id").as_int64();
  require(shop.admin.put(path("/api/v1/samples/", id), {{"measurements", {10}}, {"reason", "typo"}}), 200);
  require(shop.admin.patch(path("/api/v1/samples/", id, "/exclude"), {{"is_excluded", true}}), 200);
  id_of(shop.admin.post("/api/v1/brokers/",
                        {{"name", "B"}, {"host", "127.0.0.1"}, {"port", free_port()}, {"plant_id", plant}}));
  id_of(shop.admin.post(
      "/api/v1/opcua-servers/",
      {{"name", "M"}, {"endpoint_url", "opc.tcp://127.0.0.1:1"}, {"is_active", false}, {"plant_id", plant}}));
  id_of(shop.admin.post("/api/v1/notifications/channels",
                        {{"name", "C"}, {"kind", "webhook"}, {"url", "http://127.0.0.1:1/x"}}));
  EXPECT_THAT(times_of_another_clock(shop.server), IsEmpty());
}

TEST_F(ServersWithDifferentClocks, KnowEachOthersSessionsAndSamples) {
  Workshop early;
  const ServerProcess late(ahead(early.server.replica()));
  const auto characteristic = early.new_judged_characteristic();
  HttpClient client(late.port());
  client.token = early.admin.token;
  EXPECT_EQ(client.get("/api/v1/characteristics/").status, 401) << "a token of minutes, an hour later";
  client.sign_in(ServerProcess::admin_name, ServerProcess::admin_password);
  HttpClient back(early.server.port());
  back.token = client.token;
  EXPECT_EQ(back.get("/api/v1/characteristics/").status, 200);

  require(client.post("/api/v1/samples/", sample_of(characteristic, {1})), 201);
  early.submit(characteristic, {2});
  require(client.post("/api/v1/samples/", sample_of(characteristic, {3})), 201);
  // In the order of the times that they were given.
  EXPECT_EQ(early.samples(characteristic), (std::vector<std::vector<double>>{{2}, {1}, {3}}));
}

TEST_F(ServersWithDifferentClocks, ShareTheirSourcesAndTakeThemOverFromOneAnother) {
  Factory shop;
  const auto replica = std::make_unique<ServerProcess>(ahead(shop.server.replica()));
  const auto broker = shop.connect({{"plant_id", shop.plant}});
  const auto characteristic = shop.new_characteristic();
  shop.map(broker, characteristic, "hall/bore");
  MqttPublisher publisher(shop.broker.port());
  for (int i = 0; i < 20; ++i) publisher.publish("hall/bore", std::to_string(i), 1);
  shop.wait_samples(characteristic, 20);
  // Whoever holds it: the other goes on.
  shop.server.stop();
  for (int i = 20; i < 40; ++i) publisher.publish("hall/bore", std::to_string(i), 1);
  shop.wait_samples(characteristic, 40);
  EXPECT_EQ(shop.samples(characteristic).size(), 40U);
}

}  // namespace
}  // namespace openspc::test
