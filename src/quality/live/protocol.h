// What WebSocket clients say, and the answers that depend on nothing but that. Called by hub and the fuzz target.
// Pure functions; the text may be anything. Frames are documented in the live updates contract.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"

namespace openspc::quality::live {

struct Subscribe {
  std::vector<base::CharacteristicId> ids;
};
struct Unsubscribe {
  std::vector<base::CharacteristicId> ids;
};
struct Ping {};
/// A message that makes no sense. The connection ends only when the text is not what this protocol is made of.
struct Problem {
  std::string message;
  std::uint16_t close_code = 0;  // 0: the connection stays
};
using Message = std::variant<Subscribe, Unsubscribe, Ping, Problem>;

Message parse(std::string_view text);

inline constexpr std::uint16_t kCloseNotJson = 1007;      // not JSON at all
inline constexpr std::uint16_t kCloseNotAnObject = 1003;  // JSON, but not a message
inline constexpr std::uint16_t kCloseComeAgain = 1012;    // as if the server were started anew
inline constexpr std::uint16_t kCloseNotAuthenticated = 4001;
inline constexpr std::string_view kNotAuthenticated = "Authentication failed";  // reason of that close

std::string subscribed(const std::vector<base::CharacteristicId>& ids);
std::string unsubscribed(const std::vector<base::CharacteristicId>& ids);
std::string pong();
std::string error(std::string_view message);
/// Ids that the client asked for and may not have.
std::string refused(std::string_view message, const std::vector<base::CharacteristicId>& ids);

}  // namespace openspc::quality::live
