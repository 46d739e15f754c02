#include "connect/opcua/writing_store.h"

#include <boost/json/serialize.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "base/json_numbers.h"
#include "connect/opcua/session/node_id.h"
#include "db/rows.h"
#include "db/stored_enum.h"
#include "net/json.h"

namespace openspc::connect::opcua::opcua_writing_store {
namespace {

constexpr std::string_view kSelectNode =
    "SELECT id, server_id, node_id, description, created_at, namespace_uri FROM opcua_writable_node ";
constexpr std::string_view kSelectReaction =
    "SELECT r.id, r.characteristic_id, n.server_id, n.id, n.node_id, r.value, r.severity, r.created_at, "
    "n.namespace_uri "
    "FROM "
    "opcua_reaction r JOIN opcua_writable_node n ON n.id = r.writable_node_id ";

using NodeColumns = std::tuple<std::int64_t, base::OpcuaServerId, std::string, std::optional<std::string>,
                               base::Timestamp, std::optional<std::string>>;
using ReactionColumns = std::tuple<std::int64_t, base::CharacteristicId, base::OpcuaServerId, std::int64_t, std::string,
                                   std::string, std::string, base::Timestamp, std::optional<std::string>>;

WritableNode node_of(NodeColumns&& columns) {
  auto& [id, server, node, description, created, uri] = columns;
  auto node_uri = node_uri_of(node, uri);
  return {.id = id,
          .server_id = server,
          .node_id = std::move(node),
          .description = std::move(description),
          .created_at = created,
          .namespace_uri = std::move(uri),
          .node_uri = std::move(node_uri)};
}

// A value that cannot be read is never written: the reaction is shown with that problem, so that it can be deleted.
void read_value(const std::string& text, OpcuaReaction& reaction) {
  std::string reason = "not finite";
  try {
    reaction.value = net::parse_json_body(text);
    if (base::has_only_finite_numbers(reaction.value)) return;
  } catch (const base::Error& damage) {
    reason = damage.detail();
  }
  reaction.value = nullptr;
  reaction.problem = "The stored value cannot be read, so nothing is written: delete this reaction and make it anew";
  db::report_unreadable("opcua_reaction", reaction.id, reason);
}

OpcuaReaction reaction_of(ReactionColumns&& columns) {
  auto& [id, characteristic, server, writable, node, value, severity, created, uri] = columns;
  auto node_uri = node_uri_of(node, uri);
  OpcuaReaction reaction{.id = id,
                         .characteristic_id = characteristic,
                         .server_id = server,
                         .writable_node_id = writable,
                         .node_id = std::move(node),
                         .severity = db::enum_of(severity, source::OutboundSeverity::CRITICAL),
                         .created_at = created,
                         .namespace_uri = std::move(uri),
                         .node_uri = std::move(node_uri)};
  read_value(value, reaction);
  return reaction;
}

template <class... Args>
std::vector<WritableNode> nodes(db::Session& session, std::string_view tail, const Args&... args) {
  return db::rows<NodeColumns>(session, std::string(kSelectNode) + std::string(tail), node_of, args...);
}

template <class... Args>
std::vector<OpcuaReaction> reactions(db::Session& session, std::string_view tail, const Args&... args) {
  return db::rows<ReactionColumns>(session, std::string(kSelectReaction) + std::string(tail), reaction_of, args...);
}

template <class T>
std::optional<T> first(std::vector<T> all) {
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

}  // namespace

std::vector<WritableNode> list_nodes(db::Session& session, base::OpcuaServerId server) {
  return nodes(session, "WHERE server_id = ? ORDER BY id", server);
}

std::optional<WritableNode> find_node(db::Session& session, base::OpcuaServerId server, std::int64_t id) {
  return first(nodes(session, "WHERE server_id = ? AND id = ?", server, id));
}

std::int64_t insert_node(db::Session& session, const WritableNode& node) {
  return session.insert(
      "INSERT INTO opcua_writable_node (server_id, node_id, description, created_at, namespace_uri) VALUES (?, ?, ?, "
      "?, "
      "?)",
      node.server_id, node.node_id, node.description, node.created_at, node.namespace_uri);
}

void remove_node(db::Session& session, std::int64_t id) {
  session.execute("DELETE FROM opcua_writable_node WHERE id = ?", id);
}

std::vector<OpcuaReaction> list_reactions(db::Session& session, base::OpcuaServerId server) {
  return reactions(session, "WHERE n.server_id = ? ORDER BY r.id", server);
}

std::vector<OpcuaReaction> all_reactions(db::Session& session) {
  return reactions(session, "ORDER BY r.id");
}

std::optional<OpcuaReaction> find_reaction(db::Session& session, base::OpcuaServerId server, std::int64_t id) {
  return first(reactions(session, "WHERE n.server_id = ? AND r.id = ?", server, id));
}

std::int64_t insert_reaction(db::Session& session, const OpcuaReaction& reaction) {
  return session.insert(
      "INSERT INTO opcua_reaction (characteristic_id, writable_node_id, value, severity, created_at) VALUES (?, ?, ?, "
      "?, ?)",
      reaction.characteristic_id, reaction.writable_node_id, boost::json::serialize(reaction.value),
      reaction.severity == source::OutboundSeverity::WARNING ? "WARNING" : "CRITICAL", reaction.created_at);
}

void remove_reaction(db::Session& session, std::int64_t id) {
  session.execute("DELETE FROM opcua_reaction WHERE id = ?", id);
}

}  // namespace openspc::connect::opcua::opcua_writing_store
