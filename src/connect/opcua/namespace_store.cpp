#include "connect/opcua/namespace_store.h"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "connect/opcua/mapping.h"
#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::connect::opcua::opcua_namespace_store {
namespace {

using Text = std::optional<std::string>;

/// A stored id and what the server's list says of it.
struct Lookup {
  std::string stored_id{};
  Text stored_uri{};
  NodePlace told{};

  Lookup(std::string node_id, Text uri, Namespaces namespaces)
      : stored_id(std::move(node_id)), stored_uri(std::move(uri)), told{.node_id = stored_id} {
    const auto name = parse_opcua_node_name(stored_id);
    // What is known stays, whatever the order is by now; an id by URI waits for an index all the same.
    if (name && (!stored_uri || !name->uri.empty())) told = place_of_node(stored_id, namespaces);
    if (stored_uri) told.namespace_uri = stored_uri;
  }
  bool has_news() const { return told.node_id != stored_id || told.namespace_uri != stored_uri; }
};

struct Mapped {
  base::DataSourceId source{};
  bool has_options = false;
  Lookup node;
  std::optional<Lookup> trigger{};

  bool has_news() const { return node.has_news() || (trigger && trigger->has_news()); }
};

std::vector<Mapped> mapped(db::Session& session, base::OpcuaServerId server, Namespaces namespaces) {
  using Columns = std::tuple<base::DataSourceId, std::string, std::optional<base::DataSourceId>, Text, Text, Text>;
  const auto make = [&](Columns&& columns) {
    auto& [source, node, options, uri, trigger, trigger_uri] = columns;
    Mapped row{.source = source,
               .has_options = options.has_value(),
               .node = Lookup(std::move(node), std::move(uri), namespaces)};
    if (trigger) row.trigger.emplace(*std::move(trigger), std::move(trigger_uri), namespaces);
    return row;
  };
  return db::rows<Columns>(
      session,
      "SELECT m.id, m.node_id, u.data_source_id, u.namespace_uri, u.trigger_node_id, u.trigger_namespace_uri FROM "
      "opcua_data_source m LEFT JOIN opcua_source_option u ON u.data_source_id = m.id WHERE m.server_id = ?",
      make, server);
}

struct Writable {
  std::int64_t id = 0;
  Lookup node;
};

std::vector<Writable> writable(db::Session& session, base::OpcuaServerId server, Namespaces namespaces) {
  using Columns = std::tuple<std::int64_t, std::string, Text>;
  const auto make = [&](Columns&& columns) {
    auto& [id, node, uri] = columns;
    return Writable{.id = id, .node = Lookup(std::move(node), std::move(uri), namespaces)};
  };
  std::vector<Writable> rows = db::rows<Columns>(
      session, "SELECT id, node_id, namespace_uri FROM opcua_writable_node WHERE server_id = ?", make, server);
  // Each is named once: an index that another node's name has already stays a URI.
  for (Writable& row : rows)
    for (const Writable& other : rows)
      if (row.id != other.id && row.node.told.node_id == other.node.stored_id)
        row.node.told.node_id = row.node.stored_id;
  return rows;
}

void write(db::Session& session, const Mapped& row) {
  if (!row.has_options) {
    const Rule usual;
    session.execute(
        "INSERT INTO opcua_source_option (data_source_id, change_trigger, queue_size, take_initial_value) VALUES (?, "
        "?, ?, ?)",
        row.source, db::word_of(usual.change_trigger), usual.queue_size, usual.take_initial_value);
  }
  session.execute("UPDATE opcua_data_source SET node_id = ? WHERE id = ?", row.node.told.node_id, row.source);
  session.execute("UPDATE opcua_source_option SET namespace_uri = ? WHERE data_source_id = ?",
                  row.node.told.namespace_uri, row.source);
  if (row.trigger)
    session.execute(
        "UPDATE opcua_source_option SET trigger_node_id = ?, trigger_namespace_uri = ? WHERE data_source_id = ?",
        row.trigger->told.node_id, row.trigger->told.namespace_uri, row.source);
}

}  // namespace

bool has_unknown(db::Session& session, base::OpcuaServerId server, Namespaces namespaces) {
  for (const Mapped& row : mapped(session, server, namespaces))
    if (row.has_news()) return true;
  for (const Writable& row : writable(session, server, namespaces))
    if (row.node.has_news()) return true;
  return false;
}

void learn(db::Session& session, base::OpcuaServerId server, Namespaces namespaces) {
  for (const Mapped& row : mapped(session, server, namespaces))
    if (row.has_news()) write(session, row);
  for (const Writable& row : writable(session, server, namespaces))
    if (row.node.has_news())
      session.execute("UPDATE opcua_writable_node SET node_id = ?, namespace_uri = ? WHERE id = ?",
                      row.node.told.node_id, row.node.told.namespace_uri, row.id);
}

}  // namespace openspc::connect::opcua::opcua_namespace_store
