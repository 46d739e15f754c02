// Writing to machines: what an administrator allowed, by hand and when a rule fires.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string_view>
#include <thread>

#include "support/peers/machine_hall.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::test {
namespace {

constexpr const char* kServers = "/api/v1/opcua-servers/";

class OpcuaWriting : public testing::Test {
 protected:
  void SetUp() override {
    stop = hall.machines->add_variable("Stop", false);
    server = hall.connect();
  }
  std::int64_t allow(const std::string& node) {
    return id_of(require(hall.admin.post(path(kServers, server, "/writable-nodes"), {{"node_id", node}}), 201));
  }
  Reply write(const std::string& node, boost::json::value value) {
    return hall.admin.post(path(kServers, server, "/write"), {{"node_id", node}, {"value", std::move(value)}});
  }

  MachineHall hall;
  std::string stop;
  std::int64_t server = 0;
};

TEST_F(OpcuaWriting, NobodyWritesWhatNoAdministratorAllowed) {
  EXPECT_EQ(write(stop, true).status, 403);
  EXPECT_EQ(hall.machines->get(stop).shown, boost::json::value(false));
  hall.add_user("ada", "engineer", hall.plant);
  HttpClient engineer = hall.signed_in("ada");
  EXPECT_EQ(engineer.post(path(kServers, server, "/writable-nodes"), {{"node_id", stop}}).status, 403);
}

TEST_F(OpcuaWriting, AllowedNodeIsWrittenAsItsType) {
  allow(stop);
  EXPECT_EQ(write(stop, true).status, 204);
  EXPECT_EQ(hall.machines->get(stop).shown, boost::json::value(true));
  EXPECT_EQ(write(stop, "yes").status, 422);
  StoredData file = hall.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM audit_event WHERE action = 'opcua_node.written'"), 2);
}

TEST_F(OpcuaWriting, PermissionIsTakenBackWithItsReactions) {
  const auto node = allow(stop);
  const auto characteristic = hall.new_characteristic();
  require(hall.admin.post(path(kServers, server, "/reactions"),
                          {{"characteristic_id", characteristic}, {"writable_node_id", node}, {"value", true}}),
          201);
  EXPECT_EQ(hall.admin.remove(path(kServers, server, "/writable-nodes/") + std::to_string(node)).status, 204);
  EXPECT_EQ(write(stop, true).status, 403);
  EXPECT_TRUE(require(hall.admin.get(path(kServers, server, "/reactions")), 200).json().as_array().empty());
}

TEST_F(OpcuaWriting, CriticalSignalSetsTheStopBit) {
  const auto node = allow(stop);
  const auto characteristic = hall.new_judged_characteristic();
  require(hall.admin.post(path(kServers, server, "/reactions"),
                          {{"characteristic_id", characteristic}, {"writable_node_id", node}, {"value", true}}),
          201);
  hall.submit(characteristic, {10});
  EXPECT_EQ(hall.machines->get(stop).shown, boost::json::value(false));
  hall.submit(characteristic, {25});  // beyond three sigma: rule 1
  wait_for([&] { return hall.machines->get(stop).shown == boost::json::value(true); }, "the machine is stopped");
  StoredData file = hall.server.stored();
  wait_for([&] { return file.number("SELECT COUNT(*) FROM audit_event WHERE action = 'opcua_reaction.written'") == 1; },
           "the audit trail knows");
}

TEST_F(OpcuaWriting, NumberThatIsNotFiniteReachesNoMachine) {
  const auto node = allow(MachineHall::bore);
  const auto characteristic = hall.new_judged_characteristic();
  const auto raw = [&](const std::string& target, const std::string& body) {
    return hall.admin.request("POST", path(kServers, server, target), body);
  };
  const Reply written = raw("/write", R"({"node_id":"ns=1;s=Bore","value":1e999})");
  EXPECT_EQ(written.status, 422) << written.body;
  EXPECT_THAT(written.body, testing::HasSubstr(R"(["body","value"])"));
  const Reply reaction = raw("/reactions", R"({"characteristic_id":)" + std::to_string(characteristic) +
                                               R"(,"writable_node_id":)" + std::to_string(node) + R"(,"value":1e999})");
  EXPECT_EQ(reaction.status, 422) << reaction.body;
  EXPECT_EQ(hall.machines->get(MachineHall::bore).number, 20);
}

TEST_F(OpcuaWriting, ReactionThatCannotBeReadStopsNoOther) {
  const auto characteristic = hall.new_judged_characteristic();
  const auto react = [&](std::int64_t node) {
    return id_of(
        require(hall.admin.post(path(kServers, server, "/reactions"),
                                {{"characteristic_id", characteristic}, {"writable_node_id", node}, {"value", true}}),
                201));
  };
  const auto broken = react(allow(hall.machines->add_variable("Lamp", false)));
  const auto infinite = react(allow(MachineHall::bore));
  react(allow(stop));
  StoredData file = hall.server.stored();
  file.execute("UPDATE opcua_reaction SET value = '1e99999' WHERE id = " + std::to_string(broken));
  file.execute("UPDATE opcua_reaction SET value = '1e999' WHERE id = " + std::to_string(infinite));
  hall.submit(characteristic, {25});
  wait_for([&] { return hall.machines->get(stop).shown == boost::json::value(true); }, "the machine is stopped");
  EXPECT_EQ(hall.machines->get(MachineHall::bore).number, 20);
  const auto reactions = require(hall.admin.get(path(kServers, server, "/reactions")), 200).json();
  ASSERT_EQ(reactions.as_array().size(), 3U);
  EXPECT_TRUE(reactions.at(0).at("problem").is_string());
  EXPECT_TRUE(reactions.at(1).at("problem").is_string());
  EXPECT_TRUE(reactions.at(2).at("problem").is_null());
  EXPECT_EQ(hall.admin.remove(path(kServers, server, "/reactions/") + std::to_string(broken)).status, 204);
}

TEST_F(OpcuaWriting, ReactionThatNoMachineTakesIsGivenUpAndRecorded) {
  const auto node = allow(hall.machines->add_variable("Text", "idle"));
  const auto characteristic = hall.new_judged_characteristic();
  require(hall.admin.post(path(kServers, server, "/reactions"),
                          {{"characteristic_id", characteristic}, {"writable_node_id", node}, {"value", true}}),
          201);
  hall.submit(characteristic, {25});
  ASSERT_EQ(hall.server.stop(), 0);
  StoredData file = hall.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM audit_event WHERE action = 'opcua_reaction.given_up'"), 1);
}

TEST_F(OpcuaWriting, MachineThatHangsDelaysNoOtherMachinesStopBit) {
  std::atomic<bool> hangs = false;
  TcpProxy wire(hall.settings.port, [&](int, std::string_view) {
    while (hangs) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  const std::shared_ptr<void> release(nullptr, [&](void*) { hangs = false; });
  const std::string far_stop = hall.machines->add_variable("FarStop", false);
  const auto far = hall.connect({{"name", "Far away"}}, wire.port());
  const auto react = [&](std::int64_t on, const std::string& node) {
    const auto characteristic = hall.new_judged_characteristic();
    const auto writable =
        id_of(require(hall.admin.post(path(kServers, on, "/writable-nodes"), {{"node_id", node}}), 201));
    require(hall.admin.post(path(kServers, on, "/reactions"),
                            {{"characteristic_id", characteristic}, {"writable_node_id", writable}, {"value", true}}),
            201);
    return characteristic;
  };
  const auto far_one = react(far, far_stop), near_one = react(server, stop);
  hangs = true;
  hall.submit(far_one, {25});
  hall.submit(near_one, {25});
  // Sooner than an attempt at the far one ends.
  wait_for([&] { return hall.machines->get(stop).shown == boost::json::value(true); }, "the near machine is stopped",
           std::chrono::seconds(8));
  EXPECT_EQ(hall.machines->get(far_stop).shown, boost::json::value(false));
  hangs = false;
  wait_for([&] { return hall.machines->get(far_stop).shown == boost::json::value(true); }, "the far one is, too");
}

TEST_F(OpcuaWriting, ReactionNeedsANodeThatMayBeWritten) {
  const auto characteristic = hall.new_characteristic();
  const Reply reply =
      hall.admin.post(path(kServers, server, "/reactions"),
                      {{"characteristic_id", characteristic}, {"writable_node_id", 4'711}, {"value", 1}});
  EXPECT_EQ(reply.status, 422);
}

}  // namespace
}  // namespace openspc::test
