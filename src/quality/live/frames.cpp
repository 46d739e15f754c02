#include "quality/live/frames.h"

#include <boost/describe/class.hpp>
#include <optional>
#include <vector>

#include "net/schema.h"
#include "quality/chart/data.h"
#include "quality/chart/point.h"
#include "quality/judge/rule_name.h"

namespace openspc::quality::live {

// Not in an unnamed namespace: the names of described types are read from their qualified names.
struct LiveViolation {
  base::ViolationId id, violation_id;  // the same; clients of either habit find theirs
  base::SampleId sample_id;
  base::CharacteristicId characteristic_id;
  int rule_id = 1;
  std::string rule_name, severity;
  base::Timestamp timestamp;
  chart::ChartName chart = chart::ChartName::location;
  bool requires_acknowledgement = true;
  std::vector<base::SampleId> sample_ids;
  std::optional<judge::Statistic> statistic{};
  std::optional<double> value{}, center_line{}, ucl{}, lcl{};
};
BOOST_DESCRIBE_STRUCT(LiveViolation, (),
                      (id, violation_id, sample_id, characteristic_id, rule_id, rule_name, severity, timestamp, chart,
                       requires_acknowledgement, sample_ids, statistic, value, center_line, ucl, lcl))

struct LiveSample {
  base::SampleId id;
  base::CharacteristicId characteristic_id;
  base::Timestamp timestamp;
  double mean = 0;
  std::string zone;
  bool in_control = true;
};
BOOST_DESCRIBE_STRUCT(LiveSample, (), (id, characteristic_id, timestamp, mean, zone, in_control))

struct SampleFrame {
  std::string type = "sample";
  base::CharacteristicId characteristic_id;
  LiveSample sample;
  std::vector<LiveViolation> violations;
  chart::ChartPoint point;
  std::optional<chart::DispersionPoint> dispersion;
};
BOOST_DESCRIBE_STRUCT(SampleFrame, (), (type, characteristic_id, sample, violations, point, dispersion))

struct ViolationFrame {
  std::string type = "violation";
  LiveViolation violation;
};
BOOST_DESCRIBE_STRUCT(ViolationFrame, (), (type, violation))

struct AcknowledgementFrame {
  std::string type = "ack_update";
  base::ViolationId violation_id;
  std::string ack_user, ack_reason;
  base::CharacteristicId characteristic_id;
  bool acknowledged = true;
};
BOOST_DESCRIBE_STRUCT(AcknowledgementFrame, (),
                      (type, violation_id, ack_user, ack_reason, characteristic_id, acknowledged))

struct LimitsFrame {
  std::string type = "limits_update";
  base::CharacteristicId characteristic_id;
  std::optional<double> ucl, lcl, center_line;
};
BOOST_DESCRIBE_STRUCT(LimitsFrame, (), (type, characteristic_id, ucl, lcl, center_line))

struct ChangeFrame {
  std::string type = "samples_changed";
  base::CharacteristicId characteristic_id;
  std::vector<base::SampleId> sample_ids;
};
BOOST_DESCRIBE_STRUCT(ChangeFrame, (), (type, characteristic_id, sample_ids))

namespace {

LiveViolation view_of(const judge::RaisedViolation& violation, base::SampleId sample,
                      base::CharacteristicId characteristic, base::Timestamp timestamp) {
  LiveViolation view{
      .id = violation.id,
      .violation_id = violation.id,
      .sample_id = sample,
      .characteristic_id = characteristic,
      .rule_id = spc::number(violation.rule),
      .rule_name = rule_name(violation),
      .severity = std::string(spc::name(violation.severity)),
      .timestamp = timestamp,
      .chart = violation.chart == spc::ChartPart::location ? chart::ChartName::location : chart::ChartName::dispersion,
      .requires_acknowledgement = violation.requires_acknowledgement,
      .sample_ids = violation.sample_ids};
  set_figure(view, violation.figure);
  return view;
}

}  // namespace

std::string frame(const judge::SampleProcessed& event) {
  SampleFrame sample{.characteristic_id = event.characteristic_id,
                     .sample = {.id = event.sample_id,
                                .characteristic_id = event.characteristic_id,
                                .timestamp = event.timestamp,
                                .mean = event.mean,
                                .zone = std::string(event.zone()),
                                .in_control = event.in_control()},
                     .violations = {},
                     .point = chart::chart_point_for(event),
                     .dispersion = chart::dispersion_point_for(event)};
  sample.point.count = event.defect_count;
  sample.point.inspected = event.inspected_size;
  for (const judge::RaisedViolation& violation : event.violations)
    sample.violations.push_back(view_of(violation, event.sample_id, event.characteristic_id, event.timestamp));
  return net::to_json_text(sample);
}

std::string frame(const judge::ViolationCreated& event) {
  return net::to_json_text(
      ViolationFrame{.violation = view_of(event.violation, event.sample_id, event.characteristic_id, event.timestamp)});
}

std::string frame(const judge::ViolationAcknowledged& event) {
  return net::to_json_text(AcknowledgementFrame{.violation_id = event.violation_id,
                                                .ack_user = event.user,
                                                .ack_reason = event.reason,
                                                .characteristic_id = event.characteristic_id});
}

std::string frame(const judge::LimitsUpdated& event) {
  return net::to_json_text(LimitsFrame{.characteristic_id = event.characteristic_id,
                                       .ucl = event.ucl,
                                       .lcl = event.lcl,
                                       .center_line = event.center_line});
}

std::string frame(const judge::SamplesChanged& event) {
  return net::to_json_text(ChangeFrame{.characteristic_id = event.characteristic_id, .sample_ids = event.sample_ids});
}

}  // namespace openspc::quality::live
