#include "plants/plant_store.h"

#include <boost/json/value.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "db/rows.h"

namespace openspc::plants::plant_store {

namespace {

using Row = std::tuple<base::PlantId, std::string, std::string, bool, std::optional<std::string>, base::Timestamp,
                       base::Timestamp>;

constexpr std::string_view select = "SELECT id, name, code, is_active, settings, created_at, updated_at FROM plant ";

// Settings that cannot be read are none: the plant is more than they, and can be given new ones.
Plant to_plant(Row&& row) {
  auto& [id, name, code, is_active, text, created_at, updated_at] = row;
  std::optional<boost::json::object> settings;
  auto stored = text ? db::readable_json("plant", id.value, *text) : std::nullopt;
  if (stored && stored->is_object()) settings = std::move(stored->get_object());
  return {id, std::move(name), std::move(code), is_active, std::move(settings), created_at, updated_at};
}

std::optional<boost::json::value> to_column(const std::optional<boost::json::object>& settings) {
  if (!settings) return std::nullopt;
  return boost::json::value(*settings);
}

}  // namespace

std::vector<Plant> list(db::Session& session, const VisibleFilter& visible, bool active_only) {
  std::vector<db::Value> values = visible.values;
  std::string sql = std::string(select) + "WHERE " + visible.sql;
  if (active_only) {
    sql += " AND is_active = ?";
    values.push_back(db::to_value(true));
  }
  sql += " ORDER BY name";
  return db::rows<Row>(session, sql, to_plant, values);
}

std::optional<Plant> find(db::Session& session, base::PlantId id) {
  std::vector<Plant> found = db::rows<Row>(session, std::string(select) + "WHERE id = ?", to_plant, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<base::PlantId> find_by_code(db::Session& session, std::string_view code) {
  return session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE code = ?", code);
}

base::PlantId insert(db::Session& session, const PlantCreate& plant, base::Timestamp now) {
  return {session.insert(
      "INSERT INTO plant (name, code, is_active, settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
      plant.name, plant.code, plant.is_active, to_column(plant.settings), now, now)};
}

void update(db::Session& session, const Plant& plant) {
  session.execute("UPDATE plant SET name = ?, code = ?, is_active = ?, settings = ?, updated_at = ? WHERE id = ?",
                  plant.name, plant.code, plant.is_active, to_column(plant.settings), plant.updated_at, plant.id);
}

void remove(db::Session& session, base::PlantId id) {
  session.execute("DELETE FROM plant WHERE id = ?", id);
}

Contents contents(db::Session& session, base::PlantId id) {
  Contents found;
  found.nodes = session.scalar<std::int64_t>("SELECT COUNT(*) FROM hierarchy WHERE plant_id = ?", id);
  found.samples = session.scalar<std::int64_t>(
      "SELECT COUNT(*) FROM sample s JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = "
      "c.hierarchy_id "
      "WHERE h.plant_id = ?",
      id);
  session.each<base::CharacteristicId>(
      "SELECT c.id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE h.plant_id = ? ORDER BY c.id",
      [&](base::CharacteristicId characteristic) { found.characteristics.push_back(characteristic); }, id);
  return found;
}

}  // namespace openspc::plants::plant_store
