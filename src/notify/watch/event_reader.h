// What happened since the last look, read from the tables where it was committed: an event that was stored just before
// a crash is found after it. SQL only; called by the planner inside database jobs.
//
// Rows are read by rising ids. A lower one cannot be committed behind the cursor, also where several servers write: an
// id is drawn in the write that stores its row, and the cursor is read and moved in a write without a key, which begins
// when all others have ended (db/strategy/lanes.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/session.h"
#include "notify/notice/alert.h"

namespace openspc::notify {

/// How far the violations and the changes of limits have been looked at.
struct Cursors {
  std::int64_t violation = 0, limits = 0;
  friend bool operator==(const Cursors&, const Cursors&) = default;
};

namespace event_reader {

/// Where to go on. Rows that were deleted since, whose ids others may have got, are stepped back over.
Cursors cursors(db::Session& session);
/// Past everything: what is stored now will not be told.
void skip_to_end(db::Session& session);
bool has_news(db::Session& session, const Cursors& cursors);

struct News {
  std::vector<Alert> alerts{};  // violations in force, then changes of limits, each in the order of the commits
  Cursors until{};
  bool has_more = false;
};
News read(db::Session& session, const Cursors& from, std::int64_t limit);
void advance(db::Session& session, const Cursors& until);

/// A node and those above it.
std::vector<base::NodeId> ancestors(db::Session& session, base::CharacteristicId characteristic);

/// Every characteristic with its newest sample, as an alert about missing data would name it.
std::vector<Alert> newest_samples(db::Session& session);

/// A connection that was lost since it is wanted.
struct Connection {
  Alert alert{};  // that it is lost
  bool is_lost = false;
  base::Timestamp changed_at{};  // lost or back since
};
std::vector<Connection> connections(db::Session& session);

}  // namespace event_reader
}  // namespace openspc::notify
