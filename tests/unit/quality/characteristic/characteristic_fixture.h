// A real, migrated SQLite database with two plants, each with a node, the services of characteristics, and callers of
// every kind: the ground of the unit tests of characteristics, limits and chart data. Samples are stored as given,
// without intake.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/event_bus.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/time.h"
#include "db/database.h"
#include "db/schema/migrations.h"
#include "identity/caller.h"
#include "quality/characteristic/limits_service.h"
#include "quality/characteristic/mode_service.h"
#include "quality/characteristic/service.h"
#include "quality/characteristic/store.h"
#include "quality/chart/data_service.h"
#include "quality/judge/events.h"
#include "quality/sample/violation_filing.h"
#include "quality/series/series_store.h"
#include "support/database/stored_sample.h"
#include "support/database/test_database.h"

namespace openspc::quality::testing {

// Tests of one floor lean on those below it.
using namespace judge;
using namespace series;
using namespace characteristic;
using namespace chart;

using Readings = std::vector<double>;

template <class T>
T run(base::Task<T> task) {
  boost::asio::io_context io;
  auto result = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
  io.run();
  return result.get();
}

/// "404 Characteristic 7 not found"; "none" when nothing is thrown.
template <class T>
std::string refusal(base::Task<T> task) {
  try {
    run(std::move(task));
  } catch (const base::Error& error) {
    return std::to_string(error.status()) + " " + error.detail();
  }
  return "none";
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("openspc-quality-" + base::uuid4())) {
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A migrated database, copied for each test: migrating is the slow part of a fresh one.
inline std::unique_ptr<test::TestDatabase> fresh_database(const std::filesystem::path& folder) {
  base::log::init(base::LogFormat::console, base::LogLevel::warning);
  return test::migrated_database(folder / "openspc.db");
}

inline base::Timestamp at(std::string_view text) {
  return *base::parse_timestamp(text);
}

class CharacteristicTest : public ::testing::Test {
 protected:
  CharacteristicTest() {
    home = scalar<base::PlantId>("SELECT id FROM plant WHERE code = 'DEFAULT'");
    away = add_plant("AWAY");
    home_node = add_node(home, "Line 1");
    away_node = add_node(away, "Line 2");
    engineer = caller("erin", {{home, net::Role::engineer}});
    operator_ = caller("olga", {{home, net::Role::operator_}});
    stranger = caller("sam", {{away, net::Role::engineer}});
    admin = caller("ada", {{away, net::Role::admin}});
    limits_heard = events.subscribe<judge::LimitsUpdated>(
        [this](const judge::LimitsUpdated& event) { announced.push_back(event); });
  }

  static identity::Caller caller(const std::string& name, std::vector<std::pair<base::PlantId, net::Role>> roles) {
    identity::Caller caller;
    caller.principal.user_id = {1};
    caller.principal.username = name;
    caller.principal.roles = std::move(roles);
    caller.correlation_id = "test";
    return caller;
  }

  template <class T>
  T scalar(std::string_view sql) {
    return database->read_now([&](db::Session& s) { return s.scalar<T>(s.dialect().expand(sql)); });
  }
  /// The only column of all rows.
  template <class T>
  std::vector<T> column(std::string_view sql) {
    return database->read_now([&](db::Session& s) {
      std::vector<T> values;
      s.each<T>(s.dialect().expand(sql), [&values](T value) { values.push_back(std::move(value)); });
      return values;
    });
  }
  void execute(std::string_view sql) {
    database->write_now([&](db::Session& s) { s.execute(s.dialect().expand(sql)); });
  }

  base::PlantId add_plant(const std::string& code) {
    const base::Timestamp now = clock.now();
    return database->write_now([&](db::Session& s) {
      return base::PlantId{s.insert(
          "INSERT INTO plant (name, code, is_active, settings, created_at, updated_at) VALUES (?, ?, ?, '{}', ?, ?)",
          "Plant " + code, code, true, now, now)};
    });
  }
  base::NodeId add_node(base::PlantId plant, const std::string& name, std::optional<base::NodeId> parent = {}) {
    return database->write_now([&](db::Session& s) {
      return base::NodeId{s.insert("INSERT INTO hierarchy (plant_id, parent_id, name, type) VALUES (?, ?, ?, 'Line')",
                                   plant, parent, name)};
    });
  }

  /// A characteristic on the home node.
  CharacteristicView create(CharacteristicCreate request) {
    if (request.hierarchy_id.value == 0) request.hierarchy_id = home_node;
    if (request.name.empty()) request.name = "Bore";
    return run(characteristics.create(request.hierarchy_id == away_node ? stranger : engineer, std::move(request)));
  }
  CharacteristicView create_variable(std::int64_t n) { return create({.subgroup_size = n}); }
  CharacteristicView create_attribute(judge::DataType type, std::int64_t n) {
    return create({.data_type = type, .subgroup_size = n});
  }

  /// Samples one minute apart, as intake would store them.
  base::SampleId add_sample(base::CharacteristicId id, const Readings& readings) {
    clock.advance(std::chrono::minutes(1));
    const base::Timestamp now = clock.now();
    return database->write_now([&](db::Session& s) {
      return openspc::test::store_sample(s, {.characteristic = id,
                                             .time = now,
                                             .readings = readings.empty() ? std::nullopt : std::optional(readings),
                                             .actual_n = static_cast<std::int64_t>(readings.size()),
                                             .day_rank = 77});
    });
  }
  base::SampleId add_count(base::CharacteristicId id, double count, double inspected) {
    const base::SampleId sample = add_sample(id, {});
    database->write_now([&](db::Session& s) {
      s.execute("UPDATE subgroup SET defect_count = ?, inspected_size = ?, actual_n = ? WHERE id = ?", count, inspected,
                static_cast<std::int64_t>(inspected), sample);
    });
    return sample;
  }
  base::ViolationId add_violation(base::SampleId sample, int rule, const std::string& chart = "location") {
    const base::Timestamp now = clock.now();
    return database->write_now([&](db::Session& s) {
      const base::ViolationId id{
          s.insert("INSERT INTO violation (sample_id, char_id, rule_id, rule_name, severity, acknowledged,"
                   " requires_acknowledgement, created_at, chart, sample_ids)"
                   " VALUES (?, (SELECT char_id FROM subgroup WHERE id = ?), ?, 'Outlier', 'CRITICAL', ?, ?, ?, ?, ?)",
                   sample, sample, rule, false, true, now, chart, "[" + std::to_string(sample.value) + "]")};
      sample::file_violations(s);
      return id;
    });
  }
  void flag(std::string_view assignment, base::SampleId sample) {
    execute("UPDATE subgroup SET " + std::string(assignment) + " WHERE id = " + std::to_string(sample.value));
    database->write_now([](db::Session& s) { openspc::test::recount_samples(s); });
  }

  RecalculateResult recalculate(base::CharacteristicId id, RecalculateQuery query = {.min_samples = 1}) {
    return run(limits.recalculate(engineer, id, std::move(query)));
  }
  chart::ChartData chart(base::CharacteristicId id, chart::ChartDataQuery query = {}) {
    return run(charts.get(engineer.principal, id, std::move(query)));
  }
  CharacteristicView get(base::CharacteristicId id) { return run(characteristics.get(engineer.principal, id)); }

  TemporaryFolder folder;
  base::ManualClock clock{at("2026-02-12T08:00:00Z")};
  base::EventBus events;
  const std::unique_ptr<test::TestDatabase> place = fresh_database(folder.path());
  std::unique_ptr<db::Database> database = db::Database::open(place->url());
  characteristic::Service characteristics{*database, events, clock};
  LimitsService limits{*database, events, clock};
  ModeService modes{*database, events, clock};
  chart::ChartDataService charts{*database};

  base::PlantId home, away;
  base::NodeId home_node, away_node;
  identity::Caller engineer, operator_, stranger, admin;
  std::vector<judge::LimitsUpdated> announced;
  base::Subscription limits_heard;
};

/// Engine contract 5.7, vector A: six subgroups of five.
inline const std::vector<Readings> kVectorA = {{10.1, 9.9, 10.0, 10.2, 9.8}, {10.3, 10.1, 9.9, 10.0, 10.2},
                                               {9.7, 9.9, 10.1, 10.0, 9.8},  {10.0, 10.4, 10.2, 9.9, 10.1},
                                               {9.8, 10.0, 9.9, 10.1, 10.3}, {10.2, 9.6, 10.0, 9.9, 10.1}};

/// Engine contract 5.7, vector B: three subgroups of twelve.
inline const std::vector<Readings> kVectorB = {
    {49.74, 50.51, 49.77, 49.68, 49.07, 49.79, 51.11, 50.42, 51.04, 50.25, 50.39, 50.19},
    {48.33, 50.86, 50.51, 50.50, 48.31, 48.26, 49.11, 49.53, 50.31, 49.95, 50.52, 49.36},
    {50.31, 50.39, 49.34, 51.72, 50.56, 51.20, 49.38, 49.26, 49.66, 49.89, 50.63, 50.25}};

}  // namespace openspc::quality::testing
