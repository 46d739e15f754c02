// Whether servers run on a database, as whoever is about to change something for all of them must know.
#pragma once

#include "db/database.h"

namespace openspc::peers {

/// A server runs on the database. Looks at once where none has left a row, else waits until one shows its life, ten
/// seconds at most. Throws what the database throws.
bool any_server_lives(db::Database& database);

}  // namespace openspc::peers
