// What the values of an OPC UA server mean: the active mappings of one server as ingestion needs them. An immutable
// snapshot: the links replace it as a whole when mappings change. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "connect/opcua/mapping_store.h"
#include "connect/opcua/server.h"
#include "connect/opcua/session/session.h"
#include "connect/source/intake.h"

namespace openspc::connect::opcua {

class Sources {
 public:
  Sources() = default;
  Sources(const std::vector<opcua_mapping_store::Ingested>& mappings, const OpcuaServer& server);

  const std::vector<source::ReadingSource>& readings() const { return readings_; }
  /// What to subscribe to.
  const std::vector<Monitor>& monitors() const { return monitors_; }

  struct Meaning {
    std::size_t source = 0;      // index in readings()
    bool completes = false;      // the node is a trigger: its value is no reading
    bool takes_initial = false;  // the value that is there when monitoring begins is a reading
    source::ValueRule values{};
  };
  std::optional<Meaning> meaning_of(std::uint32_t handle) const;
  std::optional<base::DataSourceId> source_of(std::uint32_t handle) const;

 private:
  std::vector<source::ReadingSource> readings_;
  std::vector<Monitor> monitors_;
  std::map<std::uint32_t, Meaning> meanings_;
};

/// The measurement that a value is, or why it is none: bad quality, no number, not finite.
std::variant<payload::Reading, payload::Unreadable> reading_of(const source::ValueRule& rule, const Value& value);

/// How to monitor a node by a rule of a mapping, where the rule leaves intervals to the server.
Monitor monitor_of(const Rule& rule, const OpcuaServer& server, std::uint32_t handle);

}  // namespace openspc::connect::opcua
