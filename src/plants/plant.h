// Plants (sites) as stored and as the API shows them. Called by the plants room and by whoever lists plants.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"
#include "db/table.h"
#include "net/schema.h"

namespace openspc::plants {

// The built-in plant of every database: it cannot be deleted and keeps its code.
inline constexpr std::string_view kDefaultPlantCode = "DEFAULT";

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

consteval auto columns(db::Columns<Plant> of) {
  return of.table("plant").once<&Plant::created_at>().document<&Plant::settings>();
}
using Plants = db::Table<Plant>;

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

// Null leaves the stored value alone, as being absent does.
struct PlantUpdate : net::PatchOf<PlantCreate> {};

inline void describe(net::Fields<PlantUpdate>& f) {
  f["name"].or_null().doc("");
  f["code"].or_null().doc("The built-in plant keeps its code");
  f["is_active"].or_null();
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
