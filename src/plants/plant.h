// Plants (sites) as stored and as the API shows them. Called by the plants room and by whoever lists plants.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"

namespace openspc::plants {

// The built-in plant of every database: it cannot be deleted and keeps its code.
inline constexpr std::string_view default_plant_code = "DEFAULT";

struct Plant {
  base::PlantId id;
  std::string name;  // unique
  std::string code;  // unique
  bool is_active = true;
  std::optional<boost::json::object> settings;
  base::Timestamp created_at;
  base::Timestamp updated_at;
};
BOOST_DESCRIBE_STRUCT(Plant, (), (id, name, code, is_active, settings, created_at, updated_at))

struct PlantCreate {
  std::string name;
  std::string code;
  bool is_active = true;
  std::optional<boost::json::object> settings;
};
BOOST_DESCRIBE_STRUCT(PlantCreate, (), (name, code, is_active, settings))

inline void describe(net::Fields<PlantCreate>& f) {
  f["name"].length(1, 100).doc("Unique name of the plant");
  f["code"].length(1, 10).pattern("^[A-Z0-9_-]+$").doc("Unique short code in capitals");
  f["is_active"].defaulted();
  f["settings"].doc("Free object for clients, up to 65,536 bytes as JSON");
}

// A partial update: absent and null members leave the stored value alone.
struct PlantUpdate {
  std::optional<std::string> name;
  std::optional<std::string> code;
  std::optional<bool> is_active;
  std::optional<boost::json::object> settings;
};
BOOST_DESCRIBE_STRUCT(PlantUpdate, (), (name, code, is_active, settings))

inline void describe(net::Fields<PlantUpdate>& f) {
  f["name"].length(1, 100);
  f["code"].length(1, 10).pattern("^[A-Z0-9_-]+$").doc("The built-in plant keeps its code");
  f["settings"].doc("Replaces the stored object as a whole; up to 65,536 bytes as JSON");
}

struct PlantPath {
  base::PlantId plant_id;
};
BOOST_DESCRIBE_STRUCT(PlantPath, (), (plant_id))

struct PlantListQuery {
  bool active_only = false;
};
BOOST_DESCRIBE_STRUCT(PlantListQuery, (), (active_only))

inline void describe(net::Fields<PlantListQuery>& f) {
  f["active_only"].defaulted();
}

}  // namespace openspc::plants
