// Characteristics as the API shows and receives them. Called by routes and the services that answer it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/judge/characteristic.h"

namespace openspc::quality::characteristic {

/// Where readings come from when no person enters them; base members only, as the contract shows them.
struct DataSourceView {
  std::int64_t id = 0;
  std::string type{};  // mqtt, opcua
  base::CharacteristicId characteristic_id{};
  std::string trigger_strategy{};  // on_change, on_trigger, on_timer
  bool is_active = true;
  base::Timestamp created_at{};
  base::Timestamp updated_at{};
};
BOOST_DESCRIBE_STRUCT(DataSourceView, (),
                      (id, type, characteristic_id, trigger_strategy, is_active, created_at, updated_at))

struct CharacteristicView {
  base::CharacteristicId id{};
  base::NodeId hierarchy_id{};
  std::string name{};
  std::optional<std::string> description{};
  judge::DataType data_type = judge::DataType::variable;
  std::string chart_type{};
  std::int64_t subgroup_size = 1;
  std::optional<double> target_value{}, usl{}, lsl{}, ucl{}, lcl{};
  std::optional<DataSourceView> data_source{};
  judge::SubgroupMode subgroup_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::int64_t min_measurements = 1;
  std::optional<std::int64_t> warn_below_count{};
  std::optional<double> stored_sigma{}, stored_center_line{};
  std::optional<std::string> limits_method{};
  std::int64_t decimal_precision = 3;
  std::optional<double> plausible_low{}, plausible_high{};
  // Lists only.
  std::optional<std::int64_t> sample_count{};
  std::optional<std::int64_t> unacknowledged_violations{};
  std::optional<bool> in_control{};
};
BOOST_DESCRIBE_STRUCT(CharacteristicView, (),
                      (id, hierarchy_id, name, description, data_type, chart_type, subgroup_size, target_value, usl,
                       lsl, ucl, lcl, data_source, subgroup_mode, min_measurements, warn_below_count, stored_sigma,
                       stored_center_line, limits_method, decimal_precision, plausible_low, plausible_high,
                       sample_count, unacknowledged_violations, in_control))

inline void describe(net::Fields<CharacteristicView>& f) {
  f["data_type"].doc("variable: readings; p, np, c, u: counts for an attribute chart");
  f["chart_type"].doc("Chart that its samples are drawn on: xbar_r, xbar_s, i_mr, p, np, c or u");
  f["stored_sigma"].doc(
      "Process sigma of single readings; for an attribute, sigma of the plotted statistic at the nominal size");
  f["stored_center_line"].doc("Center of the plotted statistic");
  f["limits_method"].doc("How the limits came about: moving_range, r_bar_d2, s_bar_c4, binomial, poisson or manual");
  f["plausible_low"].doc("A reading below it is more often a slip than a measurement: ask whoever enters it");
  f["plausible_high"].doc(
      "As plausible_low, for readings above it; for an attribute the highest plausible count at the nominal size");
  f["sample_count"].doc("All samples, excluded ones included; null outside lists");
  f["unacknowledged_violations"].doc("Informational ones included; null outside lists");
  f["in_control"].doc("False when the newest sample has an unacknowledged violation; null outside lists");
}

struct CharacteristicPage {
  std::vector<CharacteristicView> items{};
  std::int64_t total = 0;
  std::int64_t offset = 0;
  std::int64_t limit = 0;
};
BOOST_DESCRIBE_STRUCT(CharacteristicPage, (), (items, total, offset, limit))

struct CharacteristicCreate {
  base::NodeId hierarchy_id{};
  std::string name{};
  std::optional<std::string> description{};
  judge::DataType data_type = judge::DataType::variable;
  std::int64_t subgroup_size = 1;
  std::optional<judge::ChartType> chart_type{};
  std::optional<double> target_value{}, usl{}, lsl{};
  judge::SubgroupMode subgroup_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::int64_t min_measurements = 1;
  std::optional<std::int64_t> warn_below_count{};
  std::int64_t decimal_precision = 3;
};
BOOST_DESCRIBE_STRUCT(CharacteristicCreate, (),
                      (hierarchy_id, name, description, data_type, subgroup_size, chart_type, target_value, usl, lsl,
                       subgroup_mode, min_measurements, warn_below_count, decimal_precision))

inline void describe(net::Fields<CharacteristicCreate>& f) {
  f["name"].length(1, 100);
  f["description"].max_length(500);
  f["data_type"].defaulted().doc("variable: readings; p, np, c, u: counts for an attribute chart. Fixed at creation");
  f["subgroup_size"]
      .defaulted()
      .range(1, static_cast<double>(judge::kMaxInspectedSize))
      .doc(
          "Nominal number of readings, 1 to 25; of items or units inspected when data_type is p, np, c or u. Fixed at "
          "creation");
  f["chart_type"].doc(
      "xbar_r for 2 to 10 readings, xbar_s for 2 and more, i_mr for single ones; p, np, c, u as data_type. Left out or "
      "null: i_mr for 1, xbar_r for 2 to 10, xbar_s above");
  f["lsl"].doc("Must be below usl");
  f["subgroup_mode"].defaulted();
  f["min_measurements"].defaulted().at_least(1).doc("Samples with fewer are refused; at most subgroup_size");
  f["warn_below_count"].doc("Samples with fewer are marked undersized; between min_measurements and subgroup_size");
  f["decimal_precision"].defaulted().range(0, 10).doc("For display only");
}

std::optional<std::string> cross_check(const CharacteristicCreate& request);

struct CharacteristicUpdate {
  net::Patch<std::string> name{};
  net::Patch<std::string> description{};
  net::Patch<judge::ChartType> chart_type{};
  net::Patch<double> target_value{}, usl{}, lsl{}, ucl{}, lcl{};
  net::Patch<judge::SubgroupMode> subgroup_mode{};
  net::Patch<std::int64_t> min_measurements{};
  net::Patch<std::int64_t> warn_below_count{};
  net::Patch<std::int64_t> decimal_precision{};
};
BOOST_DESCRIBE_STRUCT(CharacteristicUpdate, (),
                      (name, description, chart_type, target_value, usl, lsl, ucl, lcl, subgroup_mode, min_measurements,
                       warn_below_count, decimal_precision))

inline void describe(net::Fields<CharacteristicUpdate>& f) {
  f["name"].length(1, 100).not_null();
  f["description"].max_length(500);
  f["chart_type"].doc(
      "As at creation; null: the one that follows from the subgroup size. Draws and judges samples from now on and "
      "estimates the next limits; those in force stay until they are recalculated");
  f["ucl"].doc(
      "Two limits given together are a new pair: center line and sigma follow from them. One alone moves that line; "
      "the "
      "stored center line must stay between both. Null withdraws the control limits");
  f["lcl"].doc("See ucl");
  f["subgroup_mode"].not_null().doc("Rewrites the derived values of stored samples, as change-mode does");
  f["min_measurements"].at_least(1).not_null();
  f["decimal_precision"].range(0, 10).not_null();
}

struct CharacteristicPath {
  base::CharacteristicId char_id{};
};
BOOST_DESCRIBE_STRUCT(CharacteristicPath, (), (char_id))

struct CharacteristicQuery {
  std::optional<base::NodeId> hierarchy_id{};
  std::optional<std::string> provider_type{};
  std::optional<base::PlantId> plant_id{};
  std::optional<bool> in_control{};
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  std::optional<std::int64_t> page{};
  std::optional<std::int64_t> per_page{};
};
BOOST_DESCRIBE_STRUCT(CharacteristicQuery, (),
                      (hierarchy_id, provider_type, plant_id, in_control, offset, limit, page, per_page))

inline void describe(net::Fields<CharacteristicQuery>& f) {
  f["hierarchy_id"].doc("Exact node only");
  f["provider_type"].doc("MANUAL: no data source; MQTT or TAG; OPCUA. Any case; anything else matches nothing");
  f["in_control"].doc("False: the newest sample in use has an unacknowledged violation. True: the others");
  f["offset"].defaulted().at_least(0);
  f["limit"].defaulted().range(1, 1000);
  f["page"].range(1, 1'000'000).doc("One-based; overrides offset");
  f["per_page"].range(1, 1000).doc("Overrides limit");
}

struct NodeCharacteristicsQuery {
  bool include_descendants = false;
};
BOOST_DESCRIBE_STRUCT(NodeCharacteristicsQuery, (), (include_descendants))

inline void describe(net::Fields<NodeCharacteristicsQuery>& f) {
  f["include_descendants"].defaulted();
}

}  // namespace openspc::quality::characteristic
