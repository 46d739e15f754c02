// What OpenSPC tells a broker: topics and bodies of its events, as the reference has them (contract "ingestion",
// section 11). Pure functions, called by the publisher's queue.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/outbound/receiver.h"
#include "quality/judge/events.h"

namespace openspc::connect::outbound {

using EngineEvent = std::variant<quality::judge::SampleProcessed, quality::judge::ViolationCreated,
                                 quality::judge::ViolationAcknowledged, quality::judge::LimitsUpdated>;

OutboundEvent kind_of(const EngineEvent& event);
base::CharacteristicId characteristic_of(const EngineEvent& event);

/// Where a characteristic stands, for its topics.
struct PlaceNames {
  std::string plant;
  std::vector<std::string> nodes;  // from the root down
  std::string characteristic;
};

/// PREFIX/PLANT/NODE.../CHARACTERISTIC/EVENT; each level trimmed, in lower case, with _ for blanks and without the
/// characters that mean something in topics. A level that is empty then is "unknown".
std::string outbound_topic(std::string_view prefix, const PlaceNames& place, OutboundEvent kind);

/// The JSON object of an event that is told at `now`.
std::string outbound_json(const EngineEvent& event, base::Timestamp now);

/// Whether the receiver wants to be told of it.
bool is_wanted(const Receiver& receiver, const EngineEvent& event);

}  // namespace openspc::connect::outbound
