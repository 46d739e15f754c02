// A migrated database with one characteristic, for what of this room stores something.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "base/log.h"
#include "db/database.h"
#include "support/database/test_database.h"

namespace openspc::connect {

class ConnectTest : public testing::Test {
 protected:
  ConnectTest() {
    base::log::set_sink([](std::string_view) {});
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-connect-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    place_ = test::migrated_database(folder_ / "openspc.db");
    database = db::Database::open(place_->url());
    database->write_now([](db::Session& session) {
      session.execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 1, 'Line', 'Line')");
      session.execute(
          "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements, "
          "decimal_precision) VALUES (1, 1, 'Bore', 1, 'NOMINAL_TOLERANCE', 1, 3)");
    });
  }
  ~ConnectTest() override {
    database.reset();
    place_.reset();
    std::filesystem::remove_all(folder_);
    base::log::set_sink({});
  }
  ConnectTest(const ConnectTest&) = delete;
  ConnectTest& operator=(const ConnectTest&) = delete;

  template <class Job>
  auto write(Job job) {
    return database->write_now(job);
  }
  template <class Job>
  auto read(Job job) {
    return database->read_now(job);
  }

  std::unique_ptr<db::Database> database;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
};

}  // namespace openspc::connect
