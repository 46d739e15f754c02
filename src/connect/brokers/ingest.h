// From a broker's messages to durable samples: finds the mappings of each message, extracts readings and hands them to
// source::Intake. When take() returns, everything that the batch said is durable, and its messages may be acknowledged.
// A batch that is taken again after a crash stores nothing twice.
//
// One Ingest for each broker, used by the thread of its link; the status functions may be called from any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/brokers/ingest_store.h"
#include "connect/brokers/source_map.h"
#include "connect/mqtt/session.h"
#include "connect/source/intake.h"
#include "db/database.h"
#include "quality/sample/intake.h"

namespace openspc::connect::brokers {

class Ingest {
 public:
  Ingest(base::BrokerId broker, const db::HeldLease& lease, db::Database& database, quality::sample::Intake& intake,
         const base::Clock& clock);

  /// Mappings changed. Incomplete subgroups of those that stay are kept.
  void use(std::shared_ptr<const SourceMap> sources);

  /// A connection begins. With a session that the broker kept, messages that are stored already may come once more;
  /// without one the broker counts from the beginning.
  void connected(bool session_present);

  /// Blocks until everything is durable. Throws Error(unavailable) when the database cannot take it now: try the same
  /// batch again. A message that makes the write fail for any other reason is rejected alone. Throws LeaseLost when
  /// another server has the source by now, as all functions that write do.
  void take(std::span<const mqtt::Message> messages);

  /// Closes the subgroups whose time is up. As take().
  void expire() { intake_.expire(); }
  /// When expire() will have something to do.
  std::optional<base::Timestamp> deadline() const { return intake_.deadline(); }

  source::IntakeCounts counts() const { return intake_.counts(); }
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const { return intake_.counts_by_source(); }
  /// From arrival to commit of the last batch.
  std::optional<std::chrono::microseconds> lag() const { return intake_.lag(); }

 private:
  void store(std::span<const mqtt::Message> messages, base::Timestamp arrived);
  std::vector<const mqtt::Message*> without_redelivered(std::span<const mqtt::Message> messages);
  void add(source::Intake::Batch& batch, const mqtt::Message& message) const;

  const base::BrokerId broker_;
  const db::HeldLease lease_;
  db::Database& database_;
  const base::Clock& clock_;
  source::Intake intake_;
  std::shared_ptr<const SourceMap> sources_;

  // Touched by write jobs while the link's thread waits for them.
  std::deque<ingest_store::Delivery> redelivered_;  // what the broker may send again, oldest first
  std::int64_t next_ordinal_ = 0;
};

}  // namespace openspc::connect::brokers
