// Decides which sources (brokers, OPC UA servers) this server is connected to: those that the database wants connected
// or a person summoned, that nobody holds back, and whose lease is ours. Looks every two seconds, at once when told
// that something changed, and has its owner open, renew and close the links. Part of brokers::Links and opcua::Links;
// the public functions may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "db/database.h"
#include "db/leases.h"

namespace openspc::connect::source {

class Supervisor {
 public:
  struct Stored {
    std::int64_t id = 0;
    bool is_active = false;
    std::string made_of{};  // everything that a new link is made for; as much as its lease does
  };
  /// The owner's part, called on the supervisor's thread.
  struct Work {
    /// Another text whenever load() or a mapping would say something else.
    std::function<std::string(db::Session&)> signature;
    std::function<std::vector<Stored>(db::Session&)> load;
    /// Makes a link. What it throws as base::Error is shown as the reason why there is none.
    std::function<void(std::int64_t id, db::LeaseToken)> open;
    /// The link lives, its mappings may have changed. Throws as open().
    std::function<void(std::int64_t id, db::LeaseToken)> renew;
    /// Returns when these links, all of them open, have ended.
    std::function<void(const std::set<std::int64_t>& ids)> close;
    /// After each look.
    std::function<void()> clean_up = [] {};
  };

  /// `kind` is that of db::Leases.
  Supervisor(std::string kind, db::Database& database, Work work);
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor() { stop(); }

  void start();
  /// Closes all links and gives the leases back. Idempotent.
  void stop();

  /// What is stored changed: look now.
  void refresh();
  /// Connects now, active or not, until hold() or the next start of this server.
  void summon(std::int64_t id);
  /// Disconnects, active or not, until summon(), release() or the next start of this server.
  void hold(std::int64_t id);
  /// What is stored counts again.
  void release(std::int64_t id);

  struct Standing {
    bool held = false;
    bool elsewhere = false;  // another server has it
    std::string failure{};   // why there can be no link
  };
  Standing standing(std::int64_t id) const;
  /// True once a look that began after the last refresh() is over.
  bool is_up_to_date() const;

 private:
  /// What a link was made for.
  struct Made {
    std::string of;
    db::LeaseToken lease = 0;
    bool operator==(const Made&) const = default;
  };

  void run(const std::stop_token& stop);
  void look();
  std::string signature() const;
  std::set<std::int64_t> wanted() const;
  void reconcile(const std::map<std::int64_t, db::LeaseToken>& held);
  void serve(std::int64_t id, const Made& made);

  const std::string kind_;
  db::Database& database_;
  const Work work_;
  db::Leases leases_;
  // Of the thread alone: what is in force.
  std::string signature_;
  std::vector<Stored> stored_;
  std::map<std::int64_t, db::LeaseToken> leased_;
  std::map<std::int64_t, Made> open_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any wanted_;
  std::uint64_t asked_ = 1, done_ = 0;
  std::set<std::int64_t> held_, summoned_, elsewhere_;
  std::map<std::int64_t, std::string> failures_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect::source
