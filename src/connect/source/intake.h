// From readings to durable samples, whatever protocol they came by: each batch is one write job that fills subgroups,
// judges and stores the complete ones, and remembers the rest. When write() returns, everything that the batch said is
// durable, and may be acknowledged to whoever sent it.
//
// One Intake for each connection, used by the thread of its link; the status functions may be called from any
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/payload/payload.h"
#include "connect/source/subgroup_collector.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample/intake.h"

namespace openspc::connect::source {

/// What came in through a mapping, or through all of a connection's, since the server started.
struct IntakeCounts {
  std::int64_t messages = 0;
  std::int64_t samples = 0;
  std::int64_t rejected = 0;
  std::int64_t duplicates = 0;
  std::int64_t uncertain = 0;        // taken, of a quality that the machine vouches for only in part
  std::int64_t time_doubts = 0;      // readings whose own time is missing or was not believed
  std::int64_t births_left_out = 0;  // values that a Sparkplug birth told to have changed meanwhile
  std::int64_t closed_early = 0;     // subgroups that had to make room for those of other origins
  std::int64_t pending = 0;
  std::int64_t open_subgroups = 0;
  std::optional<double> last_value{};
  std::optional<base::Timestamp> last_message_at{}, last_sample_at{};
  std::optional<std::string> last_rejection{}, last_time_doubt{};
  std::optional<ClockOff> clock_off{};  // of one mapping alone
};

/// What is to be stored of a subgroup.
quality::sample::SampleInput sample_of(const ReadingSource& source, Subgroup subgroup);

class Intake {
 public:
  Intake(db::HeldLease lease, db::Database& database, quality::sample::Intake& intake, const base::Clock& clock);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  ~Intake();

  /// Mappings changed. Incomplete subgroups of those that stay are kept. Sources go by their index from now on.
  void use(std::vector<ReadingSource> sources);

  /// One write job under way.
  class Batch;
  using Fill = std::function<void(db::Session&, Batch&)>;
  /// Runs `fill` in a write job that commits what it adds. Throws Error(unavailable) when the database cannot take it
  /// now: try the same batch again. Throws LeaseLost when another server has the source by now. `fill` may run more
  /// than once, and must then do the same again.
  void write(base::Timestamp arrived, const Fill& fill);

  /// Closes the subgroups whose time is up. As write().
  void expire();
  /// When expire() will have something to do.
  std::optional<base::Timestamp> deadline() const;

  /// Messages that came, whatever they were for.
  void note_messages(std::size_t count, base::Timestamp arrived);
  /// A message that could not be stored, and why.
  void reject(std::string_view reason);
  /// A batch took so long from its arrival to its commit.
  void note_lag(std::chrono::microseconds lag);

  IntakeCounts counts() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const;
  std::optional<std::chrono::microseconds> lag() const;

 private:
  struct Tally;

  SubgroupCollector& collector_of(db::Session& session, const ReadingSource& source);
  void publish(const Tally& tally);

  const db::HeldLease lease_;
  db::Database& database_;
  quality::sample::Intake& intake_;
  const base::Clock& clock_;
  std::vector<ReadingSource> sources_;

  // Touched by write jobs while the link's thread waits for them.
  std::map<base::DataSourceId, SubgroupCollector> collectors_;
  bool expiry_known_ = false;

  mutable std::mutex mutex_;  // guards what follows
  IntakeCounts total_;
  std::map<base::DataSourceId, IntakeCounts> by_source_;
  std::optional<base::Timestamp> deadline_;
  std::optional<std::chrono::microseconds> lag_;
};

/// Readings by source, then subgroups, then samples. Sources go by their index in use().
class Intake::Batch {
 public:
  Batch(Intake& owner, db::Session& session, base::Timestamp arrived, Tally& tally)
      : owner_(owner), session_(session), arrived_(arrived), tally_(tally) {}

  /// `redelivered` of the messages of this batch had been stored before.
  void count_messages(std::size_t messages, std::size_t redelivered);
  /// `origin` is what the identity of readings needs beside the source: see SubgroupCollector.
  void add(std::size_t source, payload::Reading reading, std::string_view origin = {});
  /// A message for the source that holds no measurement.
  void refuse(std::size_t source, std::string_view reason);
  /// A value of a birth that changed meanwhile, for a source that does not take it.
  void leave_out_birth(std::size_t source);
  /// Changes of the source count from this value on, which is no reading itself.
  void begin_from(std::size_t source, double value);
  /// What the source has collected of the origins that are meant is complete.
  void trigger(std::size_t source, const IsMeant& is_meant = [](std::string_view) { return true; });

 private:
  friend Intake;
  void expire();
  void finish();
  SubgroupCollector& collector(std::size_t source);
  void keep(std::size_t source, std::vector<Subgroup> subgroups);
  void store(const ReadingSource& source, std::vector<quality::sample::SampleInput> samples);

  Intake& owner_;
  db::Session& session_;
  const base::Timestamp arrived_;
  Tally& tally_;
  /// What is to be stored of each source that was touched.
  std::map<std::size_t, std::vector<quality::sample::SampleInput>> touched_;
};

}  // namespace openspc::connect::source
