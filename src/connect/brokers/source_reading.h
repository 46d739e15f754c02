// What a message or a metric says to one source: a reading, or why it is none. Called by the links' intake and by
// trials of mappings, so that a trial cannot promise what intake does not take. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "connect/brokers/source_map.h"
#include "connect/mqtt/session.h"
#include "connect/payload/payload.h"
#include "connect/sparkplug/event.h"

namespace openspc::connect::brokers {

/// No measurement, and nobody's fault.
struct LeftOut {
  enum class Why : std::uint8_t {
    retained,       // the broker kept it from an earlier time
    birth,          // what a value was when its peer was born
    changed_birth,  // a value that changed while its peer was away, for a source that does not take those
  };
  Why why;
  std::string reason;  // for people
};

/// Readings and reasons for people.
using Heard = std::variant<payload::Reading, payload::Unreadable, LeftOut>;

LeftOut retained_message();
Heard reading_of(const MappedSource& source, const mqtt::Message& message);
Heard reading_of(const MappedSource& source, const sparkplug::MetricUpdate& update);

/// "group/node", and "/device" for a device.
std::string name_of(const sparkplug::Peer& peer);

}  // namespace openspc::connect::brokers
