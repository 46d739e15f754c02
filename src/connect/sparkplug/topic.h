// The topics of Sparkplug B: what they say, and how they are made. Pure functions; any thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapter 4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::connect::sparkplug {

enum class MessageType : std::uint8_t { nbirth, ndeath, ndata, ncmd, dbirth, ddeath, ddata, dcmd, state };

/// Looks into the text that it was parsed from.
struct Topic {
  MessageType type = MessageType::state;
  std::string_view group{}, node{};
  std::string_view device{};   // empty for an edge node's own messages
  std::string_view host_id{};  // STATE alone
};

/// An edge node, or one of its devices.
struct Peer {
  std::string group{}, node{};
  std::string device{};  // empty: the edge node itself
  bool operator==(const Peer&) const = default;
};

inline constexpr std::string_view kSparkplugNamespace = "spBv1.0";

/// spBv1.0/GROUP/TYPE/NODE for the messages of edge nodes, the same with /DEVICE for those of devices, and
/// spBv1.0/STATE/HOST; nullopt for everything else.
std::optional<Topic> parse_sparkplug_topic(std::string_view topic);

/// An id has at least one character and is well-formed UTF-8 without NUL, '+', '/' and '#'.
bool is_sparkplug_id(std::string_view id);

std::string_view sparkplug_message_type_name(MessageType type);
/// True for DBIRTH, DDEATH, DDATA and DCMD.
bool concerns_device(MessageType type);

/// The peer's ids must be valid; a device's message needs a device, every other one goes without.
std::string sparkplug_topic(MessageType type, const Peer& peer);
std::string sparkplug_state_topic(std::string_view host_id);

}  // namespace openspc::connect::sparkplug
