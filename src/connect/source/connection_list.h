// What lists of connections are asked for, whatever the protocol, and the plain answer of an action on one.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "net/schema.h"

namespace openspc::connect::source {

struct ConnectionListQuery {
  bool active_only = false;
  std::optional<base::PlantId> plant_id{};
  std::int64_t offset = 0;
  std::int64_t limit = 100;
};
BOOST_DESCRIBE_STRUCT(ConnectionListQuery, (), (active_only, plant_id, offset, limit))

inline void describe(net::Fields<ConnectionListQuery>& f) {
  f["active_only"].defaulted();
  f["offset"].at_least(0).defaulted();
  f["limit"].range(1, 1'000).defaulted();
}

struct PlantFilterQuery {
  std::optional<base::PlantId> plant_id{};
};
BOOST_DESCRIBE_STRUCT(PlantFilterQuery, (), (plant_id))

struct Message {
  std::string message{};
};
BOOST_DESCRIBE_STRUCT(Message, (), (message))

}  // namespace openspc::connect::source
