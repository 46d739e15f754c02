// What the server does for its database once a day: the parts of the samples' table are made before their month comes.
// Started by serve; ends with the network threads.
#pragma once

#include "base/task.h"
#include "db/database.h"

namespace openspc::server {

base::Task<void> keep_up(db::Database& database);

}  // namespace openspc::server
