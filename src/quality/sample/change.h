// Changes of stored samples after the fact, inside the caller's write job: edit, exclude or bring back, delete. Each
// leaves its trace (history, audit), brings the violations of every sample that can see it in line, marks the window of
// intake as stale, and announces the change after the commit. Called by service and violation_service, in jobs
// of Database::write_in_order under the characteristic's id.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "identity/caller.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/stages.h"
#include "quality/judge/events.h"
#include "quality/sample/reconcile.h"
#include "quality/sample/store.h"

namespace openspc::quality::sample {

struct OwnedSample {
  SampleRow row;
  characteristic::OwnedCharacteristic characteristic;
};

/// For reading. Throws not_found when there is none, or when it belongs to a plant where the caller has no role.
OwnedSample require_visible_sample(db::Session& session, const net::Principal& caller, base::SampleId id);
/// For changing: also throws forbidden unless the caller is supervisor at the owning plant.
OwnedSample require_supervisor(db::Session& session, const net::Principal& caller, base::SampleId id);

struct SampleData {
  std::vector<double> measurements;
  std::optional<double> defect_count, inspected_size;
};

class SampleChange {
 public:
  SampleChange(db::Session& session, base::EventBus& events, const identity::Caller& caller, base::Timestamp now)
      : session_(session), events_(events), caller_(caller), now_(now) {}

  /// The sample as it is judged afterwards. Refuses data that does not fit the characteristic, as intake does.
  judge::SampleProcessed edit(const OwnedSample& sample, const SampleData& data, const std::string& reason);
  /// Nothing happens when the flag is what it was.
  void set_excluded(const OwnedSample& sample, bool excluded, const std::optional<std::string>& reason);
  void remove(const OwnedSample& sample);

 private:
  Reconciliation bring_in_line(const OwnedSample& sample, const characteristic::Stages& stages);
  void record(const OwnedSample& sample, std::string_view action, const boost::json::object& detail);

  db::Session& session_;
  base::EventBus& events_;
  const identity::Caller& caller_;
  const base::Timestamp now_;
};

}  // namespace openspc::quality::sample
