#include "quality/sample/batch.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <vector>

namespace openspc::quality::sample {
namespace {

// What could not be read, as one line for people; a place within a list counts from 1, as the samples do.
std::string reason_of(const std::vector<base::FieldError>& errors) {
  std::string reason;
  for (const base::FieldError& error : errors) {
    if (!reason.empty()) reason += "; ";
    for (const boost::json::value& step : error.loc) {
      reason += step.is_int64() ? std::to_string(step.get_int64() + 1) : std::string(step.get_string());
      reason += &step == &error.loc.back() ? ": " : " ";
    }
    reason += error.msg;
    if (error.input.is_string()) reason += ", got '" + std::string(error.input.get_string()).substr(0, 64) + "'";
  }
  return reason;
}

SampleInput input_of(SampleBatchItem item) {
  return {.measurements = std::move(item.measurements),
          .defect_count = item.defect_count,
          .inspected_size = item.inspected_size,
          .timestamp = item.timestamp,
          .batch_number = std::move(item.batch_number),
          .operator_id = std::move(item.operator_id),
          .idempotency_key = std::move(item.idempotency_key)};
}

}  // namespace

ParsedBatch parse_batch(SampleBatchRequest request) {
  ParsedBatch batch;
  batch.characteristic_id = request.characteristic_id;
  if (request.skip_rule_evaluation) batch.evaluation = RuleEvaluation::skipped;
  batch.total = request.samples.size();
  batch.samples.reserve(batch.total);
  batch.positions.reserve(batch.total);
  for (std::size_t i = 0; i < batch.total; ++i) {
    net::Attempt<SampleBatchItem>& item = request.samples[i];
    if (item.failed()) {
      batch.unreadable.push_back({i, reason_of(item.errors())});
      continue;
    }
    batch.samples.push_back(input_of(std::move(item.value())));
    batch.positions.push_back(i);
  }
  return batch;
}

SampleBatchResult batch_result(const ParsedBatch& batch, const BatchOutcome& outcome) {
  std::vector<BatchError> errors = batch.unreadable;
  for (const BatchError& error : outcome.errors) errors.push_back({batch.positions[error.index], error.reason});
  std::sort(errors.begin(), errors.end(), [](const BatchError& a, const BatchError& b) { return a.index < b.index; });
  SampleBatchResult result{.total = static_cast<std::int64_t>(batch.total),
                           .imported = outcome.imported,
                           .failed = static_cast<std::int64_t>(errors.size()),
                           .errors = {},
                           .warnings = {}};
  for (const auto& [index, warning] : outcome.warnings) {
    judge::SampleWarning& shown = result.warnings.emplace_back(warning);
    shown.field = "samples." + std::to_string(batch.positions[index]) + "." + warning.field;
  }
  for (const BatchError& error : errors)
    result.errors.push_back("Sample " + std::to_string(error.index + 1) + ": " + error.reason);
  return result;
}

}  // namespace openspc::quality::sample
