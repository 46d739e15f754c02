#include "db/schema/migrations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "db/schema/adoption.h"
#include "db/schema/sample_conversion.h"
#include "db/schema/sample_tables.h"
#include "db/schema/step_parts.h"

namespace openspc::db {
namespace {

constexpr std::string_view kHistoryTable = "openspc_migration";

/// Of a row that names, instead of a step, the oldest program that can live with the steps before it.
constexpr std::string_view kReachAction = "reach";

constexpr std::string_view kCreateHistory = R"SQL(
CREATE TABLE openspc_migration (
  id ${id},
  version ${integer} NOT NULL,
  name VARCHAR(100) NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  action VARCHAR(10) NOT NULL,
  applied_at ${timestamp} NOT NULL
))SQL";

/// A step that is in force.
struct Applied {
  std::string checksum;
  bool adopted = false;
};

/// Of what the step was released with. What it says of databases that came later is none of it.
std::string checksum_of(const Migration& step) {
  constexpr std::string_view also = "${also ";
  std::string released;
  std::string_view rest = step.up;
  for (auto at = rest.find(also); at != std::string_view::npos; at = rest.find(also)) {
    released += rest.substr(0, at);
    rest.remove_prefix(std::min(rest.find('}', at), rest.size() - 1) + 1);
  }
  return base::sha256_hex(released.append(rest));
}

/// What a database says about itself.
struct Picture {
  bool has_tables = false;
  bool has_history = false;
  bool looks_like_reference = false;
  std::optional<std::string> reference_revision;
  std::map<int, Applied> applied;
  std::optional<int> reach;                    // of the last step, where it was recorded
  std::optional<detail::Direction> under_way;  // of the step that moves samples
  std::optional<detail::PartOfStep> part;      // of a step that stopped half-way, where that stands

  int version() const { return applied.empty() ? 0 : applied.rbegin()->first; }
  /// The newest step of the oldest program that can live with this database.
  int oldest() const { return reach.value_or(version()); }
};

Picture look_at(Session& session) {
  Picture picture;
  std::set<std::string> tables;
  session.each<std::string>(session.dialect().tables_query(), [&](const std::string& table) { tables.insert(table); });
  picture.has_tables = !tables.empty();
  picture.has_history = tables.contains(std::string(kHistoryTable));
  picture.looks_like_reference =
      std::ranges::all_of(std::array{"plant", "hierarchy", "characteristic", "sample", "measurement", "violation"},
                          [&](const char* table) { return tables.contains(table); });
  picture.reference_revision = detail::revision_of_reference(session);
  if (!picture.has_history) return picture;
  session.each<int, std::string, std::string>("SELECT version, checksum, action FROM openspc_migration ORDER BY id",
                                              [&](int version, const std::string& checksum, const std::string& action) {
                                                if (action.starts_with(detail::kPartAction)) return;
                                                // It holds for the steps before it: another one says its own.
                                                picture.reach.reset();
                                                if (action == kReachAction) {
                                                  picture.reach = version;
                                                  return;
                                                }
                                                if (action == "down" || action == "begin") {
                                                  picture.applied.erase(version);
                                                } else {
                                                  picture.applied[version] = {checksum, action == "adopt"};
                                                }
                                              });
  picture.under_way = detail::conversion_under_way(session);
  if (session.dialect().kind() == DialectKind::mysql) picture.part = detail::part_of_step(session);
  return picture;
}

std::string version_text(int version) {
  std::string digits = std::to_string(version);
  return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

/// The newest step of the oldest program that can live with this one.
int lives_with(const Migration& step) {
  constexpr std::string_view mark = "-- lives with: ";
  const auto at = step.up.find(mark);
  if (at == std::string_view::npos) return step.version;
  const std::string_view digits = step.up.substr(at + mark.size(), 4);
  int version = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), version).ec != std::errc())
    throw std::logic_error("step " + std::to_string(step.version) + " does not say with which step it lives");
  return version;
}

/// Of programs that can live with all steps up to this one.
int reach_of(std::span<const Migration> steps, int version) {
  int oldest = 0;
  for (const Migration& step : steps)
    if (step.version <= version) oldest = std::max(oldest, lives_with(step));
  return oldest;
}

const Migration* find_step(std::span<const Migration> steps, int version) {
  const auto at = std::find_if(steps.begin(), steps.end(), [&](const auto& step) { return step.version == version; });
  return at == steps.end() ? nullptr : &*at;
}

/// The first applied step whose SQL is not what was applied.
std::optional<int> altered_step(const Picture& picture, std::span<const Migration> steps) {
  for (const auto& [version, applied] : picture.applied) {
    const auto* step = find_step(steps, version);
    if (step != nullptr && checksum_of(*step) != applied.checksum) return version;
  }
  return std::nullopt;
}

SchemaStatus without_history(const Picture& picture, int newest) {
  if (!picture.has_tables) return {SchemaState::empty, 0, newest, "the database is empty; run: openspc migrate up"};
  if (picture.reference_revision == detail::kReferenceRevision) {
    return {SchemaState::behind, 0, newest,
            "this database was made by OpenSPC 0.4 and can be taken over in place; back it up, then run: openspc "
            "migrate up"};
  }
  if (picture.reference_revision) {
    return {SchemaState::unsuitable, 0, newest,
            "this database is at revision " + *picture.reference_revision +
                " of OpenSPC 0.4; upgrade it to revision 022 with that program first (alembic upgrade head)"};
  }
  if (picture.looks_like_reference) {
    return {SchemaState::unsuitable, 0, newest,
            "this database has the tables of OpenSPC 0.4 but does not say at which revision it is (its table "
            "alembic_version is missing or empty); with that program bring it to revision 022, or, if it is there "
            "already, mark it so (alembic stamp 022), then run: openspc migrate up"};
  }
  return {SchemaState::unsuitable, 0, newest, "this database holds tables but is no OpenSPC database"};
}

SchemaStatus judge(const Picture& picture, std::span<const Migration> steps) {
  const int newest = steps.empty() ? 0 : steps.back().version;
  if (picture.applied.empty() && !picture.part && (!picture.has_history || picture.reference_revision)) {
    return without_history(picture, newest);
  }
  const int version = picture.version();
  if (version > newest && picture.oldest() <= newest) {
    return {SchemaState::ahead, version, newest,
            "this database was migrated by a newer openspc, to version " + version_text(version) +
                "; this program, which knows " + version_text(newest) + ", can live with it"};
  }
  if (version > newest) {
    return {SchemaState::too_new, version, newest,
            "this database was migrated by a newer openspc: version " + version_text(version) + " > " +
                version_text(newest) + "; upgrade the program"};
  }
  if (const auto altered = altered_step(picture, steps)) {
    return {SchemaState::unsuitable, version, newest,
            "migration " + version_text(*altered) + " was altered after it had been applied to this database"};
  }
  if (picture.under_way) {
    const bool is_up = *picture.under_way == detail::Direction::up;
    return {SchemaState::behind, version, newest,
            std::string("the samples of this database are being moved to ") + (is_up ? "one table" : "two tables") +
                "; to go on, run: openspc migrate " + (is_up ? "up" : "down")};
  }
  if (picture.applied.size() < steps.size()) {
    return {SchemaState::behind, version, newest,
            "this database is at version " + version_text(version) + ", the program needs " + version_text(newest) +
                "; run: openspc migrate up"};
  }
  return {SchemaState::current, version, newest, "the database is at version " + version_text(version)};
}

/// Rows that came with their ids (a step's own, another program's) leave PostgreSQL's sequences behind.
constexpr std::string_view kAlignSequences = R"SQL(
DO $body$
DECLARE each RECORD;
BEGIN
  FOR each IN SELECT c.table_name AS name, pg_get_serial_sequence(quote_ident(c.table_name), 'id') AS sequence
              FROM information_schema.columns c
              WHERE c.table_schema = current_schema() AND c.column_name = 'id' AND c.column_default LIKE 'nextval(%'
  LOOP
    EXECUTE format('SELECT setval(%L, (SELECT COALESCE(MAX(id), 0) + 1 FROM %I), false)', each.sequence, each.name);
  END LOOP;
END
$body$)SQL";

void record(Session& session, const Migration& step, std::string_view action) {
  if (session.dialect().kind() == DialectKind::postgresql) session.execute(kAlignSequences);
  if (session.dialect().kind() == DialectKind::mysql) {
    session.execute(align_sample_ids(session.dialect()));
    detail::forget_parts(session);
  }
  session.execute("INSERT INTO openspc_migration (version, name, checksum, action, applied_at) VALUES (?, ?, ?, ?, ?)",
                  step.version, step.name, checksum_of(step), action, session.now());
  base::log::info("migration_done", {{"version", step.version}, {"name", step.name}, {"action", action}});
}

/// After a step: of the steps that are in force up to `version`.
void record_reach(Session& session, std::span<const Migration> steps, int version) {
  const int oldest = reach_of(steps, version);
  if (oldest == version) return;
  session.execute("INSERT INTO openspc_migration (version, name, checksum, action, applied_at) VALUES (?, ?, ?, ?, ?)",
                  oldest, "oldest program", "", kReachAction, session.now());
}

/// The halves of a step's SQL around the moving of rows; the second is missing in most.
struct Script {
  std::string_view begin;
  std::optional<std::string_view> finish;
};

Script script_of(std::string_view sql) {
  constexpr std::string_view convert = "-- convert: samples\n";
  const auto at = sql.find(convert);
  if (at == std::string_view::npos) return {sql, std::nullopt};
  return {sql.substr(0, at), sql.substr(at + convert.size())};
}

void run(Session& session, const Migration& step, std::string_view sql) {
  const std::string expanded = session.dialect().expand(sql);
  if (session.dialect().kind() == DialectKind::mysql)
    detail::run_in_parts(session, step.version, step.name, expanded);
  else
    session.execute_script(expanded);
}

/// One transaction of a migration.
struct Taken {
  int version = 0;
  bool converts = false;  // its rows are still to be moved
};

void require_possible(const SchemaStatus& status) {
  if (status.state == SchemaState::ahead || status.state == SchemaState::too_new ||
      status.state == SchemaState::unsuitable)
    throw base::conflict(status.message);
}

void refuse_other_direction(const Picture& picture, const SchemaStatus& status, detail::Direction wanted) {
  if (picture.under_way && *picture.under_way != wanted) throw base::conflict(status.message);
}

const Migration& first_missing(const Picture& picture, std::span<const Migration> steps) {
  return *std::find_if(steps.begin(), steps.end(),
                       [&](const auto& step) { return !picture.applied.contains(step.version); });
}

/// Takes one step up inside a write, whose lock keeps a second migrator out; nullopt when there is nothing to do.
std::optional<Taken> step_up(Session& session, std::span<const Migration> steps) {
  const Picture picture = look_at(session);
  const SchemaStatus status = judge(picture, steps);
  if (status.state == SchemaState::current || status.state == SchemaState::ahead) return std::nullopt;
  require_possible(status);
  refuse_other_direction(picture, status, detail::Direction::up);
  if (!picture.has_history) {
    session.execute_script(session.dialect().before_first_table());
    session.execute_script(session.dialect().expand(kCreateHistory));
  }
  const Migration& missing = first_missing(picture, steps);
  if (picture.under_way) return Taken{missing.version, true};
  if (missing.version == 1 && picture.reference_revision && !picture.part) {
    detail::take_over_types(session);
    detail::add_missing_indexes(session);
    detail::keep_rules_in_force(session);
    record(session, missing, "adopt");
    return Taken{missing.version};
  }
  const Script script = script_of(missing.up);
  run(session, missing, script.begin);
  if (script.finish) detail::begin_conversion(session, detail::Direction::up);
  record(session, missing, script.finish ? "begin" : "up");
  record_reach(session, steps, missing.version);
  return Taken{missing.version, script.finish.has_value()};
}

/// Undoes the newest step inside a write; nullopt when none is left.
std::optional<Taken> step_down(Session& session, std::span<const Migration> steps) {
  const Picture picture = look_at(session);
  const SchemaStatus status = judge(picture, steps);
  require_possible(status);
  refuse_other_direction(picture, status, detail::Direction::down);
  const int version = picture.version();
  if (version == 0) return std::nullopt;
  if (picture.under_way) return Taken{version, true};
  if (picture.applied.at(version).adopted) {
    throw base::conflict("migration " + version_text(version) +
                         " was adopted from an existing database; undoing it would delete that database");
  }
  const Migration& step = *find_step(steps, version);
  const Script script = script_of(step.down);
  run(session, step, script.begin);
  if (script.finish) detail::begin_conversion(session, detail::Direction::down);
  record(session, step, script.finish ? "undo" : "down");
  record_reach(session, steps, version - 1);
  return Taken{version, script.finish.has_value()};
}

}  // namespace

Migrator::Migrator(Database& database, std::span<const Migration> steps) : database_(database), steps_(steps) {}

SchemaStatus Migrator::status() {
  return database_.read_now([this](Session& session) { return judge(look_at(session), steps_); });
}

bool Migrator::ends_running_servers() {
  const Picture picture = database_.read_now([](Session& session) { return look_at(session); });
  const int newest = steps_.empty() ? 0 : steps_.back().version;
  return picture.version() > 0 && picture.version() < newest && reach_of(steps_, newest) > picture.version();
}

std::vector<int> Migrator::up() {
  std::vector<int> done;
  while (const auto taken = database_.write_now([this](Session& session) { return step_up(session, steps_); })) {
    if (!taken->converts || finish_conversion()) done.push_back(taken->version);
  }
  return done;
}

std::vector<int> Migrator::down(int steps) {
  std::vector<int> done;
  while (static_cast<int>(done.size()) < steps) {
    const auto taken = database_.write_now([this](Session& session) { return step_down(session, steps_); });
    if (!taken) break;
    if (!taken->converts || finish_conversion()) done.push_back(taken->version);
  }
  return done;
}

bool Migrator::finish_conversion() {
  const auto direction = database_.write_now([](Session& session) { return detail::conversion_under_way(session); });
  if (!direction) return false;  // another migrator has finished it
  detail::SampleConversion conversion(database_, *direction);
  conversion.run();
  conversion.verify();
  return database_.write_now([this](Session& session) {
    const Picture picture = look_at(session);
    if (!picture.under_way) return false;
    const bool is_up = *picture.under_way == detail::Direction::up;
    const Migration& step = is_up ? first_missing(picture, steps_) : *find_step(steps_, picture.version());
    run(session, step, *script_of(is_up ? step.up : step.down).finish);
    detail::end_conversion(session);
    record(session, step, is_up ? "up" : "down");
    detail::forget_conversion(session);
    return true;
  });
}

std::vector<AppliedMigration> Migrator::history() {
  return database_.read_now([](Session& session) {
    std::vector<AppliedMigration> events;
    if (!look_at(session).has_history) return events;
    session.each<int, std::string, base::Timestamp, std::string>(
        "SELECT version, name, applied_at, action FROM openspc_migration ORDER BY id",
        [&](int version, const std::string& name, base::Timestamp at, const std::string& action) {
          if (!action.starts_with(detail::kPartAction) && action != kReachAction)
            events.push_back({version, name, at, action});
        });
    return events;
  });
}

}  // namespace openspc::db
