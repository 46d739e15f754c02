#include "quality/characteristic/limits_service.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/error.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/limits_change.h"
#include "quality/characteristic/limits_estimate.h"
#include "quality/characteristic/limits_preview.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {
namespace {

ControlLimitsView shown_limits(const judge::Characteristic& row) {
  return {center_line_of(row), row.ucl, row.lcl};
}

constexpr std::int64_t kPreviewedSamples = 1000;  // beside limits that are set by hand

LimitCalculation calculation_of(const LimitsEstimate& estimate, const RecalculateQuery& query, base::Timestamp now) {
  return {.method = estimate.after.limits_method.value_or(""),
          .sigma = estimate.after.stored_sigma.value_or(0),
          .sample_count = estimate.basis.sample_count,
          .excluded_count = estimate.basis.excluded_count,
          .out_of_control_sample_ids = estimate.out_of_control,
          .calculated_at = now,
          .start_date = query.start_date,
          .end_date = query.end_date,
          .last_n = query.last_n};
}

// A note of blanks says nothing.
std::optional<std::string> note_of(const std::optional<std::string>& note) {
  if (!note || note->find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
  return note;
}

// A refusal in the shape of the schema's own cross checks.
base::Error refused(std::string message) {
  return base::invalid_field({"body"}, "value_error", "Value error, " + std::move(message), nullptr,
                             {{"error", boost::json::object()}});
}

// What the person wants, with sigma of an attribute replaced by the one that its center implies.
judge::Characteristic with_manual_limits(judge::Characteristic row, const SetLimitsRequest& request) {
  row.ucl = request.ucl;
  row.lcl = request.lcl;
  row.stored_center_line = request.center_line;
  row.stored_sigma = request.sigma;
  row.limits_method = spc::name(spc::SigmaMethod::manual);
  if (!row.is_attribute()) return row;
  const auto scale = nominal_location_scale(make_context(row, {}));
  if (!scale) throw refused("center_line must be above 0 and, for p and np, below the limit that all items fail");
  row.stored_sigma = scale->sigma;
  return row;
}

}  // namespace

base::Task<RecalculateResult> LimitsService::recalculate(identity::Caller caller, base::CharacteristicId id,
                                                         RecalculateQuery query) {
  // Reading the history may take long: it is done on a reader, so that the writer goes on taking samples.
  auto estimate_job = [&](db::Session& session) {
    return estimate_limits(session, require_engineer(session, caller.principal, id).row, query);
  };
  const LimitsEstimate estimate = co_await database_.read(std::move(estimate_job));
  const base::Timestamp now = clock_.now();
  auto store_job = [&](db::Session& session) {
    const OwnedCharacteristic before = require_engineer(session, caller.principal, id);
    LimitsChange change{.after = before.row,
                        .action = "characteristic.limits_recalculated",
                        .origin = LimitOrigin::recalculated,
                        .basis = estimate.basis,
                        .note = note_of(query.note)};
    change.after.ucl = estimate.after.ucl;
    change.after.lcl = estimate.after.lcl;
    change.after.stored_center_line = estimate.after.stored_center_line;
    change.after.stored_sigma = estimate.after.stored_sigma;
    change.after.limits_method = estimate.after.limits_method;
    apply_limits_change({session, events_, now, caller}, before, change);
    return shown_limits(before.row);
  };
  const ControlLimitsView before = co_await database_.write(std::move(store_job));
  co_return RecalculateResult{
      .before = before, .after = shown_limits(estimate.after), .calculation = calculation_of(estimate, query, now)};
}

base::Task<SetLimitsResult> LimitsService::set(identity::Caller caller, base::CharacteristicId id,
                                               SetLimitsRequest request) {
  if (const auto contradiction = cross_check(request)) throw refused(*contradiction);
  const base::Timestamp now = clock_.now();
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic before = require_engineer(session, caller.principal, id);
    LimitsChange change{.after = with_manual_limits(before.row, request), .note = note_of(request.note)};
    apply_limits_change({session, events_, now, caller}, before, change);
    return SetLimitsResult{.before = shown_limits(before.row),
                           .after = shown_limits(change.after),
                           .calculation = {.method = change.after.limits_method.value_or(""),
                                           .sigma = change.after.stored_sigma.value_or(0),
                                           .calculated_at = now}};
  };
  co_return co_await database_.write(std::move(job));
}

base::Task<LimitsPreview> LimitsService::preview_recalculation(identity::Caller caller, base::CharacteristicId id,
                                                               RecalculateQuery query) {
  const base::Timestamp now = clock_.now();
  auto job = [&](db::Session& session) {
    const judge::Characteristic before = require_engineer(session, caller.principal, id).row;
    const LimitsEstimate estimate = estimate_limits(session, before, query);
    const PreviewRange range{.filter = {.from = query.start_date, .to = query.end_date}, .newest = query.last_n};
    return LimitsPreview{.before = shown_limits(before),
                         .after = shown_limits(estimate.after),
                         .sigma_before = before.stored_sigma,
                         .calculation = calculation_of(estimate, query, now),
                         .signals = compare_signals(session, before, estimate.after, range)};
  };
  co_return co_await database_.read(std::move(job));
}

base::Task<LimitsPreview> LimitsService::preview_set(identity::Caller caller, base::CharacteristicId id,
                                                     SetLimitsRequest request) {
  if (const auto contradiction = cross_check(request)) throw refused(*contradiction);
  const base::Timestamp now = clock_.now();
  auto job = [&](db::Session& session) {
    const judge::Characteristic before = require_engineer(session, caller.principal, id).row;
    const judge::Characteristic after = with_manual_limits(before, request);
    return LimitsPreview{.before = shown_limits(before),
                         .after = shown_limits(after),
                         .sigma_before = before.stored_sigma,
                         .calculation = {.method = after.limits_method.value_or(""),
                                         .sigma = after.stored_sigma.value_or(0),
                                         .calculated_at = now},
                         .signals = compare_signals(session, before, after, {.newest = kPreviewedSamples})};
  };
  co_return co_await database_.read(std::move(job));
}

base::Task<LimitHistoryPage> LimitsService::history(const net::Principal& caller, base::CharacteristicId id,
                                                    LimitHistoryQuery query) {
  auto job = [&](db::Session& session) {
    std::vector<StageView> all = history_of(session, require_visible(session, caller, id).row);
    const auto total = static_cast<std::int64_t>(all.size());
    const std::int64_t first = std::min(query.offset, total);
    const std::int64_t last = std::min(first + query.limit, total);
    return LimitHistoryPage{.items = std::vector<StageView>(std::make_move_iterator(all.begin() + first),
                                                            std::make_move_iterator(all.begin() + last)),
                            .total = total,
                            .offset = query.offset,
                            .limit = query.limit};
  };
  co_return co_await database_.read(std::move(job));
}

}  // namespace openspc::quality::characteristic
