#include "db/schema/sample_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <tuple>

namespace openspc::db {
namespace {

using Month = std::chrono::year_month;

constexpr std::array<std::string_view, 7> kTables{"subgroup",
                                                  "sample_key",
                                                  "sample_count",
                                                  "sample_serial",
                                                  "sample_edit_history",
                                                  "subgroup_summary",
                                                  "subgroup_summary_state"};

Month month_of(base::Timestamp time) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  return day.year() / day.month();
}

base::Timestamp begin_of(Month month) {
  return std::chrono::sys_days(month / 1);
}

bool has_partitions(Session& session) {
  return session.dialect().kind() == DialectKind::postgresql;
}

// The server writes in no other way than through the parent; a month is made before its first sample, or never.
void create_month(Session& session, Month month) {
  const auto bound = [](Month of) { return begin_of(of).time_since_epoch().count(); };
  session.execute_script(
      fmt::format("CREATE TABLE IF NOT EXISTS subgroup_{:04}_{:02} PARTITION OF subgroup FOR VALUES FROM ({}) TO ({})",
                  static_cast<int>(month.year()), static_cast<unsigned>(month.month()), bound(month),
                  bound(month + std::chrono::months(1))));
}

// A month whose samples stand in subgroup_other already stays there: moving them would stop the line.
bool is_in_use(Session& session, Month month) {
  return session.scalar<bool>("SELECT EXISTS (SELECT 1 FROM subgroup_other WHERE time_us >= ? AND time_us < ?)",
                              Microseconds(begin_of(month)), Microseconds(begin_of(month + std::chrono::months(1))));
}

}  // namespace

void delete_samples_of_plant(Session& session, base::PlantId plant) {
  for (const std::string_view table : kTables)
    session.execute("DELETE FROM " + std::string(table) + " WHERE plant_id = ?", plant);
}

void delete_samples_of_characteristic(Session& session, base::PlantId plant, base::CharacteristicId characteristic) {
  for (const std::string_view table : kTables)
    session.execute("DELETE FROM " + std::string(table) + " WHERE plant_id = ? AND char_id = ?", plant, characteristic);
}

void create_months_ahead(Session& session) {
  if (!has_partitions(session)) return;
  const Month current = month_of(session.now());
  for (int ahead = 0; ahead <= 3; ++ahead) {
    const Month month = current + std::chrono::months(ahead);
    if (!is_in_use(session, month)) create_month(session, month);
  }
}

std::optional<SampleTimes> times_of_samples(Session& session) {
  const auto row = session.first<std::optional<Microseconds>, std::optional<Microseconds>>(
      "SELECT MIN(time_us), MAX(time_us) FROM subgroup");
  if (!row) return std::nullopt;
  const auto& [first, last] = *row;
  if (!first || !last) return std::nullopt;
  return SampleTimes{*first, *last};
}

void create_months(Session& session, const SampleTimes& times) {
  if (!has_partitions(session)) return;
  // Times that reach further, from clocks that went wrong, stand in the part for all others.
  constexpr std::chrono::months furthest{50 * 12};
  const Month last = month_of(times.last);
  for (Month month = std::max(month_of(times.first), last - furthest); month <= last; month += std::chrono::months(1))
    if (!is_in_use(session, month)) create_month(session, month);
}

std::string_view align_sample_ids(const Dialect& dialect) {
  switch (dialect.kind()) {
    case DialectKind::postgresql:
      return "SELECT setval('subgroup_id', (SELECT COALESCE(MAX(id), 0) + 1 FROM subgroup), false)";
    case DialectKind::mysql:
      // Its SETVAL takes no expression. A sequence that is further on already stays there.
      return R"SQL(BEGIN NOT ATOMIC
  DECLARE next BIGINT;
  IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'subgroup_id') THEN
    SELECT COALESCE(MAX(id), 0) + 1 INTO next FROM subgroup;
    EXECUTE IMMEDIATE CONCAT('DO SETVAL(subgroup_id, ', next, ', 0)');
    SELECT COALESCE(MAX(id), 0) + 1 INTO next FROM violation;
    EXECUTE IMMEDIATE CONCAT('DO SETVAL(violation_id_seq, ', next, ', 0)');
  END IF;
END)SQL";
    default:
      return "UPDATE id_block SET next_id = (SELECT COALESCE(MAX(id), 0) + 1 FROM subgroup) WHERE name = "
             "'subgroup_id'";
  }
}

namespace detail {

void create_months_of_samples(Session& session) {
  if (!has_partitions(session)) return;
  const auto months = session.query<int, unsigned>(
      "SELECT DISTINCT CAST(EXTRACT(YEAR FROM at) AS INTEGER), CAST(EXTRACT(MONTH FROM at) AS INTEGER) FROM"
      " (SELECT \"timestamp\" AT TIME ZONE 'UTC' AS at FROM sample_before) s");
  for (const auto& [year, month] : months) create_month(session, std::chrono::year(year) / std::chrono::month(month));
}

}  // namespace detail

}  // namespace openspc::db
