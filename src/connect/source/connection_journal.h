// Writes down which connections are lost and which are back, so that whoever tells people of it need not ask the server
// that keeps the connection, and knows it still after a restart. Table connection_loss; the room notify reads it. Part
// of brokers::Links and opcua::Links, and called on the thread of their supervisor.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "connect/source/link_keeper.h"
#include "connect/source/supervisor.h"
#include "db/database.h"
#include "db/leases.h"

namespace openspc::connect::source {

class ConnectionJournal {
 public:
  /// `kind` is that of db::Leases.
  ConnectionJournal(std::string kind, db::Database& database, const base::Clock& clock)
      : kind_(std::move(kind)), database_(database), clock_(clock) {}

  /// From now on this server is to keep the connection, whether a link can be made or not.
  void begin(std::int64_t source, db::LeaseToken lease) { leases_[source] = lease; }
  void end(const std::set<std::int64_t>& sources);

  struct Finding {
    bool is_wanted = true;  // by whichever server
    std::string failure{};  // why there can be no link
    std::optional<ConnectionStatus> link{};
  };
  /// Compares what is with what is written, about those that have begun and those that have ended since the last call.
  /// A connection whose first attempt is under way is neither lost nor back; one that nobody wants any more is
  /// forgotten. Throws what the database throws; the next call makes up for it.
  void note(const std::function<Finding(std::int64_t source)>& look);

 private:
  struct Change {
    std::int64_t source = 0;
    db::LeaseToken lease = 0;
    std::optional<std::string> loss{};  // the reason; nothing: it is back
  };
  std::map<std::int64_t, bool> written() const;
  void write(db::Session& session, const Change& change, base::Timestamp now) const;

  const std::string kind_;
  db::Database& database_;
  const base::Clock& clock_;
  std::map<std::int64_t, db::LeaseToken> leases_;
  std::set<std::int64_t> ended_;
};

/// The same work, with what becomes of each connection written into the journal. `look` is called after each look of
/// the supervisor, on its thread.
Supervisor::Work journaled(ConnectionJournal journal, const Supervisor::Work& work,
                           std::function<ConnectionJournal::Finding(std::int64_t source)> look);

/// Of the state of brokers::Links or opcua::Links. One that a person has summoned is wanted without being active.
template <class State>
ConnectionJournal::Finding finding_of(const State& state, bool is_active) {
  ConnectionJournal::Finding finding{.is_wanted = (is_active || state.link) && !state.standing.held,
                                     .failure = state.standing.failure};
  if (state.link) finding.link = *state.link;
  return finding;
}

}  // namespace openspc::connect::source
