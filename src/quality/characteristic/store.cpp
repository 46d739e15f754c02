#include "quality/characteristic/store.h"

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "base/error.h"
#include "db/schema/sample_tables.h"
#include "db/stored_enum.h"
#include "db/unreadable_row.h"
#include "plants/hierarchy_service.h"

namespace openspc::quality::characteristic {
namespace {

using OptionalText = std::optional<std::string>;
using OptionalJson = std::optional<boost::json::value>;

OptionalJson json_of(const std::optional<boost::json::object>& parameters) {
  return parameters ? OptionalJson(*parameters) : std::nullopt;
}

// Nothing for a word that is no chart: written by a newer program.
std::optional<judge::ChartType> chart_of(const std::optional<std::string>& word) {
  if (!word) return std::nullopt;
  const judge::ChartType chart = db::enum_of(*word, judge::ChartType::xbar_r);
  return db::word_of(chart) == *word ? std::optional(chart) : std::nullopt;
}

void store_chart(db::Session& session, base::CharacteristicId id, std::optional<judge::ChartType> chart) {
  session.execute("DELETE FROM characteristic_option WHERE char_id = ?", id);
  if (chart)
    session.execute("INSERT INTO characteristic_option (char_id, chart_type) VALUES (?, ?)", id, db::word_of(*chart));
}

std::vector<judge::RuleSwitch> read_rule_rows(db::Session& session, base::CharacteristicId id) {
  std::vector<judge::RuleSwitch> rows;
  session.each<std::int64_t, bool, bool, std::optional<std::string>>(
      "SELECT rule_id, is_enabled, require_acknowledgement, parameters FROM characteristic_rules WHERE char_id = ?"
      " ORDER BY rule_id",
      [&](std::int64_t rule, bool enabled, bool acknowledge, const std::optional<std::string>& text) {
        judge::RuleSwitch& row = rows.emplace_back(
            judge::RuleSwitch{.rule_id = rule, .is_enabled = enabled, .require_acknowledgement = acknowledge});
        // Parameters that cannot be read are those of the textbook: the rule itself stays in force.
        auto parameters = text ? db::readable_json("characteristic_rules", id.value, *text) : std::nullopt;
        if (parameters && parameters->is_object()) row.parameters = std::move(parameters->as_object());
      },
      id);
  return rows;
}

// Fills in what the second table says of the rules, and what holds where it says nothing.
void add_options(db::Session& session, base::CharacteristicId id, std::span<judge::RuleSwitch> rules) {
  for (judge::RuleSwitch& rule : rules) {
    rule.severity = judge::first_severity(rule.rule_id);
    rule.dispersion_enabled = false;
  }
  session.each<std::int64_t, std::optional<std::string>, bool>(
      "SELECT rule_id, severity, dispersion_enabled FROM characteristic_rule_option WHERE char_id = ?",
      [&](std::int64_t rule_id, const std::optional<std::string>& severity, bool dispersion_enabled) {
        for (judge::RuleSwitch& rule : rules) {
          if (rule.rule_id != rule_id) continue;
          if (severity) rule.severity = db::enum_of(*severity, judge::first_severity(rule_id));
          rule.dispersion_enabled = dispersion_enabled;
        }
      },
      id);
}

// Members that were not given stay as they are.
void store_options(db::Session& session, base::CharacteristicId id, const judge::RuleSwitch& rule) {
  if (!rule.severity && !rule.dispersion_enabled) return;
  const auto before = session.first<std::optional<std::string>, bool>(
      "SELECT severity, dispersion_enabled FROM characteristic_rule_option WHERE char_id = ? AND rule_id = ?", id,
      rule.rule_id);
  std::optional<std::string> severity = before ? std::get<0>(*before) : std::nullopt;
  if (rule.severity) severity = db::word_of(*rule.severity);
  const bool dispersion_enabled = rule.dispersion_enabled.value_or(before && std::get<1>(*before));
  session.execute("DELETE FROM characteristic_rule_option WHERE char_id = ? AND rule_id = ?", id, rule.rule_id);
  session.execute(
      "INSERT INTO characteristic_rule_option (char_id, rule_id, severity, dispersion_enabled) VALUES (?, ?, ?, ?)", id,
      rule.rule_id, severity, dispersion_enabled);
}

}  // namespace

std::vector<judge::Characteristic> characteristics(db::Session& session, const db::Where& where) {
  using Number = std::optional<double>;
  static const std::string sql =
      "SELECT id, hierarchy_id, (SELECT COALESCE(plant_id, 0) FROM hierarchy h WHERE h.id = hierarchy_id), name,"
      " description, data_type, subgroup_size, chart_type, target_value, usl, lsl, ucl, "
      "lcl,"
      " stored_center_line, stored_sigma, limits_method, subgroup_mode, min_measurements, warn_below_count,"
      " decimal_precision FROM characteristic LEFT JOIN characteristic_option ON char_id = id";
  std::vector<judge::Characteristic> found;
  session.each<base::CharacteristicId, base::NodeId, std::optional<base::PlantId>, std::string, OptionalText,
               std::string, std::int64_t, OptionalText, Number, Number, Number, Number, Number, Number, Number,
               OptionalText, std::string, std::int64_t, std::optional<std::int64_t>, std::int64_t>(
      sql + where.sql(),
      [&](base::CharacteristicId id, base::NodeId node, std::optional<base::PlantId> plant, std::string name,
          OptionalText description, const std::string& data_type, std::int64_t subgroup_size,
          const OptionalText& chart_type, Number target, Number usl, Number lsl, Number ucl, Number lcl, Number center,
          Number sigma, OptionalText method, const std::string& mode, std::int64_t min_measurements,
          std::optional<std::int64_t> warn_below, std::int64_t precision) {
        found.push_back({.id = id,
                         .hierarchy_id = node,
                         .plant_id = plant.value_or(base::PlantId{}),
                         .name = std::move(name),
                         .description = std::move(description),
                         .data_type = db::enum_of(data_type, judge::DataType::variable),
                         .subgroup_size = subgroup_size,
                         .chart_type = chart_of(chart_type),
                         .target_value = target,
                         .usl = usl,
                         .lsl = lsl,
                         .ucl = ucl,
                         .lcl = lcl,
                         .stored_center_line = center,
                         .stored_sigma = sigma,
                         .limits_method = std::move(method),
                         .subgroup_mode = db::enum_of(mode, judge::SubgroupMode::NOMINAL_TOLERANCE),
                         .min_measurements = min_measurements,
                         .warn_below_count = warn_below,
                         .decimal_precision = precision});
      },
      std::span<const db::Value>(where.values()));
  return found;
}

std::optional<judge::Characteristic> find_characteristic(db::Session& session, base::CharacteristicId id) {
  std::vector<judge::Characteristic> found = characteristics(session, db::Where().equals("id", id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

judge::Characteristic load_characteristic(db::Session& session, base::CharacteristicId id) {
  auto found = find_characteristic(session, id);
  if (!found) throw base::not_found("Characteristic " + std::to_string(id.value) + " not found");
  return *std::move(found);
}

std::vector<judge::RuleSwitch> load_rule_rows(db::Session& session, base::CharacteristicId id) {
  std::vector<judge::RuleSwitch> rows = read_rule_rows(session, id);
  add_options(session, id, rows);
  return rows;
}

judge::RuleSwitches load_rules(db::Session& session, base::CharacteristicId id) {
  judge::RuleSwitches switches = rule_switches_from(read_rule_rows(session, id));
  add_options(session, id, switches.rules);
  return switches;
}

base::PlantId plant_of_characteristic(db::Session& session, const judge::Characteristic& characteristic) {
  return plants::plant_of_node(session, characteristic.hierarchy_id);
}

base::CharacteristicId insert_characteristic(db::Session& session, const judge::Characteristic& characteristic) {
  const std::int64_t id = session.insert(
      "INSERT INTO characteristic (hierarchy_id, name, description, data_type, subgroup_size, target_value, usl, lsl,"
      " subgroup_mode, min_measurements, warn_below_count, decimal_precision)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      characteristic.hierarchy_id, characteristic.name, characteristic.description,
      db::word_of(characteristic.data_type), characteristic.subgroup_size, characteristic.target_value,
      characteristic.usl, characteristic.lsl, db::word_of(characteristic.subgroup_mode),
      characteristic.min_measurements, characteristic.warn_below_count, characteristic.decimal_precision);
  store_chart(session, {id}, characteristic.chart_type);
  return {id};
}

void update_characteristic(db::Session& session, const judge::Characteristic& characteristic) {
  session.execute(
      "UPDATE characteristic SET name = ?, description = ?, target_value = ?, usl = ?, lsl = ?, ucl = ?, lcl = ?,"
      " stored_center_line = ?, stored_sigma = ?, limits_method = ?, subgroup_mode = ?, min_measurements = ?,"
      " warn_below_count = ?, decimal_precision = ? WHERE id = ?",
      characteristic.name, characteristic.description, characteristic.target_value, characteristic.usl,
      characteristic.lsl, characteristic.ucl, characteristic.lcl, characteristic.stored_center_line,
      characteristic.stored_sigma, characteristic.limits_method, db::word_of(characteristic.subgroup_mode),
      characteristic.min_measurements, characteristic.warn_below_count, characteristic.decimal_precision,
      characteristic.id);
  store_chart(session, characteristic.id, characteristic.chart_type);
}

void delete_characteristic(db::Session& session, const judge::Characteristic& characteristic) {
  db::delete_samples_of_characteristic(session, characteristic.plant_id, characteristic.id);
  session.execute("DELETE FROM characteristic WHERE id = ?", characteristic.id);
}

bool has_samples(db::Session& session, const judge::Characteristic& characteristic) {
  return session.scalar<bool>(
      "SELECT EXISTS (SELECT 1 FROM subgroup WHERE plant_id = ? AND char_id = ? AND deleted_at IS NULL)",
      characteristic.plant_id, characteristic.id);
}

void replace_rules(db::Session& session, base::CharacteristicId id, const std::vector<judge::RuleSwitch>& rules) {
  session.execute("DELETE FROM characteristic_rules WHERE char_id = ?", id);
  for (const judge::RuleSwitch& rule : rules) {
    session.execute(
        "INSERT INTO characteristic_rules (char_id, rule_id, is_enabled, require_acknowledgement, parameters)"
        " VALUES (?, ?, ?, ?, ?)",
        id, rule.rule_id, rule.is_enabled, rule.require_acknowledgement, json_of(rule.parameters));
    store_options(session, id, rule);
  }
}

}  // namespace openspc::quality::characteristic
