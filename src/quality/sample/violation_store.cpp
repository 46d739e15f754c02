#include "quality/sample/violation_store.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "db/stored_enum.h"
#include "quality/chart/violation_columns.h"
#include "quality/judge/rule_name.h"
#include "quality/sample/violation_filing.h"

namespace openspc::quality::sample {
namespace {

using Text = std::optional<std::string>;
using Number = std::optional<double>;

std::string_view code(spc::ChartPart part) {
  return part == spc::ChartPart::location ? "location" : "dispersion";
}

spc::ChartPart part_of(std::string_view code) {
  return code == "dispersion" ? spc::ChartPart::dispersion : spc::ChartPart::location;
}

spc::Severity severity_of(std::string_view code) {
  return code == spc::name(spc::Severity::critical) ? spc::Severity::critical : spc::Severity::warning;
}

std::string text_of(const std::vector<base::SampleId>& ids) {
  std::string text = "[";
  for (const base::SampleId id : ids) {
    if (text.size() > 1) text += ',';
    text += std::to_string(id.value);
  }
  return text += ']';
}

// The columns of a figure, all of them or none.
struct FigureColumns {
  std::optional<std::string_view> statistic{};
  std::optional<double> value{}, center_line{}, ucl{}, lcl{};
};

FigureColumns columns_of(const std::optional<judge::PlottedFigure>& figure) {
  if (!figure) return {};
  return {db::word_of(figure->statistic), figure->value, figure->center_line, figure->ucl, figure->lcl};
}

constexpr std::string_view kSixteenRows =
    "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL"
    " SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12"
    " UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15 UNION ALL SELECT 16";

}  // namespace

void ViolationWriter::add(judge::Position at, judge::RaisedViolation& violation) {
  violation.id = next_id();
  const FigureColumns figure = columns_of(violation.figure);
  rows_.emplace_back(violation.id, at.id, series_.characteristic, series_.plant, at.timestamp, false,
                     spc::number(violation.rule), rule_name(violation), spc::name(violation.severity), false,
                     violation.requires_acknowledgement, now_, code(violation.chart), text_of(violation.sample_ids),
                     violation.signal_start, figure.statistic, figure.value, figure.center_line, figure.ucl,
                     figure.lcl);
  ++uncounted_[spc::index_of(violation.rule)][static_cast<std::size_t>(violation.severity)]
              [violation.requires_acknowledgement ? 1 : 0];
}

// Drawn within the transaction: notifications read on from the highest id that they have seen, so none may be kept for
// later.
base::ViolationId ViolationWriter::next_id() {
  if (!session_.dialect().has_sequences()) {
    if (!newest_) newest_ = session_.scalar<std::optional<std::int64_t>>("SELECT MAX(id) FROM violation").value_or(0);
    return {++*newest_};
  }
  if (drawn_.empty()) {
    session_.each<base::ViolationId>("SELECT " + session_.dialect().next_value("violation_id_seq") + " FROM (" +
                                         std::string(kSixteenRows) + ") AS place",
                                     [this](base::ViolationId id) { drawn_.push_back(id); });
    std::ranges::reverse(drawn_);
  }
  const base::ViolationId id = drawn_.back();
  drawn_.pop_back();
  return id;
}

void ViolationWriter::flush() {
  if (rows_.empty()) return;
  session_.insert_many(
      "violation (id, sample_id, char_id, plant_id, sampled_at, is_hidden, rule_id, rule_name, severity, acknowledged,"
      " requires_acknowledgement, created_at, chart, sample_ids, signal_start_sample_id, statistic, plotted_value,"
      " center_line, ucl, lcl)",
      std::span<const Row>(rows_));
  rows_.clear();
  newest_.reset();
  for (const spc::Rule rule : spc::kAllRules)
    for (const spc::Severity severity : {spc::Severity::warning, spc::Severity::critical})
      for (const bool requires_acknowledgement : {false, true}) {
        auto& amounts = uncounted_[spc::index_of(rule)][static_cast<std::size_t>(severity)];
        const std::int64_t amount = std::exchange(amounts[requires_acknowledgement ? 1 : 0], 0);
        if (amount == 0) continue;
        count_violations(session_,
                         {.characteristic = series_.characteristic,
                          .rule_id = spc::number(rule),
                          .severity = std::string(spc::name(severity)),
                          .requires_acknowledgement = requires_acknowledgement,
                          .acknowledged = false,
                          .plant = series_.plant.value},
                         amount);
      }
}

std::vector<judge::RaisedViolation> violations_of(db::Session& session, base::SampleId sample) {
  std::vector<judge::RaisedViolation> found;
  session.each<base::ViolationId, int, std::string_view, std::string_view, bool, std::optional<base::SampleId>, Text,
               Text, Number, Number, Number, Number>(
      "SELECT id, rule_id, chart, severity, requires_acknowledgement, signal_start_sample_id, sample_ids, statistic, "
      "plotted_value, center_line, ucl, lcl FROM violation"
      " WHERE sample_id = ? AND superseded_at IS NULL ORDER BY chart DESC, rule_id, id",
      [&](base::ViolationId id, int rule_id, std::string_view chart, std::string_view severity,
          bool requires_acknowledgement, std::optional<base::SampleId> start, const Text& ids, const Text& statistic,
          Number value, Number center, Number ucl, Number lcl) {
        const auto rule = spc::rule_from_number(rule_id);
        if (!rule) return;
        found.push_back({.id = id,
                         .rule = *rule,
                         .chart = part_of(chart),
                         .severity = severity_of(severity),
                         .requires_acknowledgement = requires_acknowledgement,
                         .signal_start = start.value_or(sample),
                         .sample_ids = ids ? chart::sample_ids_of(*ids) : std::vector<base::SampleId>{},
                         .figure = chart::figure_from(statistic, value, center, ucl, lcl)});
      },
      sample);
  return found;
}

std::vector<ViolationRow> violation_rows_between(db::Session& session, base::CharacteristicId characteristic,
                                                 judge::Position first, judge::Position last) {
  std::vector<ViolationRow> rows;
  const base::Timestamp from = first.timestamp;
  const base::Timestamp to = std::min(last.timestamp, base::latest_timestamp());
  session.each<base::ViolationId, base::SampleId, base::Timestamp, int, std::string_view, std::string_view, bool, bool,
               bool, std::optional<base::SampleId>, Text, Text, Number, Number, Number, Number>(
      "SELECT id, sample_id, sampled_at, rule_id, chart, severity, acknowledged, requires_acknowledgement,"
      " CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END, signal_start_sample_id, sample_ids, statistic,"
      " plotted_value, center_line, ucl, lcl FROM violation WHERE char_id = ? AND sampled_at >= ? AND (sampled_at > ?"
      " OR sample_id >= ?) AND sampled_at <= ? AND (sampled_at < ? OR sample_id <= ?)"
      " ORDER BY sampled_at, sample_id, acknowledged DESC, id",
      [&](base::ViolationId id, base::SampleId sample, base::Timestamp timestamp, int rule_id, std::string_view chart,
          std::string_view severity, bool acknowledged, bool requires_acknowledgement, bool superseded,
          std::optional<base::SampleId> start, const Text& ids, const Text& statistic, Number value, Number center,
          Number ucl, Number lcl) {
        const auto rule = spc::rule_from_number(rule_id);
        if (!rule) return;
        rows.push_back({.id = id,
                        .at = {timestamp, sample},
                        .rule = *rule,
                        .chart = part_of(chart),
                        .severity = severity_of(severity),
                        .acknowledged = acknowledged,
                        .requires_acknowledgement = requires_acknowledgement,
                        .superseded = superseded,
                        .signal_start = start,
                        .sample_ids = ids ? chart::sample_ids_of(*ids) : std::vector<base::SampleId>{},
                        .figure = chart::figure_from(statistic, value, center, ucl, lcl)});
      },
      characteristic, from, from, first.id, to, to, last.id);
  return rows;
}

void acknowledge_violation(db::Session& session, base::ViolationId id, std::string_view user, std::string_view reason,
                           base::Timestamp now) {
  FiledChange change(session, id);
  session.execute("UPDATE violation SET acknowledged = ?, ack_user = ?, ack_reason = ?, ack_timestamp = ? WHERE id = ?",
                  true, user, reason, now, id);
  change.settle();
}

void supersede_violation(db::Session& session, base::ViolationId id, base::Timestamp now) {
  FiledChange change(session, id);
  session.execute("UPDATE violation SET superseded_at = ? WHERE id = ?", now, id);
  change.settle();
}

void renew_violation(db::Session& session, base::ViolationId id, base::CharacteristicId characteristic,
                     const judge::RaisedViolation& violation) {
  FiledChange change(session, id);
  const FigureColumns figure = columns_of(violation.figure);
  session.execute(
      "UPDATE violation SET superseded_at = NULL, char_id = ?, rule_name = ?, sample_ids = ?, signal_start_sample_id = "
      "?,"
      " statistic = ?, plotted_value = ?, center_line = ?, ucl = ?, lcl = ? WHERE id = ?",
      characteristic, rule_name(violation), text_of(violation.sample_ids), violation.signal_start, figure.statistic,
      figure.value, figure.center_line, figure.ucl, figure.lcl, id);
  change.settle();
}

void move_signal_start(db::Session& session, base::CharacteristicId characteristic,
                       const judge::RaisedViolation& signal, base::SampleId to, judge::Position after) {
  session.execute(
      "UPDATE violation SET signal_start_sample_id = ? WHERE signal_start_sample_id = ? AND rule_id = ? AND chart = ?"
      " AND char_id = ? AND sampled_at >= ? AND (sampled_at > ? OR sample_id > ?)",
      to, signal.signal_start, spc::number(signal.rule), code(signal.chart), characteristic, after.timestamp,
      after.timestamp, after.id);
}

}  // namespace openspc::quality::sample
