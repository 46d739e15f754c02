// SQL of samples and their edit history, and nothing but SQL. Called inside database jobs by intake and the sample
// service; the lists that people page through are in listing.h. A sample is one row of table subgroup, its readings
// included. A deleted one keeps its row (deleted_at) and is found by nobody but `find_sample_by_key`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
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
  base::PlantId plant_id;  // 0: none
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
  judge::SeriesKey series() const { return {plant_id, characteristic_id}; }
};

/// What a chart plots for the stored sample.
judge::SampleStatistics statistics_of_row(const SampleRow& row);

struct NewSample {
  base::Timestamp timestamp;
  std::int64_t day_rank = 0;  // of its display key
  const SampleInput& input;
  const CheckedSample& checked;
  const std::optional<judge::JudgedPoint>& location;
  bool rules_skipped = false;
};

/// Writes samples of one characteristic, many with one statement. Call flush before anything reads them.
class SampleWriter {
 public:
  SampleWriter(db::Session& session, judge::SeriesKey series) : session_(session), series_(series) {}
  /// The id that the sample will have.
  base::SampleId add(const NewSample& sample);
  void flush();

 private:
  using Count = std::optional<std::int64_t>;
  using Number = std::optional<double>;
  using Text = std::optional<std::string>;
  using Row = std::tuple<base::PlantId, base::CharacteristicId, db::Microseconds, base::SampleId,
                         std::optional<std::vector<double>>, std::int64_t, std::int64_t, bool, bool, bool, bool, bool,
                         Count, Number, Number, Number, Number, Text, Text>;
  using KeyRow = std::tuple<base::PlantId, base::CharacteristicId, std::string, db::Microseconds, base::SampleId>;
  using SerialRow = std::tuple<base::PlantId, base::CharacteristicId, base::SampleId, std::string>;

  db::Session& session_;
  const judge::SeriesKey series_;
  std::vector<Row> rows_;
  std::vector<KeyRow> keys_;
  std::vector<SerialRow> serials_;
};

std::optional<SampleRow> find_sample(db::Session& session, base::SampleId id);
/// Throws not_found.
SampleRow load_sample(db::Session& session, base::SampleId id);
/// The sample first stored under the key, even if deleted since.
std::optional<SampleRow> find_sample_by_key(db::Session& session, judge::SeriesKey series, std::string_view key);
/// In the order of the ids; those that are not there, or deleted, are left out.
std::vector<SampleRow> load_samples(db::Session& session, std::span<const base::SampleId> ids);

/// Replaces readings or counts and everything derived from them, and marks the sample as modified.
void replace_sample_data(db::Session& session, base::SampleId id, const CheckedSample& checked,
                         std::span<const double> measurements, const std::optional<judge::JudgedPoint>& location);
/// `sample` is as it was before.
void set_sample_excluded(db::Session& session, const SampleRow& sample, bool excluded,
                         const std::optional<std::string>& reason);
/// Annotations on the sample stay and lose their link.
void mark_sample_deleted(db::Session& session, const SampleRow& sample, std::string_view by, base::Timestamp now);

struct SampleEditRow {
  std::int64_t id = 0;
  base::SampleId sample_id;
  base::Timestamp edited_at;
  std::optional<std::string> edited_by;
  std::string reason;
  std::vector<double> previous_values, new_values;  // attribute data: count, inspected size
  double previous_mean = 0, new_mean = 0;
};
void insert_sample_edit(db::Session& session, judge::SeriesKey series, const SampleEditRow& edit);
/// Newest first.
std::vector<SampleEditRow> list_sample_edits(db::Session& session, base::SampleId id);

}  // namespace openspc::quality::sample
