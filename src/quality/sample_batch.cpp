#include "quality/sample_batch.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace openspc::quality {
namespace {

// A number, or text that is one: the same leniency as for every other number of the API.
std::optional<double> number_of(const boost::json::value& value) {
  if (value.is_number()) {
    const auto number = value.to_number<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
  }
  if (!value.is_string()) return std::nullopt;
  const std::string_view text = value.get_string();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

// Fills `sample`; what is wrong with the item, or nothing.
std::optional<std::string> read_item(SampleBatchItem& item, SampleInput& sample) {
  sample.measurements.reserve(item.measurements.size());
  for (std::size_t i = 0; i < item.measurements.size(); ++i) {
    const auto number = number_of(item.measurements[i]);
    if (!number) return "measurement " + std::to_string(i + 1) + " is not a finite number";
    sample.measurements.push_back(*number);
  }
  if (item.timestamp) {
    sample.timestamp = base::parse_timestamp(*item.timestamp);
    if (!sample.timestamp) return "'" + item.timestamp->substr(0, 64) + "' is not a date and time";
  }
  sample.defect_count = item.defect_count;
  sample.inspected_size = item.inspected_size;
  sample.batch_number = std::move(item.batch_number);
  sample.operator_id = std::move(item.operator_id);
  sample.idempotency_key = std::move(item.idempotency_key);
  return std::nullopt;
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
    SampleInput sample;
    if (auto reason = read_item(request.samples[i], sample)) {
      batch.unreadable.push_back({i, *std::move(reason)});
      continue;
    }
    batch.samples.push_back(std::move(sample));
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
                           .errors = {}};
  for (const BatchError& error : errors)
    result.errors.push_back("Sample " + std::to_string(error.index + 1) + ": " + error.reason);
  return result;
}

}  // namespace openspc::quality
