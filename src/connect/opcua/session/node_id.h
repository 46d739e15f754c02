// Node ids as text, and what their namespaces are. "ns=2;s=Bore" names a namespace by its place in the server's list,
// which another start of the server may order otherwise: what is to last is stored with the namespace's URI and looked
// up at every connect. "nsu=urn:machine;s=Bore" names it so (OPC UA part 6, 5.1.12). Called by mappings, writing and
// the session. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace openspc::connect::opcua {

struct NodeName {
  std::uint16_t index = 0;   // of the namespace; meaningless with a URI
  std::string uri{};         // of "nsu=..."
  std::string identifier{};  // "s=Bore", "i=85"
};

/// Nothing for text that names no node: "i=85", "ns=2;s=Bore" and "nsu=urn:machine;s=Bore" do.
std::optional<NodeName> parse_opcua_node_name(std::string_view text);

std::string with_index(std::uint16_t index, std::string_view identifier);
std::string with_uri(std::string_view uri, std::string_view identifier);

/// The list of a connected server, index 0 first; empty when it is not known.
using Namespaces = std::span<const std::string>;

/// The URI that a node id means on a server with this list: of "nsu=", or looked up. Empty when it cannot be told, and
/// for the namespace 0, which is the same everywhere.
std::string namespace_uri_of(std::string_view node_id, Namespaces namespaces);

/// A node id as it is stored: by index where the server's list tells it, and what it means.
struct NodePlace {
  std::string node_id{};
  std::optional<std::string> namespace_uri{};
};
NodePlace place_of_node(std::string_view node_id, Namespaces namespaces);

/// "nsu=...;s=Bore", for people and clients; nothing when the URI is not known.
std::optional<std::string> node_uri_of(std::string_view node_id, const std::optional<std::string>& namespace_uri);

/// The node id in the order of this list, or why there is none. `namespace_uri` is the stored one; empty: the id counts
/// as it is written. The namespace 1 is the server's own, whatever it calls it (part 3, 8.2.2): a URI that is gone is
/// looked for there when the id says so.
struct NamespaceGone {
  std::string reason{};
};
std::variant<std::string, NamespaceGone> in_order_of(Namespaces namespaces, std::string_view node_id,
                                                     std::string_view namespace_uri = {});

}  // namespace openspc::connect::opcua
