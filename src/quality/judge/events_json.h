// How the events of events.h travel to the other servers (peers/announce.h). For whoever announces or hears them.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "net/schema.h"
#include "quality/judge/events.h"

// Of `spc`, which knows no JSON. Described where they are declared, as the names of members and enumerators demand.
namespace openspc::spc {
BOOST_DESCRIBE_STRUCT(Scale, (), (center, sigma, ucl, lcl, largest, ucl_is_cap))
BOOST_DESCRIBE_STRUCT(PlottedPoint, (), (value, scale))
BOOST_DESCRIBE_ENUM(Rule, outlier, shift, trend, alternator, zone_a, zone_b, stratification, mixture)
BOOST_DESCRIBE_ENUM(Severity, warning, critical)
BOOST_DESCRIBE_ENUM(ChartPart, location, dispersion)
}  // namespace openspc::spc

namespace openspc::quality::judge {
BOOST_DESCRIBE_STRUCT(PlottedFigure, (), (statistic, value, center_line, ucl, lcl))
BOOST_DESCRIBE_STRUCT(RaisedViolation, (),
                      (id, rule, chart, severity, requires_acknowledgement, signal_start, sample_ids, figure))
BOOST_DESCRIBE_STRUCT(SampleProcessed, (),
                      (sample_id, characteristic_id, plant_id, timestamp, mean, range, deviation, actual_n,
                       is_undersized, is_uncertain, effective_ucl, effective_lcl, z_score, defect_count, inspected_size,
                       display_key, stage, location, dispersion, violations))
BOOST_DESCRIBE_STRUCT(ViolationCreated, (), (violation, sample_id, characteristic_id, plant_id, timestamp))
BOOST_DESCRIBE_STRUCT(ViolationAcknowledged, (),
                      (violation_id, sample_id, characteristic_id, plant_id, user, reason, timestamp))
BOOST_DESCRIBE_STRUCT(LimitsUpdated, (),
                      (characteristic_id, plant_id, center_line, ucl, lcl, method, sample_count, timestamp))
BOOST_DESCRIBE_STRUCT(SamplesChanged, (), (characteristic_id, plant_id, sample_ids))
}  // namespace openspc::quality::judge
