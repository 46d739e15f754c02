#include "server/schema_at_start.h"

#include <ostream>

#include "base/log.h"
#include "db/copy/copy.h"
#include "db/schema/migration_turn.h"
#include "db/schema/migrations.h"
#include "db/schema/strangers.h"
#include "identity/people/login_name.h"
#include "peers/other_servers.h"

namespace openspc::server {

bool would_end_servers(db::Database& database, db::Migrator& migrator, std::ostream& errors) {
  if (!migrator.ends_running_servers() || !peers::any_server_lives(database)) return false;
  errors << "openspc: servers of an older version run on this database, and what is missing in its schema is more than "
            "they can live with: stop them first\n";
  return true;
}

bool prepare_schema(const base::Config& config, std::ostream& errors) {
  const auto options = db::DatabaseOptions::for_maintenance(config);
  if (const auto reason = db::why_it_belongs_to_others(config.effective_database_url(), options)) {
    errors << "openspc: " << *reason << '\n';
    return false;
  }
  const db::MigrationTurn turn(config.effective_database_url(), options);
  const auto database = db::Database::open(config.effective_database_url(), options);
  db::Migrator migrator(*database);
  const auto status = migrator.status();
  if (status.state == db::SchemaState::ahead)
    base::log::info("schema_of_a_newer_program", {{"version", status.version}, {"known", status.newest}});
  if (status.state == db::SchemaState::current || status.state == db::SchemaState::ahead) {
    if (!db::is_begun_copy(*database)) return true;
    errors << "openspc: this database is the target of a copy that has not come to its end; run the same openspc copy "
              "again, and then start\n";
    return false;
  }
  const bool migrates = status.state == db::SchemaState::behind && config.migrate;
  if (migrates && would_end_servers(*database, migrator, errors)) return false;
  if (status.state == db::SchemaState::empty || migrates) {
    const auto applied = migrator.up();
    base::log::info("schema_migrated", {{"steps", applied.size()}, {"version", migrator.status().version}});
    for (const std::string& clash : database->read_now([](db::Session& s) { return identity::name_clashes(s); }))
      base::log::warning("name_clash", {{"clash", clash}, {"advice", "Rename one of them"}});
    return true;
  }
  errors << "openspc: " << status.message;
  if (status.state == db::SchemaState::behind) errors << ", or start with --migrate or OPENSPC_MIGRATE=true";
  errors << '\n';
  return false;
}

}  // namespace openspc::server
