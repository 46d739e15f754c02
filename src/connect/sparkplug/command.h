// What a host application sends to edge nodes and devices: commands, and the request to be born again. Pure functions;
// any thread. Source: Eclipse Sparkplug Specification 3.0.0, chapter 5 (commands) and chapter 6 (NCMD, DCMD).
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug/state.h"
#include "connect/sparkplug/topic.h"
#include "connect/sparkplug/value.h"

namespace openspc::connect::sparkplug {

inline constexpr std::string_view kSparkplugRebirthMetric = "Node Control/Rebirth";

/// NCMD for an edge node, DCMD for a device: QoS 0, not retained, with the time and without a sequence number. The
/// metrics go out as they are; Host::command() is the way that knows names, aliases and datatypes.
Publication sparkplug_command(const Peer& peer, std::vector<Metric> metrics, base::Timestamp now);

/// Asks the edge node of `peer` to send all its births again.
Publication sparkplug_rebirth(const Peer& peer, base::Timestamp now);

/// The value as the datatype has it: a whole number in its range for integers, a boolean for Boolean, and so on.
/// Nothing when it would be another value then, and for datatypes that no command is made of here: arrays, tables,
/// structures.
std::optional<Value> fitted(const Value& value, DataType type);

}  // namespace openspc::connect::sparkplug
