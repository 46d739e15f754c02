// Data entry by other systems: /api/v1/data-entry as OpenSPC 0.4 had it, on the intake of samples. Called by its
// service and routes.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/chart/data.h"

namespace openspc::quality::entry {

struct DataEntrySample {
  base::CharacteristicId characteristic_id{};
  std::optional<std::vector<double>> measurements{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> batch_number{}, operator_id{};
  std::optional<boost::json::object> metadata{};
  std::optional<double> defect_count{}, inspected_size{};
  std::optional<std::string> idempotency_key{};
};
BOOST_DESCRIBE_STRUCT(DataEntrySample, (),
                      (characteristic_id, measurements, timestamp, batch_number, operator_id, metadata, defect_count,
                       inspected_size, idempotency_key))

inline void describe(net::Fields<DataEntrySample>& f) {
  f["measurements"].items(1, 25).doc(
      "One subgroup in order of measurement; required unless the characteristic counts defects");
  f["timestamp"].doc("Of the measurement; the server's own when left out");
  f["batch_number"].max_length(100);
  f["operator_id"].max_length(100).doc("The name of the API key when left out");
  f["metadata"].doc("Accepted and not kept");
  f["defect_count"].doc("Nonconforming items (p, np) or nonconformities (c, u) found");
  f["inspected_size"].doc("What was inspected; the subgroup size when left out");
  f["idempotency_key"].length(1, 200).doc("A retry with the same key answers with the sample stored the first time");
}

struct DataEntryViolation {
  std::int64_t rule_id = 1;
  std::optional<std::string> rule_name;
  std::string severity;
};
BOOST_DESCRIBE_STRUCT(DataEntryViolation, (), (rule_id, rule_name, severity))

struct DataEntryResult {
  base::SampleId sample_id;
  base::CharacteristicId characteristic_id;
  base::Timestamp timestamp;
  double mean = 0;
  std::optional<double> range_value;
  chart::ZoneName zone = chart::ZoneName::unknown;
  bool in_control = true;
  std::vector<DataEntryViolation> violations;
};
BOOST_DESCRIBE_STRUCT(DataEntryResult, (),
                      (sample_id, characteristic_id, timestamp, mean, range_value, zone, in_control, violations))

struct DataEntryBatch {
  std::vector<DataEntrySample> samples;
};
BOOST_DESCRIBE_STRUCT(DataEntryBatch, (), (samples))

inline void describe(net::Fields<DataEntryBatch>& f) {
  f["samples"].items(0, 1000);
}

struct DataEntryBatchResult {
  std::int64_t total = 0, successful = 0, failed = 0;
  std::vector<DataEntryResult> results;
  std::vector<std::string> errors;
};
BOOST_DESCRIBE_STRUCT(DataEntryBatchResult, (), (total, successful, failed, results, errors))

inline void describe(net::Fields<DataEntryBatchResult>& f) {
  f["results"].doc("Of the samples that were stored, in the order of the request");
  f["errors"].doc("\"Sample N: reason\", counting from 0");
}

struct DataEntrySchemaCall {
  std::string endpoint;
  boost::json::object request, response;
};
BOOST_DESCRIBE_STRUCT(DataEntrySchemaCall, (), (endpoint, request, response))

struct DataEntryAuthentication {
  std::string method, header, description, example;
};
BOOST_DESCRIBE_STRUCT(DataEntryAuthentication, (), (method, header, description, example))

struct DataEntrySchema {
  DataEntrySchemaCall single_sample, batch_sample;
  DataEntryAuthentication authentication;
};
BOOST_DESCRIBE_STRUCT(DataEntrySchema, (), (single_sample, batch_sample, authentication))

}  // namespace openspc::quality::entry
