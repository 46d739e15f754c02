// What mappings of every protocol share: the rows that say where a characteristic's measurements come from, the
// characteristics that they are for, and what people are told of both. Called by the stores and services of mappings.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/source/intake.h"
#include "db/session.h"
#include "db/sql/where.h"
#include "identity/caller.h"

namespace openspc::connect::source {

struct TagActivation {
  bool is_active = true;
};
BOOST_DESCRIBE_STRUCT(TagActivation, (), (is_active))

/// A characteristic with its source, as mappings name it.
struct MappedCharacteristic {
  base::DataSourceId source{};
  std::string name{};
  std::optional<base::PlantId> plant_id{};
  std::int64_t subgroup_size = 1;
  bool counts = false;  // attribute data: each reading is a sample
};

/// Changes to a mapping, as the audit trail tells them.
void record_mapping(db::Session& session, const identity::Caller& caller, std::string_view action,
                    base::CharacteristicId characteristic, base::PlantId plant, const boost::json::object& detail = {});

/// What has come in through a mapping since the server started, as far as all protocols tell it alike.
template <class Mapping>
void add_counts(Mapping& mapping, const IntakeCounts& counts) {
  mapping.samples_stored = counts.samples;
  mapping.rejected_count = counts.rejected;
  mapping.duplicates_dropped = counts.duplicates;
  mapping.time_fallback_count = counts.time_doubts;
  mapping.pending_values = counts.pending;
  mapping.last_value = counts.last_value;
  mapping.last_sample_at = counts.last_sample_at;
  mapping.last_rejection = counts.last_rejection;
  mapping.last_time_fallback = counts.last_time_doubt;
  if (!counts.clock_off) return;
  mapping.clock_problem = problem_of(*counts.clock_off);
  mapping.clock_offset_seconds = static_cast<double>(counts.clock_off->ahead.count());
}

}  // namespace openspc::connect::source

namespace openspc::connect::source::data_source_store {

/// Of characteristics whose source has a row in `table`, a protocol's own. In `where` that is m; d is data_source, c
/// characteristic, h hierarchy.
std::vector<MappedCharacteristic> characteristics(db::Session& session, std::string_view table, const db::Where& where);

/// What `make` makes of each characteristic and of the row of its source, in the order of `characteristics`; those
/// whose source is not among the rows are left out.
template <class Row, class Make>
auto mapped(std::vector<Row> rows, const std::vector<MappedCharacteristic>& characteristics, Make make) {
  std::map<base::DataSourceId, Row> by_source;
  for (Row& row : rows) by_source.emplace(row.id, std::move(row));
  std::vector<decltype(make(rows.front(), characteristics.front()))> all;
  all.reserve(by_source.size());
  for (const MappedCharacteristic& characteristic : characteristics)
    if (const auto row = by_source.find(characteristic.source); row != by_source.end())
      all.push_back(make(row->second, characteristic));
  return all;
}

/// Changes whenever a row of the table does; `changed` holds the time.
std::string signature(db::Session& session, std::string_view table, std::string_view changed = "updated_at");

/// Whether the characteristic had a source, which is gone now with all that was collected for it.
bool remove(db::Session& session, base::CharacteristicId characteristic);
void set_active(db::Session& session, base::DataSourceId source, bool active, base::Timestamp now);

/// Switches a mapping on or off; false when it is so already.
template <class Mapping>
bool switched(db::Session& session, const identity::Caller& caller, base::PlantId plant, Mapping& mapping, bool active,
              base::Timestamp now) {
  if (mapping.is_active == active) return false;
  set_active(session, mapping.data_source_id, active, now);
  record_mapping(session, caller, active ? "data_source.activated" : "data_source.deactivated",
                 mapping.characteristic_id, plant);
  mapping.is_active = active;
  return true;
}

}  // namespace openspc::connect::source::data_source_store
