// The version of MQTT that a broker is asked to speak. Called by what describes brokers and by the sessions.
#pragma once

#include <boost/describe.hpp>

namespace openspc::connect::mqtt {

/// `auto_` tries MQTT 5 and falls back to 3.1.1 when the broker does not know it.
enum class MqttProtocol { auto_, v5, v311 };
BOOST_DESCRIBE_ENUM(MqttProtocol, auto_, v5, v311)

}  // namespace openspc::connect::mqtt
