#include "connect/source/data_source.h"

#include <optional>
#include <tuple>

#include "db/rows.h"
#include "identity/audit.h"

namespace openspc::connect::source {

void record_mapping(db::Session& session, const identity::Caller& caller, std::string_view action,
                    base::CharacteristicId characteristic, base::PlantId plant, const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"data_source", std::to_string(characteristic.value), plant},
                          detail);
}

}  // namespace openspc::connect::source

namespace openspc::connect::source::data_source_store {

std::vector<MappedCharacteristic> characteristics(db::Session& session, std::string_view table,
                                                  const db::Where& where) {
  using Columns = std::tuple<base::DataSourceId, std::string, std::optional<base::PlantId>, std::int64_t, std::string>;
  const auto made = [](Columns&& columns) {
    auto& [source, name, plant, subgroup_size, data_type] = columns;
    return MappedCharacteristic{source, std::move(name), plant, subgroup_size, data_type != "variable"};
  };
  return db::rows<Columns>(session,
                           "SELECT d.id, c.name, h.plant_id, c.subgroup_size, c.data_type FROM data_source d JOIN " +
                               std::string(table) +
                               " m ON m.id = d.id JOIN characteristic c ON c.id = d.characteristic_id "
                               "JOIN hierarchy h ON h.id = c.hierarchy_id" +
                               where.sql(),
                           made, where.values());
}

std::string signature(db::Session& session, std::string_view table, std::string_view changed) {
  using Part = std::tuple<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>>;
  const auto part = session.first<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>>(
      "SELECT COUNT(*), MAX(id), MAX(" + std::string(changed) + ") FROM " + std::string(table));
  const auto& [count, newest, last] = part.value_or(Part{});
  return std::to_string(count) + '/' + std::to_string(newest.value_or(0)) + '/' + last.value_or("") + ' ';
}

bool remove(db::Session& session, base::CharacteristicId characteristic) {
  return session.execute("DELETE FROM data_source WHERE characteristic_id = ?", characteristic) > 0;
}

void set_active(db::Session& session, base::DataSourceId source, bool active, base::Timestamp now) {
  session.execute("UPDATE data_source SET is_active = ?, updated_at = ? WHERE id = ?", active, now, source);
}

}  // namespace openspc::connect::source::data_source_store
