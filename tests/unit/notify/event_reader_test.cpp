// What happened since the last look, on a real database and beside another server.
#include "notify/watch/event_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iterator>
#include <latch>
#include <thread>

#include "base/log.h"
#include "db/database.h"
#include "support/database/stored_sample.h"
#include "support/database/test_database.h"

namespace openspc::notify {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EventReader : public testing::Test {
 protected:
  EventReader() {
    base::log::set_sink([](std::string_view) {});
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-reader-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    place_ = test::migrated_database(folder_ / "openspc.db");
    server = db::Database::open(place_->url());
    server->write_now([](db::Session& session) {
      session.execute("INSERT INTO hierarchy (id, plant_id, name, type) VALUES (1, 1, 'Line', 'Line')");
      for (const int id : {1, 2})
        session.execute(
            "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements, "
            "decimal_precision) VALUES (?, 1, ?, 1, 'NOMINAL_TOLERANCE', 1, 3)",
            id, "Bore " + std::to_string(id));
    });
  }
  ~EventReader() override {
    server.reset();
    place_.reset();
    std::filesystem::remove_all(folder_);
    base::log::set_sink({});
  }
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  std::unique_ptr<db::Database> another_server() const { return db::Database::open(place_->url()); }

  /// In the order of the characteristic's own writes, as readings are judged; `stored` runs before the commit.
  static std::future<void> violate(
      db::Database& on, std::int64_t characteristic, std::function<void()> stored = [] {}) {
    return std::async(std::launch::async, [&on, characteristic, stored] {
      boost::asio::io_context io;
      const auto job = [&](db::Session& session) {
        const base::Timestamp now = session.now();
        const auto sample = test::store_sample(session, {.characteristic = {characteristic}, .time = now});
        session.execute(
            "INSERT INTO violation (sample_id, char_id, rule_id, rule_name, severity, acknowledged, "
            "requires_acknowledgement, created_at) VALUES (?, ?, 1, 'Outlier', 'CRITICAL', ?, ?, ?)",
            sample, characteristic, false, true, now);
        stored();
      };
      auto written = boost::asio::co_spawn(io, on.write_in_order(characteristic, job), boost::asio::use_future);
      io.run();
      written.get();
    });
  }

  /// The names of the characteristics that violations are new of.
  std::vector<std::string> news() {
    return server->write_now([](db::Session& session) {
      const auto found = event_reader::read(session, event_reader::cursors(session), 100);
      event_reader::advance(session, found.until);
      std::vector<std::string> names;
      std::ranges::transform(found.alerts, std::back_inserter(names), &Alert::characteristic_name);
      return names;
    });
  }

  /// Returns when a session of the server waits for another, or the job is done.
  template <class T>
  void wait_until_blocked(const std::future<T>& job) {
    const auto is_blocked = [this] {
      return server->read_now([](db::Session& session) {
        return session.scalar<int>(
                   "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
                   "current_database()") > 0;
      });
    };
    while (!is_blocked() && job.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
      std::this_thread::yield();
  }

  std::unique_ptr<db::Database> server;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
};

TEST_F(EventReader, FindsEachViolationOnce) {
  violate(*server, 1).get();
  EXPECT_THAT(news(), ElementsAre("Bore 1"));
  EXPECT_THAT(news(), IsEmpty());
  violate(*server, 2).get();
  EXPECT_THAT(news(), ElementsAre("Bore 2"));
}

TEST_F(EventReader, FindsTheViolationOfALowerNumberThatIsCommittedAfterAHigherOne) {
  if (test::chosen_database() == db::DialectKind::sqlite) GTEST_SKIP() << "one write at a time";
  const auto other = another_server();
  std::promise<void> numbered;
  std::latch gate(1);
  auto lower = violate(*other, 1, [&] {
    numbered.set_value();
    gate.wait();
  });
  numbered.get_future().get();
  violate(*server, 2).get();
  auto found = std::async(std::launch::async, [this] { return news(); });
  wait_until_blocked(found);
  gate.count_down();
  lower.get();
  std::vector<std::string> all = found.get();
  for (std::string& later : news()) all.push_back(std::move(later));
  EXPECT_THAT(all, testing::UnorderedElementsAre("Bore 1", "Bore 2"));
}

}  // namespace
}  // namespace openspc::notify
