// Which violations a query means: how many, and the ids of a page of them, the newest first. Totals come from counters
// and pages from the index of each group, so that neither costs more when there are a million. SQL only; called by
// violation_reader inside database jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "net/access.h"
#include "quality/sample/violation_filing.h"

namespace openspc::quality::sample {

struct ViolationFilter {
  std::optional<base::CharacteristicId> characteristic{};
  std::optional<base::SampleId> sample{};
  std::optional<base::PlantId> plant{};
  std::optional<bool> acknowledged{}, requires_acknowledgement{};
  std::optional<std::string> severity{};
  std::optional<std::int64_t> rule{};
  std::optional<base::Timestamp> from{}, to{};  // of the sample, both included
};

class ViolationSelection {
 public:
  /// Of those that the caller may see. All must outlive the selection.
  ViolationSelection(db::Session& session, const net::Principal& caller, const ViolationFilter& filter);

  std::int64_t total() const { return total_; }
  /// How many of each group, none of them 0.
  const std::vector<ViolationGroup>& groups() const { return groups_; }
  std::vector<base::ViolationId> page(std::int64_t offset, std::int64_t limit) const;

 private:
  bool names_few() const { return filter_.characteristic || filter_.sample; }
  bool has_times() const { return filter_.from || filter_.to; }

  class NewestIds;

  std::pair<base::Timestamp, base::Timestamp> times() const;
  void count_by_counters();
  void count_by_rows();
  void count_by_times();
  std::int64_t count_between(const ViolationGroup& group) const;
  std::vector<base::ViolationId> page_by_rows(std::int64_t offset, std::int64_t limit) const;
  std::vector<base::ViolationId> page_by_groups(std::int64_t offset, std::int64_t limit) const;
  void read_newest(const ViolationGroup& group, NewestIds& newest) const;
  void read_times(const ViolationGroup& group, NewestIds& newest) const;

  db::Session& session_;
  const net::Principal& caller_;
  const ViolationFilter& filter_;
  std::vector<ViolationGroup> groups_;
  std::int64_t total_ = 0;
};

}  // namespace openspc::quality::sample
