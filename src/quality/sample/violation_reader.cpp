#include "quality/sample/violation_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "plants/hierarchy_service.h"
#include "quality/chart/violation_columns.h"
#include "quality/sample/violation_selection.h"

namespace openspc::quality::sample {
namespace {

constexpr std::int64_t kMaxPage = 10'000;

// Rows with the place of their characteristics, whose names are put together once for each node.
class Rows {
 public:
  explicit Rows(db::Session& session) : session_(session) {}

  std::optional<Violation> read(base::ViolationId id);

 private:
  const std::string& path_of(base::NodeId node) {
    const auto [path, is_new] = paths_.try_emplace(node);
    if (is_new) path->second = plants::path_of_node(session_, node);
    return path->second;
  }

  db::Session& session_;
  std::unordered_map<base::NodeId, std::string> paths_;
};

std::optional<Violation> Rows::read(base::ViolationId id) {
  using Text = std::optional<std::string>;
  using Time = std::optional<base::Timestamp>;
  using Number = std::optional<double>;
  static const std::string sql =
      "SELECT v.sample_id, v.rule_id, v.rule_name, v.severity, v.acknowledged, v.requires_acknowledgement,"
      " v.ack_user, v.ack_reason, v.ack_timestamp, s.time_us, c.id, c.name, c.hierarchy_id, h.plant_id, v.chart,"
      " v.sample_ids, v.signal_start_sample_id, v.superseded_at, v.statistic, v.plotted_value, v.center_line, v.ucl, "
      "v.lcl"
      " FROM violation v JOIN subgroup s ON s.id = v.sample_id"
      " JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id"
      " WHERE v.id = ? AND s.deleted_at IS NULL";
  std::optional<Violation> found;
  base::NodeId place;
  session_.each<base::SampleId, std::int64_t, Text, std::string, bool, bool, Text, Text, Time, db::Microseconds,
                base::CharacteristicId, std::string, base::NodeId, std::optional<base::PlantId>, std::string_view, Text,
                std::optional<base::SampleId>, Time, Text, Number, Number, Number, Number>(
      sql,
      [&](base::SampleId sample, std::int64_t rule, Text rule_name, std::string severity, bool acknowledged,
          bool requires_acknowledgement, Text ack_user, Text ack_reason, Time ack_timestamp, base::Timestamp timestamp,
          base::CharacteristicId characteristic, std::string name, base::NodeId node,
          std::optional<base::PlantId> plant, std::string_view chart, const Text& sample_ids,
          std::optional<base::SampleId> signal_start, Time superseded_at, const Text& statistic, Number value,
          Number center, Number ucl, Number lcl) {
        place = node;
        found = Violation{.id = id,
                          .sample_id = sample,
                          .rule_id = rule,
                          .rule_name = std::move(rule_name).value_or("Rule " + std::to_string(rule)),
                          .severity = std::move(severity),
                          .acknowledged = acknowledged,
                          .requires_acknowledgement = requires_acknowledgement,
                          .ack_user = std::move(ack_user),
                          .ack_reason = std::move(ack_reason),
                          .ack_timestamp = ack_timestamp,
                          .created_at = timestamp,
                          .characteristic_id = characteristic,
                          .characteristic_name = std::move(name),
                          .hierarchy_path = std::nullopt,
                          .plant_id = plant,
                          .chart = chart == "dispersion" ? chart::ChartName::dispersion : chart::ChartName::location,
                          .sample_ids = sample_ids ? chart::sample_ids_of(*sample_ids) : std::vector<base::SampleId>{},
                          .signal_start_sample_id = signal_start,
                          .superseded_at = superseded_at};
        set_figure(*found, chart::figure_from(statistic, value, center, ucl, lcl));
      },
      id);
  // A row of the reference that no plant claims has no place either.
  if (found && found->plant_id) found->hierarchy_path = path_of(place);
  return found;
}

struct Page {
  std::int64_t offset = 0, limit = 0;
};

// page and per_page override offset and limit; nonsense is brought into range instead of refused, as the reference
// does.
Page page_of(const ViolationQuery& query) {
  const std::int64_t limit = std::clamp<std::int64_t>(query.per_page.value_or(query.limit), 0, kMaxPage);
  if (!query.page) return {std::max<std::int64_t>(query.offset, 0), limit};
  constexpr std::int64_t last = 1'000'000'000;
  return {(std::clamp<std::int64_t>(*query.page, 1, last) - 1) * limit, limit};
}

// Rules have small numbers. A larger one names none, and a column of 32 bits cannot even be compared with it.
std::optional<std::int64_t> known_rule(std::optional<std::int64_t> rule) {
  constexpr std::int64_t none = 1'000;
  return rule ? std::optional(std::clamp<std::int64_t>(*rule, -1, none)) : std::nullopt;
}

}  // namespace

ViolationPage list_violations(db::Session& session, const net::Principal& caller, const ViolationQuery& query) {
  const ViolationFilter filter{.characteristic = query.characteristic_id,
                               .sample = query.sample_id,
                               .plant = query.plant_id,
                               .acknowledged = query.acknowledged,
                               .requires_acknowledgement = query.requires_acknowledgement,
                               .severity = query.severity,
                               .rule = known_rule(query.rule_id),
                               .from = query.start_date,
                               .to = query.end_date};
  const ViolationSelection selection(session, caller, filter);
  const Page page = page_of(query);
  ViolationPage listed{.items = {}, .total = selection.total(), .offset = page.offset, .limit = page.limit};
  Rows rows(session);
  for (const base::ViolationId id : selection.page(page.offset, page.limit))
    if (auto violation = rows.read(id)) listed.items.push_back(*std::move(violation));
  return listed;
}

ViolationStats count_violations(db::Session& session, const net::Principal& caller, const ViolationStatsQuery& query) {
  const ViolationFilter filter{.characteristic = query.characteristic_id,
                               .plant = query.plant_id,
                               .from = query.start_date,
                               .to = query.end_date};
  const ViolationSelection selection(session, caller, filter);
  ViolationStats stats;
  stats.total = selection.total();
  for (const ViolationGroup& group : selection.groups()) {
    if (!group.acknowledged)
      (group.requires_acknowledgement ? stats.unacknowledged : stats.informational) += group.amount;
    stats.by_rule[std::to_string(group.rule_id)] += group.amount;
    stats.by_severity[group.severity] += group.amount;
  }
  return stats;
}

std::optional<Violation> find_violation(db::Session& session, base::ViolationId id) {
  return Rows(session).read(id);
}

}  // namespace openspc::quality::sample
