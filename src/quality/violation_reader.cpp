#include "quality/violation_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "plants/hierarchy_service.h"
#include "plants/visibility.h"
#include "quality/violation_store.h"

namespace openspc::quality {
namespace {

constexpr std::int64_t kMaxPage = 10'000;

constexpr std::string_view kFrom =
    " FROM violation v JOIN sample s ON s.id = v.sample_id JOIN characteristic c ON c.id = s.char_id"
    " JOIN hierarchy h ON h.id = c.hierarchy_id WHERE ";

// A WHERE clause that grows.
class Condition {
 public:
  explicit Condition(std::string sql) : sql_(std::move(sql)) {}

  template <class T>
  Condition& require(std::string_view sql, const std::optional<T>& value) {
    if (!value) return *this;
    sql_ += " AND ";
    sql_ += sql;
    values_.push_back(db::to_value(*value));
    return *this;
  }
  Condition& require(const plants::VisibleFilter& visible) {
    sql_ += " AND " + visible.sql;
    values_.insert(values_.end(), visible.values.begin(), visible.values.end());
    return *this;
  }

  const std::string& sql() const { return sql_; }
  const std::vector<db::Value>& values() const { return values_; }

 private:
  std::string sql_;
  std::vector<db::Value> values_;
};

Condition in_force_and_visible(const net::Principal& caller) {
  Condition condition("s.deleted_at IS NULL");
  condition.require("(v.superseded_at IS NULL OR v.acknowledged = ?)", std::optional(true));
  condition.require(plants::visible_filter(caller, "h.plant_id"));
  return condition;
}

Condition condition_of(const net::Principal& caller, const ViolationQuery& query) {
  Condition condition = in_force_and_visible(caller);
  condition.require("s.char_id = ?", query.characteristic_id)
      .require("v.sample_id = ?", query.sample_id)
      .require("h.plant_id = ?", query.plant_id)
      .require("v.acknowledged = ?", query.acknowledged)
      .require("v.requires_acknowledgement = ?", query.requires_acknowledgement)
      .require("v.severity = ?", query.severity)
      .require("v.rule_id = ?", query.rule_id)
      .require("s.timestamp >= ?", query.start_date)
      .require("s.timestamp <= ?", query.end_date);
  return condition;
}

template <class... Args>
std::vector<Violation> select(db::Session& session, const std::string& rest, const Args&... args) {
  using Text = std::optional<std::string>;
  using Time = std::optional<base::Timestamp>;
  using Number = std::optional<double>;
  std::vector<Violation> found;
  std::vector<base::NodeId> nodes;
  session.each<base::ViolationId, base::SampleId, std::int64_t, Text, std::string, bool, bool, Text, Text, Time,
               base::Timestamp, base::CharacteristicId, std::string, base::NodeId, std::optional<base::PlantId>,
               std::string_view, Text, std::optional<base::SampleId>, Time, Text, Number, Number, Number, Number>(
      "SELECT v.id, v.sample_id, v.rule_id, v.rule_name, v.severity, v.acknowledged, v.requires_acknowledgement,"
      " v.ack_user, v.ack_reason, v.ack_timestamp, s.timestamp, c.id, c.name, c.hierarchy_id, h.plant_id, v.chart,"
      " v.sample_ids, v.signal_start_sample_id, v.superseded_at, v.statistic, v.plotted_value, v.center_line, v.ucl,"
      " v.lcl" +
          std::string(kFrom) + rest,
      [&](base::ViolationId id, base::SampleId sample, std::int64_t rule, Text rule_name, std::string severity,
          bool acknowledged, bool requires_acknowledgement, Text ack_user, Text ack_reason, Time ack_timestamp,
          base::Timestamp timestamp, base::CharacteristicId characteristic, std::string name, base::NodeId node,
          std::optional<base::PlantId> plant, std::string_view chart, const Text& sample_ids,
          std::optional<base::SampleId> signal_start, Time superseded_at, const Text& statistic, Number value,
          Number center, Number ucl, Number lcl) {
        nodes.push_back(node);
        found.push_back({.id = id,
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
                         .chart = chart == "dispersion" ? ChartName::dispersion : ChartName::location,
                         .sample_ids = sample_ids ? sample_ids_of(*sample_ids) : std::vector<base::SampleId>{},
                         .signal_start_sample_id = signal_start,
                         .superseded_at = superseded_at});
        set_figure(found.back(), figure_from(statistic, value, center, ucl, lcl));
      },
      args...);
  std::unordered_map<base::NodeId, std::string> paths;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].plant_id) continue;  // a row of the reference that no plant claims: it has no place either
    const auto [path, is_new] = paths.try_emplace(nodes[i]);
    if (is_new) path->second = plants::path_of_node(session, nodes[i]);
    found[i].hierarchy_path = path->second;
  }
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

}  // namespace

ViolationPage list_violations(db::Session& session, const net::Principal& caller, const ViolationQuery& query) {
  const Condition condition = condition_of(caller, query);
  const Page page = page_of(query);
  std::vector<db::Value> values = condition.values();
  const auto total = session.scalar<std::int64_t>("SELECT COUNT(*)" + std::string(kFrom) + condition.sql(),
                                                  db::Session::Values(values));
  values.emplace_back(page.limit);
  values.emplace_back(page.offset);
  return {
      .items = select(session, condition.sql() + " ORDER BY v.id DESC LIMIT ? OFFSET ?", db::Session::Values(values)),
      .total = total,
      .offset = page.offset,
      .limit = page.limit};
}

ViolationStats count_violations(db::Session& session, const net::Principal& caller, const ViolationStatsQuery& query) {
  Condition condition = in_force_and_visible(caller);
  condition.require("s.char_id = ?", query.characteristic_id)
      .require("h.plant_id = ?", query.plant_id)
      .require("s.timestamp >= ?", query.start_date)
      .require("s.timestamp <= ?", query.end_date);
  ViolationStats stats;
  session.each<int, std::string, bool, bool, std::int64_t>(
      "SELECT v.rule_id, v.severity, v.acknowledged, v.requires_acknowledgement, COUNT(*)" + std::string(kFrom) +
          condition.sql() + " GROUP BY v.rule_id, v.severity, v.acknowledged, v.requires_acknowledgement",
      [&stats](int rule, const std::string& severity, bool acknowledged, bool requires_acknowledgement,
               std::int64_t count) {
        stats.total += count;
        if (!acknowledged) (requires_acknowledgement ? stats.unacknowledged : stats.informational) += count;
        stats.by_rule[std::to_string(rule)] += count;
        stats.by_severity[severity] += count;
      },
      db::Session::Values(condition.values()));
  return stats;
}

std::optional<Violation> find_violation(db::Session& session, base::ViolationId id) {
  auto found = select(session, "s.deleted_at IS NULL AND v.id = ?", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace openspc::quality
