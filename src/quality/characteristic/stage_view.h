// Stages as the API tells them: who set which limits, from when, out of what, and why. Wire forms and the way to them;
// called by chart/data_service and limits_service.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "net/schema.h"
#include "quality/characteristic/limit_revision.h"
#include "quality/characteristic/stages.h"
#include "quality/judge/characteristic.h"

namespace openspc::quality::characteristic {

struct ZoneBoundaries {
  std::optional<double> plus_1_sigma{}, plus_2_sigma{}, plus_3_sigma{}, minus_1_sigma{}, minus_2_sigma{},
      minus_3_sigma{};
};
BOOST_DESCRIBE_STRUCT(ZoneBoundaries, (),
                      (plus_1_sigma, plus_2_sigma, plus_3_sigma, minus_1_sigma, minus_2_sigma, minus_3_sigma))

struct StageView {
  std::optional<judge::LimitRevisionId> id{};
  std::optional<base::Timestamp> starts_at{}, ends_at{};
  std::optional<double> center_line{}, ucl{}, lcl{}, sigma{};
  ZoneBoundaries zone_boundaries{};
  std::optional<double> dispersion_center{}, dispersion_ucl{}, dispersion_lcl{};
  judge::SubgroupMode subgroup_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  LimitOrigin origin = LimitOrigin::initial;
  std::optional<std::string> method{};
  std::int64_t sample_count = 0, excluded_count = 0;
  std::optional<base::Timestamp> baseline_from{}, baseline_to{};
  std::optional<std::string> created_by{};
  std::optional<base::Timestamp> created_at{};
  std::optional<std::string> note{};
  bool replaced = false;
};
BOOST_DESCRIBE_STRUCT(StageView, (),
                      (id, starts_at, ends_at, center_line, ucl, lcl, sigma, zone_boundaries, dispersion_center,
                       dispersion_ucl, dispersion_lcl, subgroup_mode, origin, method, sample_count, excluded_count,
                       baseline_from, baseline_to, created_by, created_at, note, replaced))

inline void describe(net::Fields<StageView>& f) {
  f["id"].doc("Of the limit revision; null for limits that none states, such as those of an adopted database");
  f["starts_at"].doc("Samples measured from then on belong to the stage; null: from the beginning");
  f["ends_at"].doc("Not included; null for the stage that new samples belong to");
  f["center_line"].doc("With ucl, lcl and zone_boundaries: at the nominal size. All null while limits were withdrawn");
  f["sigma"].doc("Process sigma; for an attribute, sigma of the plotted statistic at the nominal size");
  f["subgroup_mode"].doc("The mode that its samples were judged in; charts are drawn in that of the characteristic");
  f["origin"].doc("initial: there before the first change that this server knows of. mode_changed: the same limits");
  f["method"].doc("How sigma was estimated; manual when set by hand");
  f["sample_count"].doc("Samples behind an estimate, measured from baseline_from to baseline_to; 0 when set by hand");
  f["created_at"].doc("Null when unknown");
  f["note"].doc("Why, as given with the change");
  f["replaced"].doc("Other limits took its place before a sample came: no sample belongs to it");
}

/// Lines at the nominal size that divide the zones.
ZoneBoundaries zones_of(const judge::EvaluationContext& context);

StageView view_of(const Stage& stage, const judge::Characteristic& characteristic);
/// Every revision, newest first, those that were replaced among them.
std::vector<StageView> history_of(db::Session& session, const judge::Characteristic& characteristic);

struct LimitHistoryQuery {
  std::int64_t offset = 0, limit = 100;
};
BOOST_DESCRIBE_STRUCT(LimitHistoryQuery, (), (offset, limit))

inline void describe(net::Fields<LimitHistoryQuery>& f) {
  f["offset"].defaulted().at_least(0);
  f["limit"].defaulted().range(1, 1000);
}

struct LimitHistoryPage {
  std::vector<StageView> items{};
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(LimitHistoryPage, (), (items, total, offset, limit))

}  // namespace openspc::quality::characteristic
