// A database in a folder of its own, and a way to run coroutines against it. For the tests of db/ only.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "base/task.h"
#include "db/database.h"
#include "support/database/test_database.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::db {

/// Runs a coroutine to its end and returns its result.
template <class T>
T run(base::Task<T> task) {
  boost::asio::io_context io;
  auto future = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
  io.run();
  return future.get();
}

/// What a job that the database cannot serve now tells its caller; "done" when it was served.
template <class Job>
std::string told_by(const Job& job) {
  try {
    job();
    return "done";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
    return error.detail();
  }
}

class DatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "openspc-db-XXXXXX";
    folder_ = mkdtemp(name.data());
    place_ = std::make_unique<test::TestDatabase>(folder_ / "test.db");
    base::log::set_sink([](std::string_view) {});  // outages that tests cause on purpose
    open();
  }

  void TearDown() override {
    db_.reset();
    place_.reset();
    base::log::set_sink({});
    if (folder_.empty()) return;  // left out
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(folder_);
  }

  void open(const DatabaseOptions& options = {}) {
    db_.reset();
    db_ = Database::open(place_->url(), options);
  }

  /// Of the SQLite database.
  std::filesystem::path path() const { return folder_ / "test.db"; }

  /// ${words} stand for what the database says, as in migrations.
  void script(std::string_view sql) {
    db_->write_now([&](Session& s) { s.execute_script(s.dialect().expand(sql)); });
  }

  template <class T>
  T scalar(std::string_view sql) {
    return db_->read_now([&](Session& s) { return s.scalar<T>(s.dialect().expand(sql)); });
  }

  static std::string url_through(const test::TcpProxy& proxy, const std::string& url) {
    const auto colon = url.rfind(':');
    return url.substr(0, colon + 1) + std::to_string(proxy.port()) + url.substr(url.find('/', colon));
  }

  static std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }

  /// Keeps a writer busy until it is released, so that what is submitted to it meanwhile makes one group: the writer of
  /// jobs without a key, or that of a key. Another writer takes what it finds, be it one job or all.
  class Hold {
   public:
    explicit Hold(Database& db, std::optional<std::int64_t> key = {})
        : thread_([this, &db, key] {
            const auto wait = [this](Session& session) {
              session.scalar<int>("SELECT 1");  // locks that were posted are held from an answer on
              started_.count_down();
              gate_.wait();
            };
            if (!key) return db.write_now(wait);
            boost::asio::io_context io;
            boost::asio::co_spawn(io, db.write_in_order(*key, wait), boost::asio::detached);
            io.run();
          }) {
      started_.wait();
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() {
      release();
      thread_.join();
    }
    void release() {
      if (!std::exchange(released_, true)) gate_.count_down();
    }

   private:
    std::latch started_{1};
    std::latch gate_{1};
    bool released_ = false;
    std::thread thread_;
  };

  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
  std::unique_ptr<Database> db_;
};

}  // namespace openspc::db
