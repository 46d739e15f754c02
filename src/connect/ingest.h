// From a broker's messages to durable samples: each batch is one write job that extracts readings, fills subgroups,
// judges and stores the complete ones, and remembers the rest. When take() returns, everything that the batch said is
// durable, and its messages may be acknowledged. A batch that is taken again after a crash stores nothing twice.
//
// One Ingest for each broker, used by the thread of its link; the status functions may be called from any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/ingest_store.h"
#include "connect/leases.h"
#include "connect/mqtt_session.h"
#include "connect/source_map.h"
#include "db/database.h"
#include "quality/sample_intake.h"

namespace openspc::connect {

/// What came in through a mapping, or through all of a broker's, since the server started.
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

class Ingest {
 public:
  Ingest(base::BrokerId broker, LeaseToken lease, db::Database& database, quality::SampleIntake& intake,
         const base::Clock& clock);
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;
  ~Ingest();

  /// Mappings changed. Incomplete subgroups of those that stay are kept.
  void use(std::shared_ptr<const SourceMap> sources);

  /// A connection begins. With a session that the broker kept, messages that are stored already may come once more;
  /// without one the broker counts from the beginning.
  void connected(bool session_present);

  /// Blocks until everything is durable. Throws Error(unavailable) when the database cannot take it now: try the same
  /// batch again. A message that makes the write fail for any other reason is rejected alone. Throws LeaseLost when
  /// another server has the source by now, as all functions that write do.
  void take(std::span<const MqttMessage> messages);

  /// Closes the subgroups whose time is up. As take().
  void expire();
  /// When expire() will have something to do.
  std::optional<base::Timestamp> deadline() const;

  IntakeCounts counts() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const;
  /// From arrival to commit of the last batch.
  std::optional<std::chrono::microseconds> lag() const;

 private:
  class Batch;
  struct Tally;

  void store(std::span<const MqttMessage> messages, base::Timestamp arrived);
  void store_or_split(std::span<const MqttMessage> messages, base::Timestamp arrived);
  std::vector<const MqttMessage*> without_redelivered(std::span<const MqttMessage> messages);
  SubgroupBuffer& buffer_of(db::Session& session, const MappedSource& source);
  void publish(const Tally& tally);

  const base::BrokerId broker_;
  const LeaseToken lease_;
  db::Database& database_;
  quality::SampleIntake& intake_;
  const base::Clock& clock_;
  std::shared_ptr<const SourceMap> sources_;

  // Touched by write jobs while the link's thread waits for them.
  std::map<base::DataSourceId, SubgroupBuffer> buffers_;
  std::deque<ingest_store::Delivery> redelivered_;  // what the broker may send again, oldest first
  std::int64_t next_ordinal_ = 0;
  bool expiry_known_ = false;

  mutable std::mutex mutex_;  // guards what follows
  IntakeCounts total_;
  std::map<base::DataSourceId, IntakeCounts> by_source_;
  std::optional<base::Timestamp> deadline_;
  std::optional<std::chrono::microseconds> lag_;
};

}  // namespace openspc::connect
