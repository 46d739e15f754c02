// A broker that is told of the engine's events: which of them, how often, in what form. Called by the outbound queue.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "connect/source/outbound_severity.h"

namespace openspc::connect::outbound {

enum class OutboundFormat { json, sparkplug };
BOOST_DESCRIBE_ENUM(OutboundFormat, json, sparkplug)

/// What is told to a broker. Topics end in these words.
enum class OutboundEvent { sample, violation, ack, limits };
BOOST_DESCRIBE_ENUM(OutboundEvent, sample, violation, ack, limits)

/// All of them: what the reference publishes.
inline std::vector<OutboundEvent> all_outbound_events() {
  return {OutboundEvent::sample, OutboundEvent::violation, OutboundEvent::ack, OutboundEvent::limits};
}

/// Seconds. Whatever was stored becomes a duration.
inline constexpr double kLongestInterval = 86'400;

/// Names divided by commas, as in the database. A row of the reference has none: it tells everything.
std::vector<OutboundEvent> outbound_events_of(const std::optional<std::string>& column);
std::string column_of(const std::vector<OutboundEvent>& events);

/// The same for db::Columns::document().
struct AsWords {
  template <class Events>
  static std::string write(const Events& events) {
    return column_of(events);
  }
  template <class Events>
  static Events read(std::string_view column) {
    return outbound_events_of(std::string(column));
  }
};

struct Receiver {
  base::BrokerId broker{};
  std::string topic_prefix{};
  double rate_limit = 1;  // seconds between two sample events of a characteristic, at least
  std::vector<OutboundEvent> events = all_outbound_events();
  source::OutboundSeverity severity = source::OutboundSeverity::WARNING;
};

}  // namespace openspc::connect::outbound
