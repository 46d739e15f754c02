// Writing back to machines: the nodes that an administrator lets be written, and reactions, which write a value when a
// rule of a characteristic fires (a stop bit on a critical signal). Called by the writing routes and service.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/source/connection_list.h"
#include "connect/source/outbound_severity.h"
#include "net/schema.h"

namespace openspc::connect::opcua {

struct WritableNode {
  std::int64_t id = 0;
  base::OpcuaServerId server_id{};
  std::string node_id{};
  std::optional<std::string> description{};
  base::Timestamp created_at{};
  std::optional<std::string> namespace_uri{}, node_uri{};
};
BOOST_DESCRIBE_STRUCT(WritableNode, (), (id, server_id, node_id, description, created_at, namespace_uri, node_uri))

inline void describe(net::Fields<WritableNode>& f) {
  f["namespace_uri"].doc("What node_id means; nothing: not connected yet, or the standard namespace");
  f["node_uri"].doc("The node by its namespace's URI: the same after every start of the server");
}

struct WritableNodeCreate {
  std::string node_id{};
  std::optional<std::string> description{};
};
BOOST_DESCRIBE_STRUCT(WritableNodeCreate, (), (node_id, description))

inline void describe(net::Fields<WritableNodeCreate>& f) {
  f["node_id"].length(1, 500).doc("ns=2;s=Line1.Stop, or nsu=urn:machine;s=Line1.Stop");
  f["description"].max_length(500).doc("What writing it does to the machine");
}

struct OpcuaWrite {
  std::string node_id{};
  boost::json::value value{};
};
BOOST_DESCRIBE_STRUCT(OpcuaWrite, (), (node_id, value))

inline void describe(net::Fields<OpcuaWrite>& f) {
  f["node_id"].length(1, 500).doc("One of the writable nodes, by node_id or node_uri");
  f["value"].doc("A number, true or false, or a text, as the type of the node wants it");
}

struct OpcuaReaction {
  std::int64_t id = 0;
  base::CharacteristicId characteristic_id{};
  base::OpcuaServerId server_id{};
  std::int64_t writable_node_id = 0;
  std::string node_id{};
  boost::json::value value{};
  source::OutboundSeverity severity = source::OutboundSeverity::CRITICAL;
  base::Timestamp created_at{};
  std::optional<std::string> namespace_uri{}, node_uri{};
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(OpcuaReaction, (),
                      (id, characteristic_id, server_id, writable_node_id, node_id, value, severity, created_at,
                       namespace_uri, node_uri, problem))

inline void describe(net::Fields<OpcuaReaction>& f) {
  f["problem"].doc("Why nothing is written: what is stored of the reaction cannot be read");
}

struct OpcuaReactionCreate {
  base::CharacteristicId characteristic_id{};
  std::int64_t writable_node_id = 0;
  boost::json::value value{};
  source::OutboundSeverity severity = source::OutboundSeverity::CRITICAL;
};
BOOST_DESCRIBE_STRUCT(OpcuaReactionCreate, (), (characteristic_id, writable_node_id, value, severity))

inline void describe(net::Fields<OpcuaReactionCreate>& f) {
  f["value"].doc("Written when a rule of the characteristic fires");
  f["severity"].defaulted().doc("The least severity that is reacted to");
}

struct WritableNodePath {
  base::OpcuaServerId server_id{};
  std::int64_t writable_node_id = 0;
};
BOOST_DESCRIBE_STRUCT(WritableNodePath, (), (server_id, writable_node_id))

struct ReactionPath {
  base::OpcuaServerId server_id{};
  std::int64_t reaction_id = 0;
};
BOOST_DESCRIBE_STRUCT(ReactionPath, (), (server_id, reaction_id))

}  // namespace openspc::connect::opcua
