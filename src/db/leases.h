// Which of several servers on one database takes in which source: a lease for each, in a table that all of them see. A
// server renews its leases by raising a number; one whose number stands still for some seconds has lost them. No clocks
// are compared. Every change of hands raises the lease's token, and every write of a link checks it, so that a server
// that slept through the change (a paused process) can do no harm when it wakes. Called by the supervisors of the links
// and of notifications.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include "db/database.h"

namespace openspc::db {

using LeaseToken = std::int64_t;

/// What a holder shows with each of its writes.
struct HeldLease {
  std::string kind{};  // of Leases
  std::int64_t source = 0;
  LeaseToken token = 0;
};

/// The link's lease is another server's by now: it must end without acknowledging anything.
class LeaseLost : public std::runtime_error {
 public:
  LeaseLost() : std::runtime_error("another server has taken over the source") {}
};

/// A name for this process that others can tell to be dead: where it runs and its process id.
std::string instance_name();
/// True when the process of that name ran on this machine and does not any more.
bool is_known_dead(std::string_view instance);

class Leases {
 public:
  /// `kind` is "mqtt", "opcua" or "notify".
  Leases(Database& database, std::string kind, std::string instance = instance_name());

  struct Round {
    std::map<std::int64_t, LeaseToken> held;
    std::map<std::int64_t, std::string> elsewhere;  // wanted, and held by this other server
    std::set<std::int64_t> surplus;  // held, but another server should have it: end the link, then release it
  };
  /// Renews, takes what is free up to a fair share among the servers that live, and says what is held. To be called
  /// every two seconds. Blocks; throws what the database throws.
  Round keep(const std::set<std::int64_t>& wanted);
  void release(const std::set<std::int64_t>& sources);
  /// At the end of the server: others need not wait.
  void release_all();

  /// Throws LeaseLost unless the lease is still held, and holds it until the write that this is called in has ended.
  static void require(Session& session, const HeldLease& lease);

  /// A number that stands still for so long belongs to a server that is gone.
  static constexpr std::chrono::seconds patience{6};

 private:
  using Clock = std::chrono::steady_clock;
  struct Seen {
    std::int64_t beat = 0;
    Clock::time_point since;
  };
  struct Lease {
    std::string holder;
    LeaseToken token = 0;
  };

  std::set<std::string> living(Session& session);
  std::map<std::int64_t, Lease> read(Session& session) const;
  std::optional<LeaseToken> take(Session& session, std::int64_t source, const Lease* former) const;

  Database& database_;
  const std::string kind_;
  const std::string instance_;
  std::map<std::string, Seen> seen_;
};

}  // namespace openspc::db
