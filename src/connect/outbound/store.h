// SQL of table mqtt_outbound_message, and the names that topics are made of. Called by the outbound queue and links.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "connect/outbound/event.h"
#include "connect/outbound/receiver.h"
#include "db/session.h"

namespace openspc::connect::outbound::outbound_store {

struct Message {
  std::int64_t id = 0;
  std::string topic{};
  std::string payload{};
};

void append(db::Session& session, base::BrokerId broker, const Message& message, base::Timestamp now);
/// The oldest, in order.
std::vector<Message> oldest(db::Session& session, base::BrokerId broker, std::int64_t limit);
/// These and no others: one with a lower id may have been stored since they were read.
void remove(db::Session& session, std::span<const Message> messages);
std::int64_t count(db::Session& session, base::BrokerId broker);
/// Keeps the newest; how many were given up.
std::int64_t trim(db::Session& session, base::BrokerId broker, std::int64_t kept);

/// The brokers in use that want to be told of events.
std::vector<Receiver> receivers(db::Session& session);

/// nullopt when the characteristic is gone.
std::optional<PlaceNames> place_of(db::Session& session, base::CharacteristicId characteristic);

}  // namespace openspc::connect::outbound::outbound_store
