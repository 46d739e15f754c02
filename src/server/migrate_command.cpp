#include "server/migrate_command.h"
#include "server/exit_codes.h"

#include <iomanip>
#include <iostream>

#include "db/schema/migration_turn.h"
#include "db/schema/migrations.h"
#include "db/schema/strangers.h"
#include "identity/people/login_name.h"
#include "server/schema_at_start.h"

namespace openspc::server {
namespace {

std::string_view name_of(int version) {
  for (const auto& step : db::embedded_migrations()) {
    if (step.version == version) return step.name;
  }
  return "unknown";
}

void print_steps(std::string_view verb, const std::vector<int>& versions) {
  for (const int number : versions)
    std::cout << verb << ' ' << std::setw(4) << std::setfill('0') << number << ' ' << name_of(number) << '\n';
}

// Signing in by e-mail address is new to a database of 0.4, which may hold what it makes ambiguous.
void print_clashes(db::Database& database) {
  for (const std::string& clash : database.read_now([](db::Session& s) { return identity::name_clashes(s); }))
    std::cout << "note: " << clash << ". Rename one of them\n";
}

template <class F>
int with_migrator(const base::Config& config, F&& act) {
  const auto options = db::DatabaseOptions::for_maintenance(config);
  if (const auto reason = db::why_it_belongs_to_others(config.effective_database_url(), options)) {
    std::cerr << "openspc: " << *reason << '\n';
    return kSchemaDiffers;
  }
  const db::MigrationTurn turn(config.effective_database_url(), options);
  const auto database = db::Database::open(config.effective_database_url(), options);
  db::Migrator migrator(*database);
  const int status = act(*database, migrator);
  database->drain_and_close();
  return status;
}

}  // namespace

int migrate_up(const base::Config& config) {
  return with_migrator(config, [](db::Database& database, db::Migrator& migrator) {
    if (would_end_servers(database, migrator, std::cerr)) return kSchemaDiffers;
    const auto applied = migrator.up();
    print_steps("applied", applied);
    if (!applied.empty()) print_clashes(database);
    if (applied.empty()) std::cout << migrator.status().message << '\n';
    return 0;
  });
}

int migrate_down(const base::Config& config, int steps) {
  return with_migrator(config, [steps](db::Database&, db::Migrator& migrator) {
    print_steps("undid", migrator.down(steps));
    return 0;
  });
}

int migrate_status(const base::Config& config) {
  return with_migrator(config, [](db::Database&, db::Migrator& migrator) {
    const auto status = migrator.status();
    std::cout << status.message << '\n';
    const bool can_serve = status.state == db::SchemaState::current || status.state == db::SchemaState::ahead;
    return can_serve ? 0 : kSchemaDiffers;
  });
}

int migrate_history(const base::Config& config) {
  return with_migrator(config, [](db::Database&, db::Migrator& migrator) {
    for (const auto& step : migrator.history()) {
      std::cout << base::to_iso8601(step.applied_at) << "  " << std::left << std::setw(5) << std::setfill(' ')
                << step.action << ' ' << std::right << std::setw(4) << std::setfill('0') << step.version << ' '
                << step.name << '\n';
    }
    return 0;
  });
}

}  // namespace openspc::server
