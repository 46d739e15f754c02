// What a host application sends to edge nodes and devices: commands, and the request to be born again. Pure functions;
// any thread. Source: Eclipse Sparkplug Specification 3.0.0, chapter 5 (commands) and chapter 6 (NCMD, DCMD).
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug_state.h"
#include "connect/sparkplug_topic.h"
#include "connect/sparkplug_value.h"

namespace openspc::connect {

inline constexpr std::string_view sparkplug_rebirth_metric = "Node Control/Rebirth";

/// NCMD for an edge node, DCMD for a device: QoS 0, not retained, with the time and without a sequence number. The
/// metrics go out as they are; SparkplugHost::command() is the way that knows names, aliases and datatypes.
SparkplugPublication sparkplug_command(const SparkplugPeer& peer, std::vector<SparkplugMetric> metrics,
                                       base::Timestamp now);

/// Asks the edge node of `peer` to send all its births again.
SparkplugPublication sparkplug_rebirth(const SparkplugPeer& peer, base::Timestamp now);

/// The value as the datatype has it: a whole number in its range for integers, a boolean for Boolean, and so on.
/// Nothing when it would be another value then, and for datatypes that no command is made of here: arrays, tables,
/// structures.
std::optional<SparkplugValue> fitted(const SparkplugValue& value, SparkplugDataType type);

}  // namespace openspc::connect
