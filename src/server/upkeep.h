// What the server does for its database by itself: once a day the parts of the samples' table are made before their
// month comes, and twice a minute long histories are summarized; and for the servers beside it: each second it tells
// them what requests it has counted. Started by serve; ends with the network threads.
#pragma once

#include "base/task.h"
#include "db/database.h"
#include "net/server.h"
#include "quality/chart/summarizer.h"

namespace openspc::server {

base::Task<void> keep_up(db::Database& database);
base::Task<void> keep_summarized(quality::chart::Summarizer& summarizer);
base::Task<void> keep_counts_shared(db::Database& database, net::Server& server);

}  // namespace openspc::server
