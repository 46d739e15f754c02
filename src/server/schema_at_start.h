// What a server does about the schema of its database before it serves. Called by serve and demo; blocks.
#pragma once

#include <iosfwd>

#include "base/config.h"
#include "db/database.h"
#include "db/schema/migrations.h"

namespace openspc::server {

/// An empty database gets its tables, an older one the missing steps when Config::migrate says so. Several servers that
/// start at once do it once. False when the database is not the program's; `errors` is told why and what to do. Throws
/// base::Error when it cannot be opened. Nothing is changed in what belongs to somebody else.
[[nodiscard]] bool prepare_schema(const base::Config& config, std::ostream& errors);

/// Servers run that could not live with the steps that are missing; `errors` is told what to do. Waits until one shows
/// its life, ten seconds at most.
[[nodiscard]] bool would_end_servers(db::Database& database, db::Migrator& migrator, std::ostream& errors);

}  // namespace openspc::server
