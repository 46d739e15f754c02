// What a Sparkplug host application has to say: values, who is there and who is not, and what is to be published. And
// its limits, and what a status page shows of it. Values; any thread.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug/state.h"
#include "connect/sparkplug/topic.h"
#include "connect/sparkplug/value.h"

namespace openspc::connect::sparkplug {

struct Options {
  std::string host_id{};                               // must be an id by is_sparkplug_id()
  std::chrono::milliseconds reorder_timeout{5'000};    // zero: a missing message is not waited for
  std::chrono::milliseconds rebirth_interval{10'000};  // at most one request to an edge node in this time
  std::size_t max_nodes = 1'000;
  std::size_t max_devices = 1'000;             // of one edge node
  std::size_t max_metrics = 50'000;            // of one edge node and its devices
  std::size_t max_waiting = 128;               // messages of one edge node that wait for missing ones
  std::size_t max_waiting_bytes = 32U << 20U;  // of all edge nodes
  std::size_t max_held = 10'000;               // values of one edge node that wait for its births
  std::size_t max_held_in_all = 100'000;       // and of all edge nodes
  std::chrono::minutes longest_hold{5};        // an edge node that is not born again by then is not believed
};

/// One value of a metric.
struct MetricUpdate {
  std::shared_ptr<const Peer> peer{};
  std::shared_ptr<const std::string> metric{};
  Value value{};  // null when the metric has none now
  DataType datatype = DataType::unknown;
  base::Timestamp timestamp{};  // the metric's own, else the message's, else that of its arrival
  bool is_timed = false;        // the time stamp is not that of its arrival
  bool is_historical = false;
  bool is_birth = false;  // what the value was when the peer was born: not necessarily a new one
  /// Of a birth: another value than the last one that was heard, with a later time of the metric's own.
  bool is_changed_birth = false;
  bool was_held = false;  // it came before the birth that says what it is
  std::optional<std::int32_t> quality{};
};

enum class SparkplugState : std::uint8_t {
  unborn,  // heard of, but it has not said yet what it has
  online,
  stale,    // its last values may not be the latest ones: messages are missing, or its birth is to be repeated
  offline,  // it died
};
BOOST_DESCRIBE_ENUM(SparkplugState, unborn, online, stale, offline)

/// An edge node or a device changed its state. Whatever is not online has stale metrics, all of them since `since`.
struct StateChange {
  std::shared_ptr<const Peer> peer{};
  SparkplugState state = SparkplugState::unborn;
  base::Timestamp since{};
};

/// To be published: the edge node is asked for its births.
struct RebirthRequest {
  std::shared_ptr<const Peer> peer{};  // the edge node
  Publication message{};
  std::string reason{};  // for people
};

/// A publication without more is the host's own STATE.
using Event = std::variant<MetricUpdate, StateChange, RebirthRequest, Publication>;

struct DeviceStatus {
  std::string device{};
  SparkplugState state = SparkplugState::unborn;
  base::Timestamp since{}, last_seen{};
  std::size_t metrics = 0;
};

struct NodeStatus {
  std::string group{}, node{};
  SparkplugState state = SparkplugState::unborn;
  base::Timestamp since{}, last_seen{};
  std::optional<std::uint64_t> bd_seq{};
  std::optional<std::uint8_t> last_seq{};
  std::size_t metrics = 0;  // without those of its devices
  std::size_t waiting = 0;  // messages that came before missing ones
  std::size_t held = 0;     // values that wait for a birth to say what they are
  std::uint64_t messages = 0, births = 0, rebirth_requests = 0, sequence_gaps = 0;
  std::uint64_t repeated_messages = 0;   // left out: they came twice, or after they had been given up
  std::uint64_t ignored_deaths = 0;      // of an earlier session
  std::uint64_t resolved_metrics = 0;    // held, and taken since
  std::uint64_t unresolved_metrics = 0;  // left out: nobody knows what they are
  std::string last_rebirth_reason{};
  std::vector<DeviceStatus> devices{};
};

struct Snapshot {
  struct Invalid {
    std::string topic{}, reason{}, excerpt{};  // safe to show
    base::Timestamp at{};
  };
  std::vector<NodeStatus> nodes{};           // by group and name
  std::map<std::string, HostState> hosts{};  // other host applications
  std::uint64_t messages = 0, invalid_payloads = 0, ignored_retained = 0, refused_nodes = 0;
  std::optional<Invalid> last_invalid{};
};

/// A metric as its peer's birth told it.
struct MetricStatus {
  std::string name{};
  DataType datatype = DataType::unknown;
  std::optional<std::uint64_t> alias{};
  bool is_stale = false;
  base::Timestamp since{};  // it is stale, or not
};

}  // namespace openspc::connect::sparkplug
