#include "connect/templates/template_store.h"

#include <boost/json/parse.hpp>
#include <tuple>
#include <utility>

#include "db/rows.h"
#include "plants/hierarchy_store.h"

namespace openspc::connect::templates::template_store {
namespace {

using Columns = std::tuple<TemplateId, base::PlantId, std::string, boost::json::value, base::Timestamp>;

constexpr std::string_view kSelect =
    "SELECT t.id, t.plant_id, t.name, t.definition, t.created_at FROM mapping_template t ";

StoredTemplate to_row(Columns&& columns) {
  auto& [id, plant, name, definition, created] = columns;
  StoredTemplate row;
  static_cast<MappingTemplate&>(row) = net::from_json<MappingTemplate>(definition, {"definition"});
  row.id = id;
  row.plant_id = plant;
  row.name = std::move(name);
  row.created_at = created;
  return row;
}

}  // namespace

std::vector<StoredTemplate> list(db::Session& session, const plants::VisibleFilter& visible,
                                 std::optional<base::PlantId> plant) {
  std::string where = "WHERE " + visible.sql;
  std::vector<db::Value> values = visible.values;
  if (plant) {
    where += " AND t.plant_id = ?";
    values.push_back(db::to_value(*plant));
  }
  return db::rows<Columns>(session, std::string(kSelect) + where + " ORDER BY t.name, t.id", to_row,
                           db::Session::Values(values));
}

std::optional<StoredTemplate> find(db::Session& session, TemplateId id) {
  auto found = db::rows<Columns>(session, std::string(kSelect) + "WHERE t.id = ?", to_row, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<TemplateId> find_by_name(db::Session& session, base::PlantId plant, const std::string& name) {
  return session.scalar<std::optional<TemplateId>>("SELECT id FROM mapping_template WHERE plant_id = ? AND name = ?",
                                                   plant, name);
}

std::int64_t count(db::Session& session, base::PlantId plant) {
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM mapping_template WHERE plant_id = ?", plant);
}

TemplateId insert(db::Session& session, const TemplateSave& request, base::Timestamp now) {
  return {session.insert("INSERT INTO mapping_template (plant_id, name, definition, created_at) VALUES (?, ?, ?, ?)",
                         request.plant_id, request.name, net::to_json(static_cast<const MappingTemplate&>(request)),
                         now)};
}

void remove(db::Session& session, TemplateId id) {
  session.execute("DELETE FROM mapping_template WHERE id = ?", id);
}

TemplateGround ground(db::Session& session, base::PlantId plant) {
  const plants::VisibleFilter of_plant{"h.plant_id = ?", {plant.value}};
  TemplateGround ground{.places = PlaceIndex(plants::hierarchy_store::list(session, of_plant)), .characteristics = {}};
  using Text = std::optional<std::string>;
  session.each<base::CharacteristicId, base::NodeId, std::string, std::optional<base::DataSourceId>,
               std::optional<base::BrokerId>, Text, Text>(
      "SELECT c.id, c.hierarchy_id, c.name, d.id, m.broker_id, m.topic, m.metric_name FROM characteristic c "
      "JOIN hierarchy h ON h.id = c.hierarchy_id LEFT JOIN data_source d ON d.characteristic_id = c.id "
      "LEFT JOIN mqtt_data_source m ON m.id = d.id WHERE h.plant_id = ? ORDER BY c.id",
      [&](base::CharacteristicId id, base::NodeId place, std::string name, std::optional<base::DataSourceId> source,
          std::optional<base::BrokerId> broker, Text topic, Text metric) {
        ground.characteristics.emplace(std::pair(place, std::move(name)),
                                       TemplateGround::Owned{.id = id,
                                                             .has_source = source.has_value(),
                                                             .broker = broker,
                                                             .topic = std::move(topic),
                                                             .metric = std::move(metric)});
      },
      plant);
  return ground;
}

}  // namespace openspc::connect::templates::template_store
