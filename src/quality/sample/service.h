// Samples on behalf of a caller: submit, import, list, read, edit, exclude, delete. Called by routes and the
// demo from any coroutine. Rights: who holds a role at the owning plant reads, operators submit, supervisors change.
// Errors: not_found (also for what the caller may not see), forbidden, bad_request and conflict as Intake says,
// invalid.
#pragma once

#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "quality/sample/intake.h"
#include "quality/sample/view.h"

namespace openspc::quality::sample {

class Service {
 public:
  Service(db::Database& database, base::EventBus& events, const base::Clock& clock, Intake& intake)
      : database_(database), events_(events), clock_(clock), intake_(intake) {}

  struct Submitted {
    SampleResult result;
    bool replayed = false;
  };
  base::Task<Submitted> submit(identity::Caller caller, SampleCreate request);
  base::Task<SampleBatchResult> submit_batch(identity::Caller caller, SampleBatchRequest request);

  base::Task<SamplePage> list(const net::Principal& caller, SampleQuery query);
  base::Task<Sample> get(const net::Principal& caller, base::SampleId id);
  /// Newest first.
  base::Task<std::vector<SampleEdit>> history(const net::Principal& caller, base::SampleId id);

  base::Task<SampleResult> edit(identity::Caller caller, base::SampleId id, SampleUpdate update);
  base::Task<Sample> set_excluded(identity::Caller caller, base::SampleId id, SampleExclude request);
  base::Task<void> remove(identity::Caller caller, base::SampleId id);

 private:
  /// The characteristic whose queue a change of the sample must join. Throws as require_supervisor.
  base::Task<std::int64_t> queue_of(const identity::Caller& caller, base::SampleId id);

  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
  Intake& intake_;
};

}  // namespace openspc::quality::sample
