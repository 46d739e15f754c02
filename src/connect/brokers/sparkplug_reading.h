// What a Sparkplug metric is worth as a measurement, and as a text for people. Called by the host's link, previews and
// trials. Pure functions; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <variant>

#include "connect/payload/payload.h"
#include "connect/sparkplug/value.h"

namespace openspc::connect::brokers {

/// What the property "Quality" says of a value. The standard knows 0 (bad), 192 (good) and 500 (stale). Ignition, the
/// commonest edge node, sends codes of its own: the two highest of 32 bits are the level (00 good, 01 uncertain, 10
/// bad, 11 error), the 16 lowest what is meant. What neither vouches for is bad: a code of OPC's or Ignition's lower
/// bits alone (64, 256, 512) says nothing that the standard knows. Sources: Eclipse Sparkplug 3.0.0,
/// tck-id-payloads-propertyset-quality-value-value; Ignition SDK 8.1, QualityCode.
enum class SparkplugQuality : std::uint8_t {
  good,       // 192 to 255: OPC's good range, in which Ignition's good codes are
  uncertain,  // 1073741824 to 2147483647: Ignition's level 01
  stale,      // 500, and Ignition's Bad_Stale
  bad,        // everything else
};
SparkplugQuality sparkplug_quality(std::int32_t code);

/// A reading without a time stamp; or why it is none: bad or stale quality, null, no finite number. Uncertain quality
/// marks it.
std::variant<payload::Reading, payload::Unreadable> sparkplug_reading(const sparkplug::Value& value,
                                                                      sparkplug::DataType type,
                                                                      std::optional<std::int32_t> quality,
                                                                      const payload::NumberRule& rule = {});

/// A finite number, a boolean, or a text of at most 200 characters: arrays, tables and structures are written out.
boost::json::value shown_sparkplug_value(const sparkplug::Value& value);

}  // namespace openspc::connect::brokers
