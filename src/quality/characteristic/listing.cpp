#include "quality/characteristic/listing.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/case_conv.hpp>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "base/parts.h"
#include "db/sql/where.h"
#include "plants/visibility.h"
#include "quality/characteristic/store.h"
#include "quality/judge/limits.h"
#include "quality/judge/plausibility.h"

namespace openspc::quality::characteristic {
namespace {

using OptionalTime = std::optional<base::Timestamp>;

CharacteristicView columns_of(const judge::Characteristic& row) {
  CharacteristicView view;
  view.id = row.id;
  view.hierarchy_id = row.hierarchy_id;
  view.name = row.name;
  view.description = row.description;
  view.data_type = row.data_type;
  view.chart_type = judge::chart_type(chart_kind(row));
  view.subgroup_size = row.subgroup_size;
  view.target_value = row.target_value;
  view.usl = row.usl;
  view.lsl = row.lsl;
  view.ucl = row.ucl;
  view.lcl = row.lcl;
  view.subgroup_mode = row.subgroup_mode;
  view.min_measurements = row.min_measurements;
  view.warn_below_count = row.warn_below_count;
  view.stored_sigma = row.stored_sigma;
  view.stored_center_line = row.stored_center_line;
  view.limits_method = row.limits_method;
  view.decimal_precision = row.decimal_precision;
  const judge::PlausibleRange plausible = plausible_range(row);
  view.plausible_low = plausible.low;
  view.plausible_high = plausible.high;
  return view;
}

using Ids = std::span<const base::CharacteristicId>;

// Of characteristics together: one statement for all of them.
std::map<base::CharacteristicId, DataSourceView> data_sources_of(db::Session& session, Ids ids) {
  std::map<base::CharacteristicId, DataSourceView> found;
  const db::Where where = db::Where().in("characteristic_id", ids);
  session.each<std::int64_t, base::CharacteristicId, std::string, std::string, bool, base::Timestamp, base::Timestamp>(
      "SELECT id, characteristic_id, type, trigger_strategy, is_active, created_at, updated_at FROM data_source" +
          where.sql(),
      [&](std::int64_t source, base::CharacteristicId id, std::string type, std::string strategy, bool active,
          base::Timestamp created, base::Timestamp updated) {
        found.insert_or_assign(
            id, DataSourceView{source, std::move(type), id, std::move(strategy), active, created, updated});
      },
      std::span<const db::Value>(where.values()));
  return found;
}

using Counts = std::map<base::CharacteristicId, std::int64_t>;

// `what` of the rows of `table` that the condition names, for each characteristic.
Counts counted(db::Session& session, std::string_view what, std::string_view table, const db::Where& where) {
  Counts counts;
  session.each<base::CharacteristicId, std::int64_t>(
      "SELECT char_id, " + std::string(what) + " FROM " + std::string(table) + where.sql() + " GROUP BY char_id",
      [&](base::CharacteristicId id, std::int64_t count) { counts[id] = count; },
      std::span<const db::Value>(where.values()));
  return counts;
}

std::int64_t of(const Counts& counts, base::CharacteristicId id) {
  const auto found = counts.find(id);
  return found == counts.end() ? 0 : found->second;
}

// By the newest sample in use. Arguments: true, false. An inequality, because an index of open violations is a detour
// from one sample to its own.
constexpr std::string_view kInControl =
    "NOT EXISTS (SELECT 1 FROM violation v WHERE v.acknowledged <> ? AND v.superseded_at IS NULL AND v.sample_id ="
    " (SELECT s.id FROM subgroup s WHERE s.plant_id = (SELECT COALESCE(n.plant_id, 0) FROM hierarchy n WHERE n.id ="
    " c.hierarchy_id) AND s.char_id = c.id AND s.is_excluded = ? AND s.deleted_at IS NULL"
    " ORDER BY s.time_us DESC, s.id DESC LIMIT 1))";

std::set<base::CharacteristicId> in_control_among(db::Session& session, Ids ids) {
  const db::Where where = db::Where().in("c.id", ids);
  std::vector<db::Value> values = where.values();
  values.push_back(db::to_value(true));
  values.push_back(db::to_value(false));
  std::set<base::CharacteristicId> calm;
  session.each<base::CharacteristicId>(
      "SELECT c.id FROM characteristic c" + where.sql() + " AND " + std::string(kInControl),
      [&](base::CharacteristicId id) { calm.insert(id); }, std::span<const db::Value>(values));
  return calm;
}

// FROM and WHERE of a list over characteristic c and its node h.
struct Selection {
  std::string sql = " FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE ";
  std::vector<db::Value> values;

  void where(std::string_view condition) { sql += condition; }
  template <class T>
  void where(std::string_view condition, const T& value) {
    sql += condition;
    values.push_back(db::to_value(value));
  }
};

void filter_by_provider(Selection& selection, std::string provider) {
  boost::algorithm::to_upper(provider);
  constexpr std::string_view source = "(SELECT 1 FROM data_source d WHERE d.characteristic_id = c.id";
  if (provider == "MANUAL") {
    selection.where(" AND NOT EXISTS " + std::string(source) + ")");
  } else if (provider == "MQTT" || provider == "TAG") {
    selection.where(" AND EXISTS " + std::string(source) + " AND d.type = 'mqtt')");
  } else if (provider == "OPCUA") {
    selection.where(" AND EXISTS " + std::string(source) + " AND d.type = 'opcua')");
  } else {
    selection.where(" AND 1 = 0");
  }
}

Selection select(const net::Principal& caller, const CharacteristicQuery& query) {
  Selection selection;
  plants::VisibleFilter visible = plants::visible_filter(caller, "h.plant_id");
  selection.sql += visible.sql;
  selection.values = std::move(visible.values);
  if (query.hierarchy_id) selection.where(" AND c.hierarchy_id = ?", *query.hierarchy_id);
  if (query.plant_id) selection.where(" AND h.plant_id = ?", *query.plant_id);
  if (query.provider_type) filter_by_provider(selection, *query.provider_type);
  if (query.in_control) {
    selection.where((*query.in_control ? " AND " : " AND NOT ") + std::string(kInControl), true);
    selection.values.push_back(db::to_value(false));
  }
  return selection;
}

// As many as one statement takes at a time.
constexpr std::size_t kAtOnce = 500;

std::vector<CharacteristicView> views_of(db::Session& session, Ids ids) {
  const db::Where theirs = db::Where().in("char_id", ids);
  const auto sources = data_sources_of(session, ids);
  const std::vector<judge::Characteristic> rows = characteristics(session, db::Where().in("id", ids).order_by("id"));
  std::set<base::PlantId> plants;
  for (const judge::Characteristic& row : rows) plants.insert(row.plant_id);
  const db::Where of_key = db::Where().in("plant_id", std::vector(plants.begin(), plants.end())).in("char_id", ids);
  const Counts samples = counted(session, "SUM(samples)", "sample_count", of_key);
  const Counts open =
      counted(session, "COALESCE(SUM(amount), 0)", "violation_count", db::Where(theirs).equals("acknowledged", false));
  const std::set<base::CharacteristicId> calm = in_control_among(session, ids);
  std::vector<CharacteristicView> views;
  for (const judge::Characteristic& row : rows) {
    CharacteristicView& view = views.emplace_back(columns_of(row));
    if (const auto source = sources.find(row.id); source != sources.end()) view.data_source = source->second;
    view.sample_count = of(samples, row.id);
    view.unacknowledged_violations = of(open, row.id);
    view.in_control = calm.contains(row.id);
  }
  return views;
}

// The selected characteristics, which come by their ids, each with its data source and counters.
std::vector<CharacteristicView> read(db::Session& session, const std::string& sql, std::span<const db::Value> values) {
  std::vector<base::CharacteristicId> ids;
  session.each<base::CharacteristicId>(sql, [&](base::CharacteristicId id) { ids.push_back(id); }, values);
  std::vector<CharacteristicView> views;
  base::for_each_part(ids, kAtOnce,
                      [&](Ids part) { std::ranges::move(views_of(session, part), std::back_inserter(views)); });
  return views;
}

}  // namespace

CharacteristicView view_of(db::Session& session, const judge::Characteristic& characteristic) {
  CharacteristicView view = columns_of(characteristic);
  const auto sources = data_sources_of(session, std::array{characteristic.id});
  if (!sources.empty()) view.data_source = sources.begin()->second;
  return view;
}

CharacteristicPage list_characteristics(db::Session& session, const net::Principal& caller,
                                        const CharacteristicQuery& query) {
  Selection selection = select(caller, query);
  CharacteristicPage page;
  page.limit = query.per_page.value_or(query.limit);
  page.offset = query.page ? (std::min<std::int64_t>(*query.page, 1'000'000'000) - 1) * page.limit : query.offset;
  page.total =
      session.scalar<std::int64_t>("SELECT COUNT(*)" + selection.sql, std::span<const db::Value>(selection.values));
  selection.where(" ORDER BY c.id LIMIT ?", page.limit);
  selection.where(" OFFSET ?", page.offset);
  page.items = read(session, "SELECT c.id" + selection.sql, selection.values);
  return page;
}

std::vector<CharacteristicView> list_at_node(db::Session& session, base::NodeId node, Depth depth) {
  const std::vector<db::Value> values = {db::to_value(node)};
  if (depth == Depth::node_only)
    return read(session, "SELECT c.id FROM characteristic c WHERE c.hierarchy_id = ? ORDER BY c.id", values);
  // A descendant at another plant (a damaged tree) is not shown with its ancestor's rights.
  return read(
      session,
      "WITH RECURSIVE below(id, plant_id) AS (SELECT id, plant_id FROM hierarchy WHERE id = ? UNION"
      " SELECT h.id, h.plant_id FROM hierarchy h JOIN below b ON h.parent_id = b.id AND h.plant_id = b.plant_id)"
      " SELECT c.id FROM characteristic c JOIN below b ON b.id = c.hierarchy_id ORDER BY c.id",
      values);
}

std::int64_t count_live_samples(db::Session& session, judge::SeriesKey series) {
  return session
      .scalar<std::optional<std::int64_t>>("SELECT samples FROM sample_count WHERE plant_id = ? AND char_id = ?",
                                           series.plant, series.characteristic)
      .value_or(0);
}

}  // namespace openspc::quality::characteristic
