// The schema, in numbered steps up and down (migrations/NNNN_name.up.sql, .down.sql), embedded in the program and
// recorded in the table openspc_migration with checksums. Called by server/ at start and by `openspc migrate`. Blocks:
// never call it on a network thread. Each step is one transaction; two migrators at once wait for each other.
//
// A step with the line "-- convert: samples" moves rows in between: what stands above it is one transaction, then rows
// are moved in many (schema/sample_conversion.h), and what stands below it is the last. Killed at any moment, it goes
// on where it stood; meanwhile the database is at no version that a program would start on.
//
// A program of before a step can go on serving after it only when the step says so: "-- lives with: 0031" names the
// newest step of the oldest such program. What holds for all steps of a database is recorded with them, so that servers
// can be replaced one by one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "db/database.h"

namespace openspc::db {

/// One step as embedded at build time; the SQL still has its ${dialect words}.
struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view up;
  std::string_view down;
};

/// All steps of this program, by ascending version.
std::span<const Migration> embedded_migrations();

enum class SchemaState {
  empty,  // no table at all: up() creates everything
  current,
  behind,     // steps are missing, or a database of the reference (revision 022) awaits adoption
  ahead,      // migrated by a newer program, which says that this one can live with it
  too_new,    // migrated by a newer program
  unsuitable  // not an OpenSPC database, a too old revision of the reference, or an applied step was altered
};

struct SchemaStatus {
  SchemaState state = SchemaState::empty;
  int version = 0;      // newest applied step, 0 = none
  int newest = 0;       // newest step of this program
  std::string message;  // what is so and what to run, for people; one line
};

struct AppliedMigration {
  int version = 0;
  std::string name;
  base::Timestamp applied_at;
  std::string action;  // "up", "down" or "adopt"; "begin" and "undo" while rows are moved
};

class Migrator {
 public:
  explicit Migrator(Database& database, std::span<const Migration> steps = embedded_migrations());

  SchemaStatus status();

  /// Applies what is missing, adopting a database of the reference at revision 022 first (its rows stay, missing
  /// indexes are added). The versions applied, oldest first. Throws Error(conflict) with status().message when that is
  /// impossible.
  std::vector<int> up();

  /// A step that up() would take is more than a server can live with that runs on the database now.
  bool ends_running_servers();

  /// Undoes the newest `steps` steps. The versions undone, newest first. An adopted step is never undone, because that
  /// would delete a database which this program did not make: Error(conflict).
  std::vector<int> down(int steps = 1);

  /// Every step taken up, down or adopted, oldest first.
  std::vector<AppliedMigration> history();

 private:
  /// False when another migrator did it.
  bool finish_conversion();

  Database& database_;
  std::span<const Migration> steps_;
};

}  // namespace openspc::db
