// The types of a database that OpenSPC 0.4 made on MariaDB become those of the steps. Private to db/schema/; called by
// the Migrator inside a write. MariaDB commits with each table; what was done is found done when it is called again.
#pragma once

#include "db/session.h"

namespace openspc::db::detail {

/// Ids get 64 bits, times their microseconds, texts their length and the comparison by code points, and numbers that
/// had six digits become doubles of these digits.
void take_over_types_of_mariadb(Session& session);

}  // namespace openspc::db::detail
