// From the values of an OPC UA server to durable samples: finds the mapping of each change, judges its quality and
// hands readings to source::Intake. When take() returns, everything that the batch said is durable, and may be
// acknowledged.
//
// One Ingest for each server, used by the thread of its link; the status functions may be called from any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>

#include "connect/opcua/sources.h"
#include "connect/source/intake.h"

namespace openspc::connect::opcua {

/// Of the node of a trigger: it says that a part is complete.
bool completes_subgroup(const Change& change);

class Ingest {
 public:
  Ingest(const db::HeldLease& lease, db::Database& database, quality::sample::Intake& intake, const base::Clock& clock);

  /// Mappings changed. Incomplete subgroups of those that stay are kept.
  void use(std::shared_ptr<const Sources> sources);
  /// Blocks until everything is durable. Throws Error(unavailable) when the database cannot take it now: try the same
  /// batch again. Throws LeaseLost when another server has the source by now.
  void take(std::span<const Change> changes);

  /// Closes the subgroups whose time is up. As take().
  void expire() { intake_.expire(); }
  std::optional<base::Timestamp> deadline() const { return intake_.deadline(); }

  source::IntakeCounts counts() const { return intake_.counts(); }
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const { return intake_.counts_by_source(); }
  std::optional<std::chrono::microseconds> lag() const { return intake_.lag(); }

  struct Doubts {
    std::int64_t uncertain = 0;  // taken all the same
    std::int64_t overflows = 0;
    std::int64_t initial_left_out = 0;  // values that were there when monitoring began
    std::map<base::DataSourceId, std::int64_t> uncertain_by_source{}, initial_by_source{};
  };
  Doubts doubts() const;

 private:
  void store(std::span<const Change> changes, base::Timestamp arrived);
  void note_doubts(std::span<const Change> changes);

  const db::HeldLease lease_;
  const base::Clock& clock_;
  source::Intake intake_;
  std::shared_ptr<const Sources> sources_;

  mutable std::mutex mutex_;  // guards what follows
  Doubts doubts_;
};

}  // namespace openspc::connect::opcua
