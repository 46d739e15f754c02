// SQL of samples, their readings and their edit history, and nothing but SQL. Called inside database jobs by intake and
// the sample service. A deleted sample keeps its row (deleted_at) and is found by nobody but `find_sample_by_key`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/judge/limits.h"
#include "quality/judge/position.h"
#include "quality/sample/check.h"

namespace openspc::quality::sample {

struct SampleRow {
  base::SampleId id;
  base::CharacteristicId characteristic_id;
  judge::DataType data_type = judge::DataType::variable;  // of the characteristic
  base::Timestamp timestamp;
  std::optional<std::string> batch_number, operator_id;
  bool is_excluded = false;
  std::optional<std::string> exclude_reason;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;
  std::optional<double> effective_ucl, effective_lcl, z_score;
  bool is_modified = false;
  std::int64_t edit_count = 0;
  std::optional<double> defect_count, inspected_size;
  std::string display_key;
  std::vector<double> measurements;

  judge::Position position() const { return {timestamp, id}; }
};

/// What a chart plots for the stored sample.
judge::SampleStatistics statistics_of_row(const SampleRow& row);

struct NewSample {
  base::CharacteristicId characteristic_id;
  base::Timestamp timestamp;
  std::string display_key;
  const SampleInput& input;
  const CheckedSample& checked;
  const std::optional<judge::JudgedPoint>& location;
  bool rules_skipped = false;
};
/// The row without its readings; see MeasurementWriter.
base::SampleId insert_sample(db::Session& session, const NewSample& sample);
void insert_serial_number(db::Session& session, base::SampleId sample, std::string_view serial_number);

/// Writes readings in statements of many rows. Call flush before anything reads them.
class MeasurementWriter {
 public:
  explicit MeasurementWriter(db::Session& session) : session_(session) {}
  void add(base::SampleId sample, std::span<const double> readings);
  void flush();

 private:
  void write_first(std::size_t rows);

  db::Session& session_;
  std::vector<db::Value> pending_;  // sample, reading, sample, reading, ...
};

std::optional<SampleRow> find_sample(db::Session& session, base::SampleId id);
/// Throws not_found.
SampleRow load_sample(db::Session& session, base::SampleId id);
/// The sample first stored under the key, even if deleted since.
std::optional<SampleRow> find_sample_by_key(db::Session& session, base::CharacteristicId characteristic,
                                            std::string_view key);

/// A condition over sample s, characteristic c and hierarchy h.
struct SampleCondition {
  std::string sql;
  std::vector<db::Value> values;
};
enum class SortDirection { asc, desc };
struct PageOf {
  std::int64_t offset = 0, limit = 100;
};
std::int64_t count_samples(db::Session& session, const SampleCondition& condition);
std::vector<SampleRow> list_samples(db::Session& session, const SampleCondition& condition, SortDirection direction,
                                    PageOf page);

/// Replaces readings or counts and everything derived from them, and marks the sample as modified.
void replace_sample_data(db::Session& session, base::SampleId id, const CheckedSample& checked,
                         std::span<const double> measurements, const std::optional<judge::JudgedPoint>& location);
void set_sample_excluded(db::Session& session, base::SampleId id, bool excluded,
                         const std::optional<std::string>& reason);
/// Annotations on the sample stay and lose their link.
void mark_sample_deleted(db::Session& session, base::SampleId id, std::string_view by, base::Timestamp now);

struct SampleEditRow {
  std::int64_t id = 0;
  base::SampleId sample_id;
  base::Timestamp edited_at;
  std::optional<std::string> edited_by;
  std::string reason;
  std::vector<double> previous_values, new_values;  // attribute data: count, inspected size
  double previous_mean = 0, new_mean = 0;
};
void insert_sample_edit(db::Session& session, const SampleEditRow& edit);
/// Newest first.
std::vector<SampleEditRow> list_sample_edits(db::Session& session, base::SampleId id);

}  // namespace openspc::quality::sample
