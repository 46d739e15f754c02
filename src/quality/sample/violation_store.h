// SQL of violations as intake and reconciliation write them, and nothing but SQL; the lists that people read are in
// violation_reader.h. Called inside database jobs. Every change keeps the filing right (violation_filing.h).
//
// One row for each rule that fires at a sample on one of its charts. A row is never deleted: when an edit, an exclusion
// or a late sample makes its condition untrue, superseded_at is set; when it becomes true again, the row (with its
// acknowledgement) is revived.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "quality/judge/events.h"
#include "quality/judge/position.h"

namespace openspc::quality::sample {

struct ViolationRow {
  base::ViolationId id;
  judge::Position at;  // of the sample it is attached to
  spc::Rule rule = spc::Rule::outlier;
  spc::ChartPart chart = spc::ChartPart::location;
  spc::Severity severity = spc::Severity::critical;
  bool acknowledged = false;
  bool requires_acknowledgement = true;
  bool superseded = false;
  std::optional<base::SampleId> signal_start;  // absent in rows of the reference
  std::vector<base::SampleId> sample_ids;      // empty in rows of the reference
  std::optional<judge::PlottedFigure> figure;  // absent in rows that are older than this column
};

/// Stores what fired at samples of one characteristic, within one transaction: what was added stands after flush.
class ViolationWriter {
 public:
  ViolationWriter(db::Session& session, judge::SeriesKey series, base::Timestamp now)
      : session_(session), series_(series), now_(now) {}
  /// Gives it its id.
  void add(judge::Position at, judge::RaisedViolation& violation);
  void flush();

 private:
  using Text = std::optional<std::string>;
  using Number = std::optional<double>;
  using Row = std::tuple<base::ViolationId, base::SampleId, base::CharacteristicId, base::PlantId, base::Timestamp,
                         bool, int, std::string, std::string, bool, bool, base::Timestamp, std::string, std::string,
                         base::SampleId, Text, Number, Number, Number, Number>;

  base::ViolationId next_id();

  db::Session& session_;
  const judge::SeriesKey series_;
  const base::Timestamp now_;
  std::vector<Row> rows_;
  std::vector<base::ViolationId> drawn_;  // the next at the end
  std::optional<std::int64_t> newest_;    // where one writer counts by itself
  // By rule, severity, and whether it wants an answer.
  std::array<std::array<std::array<std::int64_t, 2>, 2>, spc::kAllRules.size()> uncounted_{};
};

/// In force at the sample, by rule; those of the location chart first.
std::vector<judge::RaisedViolation> violations_of(db::Session& session, base::SampleId sample);

/// Every row, superseded ones included, at samples from `first` to `last`, both included, whatever their state.
std::vector<ViolationRow> violation_rows_between(db::Session& session, base::CharacteristicId characteristic,
                                                 judge::Position first, judge::Position last);

void acknowledge_violation(db::Session& session, base::ViolationId id, std::string_view user, std::string_view reason,
                           base::Timestamp now);

void supersede_violation(db::Session& session, base::ViolationId id, base::Timestamp now);
/// In force again or still, with the involved samples, signal and figure that it has now.
void renew_violation(db::Session& session, base::ViolationId id, base::CharacteristicId characteristic,
                     const judge::RaisedViolation& violation);

/// A signal whose beginning moved: rows after `after` that name `from` as its start name `to`.
void move_signal_start(db::Session& session, base::CharacteristicId characteristic,
                       const judge::RaisedViolation& signal, base::SampleId to, judge::Position after);

}  // namespace openspc::quality::sample
