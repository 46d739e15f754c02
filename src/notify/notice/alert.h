// What happened, as it is told: one event with all that a reader needs, and a notice that carries one or, after quiet
// hours, many of them. Stored as JSON with a delivery and rendered when it is sent. Called by the planner and the
// templates.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::notify {

enum class EventKind {
  violation,
  acknowledgement,
  limits,
  no_data,
  data_resumed,
  connection_lost,
  connection_back,
  test
};
BOOST_DESCRIBE_ENUM(EventKind, violation, acknowledgement, limits, no_data, data_resumed, connection_lost,
                    connection_back, test)

/// To an MQTT broker or an OPC UA server.
enum class ConnectionKind { mqtt, opcua };
BOOST_DESCRIBE_ENUM(ConnectionKind, mqtt, opcua)

/// In rising order.
enum class Severity { WARNING, CRITICAL };
BOOST_DESCRIBE_ENUM(Severity, WARNING, CRITICAL)

struct Alert {
  EventKind event = EventKind::test;
  Severity severity = Severity::WARNING;
  base::Timestamp occurred_at{};
  std::optional<base::PlantId> plant_id{};
  std::string plant_name{};
  std::optional<base::CharacteristicId> characteristic_id{};
  std::string characteristic_name{};
  std::string path{};  // of the node, from the root down
  // Of a violation and its acknowledgement.
  std::optional<base::ViolationId> violation_id{};
  std::optional<base::SampleId> sample_id{};
  std::optional<std::int64_t> rule_id{};
  std::optional<std::string> rule_name{}, chart{};
  std::optional<std::string>
      statistic{};  // what that chart plots, as quality::judge::Statistic; of it are value and limits
  std::optional<double> value{};
  bool requires_acknowledgement = false;
  std::int64_t repetitions = 0;  // that were not told since the last time
  std::optional<std::string> user{}, reason{};
  // Those that judged the value, or new ones where limits changed.
  std::optional<double> center_line{}, ucl{}, lcl{};
  std::optional<std::int64_t> decimal_precision{};  // of the characteristic: the least that numbers are written with
  std::optional<std::string> method{};
  // Of missing data.
  std::optional<std::int64_t> silent_minutes{};
  std::optional<base::Timestamp> last_sample_at{};
  // Of a connection; the reason is that of its loss.
  std::optional<ConnectionKind> connection_kind{};
  std::optional<std::int64_t> connection_id{};  // of the broker or the server
  std::optional<std::string> connection_name{};
  std::optional<base::Timestamp> lost_at{};
  /// Where the chart is to be seen; of what is sent, not of what is stored.
  std::optional<std::string> url{};
};
BOOST_DESCRIBE_STRUCT(Alert, (),
                      (event, severity, occurred_at, plant_id, plant_name, characteristic_id, characteristic_name, path,
                       violation_id, sample_id, rule_id, rule_name, chart, statistic, value, requires_acknowledgement,
                       repetitions, user, reason, center_line, ucl, lcl, decimal_precision, method, silent_minutes,
                       last_sample_at, connection_kind, connection_id, connection_name, lost_at, url))

struct Notice {
  std::string rule{};            // the name of the notification rule
  std::int64_t level = 0;        // of escalation; 0: told for the first time
  std::int64_t alert_count = 1;  // of which the first are in the list
  std::vector<Alert> alerts{};
};
BOOST_DESCRIBE_STRUCT(Notice, (), (rule, level, alert_count, alerts))

inline bool is_about_a_connection(EventKind event) {
  return event == EventKind::connection_lost || event == EventKind::connection_back;
}

/// What X-OpenSPC-Event says: the event, or "digest" for several.
std::string event_word(const Notice& notice);

/// A digest lists no more; it says how many there were.
inline constexpr std::size_t kListedAlerts = 25;

}  // namespace openspc::notify
