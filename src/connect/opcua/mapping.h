// Mappings of OPC UA nodes to characteristics, as the API shows and receives them. Called by the mapping routes,
// service and the links.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/source/data_source.h"
#include "connect/source/subgroup_buffer.h"
#include "connect/source/trial_outcome.h"
#include "connect/source/value_rule.h"
#include "net/schema.h"

namespace openspc::connect::opcua {

/// What makes a new measurement: another value, or also the same value with a new source time stamp.
enum class OpcuaChangeTrigger { value, value_or_time };
BOOST_DESCRIBE_ENUM(OpcuaChangeTrigger, value, value_or_time)

/// How values of a node become readings and readings become subgroups.
struct Rule : source::ValueRule {
  std::string node_id{};
  OpcuaChangeTrigger change_trigger = OpcuaChangeTrigger::value;
  std::optional<double> dead_band{};
  std::optional<std::int64_t> sampling_interval{}, publishing_interval{};
  std::int64_t queue_size = 100;
  bool take_initial_value = false;
  bool every_value_counts = false;
};
BOOST_DESCRIBE_STRUCT(Rule, (source::ValueRule),
                      (node_id, change_trigger, dead_band, sampling_interval, publishing_interval, queue_size,
                       take_initial_value, every_value_counts))

inline void describe(net::Fields<Rule>& f) {
  f["node_id"].length(1, 500).doc(
      "ns=2;s=Line1.Bore, or nsu=urn:machine;s=Line1.Bore. The namespace's URI is kept, and looked up at each connect");
  f["change_trigger"].defaulted().doc(
      "value: another value is a measurement; value_or_time: so is the same value with "
      "a new source time stamp");
  f["dead_band"].at_least(0).doc("Take a value only when it differs from the last by more");
  f["sampling_interval"].range(0, 60'000).doc("Milliseconds; 0: as fast as the server knows; absent: the server's");
  f["publishing_interval"].range(50, 60'000).doc("Milliseconds; absent: the server's");
  f["queue_size"].range(1, 10'000).defaulted().doc("Values that the server keeps between two publications");
  f["take_initial_value"].defaulted().doc(
      "The value that is there when monitoring begins, after each start of either server, is a measurement");
  f["every_value_counts"].defaulted().doc(
      "Also one with the source time and value of an earlier one: for servers whose clock has whole seconds. What "
      "arrives again after a lost connection counts again");
}

struct OpcuaMappingUpdate : Rule {
  source::TriggerStrategy trigger_strategy = source::TriggerStrategy::on_change;
  std::optional<std::string> trigger_node_id{};
  double timeout_seconds = 60;
  bool is_active = true;
};
BOOST_DESCRIBE_STRUCT(OpcuaMappingUpdate, (Rule), (trigger_strategy, trigger_node_id, timeout_seconds, is_active))

inline void describe(net::Fields<OpcuaMappingUpdate>& f) {
  f["trigger_strategy"].defaulted();
  f["trigger_node_id"].length(1, 500).doc("Completes a subgroup when it changes to anything but 0 or false");
  f["timeout_seconds"].range(1, 86'400).defaulted().doc("After its first value an incomplete subgroup is closed");
  f["is_active"].defaulted();
}

struct OpcuaMappingCreate : OpcuaMappingUpdate {
  base::CharacteristicId characteristic_id{};
};
BOOST_DESCRIBE_STRUCT(OpcuaMappingCreate, (OpcuaMappingUpdate), (characteristic_id))

/// A row of an import.
struct MappingRow : OpcuaMappingCreate {
  base::OpcuaServerId server_id{};
};
BOOST_DESCRIBE_STRUCT(MappingRow, (OpcuaMappingCreate), (server_id))

struct OpcuaMapping : OpcuaMappingUpdate {
  base::DataSourceId data_source_id{};
  base::CharacteristicId characteristic_id{};
  std::string characteristic_name{};
  base::OpcuaServerId server_id{};
  std::string server_name{};
  std::optional<base::PlantId> plant_id{};
  std::optional<std::string> namespace_uri{}, trigger_namespace_uri{};
  std::optional<std::string> node_uri{}, trigger_node_uri{};
  // What has come in since the server started.
  std::int64_t values_received = 0;
  std::int64_t samples_stored = 0;
  std::int64_t rejected_count = 0;
  std::int64_t duplicates_dropped = 0;
  std::int64_t uncertain_count = 0;
  std::int64_t time_fallback_count = 0;
  std::int64_t initial_values_left_out = 0;
  std::int64_t pending_values = 0;
  std::optional<double> last_value{};
  std::optional<base::Timestamp> last_value_at{}, last_sample_at{};
  std::optional<std::string> last_rejection{}, last_time_fallback{}, clock_problem{};
  std::optional<double> clock_offset_seconds{};
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(OpcuaMapping, (OpcuaMappingUpdate),
                      (data_source_id, characteristic_id, characteristic_name, server_id, server_name, plant_id,
                       namespace_uri, trigger_namespace_uri, node_uri, trigger_node_uri, values_received,
                       samples_stored, rejected_count, duplicates_dropped, uncertain_count, time_fallback_count,
                       initial_values_left_out, pending_values, last_value, last_value_at, last_sample_at,
                       last_rejection, last_time_fallback, clock_problem, clock_offset_seconds, problem))

inline void describe(net::Fields<OpcuaMapping>& f) {
  f["problem"].doc("Why the server does not send the node's values");
  f["namespace_uri"].doc("What node_id means; nothing: not connected yet, or the standard namespace");
  f["node_uri"].doc("The node by its namespace's URI: the same after every start of the server");
  f["initial_values_left_out"].doc("Values that were there when monitoring began, and are no measurements");
  f["rejected_count"].doc("Values of bad quality, values that are no number, samples that did not fit");
  f["time_fallback_count"].doc("Values without a source time, or with one that is not believed");
  f["last_time_fallback"].doc("Why, of the last of them");
  f["clock_problem"].doc("The machine's clock is steadily more than five minutes off");
  f["clock_offset_seconds"].doc("By so much; negative: it is behind");
  f["pending_values"].doc("Readings that wait for their subgroup to be complete");
}

struct MappingPath {
  base::OpcuaServerId server_id{};
  base::CharacteristicId characteristic_id{};
};
BOOST_DESCRIBE_STRUCT(MappingPath, (), (server_id, characteristic_id))

struct MappingQuery {
  std::optional<base::PlantId> plant_id{};
  std::optional<base::OpcuaServerId> server_id{};
};
BOOST_DESCRIBE_STRUCT(MappingQuery, (), (plant_id, server_id))

/// A mapping that is tried on live values without being saved.
struct OpcuaTrialRequest : Rule {
  std::optional<base::CharacteristicId> characteristic_id{};
  source::TriggerStrategy trigger_strategy = source::TriggerStrategy::on_change;
  std::optional<std::string> trigger_node_id{};
  double timeout_seconds = 60;
  double duration_seconds = 5;
};
BOOST_DESCRIBE_STRUCT(OpcuaTrialRequest, (Rule),
                      (characteristic_id, trigger_strategy, trigger_node_id, timeout_seconds, duration_seconds))

inline void describe(net::Fields<OpcuaTrialRequest>& f) {
  f["characteristic_id"].doc("Whose subgroups are filled; absent: each value is a sample");
  f["trigger_strategy"].defaulted();
  f["trigger_node_id"].length(1, 500).doc("Completes a subgroup when it changes to anything but 0 or false");
  f["timeout_seconds"].range(1, 86'400).defaulted();
  f["duration_seconds"].range(1, 30).defaulted();
}

/// What the rule makes of one value: a measurement, or what is wrong.
struct OpcuaTrialReading {
  boost::json::value raw_value{};
  std::string data_type{};
  std::string status_code{};
  std::optional<double> value{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> problem{};
  std::optional<std::string> time_problem{};
};
BOOST_DESCRIBE_STRUCT(OpcuaTrialReading, (),
                      (raw_value, data_type, status_code, value, timestamp, problem, time_problem))

inline void describe(net::Fields<OpcuaTrialReading>& f) {
  f["timestamp"].doc("The measurement's own; null: it counts as of its arrival");
  f["time_problem"].doc("Why it has no source time, or one that is not believed");
}

struct OpcuaTrial : source::TrialOutcome {
  std::vector<OpcuaTrialReading> readings{};
  std::int64_t value_count = 0;
  std::int64_t readable_count = 0;
  std::optional<std::string> change_problem{};
};
BOOST_DESCRIBE_STRUCT(OpcuaTrial, (source::TrialOutcome), (readings, value_count, readable_count, change_problem))

inline void describe(net::Fields<OpcuaTrial>& f) {
  f["readings"].doc("In the order of arrival, the newest 100");
  f["change_problem"].doc("Values that did not count because they equal the one before");
}

}  // namespace openspc::connect::opcua
