// Measurements of OPC UA servers: what becomes a sample, what is said of the rest, and what a lost connection loses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "support/peers/machine_hall.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::test {
namespace {

using connect::opcua::Quality;
using testing::HasSubstr;
using Samples = std::vector<std::vector<double>>;
constexpr const char* kBore = MachineHall::bore;

std::string text(const boost::json::value& value) {
  return std::string(value.as_string());
}

TEST(Opcua, ValueOfAMappedNodeBecomesASampleWithTheTimeOfItsSource) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  const auto time = base::parse_timestamp("2026-03-01T08:00:00.25Z");
  hall.machines->set(kBore, 20.5, Quality::good, time);
  hall.map(server, characteristic, kBore);
  hall.wait_samples(characteristic, 1);
  StoredData file = hall.server.stored();
  EXPECT_EQ(file.rows("SELECT s.timestamp, m.value FROM sample s JOIN measurement m ON m.sample_id = s.id"),
            (std::vector<std::vector<std::string>>{{"2026-03-01 08:00:00.250000", "20.5"}}));
  const auto status = hall.status(server);
  EXPECT_EQ(status.at("samples_stored").as_int64(), 1);
  EXPECT_TRUE(status.at("connected_since").is_string());
  EXPECT_TRUE(status.at("lag_ms").is_double());
  EXPECT_EQ(hall.mapping(characteristic).at("last_value").as_double(), 20.5);
}

TEST(Opcua, SubgroupIsCompleteWithItsLastReading) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic({{"subgroup_size", 3}});
  hall.map(server, characteristic, kBore);
  wait_for([&] { return hall.mapping(characteristic).at("pending_values").as_int64() == 1; }, "the first value is in");
  for (const double value : {1, 2, 3, 4, 5, 6}) hall.machines->set(kBore, value);
  hall.wait_samples(characteristic, 2);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{20, 1, 2}, {3, 4, 5}}));
}

TEST(Opcua, ArrayIsASubgroupWhereTheMappingSaysSo) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic({{"subgroup_size", 3}});
  const std::string cycle = hall.machines->add_variable("Cycle", boost::json::array{1.0, 2.0, 3.0});
  hall.map(server, characteristic, cycle, {{"array_values", "subgroup"}, {"scale", 10}});
  hall.wait_samples(characteristic, 1);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{10, 20, 30}}));
}

TEST(Opcua, TextThatHoldsANumberIsOne) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  const std::string display = hall.machines->add_variable("Display", "12,5");
  hall.map(server, characteristic, display, {{"decimal_comma", true}, {"offset", -2}});
  hall.wait_samples(characteristic, 1);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{10.5}}));
}

TEST(Opcua, BadQualityEntersNoSubgroupAndUncertainIsMarkedAndCounted) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kBore);
  hall.wait_samples(characteristic, 1);
  hall.machines->set(kBore, 1, Quality::bad);
  hall.machines->set(kBore, std::numeric_limits<double>::quiet_NaN());
  hall.machines->set(kBore, 3, Quality::uncertain);
  hall.wait_samples(characteristic, 2);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{20}, {3}}));
  EXPECT_EQ(hall.doubted(characteristic), (std::vector<bool>{false, true}));
  wait_for([&] { return hall.mapping(characteristic).at("uncertain_count").as_int64() == 1; }, "the doubt is counted");
  wait_for([&] { return hall.mapping(characteristic).at("rejected_count").as_int64() == 2; },
           "the bad ones are counted");
  const auto mapping = hall.mapping(characteristic);
  EXPECT_THAT(text(mapping.at("last_rejection")), HasSubstr("not finite"));
}

TEST(Opcua, WithoutTheTimeAnEqualValueIsNoNewMeasurement) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kBore, {{"change_trigger", "value"}, {"dead_band", 0.5}});
  hall.wait_samples(characteristic, 1);
  for (const double value : {20.0, 20.25, 21.0, 21.25, 22.0}) hall.machines->set(kBore, value);
  hall.wait_samples(characteristic, 3);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{20}, {21}, {22}}));
}

TEST(Opcua, TriggerNodeCompletesASubgroup) {
  MachineHall hall;
  const std::string done = hall.machines->add_variable("Done", 0.0);
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic({{"subgroup_size", 5}});
  hall.map(server, characteristic, kBore, {{"trigger_strategy", "on_trigger"}, {"trigger_node_id", done}});
  wait_for([&] { return hall.mapping(characteristic).at("pending_values").as_int64() == 1; }, "the first value is in");
  hall.machines->set(kBore, 21);
  wait_for([&] { return hall.mapping(characteristic).at("pending_values").as_int64() == 2; }, "two values are in");
  hall.machines->set(done, 1);
  hall.wait_samples(characteristic, 1);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{20, 21}}));
}

TEST(Opcua, CableThatIsPulledLosesNoValueAndDoublesNone) {
  MachineHall hall;
  TcpProxy wire(hall.settings.port);
  const auto server = hall.connect({}, wire.port());
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kBore);
  hall.wait_samples(characteristic, 1);
  constexpr int values = 600;
  for (int i = 0; i < values; ++i) {
    hall.machines->set(kBore, 1'000 + i);
    if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (i == 150 || i == 300) wire.cut();
    if (i == 450) wire.unplug();
  }
  hall.wait_connected(server, false);
  wire.plug_in();
  hall.wait_samples(characteristic, values + 1);
  std::map<double, int> times;
  for (const auto& sample : hall.samples(characteristic)) ++times[sample.at(0)];
  EXPECT_EQ(times.size(), static_cast<std::size_t>(values + 1));
  for (const auto& [value, count] : times) EXPECT_EQ(count, 1) << value;
  const auto status = hall.status(server);
  EXPECT_GE(status.at("reconnects").as_int64(), 1);
  EXPECT_EQ(status.at("lost_count").as_int64(), 0);
}

TEST(Opcua, MachinesThatWereRestartedAreFoundAgain) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  hall.map(server, characteristic, kBore);
  hall.wait_samples(characteristic, 1);
  hall.restart_machines();
  hall.machines->set(kBore, 33);
  hall.wait_connected(server);
  wait_for([&] { return hall.mapping(characteristic).at("last_value") == boost::json::value(33); },
           "the new value is taken");
}

TEST(Opcua, ReadingsOfAnIncompleteSubgroupSurviveAKilledServer) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic({{"subgroup_size", 3}});
  hall.map(server, characteristic, kBore, {{"change_trigger", "value"}, {"timeout_seconds", 600}});
  hall.machines->set(kBore, 21);
  wait_for([&] { return hall.mapping(characteristic).at("pending_values").as_int64() == 2; }, "two values are in");
  hall.server.kill_hard();
  hall.server.start();
  hall.wait_connected(server);
  // The value that is there comes again, and is not taken again.
  wait_for([&] { return hall.mapping(characteristic).at("duplicates_dropped").as_int64() == 1; }, "it is known");
  hall.machines->set(kBore, 22);
  hall.wait_samples(characteristic, 1);
  EXPECT_EQ(hall.samples(characteristic), (Samples{{20, 21, 22}}));
}

TEST(Opcua, NodeThatIsNotThereIsSaidInTheMapping) {
  MachineHall hall;
  const auto server = hall.connect();
  const auto characteristic = hall.new_characteristic();
  require(hall.admin.post(path("/api/v1/opcua-servers/", server, "/mappings"),
                          {{"characteristic_id", characteristic}, {"node_id", "ns=1;s=absent"}}),
          201);
  wait_for([&] { return hall.mapping(characteristic).at("problem").is_string(); }, "the problem is said");
  EXPECT_THAT(text(hall.mapping(characteristic).at("problem")), HasSubstr("BadNodeIdUnknown"));
}

TEST(Opcua, SimulatedMachinesMeasure) {
  MachineHall hall;
  const auto port = free_port();
  std::jthread machines([&] {
    EXPECT_EQ(
        run_openspc({"simulate", "opcua", "--port", std::to_string(port), "--speed", "20", "--seconds", "6"}).status,
        0);
  });
  const auto server = hall.connect({{"name", "Simulated"}}, port);
  const auto characteristic = hall.new_characteristic({{"subgroup_size", 5}});
  hall.map(server, characteristic, "ns=1;s=Grinder 4.Shaft diameter");
  hall.wait_samples(characteristic, 3);
  for (const auto& sample : hall.samples(characteristic))
    for (const double value : sample) EXPECT_NEAR(value, 12, 0.1);
}

}  // namespace
}  // namespace openspc::test
