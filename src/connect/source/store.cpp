#include "connect/source/store.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "connect/payload/fingerprint.h"
#include "db/unreadable_row.h"
#include "net/json.h"

namespace openspc::connect::source::source_store {
namespace {

// By the reader of request bodies: it gives every number back to its last digit. What was collected in a row that
// cannot be read is lost with it; what comes now must not be.
std::optional<boost::json::object> object_in(std::string_view text, base::DataSourceId source) try {
  boost::json::value read = net::parse_json_body(text);
  if (!read.is_object()) return std::nullopt;
  return std::move(read.get_object());
} catch (const base::Error& damage) {
  db::report_unreadable("data_source_subgroup", source.value, damage.detail());
  return std::nullopt;
}

// Topics are too long for the keys of databases.
std::int64_t key_of(const std::string& origin) {
  return origin.empty() ? 0 : payload::fingerprint(origin);
}

}  // namespace

std::map<std::string, boost::json::object> load_subgroups(db::Session& session, base::DataSourceId source) {
  std::map<std::string, boost::json::object> subgroups;
  session.each<std::string_view, std::string_view>(
      "SELECT origin, state FROM data_source_subgroup WHERE data_source_id = ?",
      [&](std::string_view origin, std::string_view state) {
        if (auto read = object_in(state, source)) subgroups.insert_or_assign(std::string(origin), *std::move(read));
      },
      source);
  return subgroups;
}

void save_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin,
                   const boost::json::object& state, base::Timestamp now) {
  static const std::string sql =
      "INSERT INTO data_source_subgroup (data_source_id, origin_key, origin, state, updated_at) VALUES (?, ?, ?, ?, "
      "?)" +
      session.dialect().upsert({"data_source_id", "origin_key"}, {"origin", "state", "updated_at"});
  session.execute(sql, source, key_of(origin), origin, boost::json::serialize(state), now);
}

void forget_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin) {
  session.execute("DELETE FROM data_source_subgroup WHERE data_source_id = ? AND origin_key = ?", source,
                  key_of(origin));
}

bool remember_reading(db::Session& session, base::DataSourceId source, std::int64_t fingerprint, base::Timestamp now) {
  const auto known = session.scalar<std::optional<std::int64_t>>(
      "SELECT fingerprint FROM data_source_reading WHERE data_source_id = ? AND fingerprint = ?", source, fingerprint);
  if (known) return false;
  session.execute("INSERT INTO data_source_reading (data_source_id, fingerprint, seen_at) VALUES (?, ?, ?)", source,
                  fingerprint, now);
  return true;
}

std::int64_t forget_readings(db::Session& session, base::Timestamp before, std::int64_t limit) {
  std::vector<std::pair<base::DataSourceId, std::int64_t>> old;
  session.each<base::DataSourceId, std::int64_t>(
      "SELECT data_source_id, fingerprint FROM data_source_reading WHERE seen_at < ? ORDER BY seen_at LIMIT ?",
      [&](base::DataSourceId source, std::int64_t fingerprint) { old.emplace_back(source, fingerprint); }, before,
      limit);
  for (const auto& [source, fingerprint] : old)
    session.execute("DELETE FROM data_source_reading WHERE data_source_id = ? AND fingerprint = ?", source,
                    fingerprint);
  return static_cast<std::int64_t>(old.size());
}

}  // namespace openspc::connect::source::source_store
