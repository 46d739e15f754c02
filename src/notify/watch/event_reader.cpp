#include "notify/watch/event_reader.h"

#include "db/stored_enum.h"
#include "plants/hierarchy_service.h"

namespace openspc::notify::event_reader {
namespace {

struct Source {
  std::string_view name, table;
};
constexpr Source kViolationSource{"violation", "violation"}, kLimitsSource{"limits", "limit_revision"};

constexpr std::string_view kPlaces =
    "JOIN characteristic c ON c.id = x.characteristic_id JOIN hierarchy h ON h.id = c.hierarchy_id JOIN plant p ON "
    "p.id "
    "= h.plant_id ";

// Ids are given again when the newest rows are deleted; their time tells them from those that were seen.
std::int64_t cursor(db::Session& session, const Source& source) {
  const auto id = session.scalar<std::optional<std::int64_t>>(
      "SELECT last_id FROM notification_cursor WHERE source = ?", source.name);
  if (!id) return 0;
  // A time that cannot be read tells nothing: the id alone counts.
  const auto times =
      session.query<base::Timestamp>("SELECT last_at FROM notification_cursor WHERE source = ?", source.name);
  const base::Timestamp at = times.empty() ? base::latest_timestamp() : std::get<0>(times.front());
  return session
      .scalar<std::optional<std::int64_t>>("SELECT id FROM " + std::string(source.table) +
                                               " WHERE id <= ? AND (created_at IS NULL OR created_at <= ?) ORDER BY id "
                                               "DESC LIMIT 1",
                                           *id, at)
      .value_or(0);
}

void move_to(db::Session& session, const Source& source, std::int64_t id) {
  const auto times = session.query<std::optional<base::Timestamp>>(
      "SELECT created_at FROM " + std::string(source.table) + " WHERE id = ?", id);
  const auto at = times.empty() ? std::nullopt : std::get<0>(times.front());
  const base::Timestamp time = at.value_or(base::latest_timestamp());
  if (session.execute("UPDATE notification_cursor SET last_id = ?, last_at = ? WHERE source = ?", id, time,
                      source.name) == 0)
    session.execute("INSERT INTO notification_cursor (source, last_id, last_at) VALUES (?, ?, ?)", source.name, id,
                    time);
}

std::int64_t newest(db::Session& session, const Source& source) {
  return session.scalar<std::optional<std::int64_t>>("SELECT MAX(id) FROM " + std::string(source.table)).value_or(0);
}

// The id of the last of the next `limit` rows; nothing when there are none.
std::optional<std::int64_t> end_of_batch(db::Session& session, const Source& source, std::int64_t from,
                                         std::int64_t limit) {
  return session.scalar<std::optional<std::int64_t>>("SELECT MAX(id) FROM (SELECT id FROM " +
                                                         std::string(source.table) +
                                                         " WHERE id > ? ORDER BY id LIMIT ?) AS batch",
                                                     from, limit);
}

class Paths {
 public:
  explicit Paths(db::Session& session) : session_(session) {}
  const std::string& of(base::NodeId node) {
    const auto [path, is_new] = known_.try_emplace(node);
    if (is_new) path->second = plants::path_of_node(session_, node);
    return path->second;
  }

 private:
  db::Session& session_;
  std::map<base::NodeId, std::string> known_;
};

// Paths are read when the rows are through: one connection runs one statement at a time.
void fill_paths(db::Session& session, std::vector<Alert>& alerts, const std::vector<base::NodeId>& nodes) {
  Paths paths(session);
  const std::size_t first = alerts.size() - nodes.size();
  for (std::size_t i = 0; i < nodes.size(); ++i) alerts[first + i].path = paths.of(nodes[i]);
}

void read_violations(db::Session& session, std::int64_t from, std::int64_t through, std::vector<Alert>& alerts) {
  using Text = std::optional<std::string>;
  using Number = std::optional<double>;
  std::vector<base::NodeId> nodes;
  session.each<base::ViolationId, base::SampleId, std::int64_t, Text, std::string_view, std::string, bool,
               db::Microseconds, Text, Number, Number, Number, Number, std::int64_t, base::CharacteristicId,
               std::string, base::NodeId, base::PlantId, std::string>(
      "SELECT x.id, x.sample_id, x.rule_id, x.rule_name, x.severity, x.chart, x.requires_acknowledgement, s.time_us, "
      "x.statistic, x.plotted_value, x.center_line, x.ucl, x.lcl, c.decimal_precision, c.id, c.name, h.id, p.id, "
      "p.name FROM (SELECT v.*, v.char_id AS "
      "characteristic_id FROM violation v WHERE v.id > ? AND v.id <= ?) x JOIN subgroup s ON s.id = x.sample_id " +
          std::string(kPlaces) + "WHERE x.superseded_at IS NULL AND s.deleted_at IS NULL ORDER BY x.id",
      [&](base::ViolationId id, base::SampleId sample, std::int64_t rule, Text rule_name, std::string_view severity,
          std::string chart, bool requires_acknowledgement, base::Timestamp at, Text statistic, Number value,
          Number center, Number ucl, Number lcl, std::int64_t decimals, base::CharacteristicId characteristic,
          std::string name, base::NodeId node, base::PlantId plant, std::string plant_name) {
        alerts.push_back({.event = EventKind::violation,
                          .severity = severity == "CRITICAL" ? Severity::CRITICAL : Severity::WARNING,
                          .occurred_at = at,
                          .plant_id = plant,
                          .plant_name = std::move(plant_name),
                          .characteristic_id = characteristic,
                          .characteristic_name = std::move(name),
                          .violation_id = id,
                          .sample_id = sample,
                          .rule_id = rule,
                          .rule_name = std::move(rule_name),
                          .chart = std::move(chart),
                          .statistic = std::move(statistic),
                          .value = value,
                          .requires_acknowledgement = requires_acknowledgement,
                          .center_line = center,
                          .ucl = ucl,
                          .lcl = lcl,
                          .decimal_precision = decimals});
        nodes.push_back(node);
      },
      from, through);
  fill_paths(session, alerts, nodes);
}

void read_limits(db::Session& session, std::int64_t from, std::int64_t through, std::vector<Alert>& alerts) {
  using Number = std::optional<double>;
  std::vector<base::NodeId> nodes;
  session.each<base::Timestamp, std::optional<std::string>, std::string, Number, Number, Number, std::int64_t,
               base::CharacteristicId, std::string, base::NodeId, base::PlantId, std::string>(
      "SELECT x.created_at, x.created_by, x.method, x.center_line, x.ucl, x.lcl, c.decimal_precision, c.id, c.name, "
      "h.id, p.id, p.name FROM "
      "limit_revision x " +
          std::string(kPlaces) +
          "WHERE x.id > ? AND x.id <= ? AND x.origin IN ('recalculated', 'changed') ORDER BY x.id",
      [&](base::Timestamp at, std::optional<std::string> user, std::string method, Number center, Number ucl,
          Number lcl, std::int64_t decimals, base::CharacteristicId characteristic, std::string name, base::NodeId node,
          base::PlantId plant, std::string plant_name) {
        alerts.push_back({.event = EventKind::limits,
                          .occurred_at = at,
                          .plant_id = plant,
                          .plant_name = std::move(plant_name),
                          .characteristic_id = characteristic,
                          .characteristic_name = std::move(name),
                          .user = std::move(user),
                          .center_line = center,
                          .ucl = ucl,
                          .lcl = lcl,
                          .decimal_precision = decimals,
                          .method = std::move(method)});
        nodes.push_back(node);
      },
      from, through);
  fill_paths(session, alerts, nodes);
}

}  // namespace

Cursors cursors(db::Session& session) {
  return {.violation = cursor(session, kViolationSource), .limits = cursor(session, kLimitsSource)};
}

void skip_to_end(db::Session& session) {
  advance(session, {.violation = newest(session, kViolationSource), .limits = newest(session, kLimitsSource)});
}

bool has_news(db::Session& session, const Cursors& cursors) {
  return newest(session, kViolationSource) > cursors.violation || newest(session, kLimitsSource) > cursors.limits;
}

News read(db::Session& session, const Cursors& from, std::int64_t limit) {
  News news{.until = from};
  if (const auto through = end_of_batch(session, kViolationSource, from.violation, limit)) {
    read_violations(session, from.violation, *through, news.alerts);
    news.until.violation = *through;
  }
  if (const auto through = end_of_batch(session, kLimitsSource, from.limits, limit)) {
    read_limits(session, from.limits, *through, news.alerts);
    news.until.limits = *through;
  }
  news.has_more = has_news(session, news.until);
  return news;
}

void advance(db::Session& session, const Cursors& until) {
  move_to(session, kViolationSource, until.violation);
  move_to(session, kLimitsSource, until.limits);
}

std::vector<base::NodeId> ancestors(db::Session& session, base::CharacteristicId characteristic) {
  std::vector<base::NodeId> nodes;
  session.each<base::NodeId>(
      "WITH RECURSIVE up (id, parent_id, height) AS (SELECT h.id, h.parent_id, 0 FROM hierarchy h JOIN characteristic "
      "c "
      "ON c.hierarchy_id = h.id WHERE c.id = ? UNION ALL SELECT h.id, h.parent_id, up.height + 1 FROM hierarchy h JOIN "
      "up ON h.id = up.parent_id WHERE up.height < 100) SELECT id FROM up",
      [&](base::NodeId node) { nodes.push_back(node); }, characteristic);
  return nodes;
}

std::vector<Alert> newest_samples(db::Session& session) {
  std::vector<Alert> alerts;
  std::vector<base::NodeId> nodes;
  session.each<base::CharacteristicId, std::string, base::NodeId, base::PlantId, std::string,
               std::optional<db::Microseconds>>(
      "SELECT c.id, c.name, h.id, p.id, p.name, (SELECT MAX(s.time_us) FROM subgroup s WHERE s.plant_id = p.id AND "
      "s.char_id = c.id) FROM "
      "(SELECT id AS characteristic_id FROM characteristic) x " +
          std::string(kPlaces) + "ORDER BY c.id",
      [&](base::CharacteristicId id, std::string name, base::NodeId node, base::PlantId plant, std::string plant_name,
          std::optional<base::Timestamp> newest_sample) {
        alerts.push_back({.event = EventKind::no_data,
                          .plant_id = plant,
                          .plant_name = std::move(plant_name),
                          .characteristic_id = id,
                          .characteristic_name = std::move(name),
                          .last_sample_at = newest_sample});
        nodes.push_back(node);
      });
  fill_paths(session, alerts, nodes);
  return alerts;
}

std::vector<Connection> connections(db::Session& session) {
  std::vector<Connection> found;
  const auto read = [&](ConnectionKind kind, std::string_view table) {
    session.each<std::int64_t, bool, std::string, base::Timestamp, std::string, std::optional<base::PlantId>,
                 std::optional<std::string>>(
        "SELECT x.source_id, x.is_lost, x.reason, x.changed_at, s.name, s.plant_id, p.name FROM connection_loss x "
        "JOIN " +
            std::string(table) +
            " s ON s.id = x.source_id LEFT JOIN plant p ON p.id = s.plant_id "
            "WHERE x.kind = ? AND s.is_active = ? ORDER BY x.source_id",
        [&](std::int64_t id, bool is_lost, std::string reason, base::Timestamp changed_at, std::string name,
            std::optional<base::PlantId> plant, const std::optional<std::string>& plant_name) {
          found.push_back({.alert = {.event = EventKind::connection_lost,
                                     .occurred_at = changed_at,
                                     .plant_id = plant,
                                     .plant_name = plant_name.value_or(""),
                                     .reason = std::move(reason),
                                     .connection_kind = kind,
                                     .connection_id = id,
                                     .connection_name = std::move(name),
                                     .lost_at = changed_at},
                           .is_lost = is_lost,
                           .changed_at = changed_at});
        },
        db::word_of(kind), true);
  };
  read(ConnectionKind::mqtt, "mqtt_broker");
  read(ConnectionKind::opcua, "opcua_server");
  return found;
}

}  // namespace openspc::notify::event_reader
