// A measured (or counted) property of a product or process and everything that fixes its control chart. The row as
// stored; the wire forms are in characteristic/view.h, the SQL in characteristic/store.h. Called by every file of the
// room. A value type.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "quality/judge/position.h"

namespace openspc::quality::judge {

/// What a sample holds: readings of a variable, or counts for an attribute chart.
enum class DataType {
  variable,  // 1..25 readings
  p,         // fraction nonconforming of the items inspected
  np,        // number nonconforming among the items inspected
  c,         // nonconformities in a unit of constant size
  u,         // nonconformities for each unit of opportunity
};
BOOST_DESCRIBE_ENUM(DataType, variable, p, np, c, u)

/// A chart under its code on the wire, in the order of spc::ChartKind.
enum class ChartType { xbar_r, xbar_s, i_mr, p, np, c, u };
BOOST_DESCRIBE_ENUM(ChartType, xbar_r, xbar_s, i_mr, p, np, c, u)

/// How subgroups of unequal size are drawn and judged (spc::SubgroupMode under the names of the wire and the database).
enum class SubgroupMode { STANDARDIZED, VARIABLE_LIMITS, NOMINAL_TOLERANCE };
BOOST_DESCRIBE_ENUM(SubgroupMode, STANDARDIZED, VARIABLE_LIMITS, NOMINAL_TOLERANCE)

inline constexpr std::int64_t kMaxReadings = 25;                  // in a subgroup of a variable
inline constexpr std::int64_t kMaxInspectedSize = 1'000'000'000;  // in a sample of an attribute

struct Characteristic {
  base::CharacteristicId id{};
  base::NodeId hierarchy_id{};
  base::PlantId plant_id{};  // of the node; 0 where it belongs to no plant
  std::string name{};
  std::optional<std::string> description{};
  DataType data_type = DataType::variable;
  std::int64_t subgroup_size = 1;         // nominal n: readings, or items (units) inspected; fixed at creation
  std::optional<ChartType> chart_type{};  // asked for; absent: the one that suits the subgroup size (chart_kind)
  std::optional<double> target_value{}, usl{}, lsl{};  // specification; rules never look at it
  // Control limits of the plotted statistic at the nominal size, in its own units (the mean; p, np, c or u).
  std::optional<double> ucl{}, lcl{};
  // Center of the plotted statistic, and sigma: of single readings for a variable, of the plotted statistic at the
  // nominal size for an attribute. make_context (limits.h) is the only reader that turns them into a ruler.
  std::optional<double> stored_center_line{}, stored_sigma{};
  std::optional<std::string> limits_method{};  // "r_bar_d2", ..., "manual"; absent in rows of the reference
  SubgroupMode subgroup_mode = SubgroupMode::NOMINAL_TOLERANCE;
  std::int64_t min_measurements = 1;
  std::optional<std::int64_t> warn_below_count{};  // absent: subgroup_size
  std::int64_t decimal_precision = 3;              // display only

  bool is_attribute() const { return data_type != DataType::variable; }
  SeriesKey series() const { return {plant_id, id}; }
};

}  // namespace openspc::quality::judge
