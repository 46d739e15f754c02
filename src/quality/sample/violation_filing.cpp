#include "quality/sample/violation_filing.h"

#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace openspc::quality::sample {
namespace {

// Shown are violations in force or answered, of samples that are not deleted. Arguments: true, false, true. Cast,
// because PostgreSQL takes a CASE of parameters for text.
constexpr std::string_view kSetHidden =
    "UPDATE violation SET is_hidden = CASE WHEN (superseded_at IS NULL OR acknowledged = ?) AND EXISTS (SELECT 1"
    " FROM subgroup s JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id"
    " WHERE s.id = violation.sample_id AND s.deleted_at IS NULL) THEN CAST(? AS BOOLEAN) ELSE CAST(? AS BOOLEAN) END "
    "WHERE ";

// Of violations that file_violations() has not seen: -1, and NULL of another program on SQLite.
constexpr std::string_view kUnfiled = "(plant_id IS NULL OR plant_id < 0)";

// Absent while the violation is hidden or unfiled.
std::optional<ViolationCounter> counter_of(db::Session& session, base::ViolationId id) {
  const auto row = session.first<base::CharacteristicId, int, std::string, bool, bool, std::int64_t>(
      "SELECT char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id FROM violation"
      " WHERE id = ? AND is_hidden = ? AND plant_id >= 0",
      id, false);
  if (!row) return std::nullopt;
  const auto& [characteristic, rule, severity, requires_acknowledgement, acknowledged, plant] = *row;
  return ViolationCounter{characteristic, rule, severity, requires_acknowledgement, acknowledged, plant};
}

}  // namespace

void count_violations(db::Session& session, const ViolationCounter& counter, std::int64_t amount) {
  static const std::string insert =
      "INSERT INTO violation_count (char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id,"
      " amount) VALUES (?, ?, ?, ?, ?, ?, ?) ";
  const std::string added = session.dialect().upsert_sum(
      "violation_count", {"char_id", "rule_id", "severity", "requires_acknowledgement", "acknowledged"}, {"amount"});
  session.post(insert + added, counter.characteristic, counter.rule_id, counter.severity,
               counter.requires_acknowledgement, counter.acknowledged, counter.plant, amount);
}

FiledChange::FiledChange(db::Session& session, base::ViolationId id)
    : session_(session), id_(id), before_(counter_of(session, id)) {}

void FiledChange::settle() {
  static const std::string sql = std::string(kSetHidden) + "id = ?";
  session_.execute(sql, true, false, true, id_);
  const auto after = counter_of(session_, id_);
  if (after == before_) return;
  if (before_) count_violations(session_, *before_, -1);
  if (after) count_violations(session_, *after, 1);
  before_ = after;
}

void refile_violations_of(db::Session& session, base::SampleId sample) {
  for (const auto& [id] : session.query<base::ViolationId>("SELECT id FROM violation WHERE sample_id = ?", sample))
    FiledChange(session, id).settle();
}

bool has_unfiled_violations(db::Session& session) {
  // Apart, because SQLite looks into the index for each but reads all of it for either.
  return session.scalar<bool>(
      "SELECT EXISTS (SELECT 1 FROM violation WHERE is_hidden = ? AND plant_id IS NULL)"
      " OR EXISTS (SELECT 1 FROM violation WHERE is_hidden = ? AND plant_id < 0)",
      false, false);
}

void file_violations(db::Session& session) {
  static const std::string set_hidden = std::string(kSetHidden) + std::string(kUnfiled);
  session.execute(set_hidden, true, false, true);
  static const std::string file =
      "UPDATE violation SET char_id = COALESCE((SELECT s.char_id FROM sample s WHERE s.id = violation.sample_id),"
      " char_id), plant_id = COALESCE((SELECT h.plant_id FROM sample s JOIN characteristic c ON c.id = s.char_id"
      " JOIN hierarchy h ON h.id = c.hierarchy_id WHERE s.id = violation.sample_id), 0),"
      " sampled_at = (SELECT s.timestamp FROM sample s WHERE s.id = violation.sample_id) WHERE " +
      std::string(kUnfiled);
  session.execute(file);
  session.execute("DELETE FROM violation_count");
  session.execute(
      "INSERT INTO violation_count (char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id,"
      " amount) SELECT char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, COUNT(*)"
      " FROM violation WHERE is_hidden = ? GROUP BY char_id, rule_id, severity, requires_acknowledgement,"
      " acknowledged, plant_id",
      false);
}

bool violation_counts_agree(db::Session& session) {
  using Row = std::tuple<std::int64_t, int, std::string, bool, bool, std::int64_t>;
  constexpr std::string_view groups =
      " GROUP BY plant_id, rule_id, severity, requires_acknowledgement, acknowledged"
      " ORDER BY plant_id, rule_id, severity, requires_acknowledgement, acknowledged";
  constexpr std::string_view columns = "SELECT plant_id, rule_id, severity, requires_acknowledgement, acknowledged, ";
  const auto read = [&](const std::string& sql, const auto& argument) {
    std::vector<Row> rows;
    session.each<std::int64_t, int, std::string, bool, bool, std::int64_t>(
        sql,
        [&rows](std::int64_t plant, int rule, std::string severity, bool requires_acknowledgement, bool acknowledged,
                std::int64_t amount) {
          rows.emplace_back(plant, rule, std::move(severity), requires_acknowledgement, acknowledged, amount);
        },
        argument);
    return rows;
  };
  return read(std::string(columns) + "COUNT(*) FROM violation WHERE is_hidden = ?" + std::string(groups), false) ==
         read(std::string(columns) + "SUM(amount) FROM violation_count WHERE amount <> ?" + std::string(groups),
              std::int64_t{0});
}

}  // namespace openspc::quality::sample
