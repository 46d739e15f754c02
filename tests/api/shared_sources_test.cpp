// What belongs to no plant is an administrator's: each route that changes, uses or commands a broker, an OPC UA server,
// a certificate, a channel, a rule or the mail server of every plant. An engineer of a plant is refused there, and is
// not where the same thing belongs to the plant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using testing::AnyOf;
using testing::Not;

struct SharedRoute {
  const char* name;
  const char* method;
  const char* target;  // {words} are replaced by the ids of fresh objects
  const char* body;
  bool has_plant = true;  // false: of the whole installation, never of a plant
};

void PrintTo(const SharedRoute& route, std::ostream* out) {
  *out << route.method << ' ' << route.target;
}

/// One server, an admin and an engineer of the built-in plant.
struct Everybody {
  Everybody() {
    shop.add_user("engineer", "engineer", shop.plant);
    engineer.emplace(shop.signed_in("engineer"));
  }
  Workshop shop;
  std::optional<HttpClient> engineer;
};

Everybody& everybody() {
  static Everybody all;
  return all;
}

std::string named(const testing::TestParamInfo<SharedRoute>& info) {
  return info.param.name;
}

class SharedSource : public testing::TestWithParam<SharedRoute> {
 protected:
  /// Fresh objects that belong to `plant`: an id, or null.
  void make(boost::json::value plant) {
    Workshop& shop = everybody().shop;
    const std::string tag = std::to_string(++made_);
    const auto post = [&](const char* target, boost::json::object body) {
      body["name"] = "Shared " + tag;
      body["plant_id"] = plant;
      return id_of(require(shop.admin.post(target, body), 201));
    };
    words_["tag"] = tag;
    words_["plant"] = boost::json::serialize(plant);
    words_["char"] = std::to_string(shop.new_characteristic());
    const auto server =
        post("/api/v1/opcua-servers/", {{"endpoint_url", "opc.tcp://127.0.0.1:1"}, {"is_active", false}});
    const auto node = id_of(require(
        shop.admin.post(path("/api/v1/opcua-servers/", server, "/writable-nodes"), {{"node_id", "ns=2;s=A"}}), 201));
    words_["broker"] = std::to_string(post("/api/v1/brokers/", {{"host", "127.0.0.1"}, {"is_active", false}}));
    words_["server"] = std::to_string(server);
    words_["node"] = std::to_string(node);
    words_["reaction"] = std::to_string(id_of(require(
        shop.admin.post(path("/api/v1/opcua-servers/", server, "/reactions"),
                        {{"characteristic_id", shop.new_characteristic()}, {"writable_node_id", node}, {"value", 1}}),
        201)));
    const auto channel =
        post("/api/v1/notifications/channels", {{"kind", "webhook"}, {"url", "http://127.0.0.1:9/hook"}});
    words_["spare"] = std::to_string(id_of(require(
        shop.admin.post(
            "/api/v1/notifications/channels",
            {{"name", "Spare " + tag}, {"kind", "webhook"}, {"url", "http://127.0.0.1:9/hook"}, {"plant_id", plant}}),
        201)));
    words_["channel"] = std::to_string(channel);
    words_["rule"] =
        std::to_string(post("/api/v1/notifications/rules", {{"events", {"violation"}}, {"channel_ids", {channel}}}));
  }

  [[nodiscard]] Reply ask(HttpClient& who) const {
    const SharedRoute& route = GetParam();
    return who.request(route.method, filled(route.target), filled(route.body));
  }

 private:
  [[nodiscard]] std::string filled(std::string text) const {
    for (const auto& [word, value] : words_) {
      const std::string mark = "{" + word + "}";
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), value);
    }
    return text;
  }

  static int made_;
  std::map<std::string, std::string> words_;
};

int SharedSource::made_ = 0;

TEST_P(SharedSource, IsAnAdministratorsWhereItBelongsToNoPlant) {
  make(nullptr);
  EXPECT_EQ(ask(*everybody().engineer).status, 403);
  const Reply reply = ask(everybody().shop.admin);
  EXPECT_THAT(reply.status, Not(AnyOf(401, 403, 405))) << reply.body;
}

TEST_P(SharedSource, IsAnEngineersAtHisPlant) {
  if (!GetParam().has_plant) GTEST_SKIP() << "belongs to no plant ever";
  make(everybody().shop.plant);
  const Reply reply = ask(*everybody().engineer);
  EXPECT_THAT(reply.status, Not(AnyOf(401, 403, 405))) << reply.body;
}

INSTANTIATE_TEST_SUITE_P(
    Brokers, SharedSource,
    testing::Values(
        SharedRoute{"Create", "POST", "/api/v1/brokers/",
                    R"({"name":"B{tag}","host":"127.0.0.1","is_active":false,"plant_id":{plant}})"},
        SharedRoute{"Change", "PATCH", "/api/v1/brokers/{broker}", R"({"keepalive":61})"},
        SharedRoute{"Activate", "POST", "/api/v1/brokers/{broker}/activate", ""},
        SharedRoute{"Deactivate", "POST", "/api/v1/brokers/{broker}/deactivate", ""},
        SharedRoute{"Connect", "POST", "/api/v1/brokers/{broker}/connect", ""},
        SharedRoute{"Disconnect", "POST", "/api/v1/brokers/{broker}/disconnect", ""},
        SharedRoute{"Discover", "POST", "/api/v1/brokers/{broker}/discover", ""},
        SharedRoute{"StopDiscovery", "DELETE", "/api/v1/brokers/{broker}/discover", ""},
        SharedRoute{"Topics", "GET", "/api/v1/brokers/{broker}/topics", ""},
        SharedRoute{"Preview", "POST", "/api/v1/tags/preview", R"({"broker_id":{broker},"topic":"a/b"})"},
        SharedRoute{"TryMapping", "POST", "/api/v1/tags/test", R"({"broker_id":{broker},"mqtt_topic":"a/b"})"},
        SharedRoute{"Command", "POST", "/api/v1/brokers/{broker}/sparkplug/commands",
                    R"({"group":"g","node":"n","metric":"m","value":1})"},
        SharedRoute{"Births", "POST", "/api/v1/brokers/{broker}/sparkplug/births", R"({"group":"g","node":"n"})"}),
    named);

INSTANTIATE_TEST_SUITE_P(
    OpcuaServers, SharedSource,
    testing::Values(
        SharedRoute{"Create", "POST", "/api/v1/opcua-servers/",
                    R"({"name":"S{tag}","endpoint_url":"opc.tcp://127.0.0.1:1","is_active":false,"plant_id":{plant}})"},
        SharedRoute{"Change", "PATCH", "/api/v1/opcua-servers/{server}", R"({"sampling_interval":100})"},
        SharedRoute{"Activate", "POST", "/api/v1/opcua-servers/{server}/activate", ""},
        SharedRoute{"Deactivate", "POST", "/api/v1/opcua-servers/{server}/deactivate", ""},
        SharedRoute{"Connect", "POST", "/api/v1/opcua-servers/{server}/connect", ""},
        SharedRoute{"Disconnect", "POST", "/api/v1/opcua-servers/{server}/disconnect", ""},
        SharedRoute{"Browse", "GET", "/api/v1/opcua-servers/{server}/browse", ""},
        SharedRoute{"Read", "GET", "/api/v1/opcua-servers/{server}/read?node_id=i%3D85", ""},
        SharedRoute{"BrowseValue", "GET", "/api/v1/opcua-servers/{server}/browse/value?node_id=i%3D85", ""},
        SharedRoute{"TryMapping", "POST", "/api/v1/opcua-servers/{server}/mappings/test",
                    R"({"node_id":"ns=2;s=A","duration_seconds":1})"},
        SharedRoute{"Write", "POST", "/api/v1/opcua-servers/{server}/write", R"({"node_id":"ns=2;s=A","value":1})"},
        SharedRoute{"AddReaction", "POST", "/api/v1/opcua-servers/{server}/reactions",
                    R"({"characteristic_id":{char},"writable_node_id":{node},"value":1})"},
        SharedRoute{"RemoveReaction", "DELETE", "/api/v1/opcua-servers/{server}/reactions/{reaction}", ""}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Notifications, SharedSource,
    testing::Values(
        SharedRoute{"CreateChannel", "POST", "/api/v1/notifications/channels",
                    R"({"name":"C{tag}","kind":"webhook","url":"http://127.0.0.1:9/hook","plant_id":{plant}})"},
        SharedRoute{"ChangeChannel", "PATCH", "/api/v1/notifications/channels/{channel}", R"({"is_enabled":false})"},
        SharedRoute{"TestChannel", "POST", "/api/v1/notifications/channels/{channel}/test", ""},
        SharedRoute{"DeleteChannel", "DELETE", "/api/v1/notifications/channels/{spare}", ""},
        SharedRoute{"CreateRule", "POST", "/api/v1/notifications/rules",
                    R"({"name":"R{tag}","events":["violation"],"channel_ids":[{channel}],"plant_id":{plant}})"},
        SharedRoute{"ReplaceRule", "PUT", "/api/v1/notifications/rules/{rule}",
                    R"({"name":"R{tag}","events":["violation"],"channel_ids":[{channel}],"plant_id":{plant}})"},
        SharedRoute{"DeleteRule", "DELETE", "/api/v1/notifications/rules/{rule}", ""}),
    named);

// An administrator's at a plant as well.
INSTANTIATE_TEST_SUITE_P(
    Installation, SharedSource,
    testing::Values(
        SharedRoute{"DeleteBroker", "DELETE", "/api/v1/brokers/{broker}", "", false},
        SharedRoute{"DeleteOpcuaServer", "DELETE", "/api/v1/opcua-servers/{server}", "", false},
        SharedRoute{"AllowWriting", "POST", "/api/v1/opcua-servers/{server}/writable-nodes",
                    R"({"node_id":"ns=2;s=B"})", false},
        SharedRoute{"ForbidWriting", "DELETE", "/api/v1/opcua-servers/{server}/writable-nodes/{node}", "", false},
        SharedRoute{"AddCertificate", "POST", "/api/v1/opcua-servers/all/certificates", R"({"certificate":"none"})",
                    false},
        SharedRoute{"TrustCertificate", "POST", "/api/v1/opcua-servers/all/certificates/00/trust", "", false},
        SharedRoute{"RejectCertificate", "POST", "/api/v1/opcua-servers/all/certificates/00/reject", "", false},
        SharedRoute{"ForgetCertificate", "DELETE", "/api/v1/opcua-servers/all/certificates/00", "", false},
        SharedRoute{"SetMailServer", "PUT", "/api/v1/notifications/smtp",
                    R"({"host":"127.0.0.1","port":9,"sender":"spc@example.com"})", false},
        SharedRoute{"TestMailServer", "POST", "/api/v1/notifications/smtp/test", R"({"recipient":"a@example.com"})",
                    false},
        SharedRoute{"RemoveMailServer", "DELETE", "/api/v1/notifications/smtp", "", false}),
    named);

TEST(SharedSources, AreLeftConnectedWhenAnEngineerClosesAllThatAreHis) {
  Workshop& shop = everybody().shop;
  const auto broker = id_of(require(
      shop.admin.post("/api/v1/brokers/", {{"name", "Of all plants"}, {"host", "127.0.0.1"}, {"port", 1}}), 201));
  const auto has_link = [&] {
    const auto status = require(shop.admin.get(path("/api/v1/brokers/", broker, "/status")), 200).json();
    return status.at("error_message") != "Disconnected" && status.at("error_message") != "Broker is not connected";
  };
  wait_for(has_link, "there is a link");
  const auto reply = require(everybody().engineer->post("/api/v1/brokers/disconnect", {}), 200).json();
  EXPECT_EQ(reply.at("message"), "Disconnected from 0 brokers");
  EXPECT_TRUE(has_link());
}

}  // namespace
}  // namespace openspc::test
