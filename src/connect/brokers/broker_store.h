// SQL of tables mqtt_broker and mqtt_broker_option. Called by the broker service and the links inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/brokers/broker.h"
#include "db/session.h"
#include "plants/visibility.h"

namespace openspc::connect::brokers::broker_store {

/// A row as it is: credentials are encrypted tokens, broker.username and the has_ members are not filled in.
struct Row {
  Broker broker;
  std::optional<std::string> username{}, password{}, client_key{};
};

struct Filter {
  const plants::VisibleFilter& visible;
  bool active_only = false;
  std::optional<base::PlantId> plant_id{};
};

/// By ascending id. A limit of 0 means all.
std::vector<Row> list(db::Session& session, const Filter& filter, std::int64_t offset = 0, std::int64_t limit = 0);
std::int64_t count(db::Session& session, const Filter& filter);
std::vector<Row> list_all(db::Session& session);
std::optional<Row> find(db::Session& session, base::BrokerId id);
std::optional<base::BrokerId> find_by_name(db::Session& session, std::string_view name);
base::BrokerId insert(db::Session& session, const Row& row);
void update(db::Session& session, const Row& row);
/// Sources that used it stay, without a broker.
void remove(db::Session& session, base::BrokerId id);

}  // namespace openspc::connect::brokers::broker_store
