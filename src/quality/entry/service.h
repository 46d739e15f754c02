// Samples of other systems, on behalf of a person or an API key. Called by the data-entry routes from any coroutine.
// Rights: operators at the owning plant; keys for what they are limited to. Errors as sample::Service has them, but for
// a characteristic that is not there: bad_request, as clients of OpenSPC 0.4 expect, and forbidden for a limited key.
#pragma once

#include "base/task.h"
#include "identity/caller.h"
#include "quality/entry/entry.h"
#include "quality/sample/service.h"

namespace openspc::quality::entry {

class Service {
 public:
  /// `samples` must outlive the service.
  explicit Service(sample::Service& samples) : samples_(samples) {}

  base::Task<DataEntryResult> submit(identity::Caller caller, DataEntrySample sample);
  /// One after another, each by itself: one that fails harms no other.
  base::Task<DataEntryBatchResult> submit_batch(identity::Caller caller, DataEntryBatch batch);

 private:
  sample::Service& samples_;
};

DataEntrySchema data_entry_schema();

}  // namespace openspc::quality::entry
