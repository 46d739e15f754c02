// The body of an outbound event for brokers that want Sparkplug payloads, as the reference has them (contract
// "ingestion", section 11). Events wait on the disk as JSON, and become this when they are delivered. Pure function.
#pragma once

#include <string>
#include <string_view>

namespace openspc::connect::outbound {

/// Protobuf with the event's time and its metrics. `json` is what outbound_json() made; throws std::invalid_argument
/// for anything else. A number that its metric's datatype cannot hold goes out as a String; an absent range is 0.
std::string outbound_sparkplug(std::string_view json);

}  // namespace openspc::connect::outbound
