// `openspc migrate ...`: the schema of the database, seen and changed from the command line. Each prints to standard
// output and returns the exit status: 0, or 2 when the schema is not the program's. Throws base::Error for a database
// that cannot be opened.
#pragma once

#include "base/config.h"

namespace openspc::server {

int migrate_up(const base::Config& config);
int migrate_down(const base::Config& config, int steps);
int migrate_status(const base::Config& config);
int migrate_history(const base::Config& config);

}  // namespace openspc::server
