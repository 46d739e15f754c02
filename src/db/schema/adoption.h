// A database that the reference, OpenSPC 0.4, made: recognised by its alembic_version, completed, and from then on
// ours. Private to db/; called by the Migrator inside a write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/session.h"

namespace openspc::db::detail {

/// The revision of the reference that this program continues.
inline constexpr std::string_view kReferenceRevision = "022";

/// The revision in alembic_version; nullopt when there is no such table or row.
std::optional<std::string> revision_of_reference(Session& session);

/// Where the reference's ids have 32 bits, those of tables that later steps do not make anew get the 64 of ours. On
/// MariaDB other types become ours too: schema/mariadb_adoption.h.
void take_over_types(Session& session);

/// Adds the indexes of the reference's migrations that its model leaves out. Column defaults that differ between the
/// two stay as they are, because changing one means rewriting a table; our inserts name every column. Existing indexes
/// are recognised by their columns, whatever their names.
void add_missing_indexes(Session& session);

/// The reference judges by the rules that have a row, we by those that have none as well: each rule without a row gets
/// one that switches it off, so that nobody's alarms change overnight.
void keep_rules_in_force(Session& session);

}  // namespace openspc::db::detail
