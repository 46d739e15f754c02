// Plants and hierarchy over a real database: users with roles, and callers made of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "identity_fixture.h"
#include "plants/events.h"
#include "plants/hierarchy_service.h"
#include "plants/plant_service.h"

namespace openspc::plants::testing {

using identity::Caller;
using identity::testing::error_of;
using identity::testing::run;

class PlantsTest : public identity::testing::IdentityTest {
 protected:
  // A new user with these roles, signed in.
  Caller sign_in(const std::string& name, std::vector<std::pair<base::PlantId, net::Role>> roles) {
    add_user(name, std::move(roles));
    return caller_of(login(name).access_token);
  }
  // Errors' texts: "404 Plant 7 not found", "none" when nothing is thrown.
  template <class T>
  std::string refusal(base::Task<T> task) {
    try {
      run(std::move(task));
    } catch (const base::Error& error) {
      return std::to_string(error.status()) + " " + error.detail();
    }
    return "none";
  }
  base::CharacteristicId add_characteristic(base::NodeId node, const std::string& name = "Bore") {
    return db->write_now([&](db::Session& s) {
      return base::CharacteristicId{
          s.insert("INSERT INTO characteristic (hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements, "
                   "decimal_precision, data_type) VALUES (?, ?, 5, 'NOMINAL_TOLERANCE', 1, 3, 'variable')",
                   node, name)};
    });
  }
  void add_sample(base::CharacteristicId characteristic) {
    const base::Timestamp now = clock.now();
    db->write_now([&](db::Session& s) {
      s.insert(
          "INSERT INTO sample (char_id, timestamp, is_excluded, actual_n, is_undersized, is_modified) "
          "VALUES (?, ?, ?, 5, ?, ?)",
          characteristic, now, false, false, false);
    });
  }
  boost::json::value audit_detail(const std::string& action) {
    return db->read_now([&](db::Session& s) {
      return s.scalar<boost::json::value>("SELECT detail FROM audit_event WHERE action = ?", action);
    });
  }

  base::PlantId home = default_plant();
  PlantService plants{*db, bus, clock};
  HierarchyService hierarchy{*db, bus};
};

}  // namespace openspc::plants::testing
