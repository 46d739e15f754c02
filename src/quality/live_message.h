// What a WebSocket client says: subscribe, unsubscribe, ping. Parsed apart from any socket, so that it is tested and
// fuzzed alone. Called by the live hub. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"

namespace openspc::quality {

/// More ids than any page shows; a longer list is refused.
inline constexpr std::size_t max_ids_in_message = 10'000;

struct SubscribeMessage {
  std::vector<base::CharacteristicId> ids;
};
struct UnsubscribeMessage {
  std::vector<base::CharacteristicId> ids;
};
struct PingMessage {};

/// Understood as JSON object, yet not as a message: the client is told, the connection stays.
struct UnclearMessage {
  std::string reason;
};
/// No JSON object at all: the client speaks something else, the connection ends.
struct ForeignMessage {
  std::string reason;
};

using ClientMessage = std::variant<SubscribeMessage, UnsubscribeMessage, PingMessage, UnclearMessage, ForeignMessage>;

/// The kind is read from `type`, or from `action` when that is absent or empty; ids from `characteristic_ids` (an array
/// or one integer), else from `characteristic_id`. Never throws.
ClientMessage parse_client_message(std::string_view text);

}  // namespace openspc::quality
