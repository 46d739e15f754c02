// Writes down which connections are lost and which are back, so that whoever tells people of it need not ask the server
// that keeps the connection, and knows it still after a restart. Table connection_loss; the room notify reads it. Part
// of Links and OpcuaLinks, and called on the thread of their supervisor.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "connect/link_keeper.h"
#include "connect/source_supervisor.h"
#include "db/database.h"

namespace openspc::connect {

class ConnectionJournal {
 public:
  /// `kind` is that of db::Leases.
  ConnectionJournal(std::string kind, db::Database& database, const base::Clock& clock)
      : kind_(std::move(kind)), database_(database), clock_(clock) {}

  /// Compares what is with what is written. A connection whose first attempt is under way is neither lost nor back;
  /// one that nobody wants any more is forgotten. Throws what the database throws; the next call makes up for it.
  void note(const SourceSupervisor::Duties& duties, const std::map<std::int64_t, ConnectionStatus>& statuses);

 private:
  struct Change {
    std::int64_t source = 0;
    db::LeaseToken lease = 0;
    std::optional<std::string> loss{};  // the reason; nothing: it is back
  };
  std::vector<Change> changes(const SourceSupervisor::Duties& duties,
                              const std::map<std::int64_t, ConnectionStatus>& statuses) const;
  void write(db::Session& session, const Change& change, base::Timestamp now) const;

  const std::string kind_;
  db::Database& database_;
  const base::Clock& clock_;
  std::set<std::int64_t> noted_;  // the sources of the last call
};

}  // namespace openspc::connect
