// Mappings of OPC UA nodes to characteristics. Called by the mapping routes. Needs an engineer's role at the plant of
// the characteristic; every change is in force at once. Errors: not_found, invalid (a field), forbidden.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/opcua/links.h"
#include "connect/opcua/mapping.h"
#include "connect/source/mapping_import.h"
#include "db/database.h"
#include "identity/caller.h"
#include "quality/judge/characteristic.h"

namespace openspc::connect::opcua {

/// Throws Error(invalid) for what cannot be saved.
void check_mapping(const OpcuaMappingUpdate& mapping);

class MappingService {
 public:
  MappingService(db::Database& database, const base::Clock& clock, Links& links)
      : db_(database), clock_(clock), links_(links) {}

  base::Task<std::vector<OpcuaMapping>> list(const net::Principal& principal, MappingQuery query);
  /// Replaces whatever source the characteristic had.
  base::Task<OpcuaMapping> map(identity::Caller caller, base::OpcuaServerId server, OpcuaMappingCreate mapping);
  /// Changes a mapping; readings that wait for their subgroup are kept.
  base::Task<OpcuaMapping> change(identity::Caller caller, MappingPath path, OpcuaMappingUpdate mapping);
  base::Task<OpcuaMapping> set_active(identity::Caller caller, MappingPath path, bool active);
  /// Mappings from CSV with a header line, whose columns are named as the members of a mapping. Good rows are taken
  /// together in one write, bad ones are reported.
  base::Task<source::MappingImportResult> import(identity::Caller caller, std::string csv);
  /// The characteristic that a trial of a mapping is for, when it is for one; the caller must be engineer there.
  base::Task<std::optional<quality::judge::Characteristic>> tried_characteristic(
      const net::Principal& principal, std::optional<base::CharacteristicId> characteristic);
  base::Task<void> unmap(identity::Caller caller, MappingPath path);

 private:
  void store(db::Session& session, const identity::Caller& caller, base::OpcuaServerId server,
             OpcuaMappingCreate mapping);
  OpcuaMapping with_counts(OpcuaMapping mapping) const;
  void announce(db::Session& session);

  db::Database& db_;
  const base::Clock& clock_;
  Links& links_;
};

}  // namespace openspc::connect::opcua
