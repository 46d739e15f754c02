#include "quality/entry/service.h"

#include <string>
#include <utility>

#include "base/described.h"
#include "base/error.h"
#include "net/json_schema.h"

namespace openspc::quality::entry {
namespace {

DataEntryResult entered(base::CharacteristicId characteristic, const sample::SampleResult& stored) {
  DataEntryResult result{.sample_id = stored.sample_id,
                         .characteristic_id = characteristic,
                         .timestamp = stored.timestamp,
                         .mean = stored.mean,
                         .range_value = stored.range_value,
                         .zone = stored.zone,
                         .in_control = stored.in_control,
                         .violations = {}};
  result.violations.reserve(stored.violations.size());
  for (const sample::SampleViolation& violation : stored.violations)
    result.violations.push_back({violation.rule_id, violation.rule_name, violation.severity});
  return result;
}

std::string first_reason(const base::Error& error) {
  return error.fields().empty() ? error.detail() : error.fields().front().msg;
}

template <class Request, class Reply>
DataEntrySchemaCall call(std::string endpoint) {
  return {std::move(endpoint), net::json_schema<Request>(net::SchemaOf::request),
          net::json_schema<Reply>(net::SchemaOf::response)};
}

}  // namespace

base::Task<DataEntryResult> Service::submit(identity::Caller caller, DataEntrySample sample) {
  const base::CharacteristicId characteristic = sample.characteristic_id;
  sample::SampleCreate request;
  base::copy_members<&DataEntrySample::metadata>(sample, request);
  const bool is_limited_key = caller.principal.key && caller.principal.key->is_limited;
  try {
    const sample::Service::Submitted submitted = co_await samples_.submit(std::move(caller), std::move(request));
    co_return entered(characteristic, submitted.result);
  } catch (const base::Error& error) {
    if (error.kind() != base::ErrorKind::not_found) throw;
    // Whether there is such a characteristic elsewhere is nothing to a key that is limited to others.
    if (is_limited_key)
      throw base::forbidden("The API key is not for characteristic " + std::to_string(characteristic.value));
    throw base::bad_request(error.detail());
  }
}

base::Task<DataEntryBatchResult> Service::submit_batch(identity::Caller caller, DataEntryBatch batch) {
  DataEntryBatchResult result;
  result.total = static_cast<std::int64_t>(batch.samples.size());
  result.results.reserve(batch.samples.size());
  for (std::size_t i = 0; i < batch.samples.size(); ++i) {
    try {
      identity::Caller self = caller;
      result.results.push_back(co_await submit(std::move(self), std::move(batch.samples[i])));
    } catch (const base::Error& error) {
      result.errors.push_back("Sample " + std::to_string(i) + ": " + first_reason(error));
    }
  }
  result.successful = static_cast<std::int64_t>(result.results.size());
  result.failed = static_cast<std::int64_t>(result.errors.size());
  co_return result;
}

DataEntrySchema data_entry_schema() {
  return {.single_sample = call<DataEntrySample, DataEntryResult>("POST /api/v1/data-entry/submit"),
          .batch_sample = call<DataEntryBatch, DataEntryBatchResult>("POST /api/v1/data-entry/batch"),
          .authentication = {.method = "API key",
                             .header = "X-API-Key",
                             .description = "A key for entering, made under Administration, API keys; an access token "
                                            "in the header Authorization serves as well",
                             .example = "X-API-Key: openspc_..."}};
}

}  // namespace openspc::quality::entry
