// Decides who is told what: from what happened, what was acknowledged, what fell due, what is silent and what is lost
// to rows of deliveries, each step in one transaction with what it remembers of it. A server that dies between two
// steps goes on where they ended. Belongs to the dispatcher's thread; blocks on the database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/database.h"
#include "db/leases.h"
#include "notify/rule/rule.h"
#include "notify/watch/event_reader.h"
#include "notify/watch/incident_store.h"

namespace openspc::notify {

class Planner {
 public:
  /// `started_at`: silence before it is not a machine's but the server's.
  Planner(db::Database& database, const base::Clock& clock, base::Timestamp started_at);

  /// Reads the rules again if they changed; false when there is nothing to do at all.
  bool has_work();
  /// New violations and changes of limits. True when more of them wait.
  bool take_news(db::LeaseToken lease);
  void settle_acknowledged(db::LeaseToken lease);
  void escalate(db::LeaseToken lease);
  void watch_silence(db::LeaseToken lease);
  void watch_connections(db::LeaseToken lease);
  /// Turns what was held during quiet hours into digests.
  void release_held(db::LeaseToken lease);
  void forget_old(db::LeaseToken lease);

  /// A receiver that is well gets everything, however many wait; the bound is the disk's. One that has failed for long
  /// gets the newest.
  static constexpr std::int64_t most_waiting = 100'000, most_waiting_while_failing = 1'000;
  static constexpr std::chrono::hours failing_for{1};

 private:
  using Place = std::vector<base::NodeId>;

  template <class Job>
  void write(db::LeaseToken lease, Job job);
  const Rule* find(RuleId id) const;
  const Place& place_of(db::Session& session, base::CharacteristicId id);

  void bound(db::Session& session, ChannelId channel, base::Timestamp now);
  void take(db::Session& session, const Rule& rule, const Alert& alert, base::Timestamp now);
  void take_violation(db::Session& session, const Rule& rule, const Alert& alert, base::Timestamp now);
  void settle(db::Session& session, const incident_store::Settled& settled, base::Timestamp now);
  void watch(db::Session& session, const Rule& rule, const std::vector<Alert>& newest, base::Timestamp now);
  void begin_silence(db::Session& session, const Rule& rule, Alert alert, base::Timestamp now);
  void end_silence(db::Session& session, const Rule& rule, const incident_store::Incident& incident,
                   const Alert& newest, base::Timestamp now);
  bool is_silent(const Rule& rule, const Alert& newest, base::Timestamp now) const;
  bool silence_changed(db::Session& session, const std::vector<Alert>& newest, base::Timestamp now);

  db::Database& database_;
  const base::Clock& clock_;
  const base::Timestamp started_at_;
  std::string signature_;
  std::vector<Rule> rules_;
  std::map<base::CharacteristicId, Place> places_;  // of the job under way
};

}  // namespace openspc::notify
