// SQL of OPC UA mappings: data_source, opcua_data_source and their options. Called by the mapping service and by the
// links inside a database job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connect/opcua/mapping.h"
#include "db/session.h"
#include "net/access.h"

namespace openspc::connect::opcua::opcua_mapping_store {

/// Of the plants that the caller sees, by characteristic name; sources of other protocols are left out.
std::vector<OpcuaMapping> list(db::Session& session, const net::Principal& caller, const MappingQuery& query);
std::optional<OpcuaMapping> find(db::Session& session, base::CharacteristicId characteristic);

/// The URIs of the namespaces of a mapping's nodes; nothing where they are not known yet.
struct NodeNamespaces {
  std::optional<std::string> node{}, trigger{};
};
base::DataSourceId insert(db::Session& session, base::OpcuaServerId server, const OpcuaMappingCreate& mapping,
                          const NodeNamespaces& namespaces, base::Timestamp now);
/// `before` with what `mapping` says.
void update(db::Session& session, const OpcuaMapping& before, const OpcuaMappingUpdate& mapping,
            const NodeNamespaces& namespaces, base::Timestamp now);

/// What ingestion needs of an active mapping.
struct Ingested {
  OpcuaMapping mapping;
  std::int64_t subgroup_size = 1;
  bool counts = false;  // attribute data: each reading is a sample
};
/// Of one server, in the order of their ids.
std::vector<Ingested> list_active(db::Session& session, base::OpcuaServerId server);

/// Changes whenever a server or a mapping does.
std::string signature(db::Session& session);

}  // namespace openspc::connect::opcua::opcua_mapping_store
