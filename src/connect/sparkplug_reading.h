// What a Sparkplug metric is worth as a measurement, and as a text for people. Called by the host's link, previews and
// trials. Pure functions; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <variant>

#include "connect/payload.h"
#include "connect/sparkplug_value.h"

namespace openspc::connect {

/// A reading without a time stamp; or why it is none: bad or stale quality, null, no finite number. `quality` is the
/// property of that name, in the codes of OPC: below 64 is bad, 500 is stale.
std::variant<Reading, Unreadable> sparkplug_reading(const SparkplugValue& value, SparkplugDataType type,
                                                    std::optional<std::int32_t> quality);

/// A finite number, a boolean, or a text of at most 200 characters: arrays, tables and structures are written out.
boost::json::value shown_sparkplug_value(const SparkplugValue& value);

}  // namespace openspc::connect
