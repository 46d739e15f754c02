// From readings to durable samples, whatever protocol they came by: each batch is one write job that fills subgroups,
// judges and stores the complete ones, and remembers the rest. When write() returns, everything that the batch said is
// durable, and may be acknowledged to whoever sent it.
//
// One SourceIntake for each connection, used by the thread of its link; the status functions may be called from any
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/payload.h"
#include "connect/subgroup_buffer.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample_intake.h"

namespace openspc::connect {

/// What every mapping comes down to: readings that become samples of one characteristic.
struct ReadingSource {
  base::DataSourceId id{};
  base::CharacteristicId characteristic{};
  bool counts = false;          // attribute data: each reading is a sample of its own
  bool remembers_time = false;  // readings with a time stamp are known when they come again
  BufferSettings buffer{};
};

/// What came in through a mapping, or through all of a connection's, since the server started.
struct IntakeCounts {
  std::int64_t messages = 0;
  std::int64_t samples = 0;
  std::int64_t rejected = 0;
  std::int64_t duplicates = 0;
  std::int64_t pending = 0;
  std::optional<double> last_value{};
  std::optional<base::Timestamp> last_message_at{}, last_sample_at{};
  std::optional<std::string> last_rejection{};
};

class SourceIntake {
 public:
  SourceIntake(db::HeldLease lease, db::Database& database, quality::SampleIntake& intake, const base::Clock& clock);
  SourceIntake(const SourceIntake&) = delete;
  SourceIntake& operator=(const SourceIntake&) = delete;
  ~SourceIntake();

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
  void reject(std::string reason);
  /// A batch took so long from its arrival to its commit.
  void note_lag(std::chrono::microseconds lag);

  IntakeCounts counts() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const;
  std::optional<std::chrono::microseconds> lag() const;

 private:
  struct Tally;

  SubgroupBuffer& buffer_of(db::Session& session, const ReadingSource& source);
  void publish(const Tally& tally);

  const db::HeldLease lease_;
  db::Database& database_;
  quality::SampleIntake& intake_;
  const base::Clock& clock_;
  std::vector<ReadingSource> sources_;

  // Touched by write jobs while the link's thread waits for them.
  std::map<base::DataSourceId, SubgroupBuffer> buffers_;
  bool expiry_known_ = false;

  mutable std::mutex mutex_;  // guards what follows
  IntakeCounts total_;
  std::map<base::DataSourceId, IntakeCounts> by_source_;
  std::optional<base::Timestamp> deadline_;
  std::optional<std::chrono::microseconds> lag_;
};

/// Readings by source, then subgroups, then samples. Sources go by their index in use().
class SourceIntake::Batch {
 public:
  Batch(SourceIntake& owner, db::Session& session, base::Timestamp arrived, Tally& tally)
      : owner_(owner), session_(session), arrived_(arrived), tally_(tally) {}

  /// `redelivered` of the messages of this batch had been stored before.
  void count_messages(std::size_t messages, std::size_t redelivered);
  void add(std::size_t source, Reading reading);
  /// A message for the source that holds no measurement.
  void refuse(std::size_t source, std::string reason);
  /// What the source has collected is complete.
  void trigger(std::size_t source);

 private:
  friend SourceIntake;
  void expire();
  void finish();
  SubgroupBuffer& buffer(std::size_t source);
  void keep(std::size_t source, std::optional<Subgroup> subgroup);
  void store(const ReadingSource& source, std::vector<quality::SampleInput> samples);

  SourceIntake& owner_;
  db::Session& session_;
  const base::Timestamp arrived_;
  Tally& tally_;
  /// What is to be stored of each source that was touched.
  std::map<std::size_t, std::vector<quality::SampleInput>> touched_;
};

}  // namespace openspc::connect
