// What is a broker's own among connections: which settings may be stored, and what decides where its secrets go. Called
// by source::ConnectionService, whose words these are. Errors: invalid (a field).
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/brokers/broker_store.h"
#include "identity/kept_secret.h"

namespace openspc::connect::brokers {

struct BrokerKind {
  using Shown = Broker;
  using Page = BrokerPage;
  using Create = BrokerCreate;
  using Update = BrokerUpdate;
  using Row = broker_store::Row;
  static constexpr std::string_view kNoun = "Broker", kEntity = "mqtt_broker";

  static void complete(BrokerCreate& request);
  static void apply(const BrokerUpdate& request, Row& row);
  static std::vector<identity::Destination> destinations(const Row& before, const Row& after);
  static void check(Row& row, const std::optional<std::string>& client_key);
  static boost::json::object named(const Row& row);
  /// Sources that used it stay, without a broker.
  static void remove(db::Session& session, base::BrokerId id) { broker_store::Rows::remove(session, id); }
};

}  // namespace openspc::connect::brokers
