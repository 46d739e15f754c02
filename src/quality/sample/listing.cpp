#include "quality/sample/listing.h"

#include <algorithm>
#include <utility>

#include "plants/visibility.h"

namespace openspc::quality::sample {
namespace {

// Pages that begin deeper than this are sorted by the database: to merge them would hold as many positions in memory.
constexpr std::int64_t kDeepPage = 50'000;
// So many characteristics are counted in one walk over the table instead of one look-up each.
constexpr std::size_t kManySeries = 1'000;

template <class T>
void add_condition(std::string& sql, std::vector<db::Value>& values, std::string_view condition,
                   const std::optional<T>& value) {
  if (!value) return;
  sql.append(" AND ").append(condition);
  values.push_back(db::to_value(*value));
}

std::optional<db::Microseconds> number_of(const std::optional<base::Timestamp>& time) {
  return time ? std::optional<db::Microseconds>(*time) : std::nullopt;
}

std::vector<db::Value> joined(std::vector<db::Value> first, const std::vector<db::Value>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

SampleListing::SampleListing(db::Session& session, const net::Principal& caller, const SampleFilter& filter)
    : session_(session), has_times_(filter.from || filter.to), with_excluded_(filter.with_excluded) {
  plants::VisibleFilter visible = plants::visible_filter(caller, "plant_id");
  place_ = {std::move(visible.sql), std::move(visible.values)};
  add_condition(place_.sql, place_.values, "plant_id = ?", filter.plant);
  add_condition(place_.sql, place_.values, "char_id = ?", filter.characteristic);
  add_condition(times_.sql, times_.values, "time_us >= ?", number_of(filter.from));
  add_condition(times_.sql, times_.values, "time_us <= ?", number_of(filter.to));
  times_.sql += " AND deleted_at IS NULL";
  add_condition(times_.sql, times_.values, "is_excluded = ?",
                filter.with_excluded ? std::optional<bool>() : std::optional(false));
}

std::int64_t SampleListing::count() const {
  if (!has_times_)
    return session_.scalar<std::int64_t>("SELECT COALESCE(SUM(" +
                                             std::string(with_excluded_ ? "samples" : "samples - excluded") +
                                             "), 0) FROM sample_count WHERE " + place_.sql,
                                         db::Session::Values(place_.values));
  const std::vector<Series> all = series_by_edge(ListingOrder::newest_first);
  if (all.size() > kManySeries) {
    const auto values = joined(place_.values, times_.values);
    return session_.scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup WHERE " + place_.sql + times_.sql,
                                         db::Session::Values(values));
  }
  std::int64_t total = 0;
  for (const Series& series : all) {
    const auto values =
        joined({db::to_value(series.key.plant), db::to_value(series.key.characteristic)}, times_.values);
    total += session_.scalar<std::int64_t>(
        "SELECT COUNT(*) FROM subgroup WHERE plant_id = ? AND char_id = ?" + times_.sql, db::Session::Values(values));
  }
  return total;
}

std::vector<SampleRow> SampleListing::page(ListingOrder order, std::int64_t offset, std::int64_t limit) const {
  return load_samples(
      session_, offset > kDeepPage - limit ? sorted_by_database(order, offset, limit) : merged(order, offset, limit));
}

// Those that have samples, the one that comes first in the list first.
std::vector<SampleListing::Series> SampleListing::series_by_edge(ListingOrder order) const {
  const bool is_newest = order == ListingOrder::newest_first;
  const std::string sql =
      "SELECT plant_id, char_id, edge FROM (SELECT p.plant_id, p.char_id, (SELECT " +
      std::string(is_newest ? "MAX" : "MIN") +
      "(s.time_us) FROM subgroup s WHERE s.plant_id = p.plant_id AND s.char_id = p.char_id) AS edge FROM"
      " (SELECT COALESCE(h.plant_id, 0) AS plant_id, c.id AS char_id FROM characteristic c JOIN hierarchy h"
      " ON h.id = c.hierarchy_id) p) e WHERE edge IS NOT NULL AND " +
      place_.sql + " ORDER BY edge " + (is_newest ? "DESC" : "ASC");
  std::vector<Series> found;
  session_.each<base::PlantId, base::CharacteristicId, db::Microseconds>(
      sql,
      [&found](base::PlantId plant, base::CharacteristicId characteristic, base::Timestamp edge) {
        found.push_back({{plant, characteristic}, edge});
      },
      db::Session::Values(place_.values));
  return found;
}

std::vector<base::SampleId> SampleListing::merged(ListingOrder order, std::int64_t offset, std::int64_t limit) const {
  const bool is_newest = order == ListingOrder::newest_first;
  const auto before = [is_newest](judge::Position a, judge::Position b) { return is_newest ? b < a : a < b; };
  const std::string direction = is_newest ? " DESC" : " ASC";
  const std::string sql = "SELECT time_us, id FROM subgroup WHERE plant_id = ? AND char_id = ?" + times_.sql +
                          " ORDER BY time_us" + direction + ", id" + direction + " LIMIT ?";
  const auto wanted = static_cast<std::size_t>(offset + limit);
  std::vector<judge::Position> first;
  for (const Series& series : series_by_edge(order)) {
    const bool is_full = first.size() == wanted;
    // Everything in it, and in what follows it, comes after the page.
    if (is_full && (first.empty() || before(first.back(), {series.edge, first.back().id}))) break;
    std::vector<db::Value> values =
        joined({db::to_value(series.key.plant), db::to_value(series.key.characteristic)}, times_.values);
    values.push_back(db::to_value(static_cast<std::int64_t>(wanted)));
    session_.each<db::Microseconds, base::SampleId>(
        sql, [&first](base::Timestamp time, base::SampleId id) { first.push_back({time, id}); },
        db::Session::Values(values));
    std::ranges::sort(first, before);
    first.resize(std::min(first.size(), wanted));
  }
  std::vector<base::SampleId> ids;
  for (std::size_t i = static_cast<std::size_t>(offset); i < first.size(); ++i) ids.push_back(first[i].id);
  return ids;
}

std::vector<base::SampleId> SampleListing::sorted_by_database(ListingOrder order, std::int64_t offset,
                                                              std::int64_t limit) const {
  const std::string direction = order == ListingOrder::newest_first ? " DESC" : " ASC";
  std::vector<db::Value> values = joined(place_.values, times_.values);
  values.push_back(db::to_value(limit));
  values.push_back(db::to_value(offset));
  std::vector<base::SampleId> ids;
  session_.each<base::SampleId>(
      "SELECT id FROM subgroup WHERE " + place_.sql + times_.sql + " ORDER BY time_us" + direction + ", id" +
          direction + " LIMIT ? OFFSET ?",
      [&ids](base::SampleId id) { ids.push_back(id); }, db::Session::Values(values));
  return ids;
}

}  // namespace openspc::quality::sample
