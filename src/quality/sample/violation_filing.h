// How violations are filed for their lists: each row carries the plant and time of its sample and whether lists hide
// it, and the table violation_count holds how many are shown of each group. Kept in the transaction of every change;
// violation_selection reads it. A row that another program wrote is unfiled (it names no plant) until file_violations()
// has seen it. SQL only; called inside database jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "db/session.h"

namespace openspc::quality::sample {

/// Violations that look the same to every filter but those of time, sample and characteristic.
struct ViolationGroup {
  std::int64_t plant = 0;  // 0: of a node that belongs to no plant
  int rule_id = 1;
  std::string severity;
  bool requires_acknowledgement = true;
  bool acknowledged = false;
  std::int64_t amount = 0;  // how many are shown, and of the times that are asked for
  std::int64_t of_all_times = 0;
};

/// What one row of violation_count counts.
struct ViolationCounter {
  base::CharacteristicId characteristic;
  int rule_id = 1;
  std::string severity;
  bool requires_acknowledgement = true;
  bool acknowledged = false;
  std::int64_t plant = 0;

  bool operator==(const ViolationCounter&) const = default;
};
/// Counts so many violations that were inserted with their plant and time, or takes them back.
void count_violations(db::Session& session, const ViolationCounter& counter, std::int64_t amount);

/// A change of one stored violation: construct it before, settle() after the row was written.
class FiledChange {
 public:
  FiledChange(db::Session& session, base::ViolationId id);
  /// Decides anew whether lists show the violation, and moves it from counter to counter.
  void settle();

 private:
  db::Session& session_;
  base::ViolationId id_;
  std::optional<ViolationCounter> before_;
};

/// After a sample was marked as deleted: lists hide its violations.
void refile_violations_of(db::Session& session, base::SampleId sample);

bool has_unfiled_violations(db::Session& session);
/// Files what is unfiled and counts everything again.
void file_violations(db::Session& session);
/// Whether the counters of every group are what counting gives. Reads an index from end to end.
bool violation_counts_agree(db::Session& session);

}  // namespace openspc::quality::sample
