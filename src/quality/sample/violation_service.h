// Violations on behalf of a caller: list, count, read, acknowledge. Called by violation_routes from any coroutine.
// Rights: who holds a role at the owning plant reads, supervisors acknowledge. Who acknowledged is taken from the
// caller, not from the request. Errors: not_found (also for what the caller may not see), forbidden, conflict (already
// acknowledged, or no longer true).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "quality/sample/violation_view.h"

namespace openspc::quality::sample {

/// Suggestions, in the order in which clients show them; any other text is accepted as well.
inline constexpr std::array<std::string_view, 11> kReasonCodes = {"Tool Change",
                                                                  "Raw Material Change",
                                                                  "Setup Adjustment",
                                                                  "Measurement Error",
                                                                  "Process Adjustment",
                                                                  "Environmental Factor",
                                                                  "Operator Error",
                                                                  "Equipment Malfunction",
                                                                  "False Alarm",
                                                                  "Under Investigation",
                                                                  "Other"};

class ViolationService {
 public:
  ViolationService(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock) {}

  /// Blocks; for the start. Files and counts what another program has written, and counts all again when the counters
  /// are not what counting gives.
  void check_filing();

  base::Task<ViolationPage> list(const net::Principal& caller, ViolationQuery query);
  base::Task<ViolationStats> stats(const net::Principal& caller, ViolationStatsQuery query);
  base::Task<Violation> get(const net::Principal& caller, base::ViolationId id);

  base::Task<Violation> acknowledge(identity::Caller caller, base::ViolationId id, ViolationAck request);
  /// Each by itself; what cannot be acknowledged is reported.
  base::Task<ViolationBatchAckResult> acknowledge_batch(identity::Caller caller, ViolationBatchAck request);

 private:
  /// Violations that another program has written since the start.
  base::Task<void> file_new();
  /// The sample of the violation.
  base::SampleId acknowledge_in(db::Session& session, const identity::Caller& caller, base::ViolationId id,
                                const ViolationAck& request);
  void acknowledge_all_in(db::Session& session, const identity::Caller& caller, const ViolationBatchAck& request,
                          const std::vector<std::size_t>& positions, std::vector<ViolationBatchAckItem>& items);
  void exclude_in(db::Session& session, const identity::Caller& caller, base::SampleId id, const std::string& reason);

  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
};

}  // namespace openspc::quality::sample
