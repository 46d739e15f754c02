#include "db/copy/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "base/crypto.h"
#include "base/error.h"
#include "db/copy/progress.h"
#include "db/copy/table_copy.h"
#include "db/schema/migration_turn.h"
#include "db/schema/migrations.h"
#include "db/schema/sample_tables.h"
#include "db/schema/strangers.h"

namespace openspc::db::copy {
namespace {

constexpr const char* kServerRuns =
    "A server runs on the source: what it stores from now on would be lost. Stop it, copy, and start it on the target";

/// Each database has a history of its own, and draws its ids from blocks of its own.
bool is_ours(const std::string& table) {
  return table == "openspc_migration" || table == "id_block" || table == kProgressTable;
}

/// Rows that could not be read when the samples were moved: no other database would take them.
bool is_set_aside(const std::string& table) {
  return table == "sample_set_aside" || table == "measurement_set_aside";
}

/// Whether another process has the file open: SQLite's connections hold a lock on byte 128 of its shared memory file
/// while they are open (https://sqlite.org/walformat.html, "WAL Locks"). To be asked before this process opens it,
/// since closing a descriptor gives up the locks of the whole process.
bool is_open_elsewhere(const std::string& path) {
  const int file = ::open((path + "-shm").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = 128;
  lock.l_len = 1;
  const bool is_locked = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return is_locked;
}

/// The connections of a server name themselves, on MariaDB by their user alone.
constexpr const char* kOthersOnPostgresql =
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name LIKE 'openspc %'";
constexpr const char* kOthersOnMariadb =
    "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND user ="
    " SUBSTRING_INDEX(USER(), '@', 1)";

/// One that has just ended may be listed for a moment.
bool has_server(Link& source) {
  if (source.dialect().kind() == DialectKind::sqlite) return false;
  const bool is_mariadb = source.dialect().kind() == DialectKind::mysql;
  for (int tried = 0; tried < 30; ++tried) {
    const auto others = source.texts(is_mariadb ? kOthersOnMariadb : kOthersOnPostgresql, {}, 1);
    if (others.front()[0] == "0") return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

/// The source must be at the newest step. The times of its samples, if it has any.
std::optional<SampleTimes> look_at_source(const CopyEnd& from) {
  DatabaseOptions options = from.options;
  options.create = false;
  const auto database = Database::open(from.url, options);
  const auto status = Migrator(*database).status();
  const bool is_begun = is_begun_copy(*database);
  const bool is_ready = status.state == SchemaState::current;
  const auto times = is_ready ? database->read_now(times_of_samples) : std::nullopt;
  database->drain_and_close();
  if (is_begun) throw base::conflict("The source is itself the target of a copy that has not come to its end");
  if (!is_ready) throw base::conflict("The source is not ready: " + status.message);
  return times;
}

/// Steps and the moments in which they were taken: no two installations have them alike.
std::string identity_of(Link& source) {
  std::string history;
  for (const auto& row :
       source.texts("SELECT version, name, action, checksum, applied_at FROM openspc_migration ORDER BY id", {}, 5))
    for (const std::string& column : row) history += column + "\n";
  return base::sha256_hex(history);
}

/// Makes the schema of an empty target. Throws unless it is this program's in the end.
void migrate_target(const CopyEnd& to, const std::optional<SampleTimes>& times) {
  if (const auto reason = why_it_belongs_to_others(to.url, to.options))
    throw base::conflict("The target is not empty: " + *reason);
  const MigrationTurn turn(to.url, to.options);
  const auto database = Database::open(to.url, to.options);
  Migrator migrator(*database);
  const auto status = migrator.status();
  if (status.state == SchemaState::empty)
    migrator.up();
  else if (status.state != SchemaState::current)
    throw base::conflict("The target is not empty: " + status.message + ". Name an empty database");
  if (times) database->write_now([&times](Session& session) { create_months(session, *times); });
  database->drain_and_close();
}

class Copy {
 public:
  Copy(Link& from, Link& to, const CopyOptions& options)
      : from_(from), to_(to), options_(options), sources_(tables_of(from)), targets_(tables_of(to)) {
    std::erase_if(targets_, [this](const Table& table) {
      return is_ours(table.name) || is_set_aside(table.name) || source(table.name) == nullptr;
    });
    for (const Place& place : in_order_of_references(targets_)) {
      const Table& target = targets_[place.table];
      tables_.push_back(std::make_unique<TableCopy>(from_, *source(target.name), to_, target, place.late));
    }
  }

  CopyReport run() {
    CopyReport report;
    report.was_resumed = !begin();
    for (const Table& table : sources_)
      if (is_left_out(table.name)) report.left_out.push_back(table.name);
    for (const auto& table : tables_) copy(*table);
    // What a table refers to may come behind it.
    for (const auto& table : tables_) fill(*table);
    align_sequences();
    // Without statistics a large table would be read from end to end.
    if (to_.dialect().kind() == DialectKind::postgresql) to_.run("ANALYZE");
    for (const auto& table : tables_) report.tables.push_back(compared(*table));
    if (report.is_good()) end_progress(to_);
    return report;
  }

 private:
  const Table* source(const std::string& name) const {
    const auto at = std::ranges::find(sources_, name, &Table::name);
    return at == sources_.end() ? nullptr : &*at;
  }

  bool is_left_out(const std::string& name) {
    if (is_ours(name) || std::ranges::find(targets_, name, &Table::name) != targets_.end()) return false;
    return !is_set_aside(name) || from_.texts("SELECT COUNT(*) FROM " + from_.quote(name), {}, 1).front()[0] != "0";
  }

  /// False when a copy of this source was begun before.
  bool begin() {
    const std::string identity = identity_of(from_);
    if (const auto begun = source_of_begun_copy(to_)) {
      if (*begun == identity) return false;
      throw base::conflict("The target holds the begun copy of another database. Empty it and begin anew");
    }
    if (to_.texts("SELECT COUNT(*) FROM \"user\"", {}, 1).front()[0] != "0")
      throw base::conflict("The target is not empty: it holds an installation. Name an empty database");
    to_.in_transaction([&] {
      // What the steps of the schema put there comes from the source as it is now.
      for (auto table = tables_.rbegin(); table != tables_.rend(); ++table)
        to_.run("DELETE FROM " + to_.quote((*table)->name()));
      std::vector<std::string> names;
      names.reserve(tables_.size());
      for (const auto& table : tables_) names.push_back(table->name());
      begin_progress(to_, identity, names);
    });
    return true;
  }

  template <class Work>
  void step(TableCopy& table, const Work& work) {
    std::string reason;
    table.forget_page();
    try {
      return to_.in_transaction(work);
    } catch (const base::Error& error) {
      if (error.kind() == base::ErrorKind::unavailable) throw;
      reason = error.detail();
    } catch (const std::logic_error& error) {
      reason = error.what();
    }
    if (const auto of_row = table.why_a_row_fails())
      throw base::conflict(*of_row + ". Correct it in the source and run the same command again");
    throw base::conflict("Table " + table.name() + ": " + reason);
  }

  void copy(TableCopy& table) {
    Progress now = progress_of(to_, table.name());
    while (now.stage == Stage::rows) {
      Progress next = now;
      step(table, [&] {
        claim(to_, table.name(), now);
        const auto page = table.copy_page(now.last_key, options_.rows_of_a_step);
        next.rows += page.rows;
        next.last_key = page.last_key;
        if (page.rows < static_cast<std::int64_t>(options_.rows_of_a_step) || !table.has_key())
          next = {table.has_late_columns() ? Stage::late : Stage::done, next.rows, ""};
        advance(to_, table.name(), now, next);
      });
      now = next;
      options_.on_step(table.name(), now.rows);
    }
  }

  void fill(TableCopy& table) {
    Progress now = progress_of(to_, table.name());
    while (now.stage == Stage::late) {
      Progress next = now;
      step(table, [&] {
        claim(to_, table.name(), now);
        const auto page = table.fill_page(now.last_key, options_.rows_of_a_step);
        next.last_key = page.last_key;
        if (page.rows < static_cast<std::int64_t>(options_.rows_of_a_step)) next = {Stage::done, now.rows, ""};
        advance(to_, table.name(), now, next);
      });
      now = next;
      options_.on_step(table.name(), now.rows);
    }
  }

  /// Rows came with their ids; the next ones are drawn behind them.
  void align_sequences() {
    to_.run(std::string(align_sample_ids(to_.dialect())));
    if (to_.dialect().kind() != DialectKind::postgresql) return;
    const auto columns = to_.texts(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL",
        {}, 3);
    for (const auto& column : columns) {
      const std::string newest =
          "(SELECT COALESCE(MAX(" + to_.quote(column[1]) + "), 0) + 1 FROM " + to_.quote(column[0]) + ")";
      to_.run("SELECT setval(CAST(? AS regclass), " + newest + ", false)", {text_cell(column[2])});
    }
  }

  CopiedTable compared(TableCopy& table) {
    const Content source = table.source_content(options_.rows_of_a_step);
    const Content target = table.target_content(options_.rows_of_a_step);
    return {table.name(), source.rows, source.checksum, source == target};
  }

  Link& from_;
  Link& to_;
  const CopyOptions& options_;
  std::vector<Table> sources_, targets_;
  std::vector<std::unique_ptr<TableCopy>> tables_;
};

}  // namespace
}  // namespace openspc::db::copy

namespace openspc::db {

bool CopyReport::is_good() const {
  return std::ranges::all_of(tables, &CopiedTable::is_equal);
}

CopyReport copy_database(const CopyEnd& from, const CopyEnd& to, const CopyOptions& options) {
  const auto source = parse_database_url(from.url, from.options.server_password);
  const auto target = parse_database_url(to.url, to.options.server_password);
  if (source.is_file() && copy::is_open_elsewhere(source.path)) throw base::conflict(copy::kServerRuns);
  const auto times = copy::look_at_source(from);
  copy::Link source_link(source, driver::Role::reader, from.options);
  if (copy::has_server(source_link)) throw base::conflict(copy::kServerRuns);
  copy::migrate_target(to, times);
  copy::Link target_link(target, driver::Role::writer, to.options);
  // One snapshot from here to the last comparison.
  source_link.run(std::string(source_link.dialect().begin_read()));
  CopyReport report = copy::Copy(source_link, target_link, options).run();
  source_link.run("COMMIT");
  return report;
}

bool is_begun_copy(Database& database) {
  return database.read_now([](Session& session) {
    bool has_progress = false;
    session.each<std::string>(session.dialect().tables_query(), [&](const std::string& table) {
      has_progress = has_progress || table == copy::kProgressTable;
    });
    return has_progress;
  });
}

}  // namespace openspc::db
