// A row that cannot be read, one in each table that holds documents, times or words: it is reported, and everything
// else goes on. The damage is done in the database, past the server. PostgreSQL refuses some of it: what it cannot hold
// is left out there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <stdexcept>

#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using testing::HasSubstr;

constexpr const char* kRefused = "the database holds no such row";

/// False where the database refuses it.
bool damage_in(const ServerProcess& server, const std::string& sql) {
  try {
    server.stored().execute(sql);
    return true;
  } catch (const std::runtime_error&) {
    if (chosen_database() == db::DialectKind::sqlite) throw;
    return false;
  }
}

/// Two of everything; the first is to be damaged.
struct Pairs {
  Pairs() {
    NotifyWorkshop& s = shop;
    for (const char* name : {"First", "Second"}) {
      s.new_plant(name, std::string(name) == "First" ? "FIRST" : "SECOND");
      const auto post = [&](const char* target, boost::json::object body) {
        body["name"] = name;
        body["plant_id"] = s.plant;
        return id_of(require(s.admin.post(target, body), 201));
      };
      post("/api/v1/brokers/", {{"host", "127.0.0.1"}, {"is_active", false}});
      server = post("/api/v1/opcua-servers/", {{"endpoint_url", "opc.tcp://127.0.0.1:1"}, {"is_active", false}});
      channel = post("/api/v1/notifications/channels", {{"kind", "email"}, {"recipients", {"a@example.com"}}});
      post("/api/v1/notifications/rules", {{"events", {"violation"}}, {"channel_ids", {channel}}});
      characteristic = s.new_judged_characteristic({{"name", name}});
      sample = s.submit(characteristic, {10}).at("sample_id").as_int64();
      s.submit(characteristic, {25});
      for (const double value : {11.0, 12.0})
        require(s.admin.put(path("/api/v1/samples/", sample), {{"measurements", {value}}, {"reason", "typed wrong"}}),
                200);
      for (const char* node : {"ns=2;s=First", "ns=2;s=Second"}) {
        const auto writable = id_of(
            require(s.admin.post(path("/api/v1/opcua-servers/", server, "/writable-nodes"), {{"node_id", node}}), 201));
        require(s.admin.post(path("/api/v1/opcua-servers/", server, "/reactions"),
                             {{"characteristic_id", characteristic}, {"writable_node_id", writable}, {"value", 1}}),
                201);
      }
      require(s.admin.post(path("/api/v1/opcua-servers/", server, "/mappings"),
                           {{"characteristic_id", s.new_characteristic({{"name", std::string(name) + " mapped"}})},
                            {"node_id", "ns=2;s=Bore"}}),
              201);
    }
  }

  NotifyWorkshop shop;
  std::int64_t server = 0, channel = 0, characteristic = 0, sample = 0;  // of the second pair
};

struct Damage {
  const char* name;
  const char* sql;     // damages one row, never the last of its table
  const char* target;  // a list of the table; {words} are replaced
  const char* stays;   // of a row that is not damaged
};

void PrintTo(const Damage& damage, std::ostream* out) {
  *out << damage.sql;
}

std::string named(const testing::TestParamInfo<Damage>& info) {
  return info.param.name;
}

class DamagedRow : public testing::TestWithParam<Damage> {
 protected:
  static void SetUpTestSuite() { pairs_ = std::make_unique<Pairs>(); }
  static void TearDownTestSuite() { pairs_.reset(); }

  static std::string filled(std::string text) {
    const std::map<std::string, std::int64_t> words{
        {"server", pairs_->server}, {"char", pairs_->characteristic}, {"sample", pairs_->sample}};
    for (const auto& [word, id] : words) {
      const std::string mark = "{" + word + "}";
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), std::to_string(id));
    }
    return text;
  }

  static std::unique_ptr<Pairs> pairs_;
};

std::unique_ptr<Pairs> DamagedRow::pairs_;

TEST_P(DamagedRow, HidesNoOther) {
  const Damage& damage = GetParam();
  HttpClient& admin = pairs_->shop.admin;
  const std::string target = filled(damage.target);
  ASSERT_THAT(require(admin.get(target), 200).body, HasSubstr(damage.stays));
  if (!damage_in(pairs_->shop.server, filled(damage.sql))) GTEST_SKIP() << kRefused;
  EXPECT_THAT(require(admin.get(target), 200).body, HasSubstr(damage.stays));
  EXPECT_THAT(pairs_->shop.server.log(), HasSubstr("row_unreadable"));
}

INSTANTIATE_TEST_SUITE_P(
    Tables, DamagedRow,
    testing::Values(
        Damage{"PlantSettings", R"(UPDATE plant SET settings = '{"x":1e99999}' WHERE name = 'First')",
               "/api/v1/plants/", "Second"},
        Damage{"PlantSettingsThatParse", R"(UPDATE plant SET settings = '{"x":1e999}' WHERE name = 'First')",
               "/api/v1/plants/", "First"},
        Damage{"PlantTime", "UPDATE plant SET created_at = 'soon' WHERE name = 'First'", "/api/v1/plants/", "Second"},
        Damage{"Broker", "UPDATE mqtt_broker SET updated_at = 'soon' WHERE name = 'First'", "/api/v1/brokers/",
               "Second"},
        Damage{"BrokerStatus", "UPDATE mqtt_broker SET created_at = '' WHERE name = 'First'",
               "/api/v1/brokers/all/status", "Second"},
        Damage{"OpcuaServer", "UPDATE opcua_server SET created_at = 'soon' WHERE name = 'First'",
               "/api/v1/opcua-servers/", "Second"},
        Damage{
            "WritableNode",
            "UPDATE opcua_writable_node SET created_at = 'soon' WHERE server_id = {server} AND node_id LIKE '%First'",
            "/api/v1/opcua-servers/{server}/writable-nodes", "s=Second"},
        Damage{"Channel", "UPDATE notification_channel SET recipients = '[' WHERE name = 'First'",
               "/api/v1/notifications/channels", "Second"},
        Damage{"ChannelTime", "UPDATE notification_channel SET updated_at = 'soon' WHERE name = 'First'",
               "/api/v1/notifications/channels", "Second"},
        Damage{"Rule", R"(UPDATE notification_rule SET definition = '{"events":1e999}' WHERE name = 'First')",
               "/api/v1/notifications/rules", "Second"},
        Damage{"RuleTime", "UPDATE notification_rule SET created_at = 'soon' WHERE name = 'First'",
               "/api/v1/notifications/rules", "Second"},
        Damage{
            "RuleParameters",
            R"(UPDATE characteristic_rules SET parameters = '{"sigma":1e99999}' WHERE char_id = {char} AND rule_id = 1)",
            "/api/v1/characteristics/{char}/rules", "rule_id"},
        Damage{"SampleEdit",
               "UPDATE sample_edit_history SET previous_values = 'none' WHERE id = (SELECT MIN(id) FROM "
               "sample_edit_history WHERE sample_id = {sample})",
               "/api/v1/samples/{sample}/history", "typed wrong"},
        Damage{"SampleEditTime",
               "UPDATE sample_edit_history SET edited_at = 'soon' WHERE id = (SELECT MIN(id) FROM sample_edit_history "
               "WHERE sample_id = {sample})",
               "/api/v1/samples/{sample}/history", "typed wrong"},
        Damage{"ViolationSamples", "UPDATE violation SET sample_ids = '[1,' WHERE char_id <> {char}",
               "/api/v1/violations/", "rule_id"},
        Damage{"ChartViolation", "UPDATE violation SET sample_ids = '[1e999' WHERE char_id = {char}",
               "/api/v1/characteristics/{char}/chart-data", "violation"},
        Damage{"ViolationTime", "UPDATE violation SET created_at = 'soon' WHERE char_id <> {char}",
               "/api/v1/violations/", "rule_id"},
        Damage{"DataSource", "UPDATE data_source SET created_at = 'soon' WHERE id = (SELECT MIN(id) FROM data_source)",
               "/api/v1/opcua-servers/all/mappings", "Second mapped"},
        Damage{"Sample",
               "UPDATE subgroup SET time_us = 'soon' WHERE char_id <> {char} AND id = (SELECT MIN(id) FROM "
               "subgroup)",
               "/api/v1/samples/", "mean"}),
    named);

class Damaged : public testing::Test {
 protected:
  bool damage(const std::string& sql) { return damage_in(shop.server, sql); }

  NotifyWorkshop shop;
};

TEST_F(Damaged, PlantIsRepairedThroughTheApi) {
  const auto plant = shop.new_plant("South", "SOUTH");
  if (!damage(R"(UPDATE plant SET settings = '{"x":1e99999}' WHERE code = 'SOUTH')")) GTEST_SKIP() << kRefused;
  const std::string target = path("/api/v1/plants/", plant);
  EXPECT_TRUE(require(shop.admin.get(target), 200).json().at("settings").is_null());
  require(shop.admin.put(target, {{"settings", {{"shift", "early"}}}}), 200);
  EXPECT_EQ(require(shop.admin.get(target), 200).json().at("settings").at("shift"), "early");
}

TEST_F(Damaged, NotificationRuleIsShownWithItsProblemAndTheOthersTell) {
  HttpSink sink;
  const auto channel = shop.new_webhook(sink.url("/hook"));
  const auto broken = shop.new_rule(channel);
  const auto sound = shop.new_rule(channel);
  if (!damage("UPDATE notification_rule SET definition = 'none' WHERE id = " + std::to_string(broken)))
    GTEST_SKIP() << kRefused;
  const auto rule = require(shop.admin.get(path("/api/v1/notifications/rules/", broken)), 200).json();
  EXPECT_THAT(std::string(rule.at("problem").as_string()), HasSubstr("cannot be read"));
  EXPECT_TRUE(require(shop.admin.get(path("/api/v1/notifications/rules/", sound)), 200).json().at("problem").is_null());
  shop.new_violation();
  shop.wait_delivery(channel, "delivered");
  require(shop.admin.remove(path("/api/v1/notifications/rules/", broken)), 204);
}

TEST_F(Damaged, StoredMessageIsGivenUpAndTheNextIsSent) {
  HttpSink sink;
  const auto channel = shop.new_webhook(sink.url("/hook"));
  shop.new_rule(channel);
  shop.new_violation();
  shop.wait_delivery(channel, "delivered");
  if (!damage("UPDATE notification_delivery SET notice = 'none', state = 'queued', finished_at = NULL"))
    GTEST_SKIP() << kRefused;
  shop.new_violation();
  shop.wait_delivery(channel, "dead");
  shop.wait_delivery(channel, "delivered");
}

TEST_F(Damaged, CursorAndIncidentStopNoMessage) {
  HttpSink sink;
  const auto channel = shop.new_webhook(sink.url("/hook"));
  shop.new_rule(channel);
  shop.new_violation();
  shop.wait_delivery(channel, "delivered");
  if (!damage("UPDATE notification_cursor SET last_at = 'soon'")) GTEST_SKIP() << kRefused;
  if (!damage("UPDATE notification_incident SET alert = '1e999'")) GTEST_SKIP() << kRefused;
  const auto before = shop.deliveries().size();
  shop.new_violation();
  wait_for([&] { return shop.deliveries().size() > before; }, "the next violation is told");
}

TEST_F(Damaged, NewestSampleLetsOthersFollow) {
  const auto characteristic = shop.new_judged_characteristic();
  shop.submit(characteristic, {10});
  if (!damage("UPDATE subgroup SET time_us = 'tomorrow' WHERE char_id = " + std::to_string(characteristic)))
    GTEST_SKIP() << kRefused;
  shop.submit(characteristic, {11});
  EXPECT_EQ(require(shop.admin.get(path("/api/v1/characteristics/", characteristic, "/chart-data")), 200)
                .json()
                .at("data_points")
                .as_array()
                .size(),
            1U);
}

}  // namespace
}  // namespace openspc::test
