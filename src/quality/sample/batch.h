// A batch as it arrives and as it is answered: each item is read on its own, so that one bad row of an import harms no
// other, and is counted once whether it fails to be read or to be stored. Called by service. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "quality/sample/intake.h"
#include "quality/sample/view.h"

namespace openspc::quality::sample {

struct ParsedBatch {
  base::CharacteristicId characteristic_id;
  RuleEvaluation evaluation = RuleEvaluation::on;
  std::size_t total = 0;
  std::vector<SampleInput> samples;    // those that could be read
  std::vector<std::size_t> positions;  // of each of them in the request
  std::vector<BatchError> unreadable;
};

ParsedBatch parse_batch(SampleBatchRequest request);

/// Errors in the order of the request.
SampleBatchResult batch_result(const ParsedBatch& batch, const BatchOutcome& outcome);

}  // namespace openspc::quality::sample
