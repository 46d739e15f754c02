// Storage that fails under a running server: files deleted, replaced, cut or damaged, disks that are full. What was
// acknowledged is in the file that people will read again; whatever is not is refused with the reason.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "support/database/sqlite_file.h"
#include "support/server/factory.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void expect_healthy(HttpClient& client) {
  wait_for([&] { return client.get("/health").status == 200; }, "the server is healthy");
  const boost::json::value body = client.get("/health").json();
  EXPECT_EQ(body.at("status"), "healthy");
  EXPECT_EQ(body.at("database"), "connected");
}

void expect_unhealthy(HttpClient& client, const std::string& reason) {
  wait_for([&] { return client.get("/health").status == 503; }, "the server says that it cannot work");
  const boost::json::value body = client.get("/health").json();
  EXPECT_EQ(body.at("status"), "unhealthy");
  EXPECT_EQ(body.at("database"), "unreachable");
  EXPECT_THAT(std::string(body.at("reason").as_string()), HasSubstr(reason));
  const Reply alive = client.get("/healthz");
  EXPECT_EQ(alive.status, 200);
  EXPECT_EQ(alive.json(), boost::json::value({{"status", "alive"}}));
}

/// A server with three samples, and a fault of its files.
class FileFault : public testing::Test {
 protected:
  void SetUp() override {
    OPENSPC_SQLITE_ONLY("about the files");
    for (int i = 0; i < 3; ++i) shop.submit(characteristic, {10.0 + i});
  }

  Reply post() { return shop.admin.post("/api/v1/samples/", sample_of(characteristic, {99})); }
  void expect_refused(const std::string& reason) {
    const Reply reply = post();
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(reason));
    expect_unhealthy(shop.admin, reason);
  }
  [[nodiscard]] fs::path file(const std::string& end = "") const { return shop.server.database().string() + end; }
  /// Overwrites what is at this place of a file, which stays the same file.
  static void scribble(const fs::path& path, off_t at, std::size_t bytes) {
    const int opened = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const std::string noise(bytes, '\x5a');
    ASSERT_EQ(::pwrite(opened, noise.data(), noise.size(), at), static_cast<ssize_t>(bytes));
    ::close(opened);
  }
  /// Moves what the log holds into the database file.
  void fold_log() { SqliteFile(file()).rows("PRAGMA wal_checkpoint(PASSIVE)"); }
  static std::int64_t samples_in(const fs::path& path) {
    return SqliteFile(path).number("SELECT COUNT(*) FROM sample");
  }

  Workshop shop;
  std::int64_t characteristic = shop.new_characteristic();
};

TEST_F(FileFault, AWholeFileIsHealthy) {
  expect_healthy(shop.admin);
}

TEST_F(FileFault, ADeletedDatabaseTakesNothing) {
  fs::remove(file());
  expect_refused("was deleted or moved");
}

TEST_F(FileFault, AMovedDatabaseTakesNothingUntilItIsBack) {
  fs::rename(file(), file(".away"));
  expect_refused("was deleted or moved");
  fs::rename(file(".away"), file());
  EXPECT_EQ(post().status, 201);
  expect_healthy(shop.admin);
  EXPECT_EQ(samples_in(file()), 4);
}

TEST_F(FileFault, AReplacedDatabaseTakesNothingUntilARestart) {
  fold_log();
  fs::copy_file(file(), file(".copy"));
  fs::rename(file(".copy"), file());
  expect_refused("was replaced by another");
  shop.server.stop();
  shop.server.start();
  expect_healthy(shop.admin);
  EXPECT_EQ(post().status, 201);
}

TEST_F(FileFault, ADeletedLogTakesNothing) {
  fs::remove(file("-wal"));
  expect_refused("openspc.db-wal was deleted or moved");
  // What was acknowledged before is folded into the database by a proper stop.
  ASSERT_EQ(shop.server.stop(), 0);
  EXPECT_EQ(samples_in(file()), 3);
}

TEST_F(FileFault, ADeletedIndexOfTheLogTakesNothing) {
  fs::remove(file("-shm"));
  expect_refused("openspc.db-shm was deleted or moved");
}

TEST_F(FileFault, ADatabaseCutShortTakesNothing) {
  fold_log();
  ASSERT_EQ(post().status, 201);
  fs::resize_file(file(), 8'192);
  expect_refused("restore a backup");
}

TEST_F(FileFault, AnEmptiedDatabaseTakesNothing) {
  fold_log();
  fs::resize_file(file(), 0);
  expect_refused("restore a backup");
}

TEST_F(FileFault, AnOverwrittenBeginTakesNothing) {
  fold_log();
  scribble(file(), 0, 4'096);
  expect_refused("restore a backup");
}

TEST_F(FileFault, AnEmptiedLogLosesNothingThatIsAcknowledgedLater) {
  fs::resize_file(file("-wal"), 0);
  const Reply reply = post();
  EXPECT_EQ(reply.status, 503) << reply.body;
}

TEST_F(FileFault, ADamagedPageStopsAllWritesOnceItIsSeen) {
  fold_log();
  const auto size = static_cast<off_t>(fs::file_size(file()));
  for (off_t page = 4'096; page < size; page += 4'096) scribble(file(), page, 4'096);
  // Each write makes the readers look into the file again.
  wait_for(
      [&] {
        post();
        return shop.admin.get("/api/v1/characteristics/").status == 503;
      },
      "the damage is seen");
  expect_refused("restore a backup");
}

TEST_F(FileFault, APermissionTakenAwayLosesNothing) {
  ::chmod(file().c_str(), 0);
  const Reply reply = post();
  const std::int64_t expected = reply.status == 201 ? 4 : 3;
  ASSERT_TRUE(reply.status == 201 || reply.status == 503) << reply.body;
  shop.server.kill_hard();
  ::chmod(file().c_str(), 0600);
  EXPECT_EQ(samples_in(file()), expected);
}

TEST(MachinesMeanwhile, WaitAndAreStoredOnceTheDatabaseIsBack) {
  OPENSPC_SQLITE_ONLY("moves the file away");
  Factory factory;
  const auto broker = factory.connect();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  MqttPublisher publisher(factory.broker.port());
  publisher.publish("line/temp", "1");
  factory.wait_samples(characteristic, 1);
  const fs::path file = factory.server.database();
  const fs::path away = file.string() + ".away";
  fs::rename(file, away);
  expect_unhealthy(factory.admin, "was deleted or moved");
  for (const char* value : {"2", "3", "4"}) publisher.publish("line/temp", value);
  publisher.finish();
  // Long enough for the link to have tried in vain.
  wait_for([&] { return factory.server.log().find("was deleted or moved") != std::string::npos; }, "the link waits");
  fs::rename(away, file);
  factory.wait_samples(characteristic, 4);
  EXPECT_EQ(factory.samples(characteristic), (std::vector<std::vector<double>>{{1}, {2}, {3}, {4}}));
}

mode_t mode_of(const fs::path& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0;
}

/// The umask of the servers that a test starts.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  ~Umask() { ::umask(before_); }
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;

 private:
  mode_t before_;
};

TEST(Privacy, WhatAServerMakesIsItsOwnersAlone) {
  const Umask none(0);
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "new" / "data";
  const ServerProcess server({.arguments = {"--data-dir", data.string()}});
  EXPECT_EQ(mode_of(data), 0700U);
  for (const auto& entry : fs::recursive_directory_iterator(data))
    EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700U : 0600U) << entry.path();
}

TEST(Privacy, WhatOthersCouldReadIsTakenFromThemAndTold) {
  OPENSPC_SQLITE_ONLY("about the file");
  ServerProcess server;
  ASSERT_EQ(server.stop(), 0);
  ::chmod(server.database().c_str(), 0644);
  ::chmod((server.data_dir() / ".jwt_secret").c_str(), 0640);
  server.start();
  EXPECT_EQ(mode_of(server.database()), 0600U);
  EXPECT_EQ(mode_of(server.database().string() + "-wal"), 0600U);
  EXPECT_EQ(mode_of(server.data_dir() / ".jwt_secret"), 0600U);
  EXPECT_THAT(server.log(), HasSubstr("file_made_private"));
}

TEST(OpenFiles, MayBeAsManyAsTheSystemAllows) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = 128;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  const ServerProcess server;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit of_server{};
  ASSERT_EQ(::prlimit(server.pid(), RLIMIT_NOFILE, nullptr, &of_server), 0);
  EXPECT_EQ(of_server.rlim_cur, before.rlim_max);
}

TEST(OpenFiles, ThatAreFewAreTold) {
  const ServerProcess server({.limits = {.open_files = 512}});
  EXPECT_THAT(server.log(), HasSubstr("open_file_limit_low"));
}

}  // namespace
}  // namespace openspc::test
