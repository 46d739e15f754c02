// Rows of tables mqtt_broker and mqtt_broker_option. Called by the services and the links inside a database job.
#pragma once

#include <optional>
#include <string>

#include "connect/brokers/broker.h"
#include "db/table.h"

namespace openspc::connect::brokers::broker_store {

/// A row as it is: username, password and client_key are encrypted, the has_ members are not filled in.
struct Row : Broker {
  std::optional<std::string> password{}, client_key{};
  std::string payload_format = "json";  // of the reference, which wants one
};
BOOST_DESCRIBE_STRUCT(Row, (Broker), (password, client_key, payload_format))
consteval auto columns(db::Columns<Row> of) {
  return of.table("mqtt_broker")
      .without<&Row::has_password, &Row::has_client_key>()
      .once<&Row::plant_id, &Row::created_at, &Row::payload_format>()
      .document<&Row::outbound_events, outbound::AsWords>()
      .beside<&Row::protocol, &Row::verify_certificate, &Row::ca_certificate, &Row::client_certificate,
              &Row::client_key, &Row::outbound_events, &Row::outbound_severity, &Row::sparkplug_host_id,
              &Row::time_zone>("mqtt_broker_option", "broker_id");
}
using Rows = db::Table<Row>;

}  // namespace openspc::connect::brokers::broker_store
