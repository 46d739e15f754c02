// Storage that fails, is full, or holds something else than expected. Whoever runs the server must be told what is
// wrong and what to do, and nothing that was acknowledged may be lost.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "support/database/sqlite_file.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int kSchemaDiffers = 2;
constexpr std::uint64_t kNoLimit = 1ULL << 40U;

boost::json::object batch_of(std::int64_t characteristic, std::int64_t first, int size) {
  boost::json::array samples;
  for (int i = 0; i < size; ++i)
    samples.emplace_back(
        boost::json::object{{"measurements", {first + i}}, {"batch_number", std::to_string(first + i)}});
  return {{"characteristic_id", characteristic}, {"samples", samples}};
}

/// A server whose storage takes no more at some time. Each reading is a number of its own, counted up.
class Shortage {
 public:
  explicit Shortage(ServerOptions options) : shop(std::move(options)), characteristic_(shop.new_characteristic()) {}

  /// Imports until the server refuses; the refusal.
  Reply fill() {
    for (int i = 0; i < 2000; ++i) {
      Reply reply = import();
      if (reply.status != 200) return reply;
    }
    throw std::runtime_error("the storage never ran out");
  }
  Reply import() {
    constexpr int size = 200;
    Reply reply = shop.admin.post("/api/v1/samples/batch", batch_of(characteristic_, next_, size));
    if (reply.status == 200) acknowledged_ += size;
    next_ += size;
    return reply;
  }
  [[nodiscard]] std::int64_t acknowledged() const { return acknowledged_; }
  std::int64_t total() {
    return require(shop.admin.get(path("/api/v1/samples/?limit=1&characteristic_id=", characteristic_)), 200)
        .json()
        .at("total")
        .as_int64();
  }
  void expect_nothing_lost() {
    ASSERT_EQ(shop.server.stop(), 0) << shop.server.log();
    SqliteFile database(shop.server.database());
    EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
    EXPECT_TRUE(database.rows("PRAGMA foreign_key_check").empty());
    EXPECT_EQ(database.number("SELECT COUNT(*) FROM sample"), acknowledged_);
    EXPECT_EQ(database.number("SELECT COUNT(DISTINCT batch_number) FROM sample"), acknowledged_);
    EXPECT_EQ(database.number("SELECT COUNT(*) FROM measurement"), acknowledged_);
  }

  Workshop shop;

 private:
  std::int64_t characteristic_;
  std::int64_t next_ = 0;
  std::int64_t acknowledged_ = 0;
};

void expect_clear_refusal(const Reply& reply) {
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_FALSE(reply.json().at("detail").as_string().empty());
}

/// A verdict needs an answer of the database within a second, which a busy machine may miss at times.
bool becomes_healthy(HttpClient& client) {
  for (int i = 0; i < 300; ++i) {
    if (client.get("/health").status == 200) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

TEST(FullDisk, RefusesWritesAndGoesOnReading) {
  OPENSPC_SQLITE_ONLY("the disk of a server is its own");
  Shortage shortage({.limits = {.file_bytes = 3U << 20U}});
  expect_clear_refusal(shortage.fill());
  EXPECT_GT(shortage.acknowledged(), 0);
  EXPECT_EQ(shortage.total(), shortage.acknowledged());
  EXPECT_EQ(shortage.import().status, 503);
}

TEST(FullDisk, IsUnhealthyUntilThereIsSpace) {
  OPENSPC_SQLITE_ONLY("the disk of a server is its own");
  Shortage shortage({.limits = {.file_bytes = 3U << 20U}});
  expect_clear_refusal(shortage.fill());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // as long as a good verdict may be reused
  const Reply reply = shortage.shop.admin.get("/health");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.json().at("database"), "unreachable");

  shortage.shop.server.allow_file_bytes(kNoLimit);

  EXPECT_TRUE(becomes_healthy(shortage.shop.admin));
  EXPECT_EQ(shortage.import().status, 200);
}

TEST(FullDisk, TakesWritesAgainOnceThereIsSpaceAndHasLostNothing) {
  OPENSPC_SQLITE_ONLY("the disk of a server is its own");
  Shortage shortage({.limits = {.file_bytes = 3U << 20U}});
  expect_clear_refusal(shortage.fill());

  shortage.shop.server.allow_file_bytes(kNoLimit);

  const Reply reply = shortage.import();
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(shortage.total(), shortage.acknowledged());
  shortage.expect_nothing_lost();
}

TEST(FullDisk, KilledWhileFullHasLostNothing) {
  OPENSPC_SQLITE_ONLY("the disk of a server is its own");
  Shortage shortage({.limits = {.file_bytes = 3U << 20U}});
  shortage.fill();
  shortage.shop.server.kill_hard();
  SqliteFile database(shortage.shop.server.database());
  EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(database.number("SELECT COUNT(*) FROM sample"), shortage.acknowledged());
}

/// A file system of a few megabytes, in a mount namespace of this process, so that it goes when the test does.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& folder) : folder_(folder) {
    mounted_ = ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=8m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  fs::path folder_;
  bool mounted_ = false;
};

TEST(FullDisk, OfARealFileSystemIsBorneToo) {
  OPENSPC_SQLITE_ONLY("the disk of a server is its own");
  const TemporaryFolder folder;
  const SmallDisk disk(folder.path());
  if (!disk.mounted()) GTEST_SKIP() << "mounting is not permitted here";
  const fs::path ballast = folder.path() / "ballast";
  std::ofstream(ballast) << std::string(4U << 20U, 'x');
  Shortage shortage({.data_dir = folder.path() / "data"});
  expect_clear_refusal(shortage.fill());
  EXPECT_EQ(shortage.total(), shortage.acknowledged());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // as long as a good verdict may be reused
  EXPECT_THAT(shortage.shop.admin.get("/health").body, HasSubstr("no room left"));

  fs::remove(ballast);

  EXPECT_TRUE(becomes_healthy(shortage.shop.admin));
  const Reply reply = shortage.import();
  EXPECT_EQ(reply.status, 200) << reply.body;
  shortage.expect_nothing_lost();
}

/// Holds, as a foreign program may, every lock under which SQLite reads a write-ahead log.
class ForeignLock {
 public:
  explicit ForeignLock(const fs::path& database)
      : file_(::open((database.string() + "-shm").c_str(), O_RDWR | O_CLOEXEC)) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 123;  // the five read marks, see walformat.html of SQLite
    lock.l_len = 5;
    // A reader of the server may be at work just now.
    for (int i = 0; i < 500 && !held_; ++i) {
      held_ = ::fcntl(file_, F_SETLK, &lock) == 0;
      if (!held_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  ~ForeignLock() { ::close(file_); }
  ForeignLock(const ForeignLock&) = delete;
  ForeignLock& operator=(const ForeignLock&) = delete;
  [[nodiscard]] bool held() const { return held_; }

 private:
  int file_;
  bool held_ = false;
};

TEST(Health, IsBadWhileTheDatabaseCannotBeReadAndGoodAgainAfterwards) {
  OPENSPC_SQLITE_ONLY("locks a file");
  ServerProcess server;
  HttpClient client(server.port());
  {
    const ForeignLock lock(server.database());
    ASSERT_TRUE(lock.held());
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // as long as a good verdict may be reused
    const Reply reply = client.get("/health");
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.json().at("status"), "unhealthy");
    EXPECT_EQ(reply.json().at("database"), "unreachable");
  }
  EXPECT_TRUE(becomes_healthy(client));
}

/// A data folder that a server has used and left.
class UsedFolder : public testing::Test {
 protected:
  void SetUp() override { OPENSPC_SQLITE_ONLY("about a folder with a database in it"); }
  UsedFolder() {
    Workshop shop({.data_dir = data});
    shop.submit(shop.new_characteristic(), {42});
    if (shop.server.stop() != 0) throw std::runtime_error(shop.server.log());
  }

  /// A server that is expected to end by itself; its exit status and output.
  [[nodiscard]] CommandResult start_in_vain(const ChildLimits& limits = {}) const {
    ServerProcess server({.data_dir = data, .limits = limits, .wait_until_healthy = false});
    const int status = server.wait_for_exit();
    return {status, server.log()};
  }
  [[nodiscard]] CommandResult migrate(const std::string& word) const {
    return run_openspc({"migrate", word, "--data-dir", data.string()});
  }
  [[nodiscard]] std::int64_t samples() const { return SqliteFile(database).number("SELECT COUNT(*) FROM sample"); }

  TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const fs::path database = data / "openspc.db";
};

TEST_F(UsedFolder, ThatMayOnlyBeReadIsRefusedAtTheStart) {
  ::chmod(database.c_str(), 0444);
  ::chmod(data.c_str(), 0555);
  const auto result = start_in_vain({.obeys_permissions = true});
  ::chmod(data.c_str(), 0755);
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("nothing may be written in " + data.string()));
  EXPECT_EQ(samples(), 1);
}

TEST_F(UsedFolder, WithAFileThatMayOnlyBeReadIsRefusedAtTheStart) {
  ::chmod(database.c_str(), 0444);
  const auto result = start_in_vain({.obeys_permissions = true});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("openspc.db"));
  EXPECT_EQ(samples(), 1);
}

TEST_F(UsedFolder, WithASecretThatCannotBeReadIsRefusedAtTheStart) {
  ::chmod((data / ".jwt_secret").c_str(), 0);
  const auto result = start_in_vain({.obeys_permissions = true});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr(".jwt_secret"));
}

TEST_F(UsedFolder, OfANewerProgramIsRefusedWithTheWayOut) {
  SqliteFile(database).execute(
      "INSERT INTO openspc_migration (version, name, checksum, action, applied_at) "
      "VALUES (9999, 'future', 'x', 'up', '2030-01-01 00:00:00')");
  const auto result = start_in_vain();
  EXPECT_EQ(result.status, kSchemaDiffers);
  EXPECT_THAT(result.output, HasSubstr("upgrade the program"));
  EXPECT_EQ(samples(), 1);
}

TEST_F(UsedFolder, OfAnOlderProgramIsRefusedWithTheCommandToRun) {
  ASSERT_EQ(migrate("down").status, 0);
  const auto result = start_in_vain();
  EXPECT_EQ(result.status, kSchemaDiffers);
  EXPECT_THAT(result.output, HasSubstr("run: openspc migrate up"));
}

TEST_F(UsedFolder, OfAnOlderProgramServesAfterThatCommand) {
  ASSERT_EQ(migrate("down").status, 0);
  ASSERT_EQ(migrate("status").status, kSchemaDiffers);
  const auto up = migrate("up");
  ASSERT_EQ(up.status, 0) << up.output;
  EXPECT_EQ(migrate("status").status, 0);
  ServerProcess server({.data_dir = data});
  EXPECT_EQ(samples(), 1);
}

TEST_F(UsedFolder, OfAnOlderProgramServesWhenToldToMigrate) {
  ASSERT_EQ(migrate("down").status, 0);
  ServerProcess server({.arguments = {"--migrate"}, .data_dir = data});
  EXPECT_EQ(samples(), 1);
}

TEST_F(UsedFolder, WithAnotherProgramsDatabaseIsRefusedAndLeftAlone) {
  fs::remove(database);
  SqliteFile(database).execute("CREATE TABLE recipes (id INTEGER)");
  const auto result = start_in_vain();
  EXPECT_EQ(result.status, kSchemaDiffers);
  EXPECT_THAT(result.output, HasSubstr("no OpenSPC database"));
  EXPECT_EQ(SqliteFile(database).column("SELECT name FROM sqlite_master WHERE type = 'table'"),
            std::vector<std::string>{"recipes"});
}

TEST_F(UsedFolder, WithAFileThatIsNoDatabaseIsRefused) {
  std::ofstream(database, std::ios::trunc) << std::string(10'000, 'x');
  const auto result = start_in_vain();
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr("openspc.db"));
}

TEST_F(UsedFolder, KeepsItsSecretToItsOwner) {
  struct stat info{};
  ASSERT_EQ(::stat((data / ".jwt_secret").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(Start, OnAnAddressInUseIsRefusedWithTheAddress) {
  ServerProcess first;
  const auto port = std::to_string(first.port());
  const TemporaryFolder folder;
  const auto second =
      run_openspc({"serve", "--host", "127.0.0.1", "--port", port, "--data-dir", folder.path().string()});
  EXPECT_NE(second.status, 0);
  EXPECT_THAT(second.output, HasSubstr("Cannot listen on 127.0.0.1:" + port));
}

TEST(Start, GivenAnOptionTwiceTakesTheLast) {
  OPENSPC_SQLITE_ONLY("looks for the file");
  const TemporaryFolder folder;
  const auto last = folder.path() / "last";
  ServerProcess server({.arguments = {"--data-dir", (folder.path() / "first").string(), "--data-dir", last.string()}});
  EXPECT_TRUE(fs::exists(last / "openspc.db"));
  EXPECT_FALSE(fs::exists(folder.path() / "first"));
}

TEST(Start, WithoutAPasswordMakesOneAndShowsItOnce) {
  OPENSPC_SQLITE_ONLY("starts twice in one folder");
  const TemporaryFolder folder;
  const ServerOptions options{.environment = {{"OPENSPC_ADMIN_PASSWORD", ""}}, .data_dir = folder.path() / "data"};
  std::string password;
  {
    ServerProcess server(options);
    HttpClient client(server.port());
    std::string log;
    for (int i = 0; i < 1000 && log.find("First sign-in") == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      log = server.log();
    }
    const auto begin = log.find("password '");
    ASSERT_NE(begin, std::string::npos) << log;
    password = log.substr(begin + 10, log.find('\'', begin + 10) - begin - 10);
    client.sign_in("admin", password);
  }
  ServerProcess again(options);
  EXPECT_THAT(again.log(), testing::Not(HasSubstr(password)));
  EXPECT_THAT(again.log(), testing::Not(HasSubstr("First sign-in")));
}

class DotEnv : public testing::Test {
 protected:
  [[nodiscard]] CommandResult serve_with(const std::string& dotenv) const {
    std::ofstream(folder.path() / ".env") << dotenv;
    return run_openspc({"serve", "--data-dir", (folder.path() / "data").string()}, {}, folder.path());
  }
  TemporaryFolder folder;
};

TEST_F(DotEnv, ABadValueIsNamed) {
  for (const auto* line : {"OPENSPC_PORT=many", "OPENSPC_PORT=70000", "OPENSPC_DEV_MODE=perhaps",
                           "OPENSPC_RATE_LIMIT_LOGIN=often", "OPENSPC_LOG_FORMAT=xml", "OPENSPC_HEADER_TIMEOUT=-1",
                           "OPENSPC_BODY_TIMEOUT=nan", "OPENSPC_MAX_BODY_BYTES=1e6"}) {
    const auto result = serve_with(line);
    const std::string text = line;
    const auto name = text.substr(0, text.find('='));
    EXPECT_NE(result.status, 0) << line;
    EXPECT_THAT(result.output, HasSubstr(name)) << line;
    EXPECT_THAT(result.output, HasSubstr(text.substr(name.size() + 1))) << line;
  }
}

TEST_F(DotEnv, ABrokenLineIsNamedByItsNumber) {
  const auto result = serve_with("OPENSPC_DEV_MODE=true\nthis is no setting\n");
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.output, HasSubstr(".env line 2"));
}

TEST_F(DotEnv, IsReadAndTheEnvironmentWins) {
  std::ofstream(folder.path() / ".env") << "OPENSPC_APP_VERSION=from-file\nOPENSPC_CORS_ORIGINS=http://a.example\n";
  ServerProcess server({.environment = {{"OPENSPC_APP_VERSION", "from-environment"}}, .working_dir = folder.path()});
  HttpClient client(server.port());
  EXPECT_EQ(client.get("/").json().at("version").as_string(), "from-environment");
  EXPECT_EQ(client.get("/health", {{"Origin", "http://a.example"}}).header("access-control-allow-origin"),
            "http://a.example");
}

}  // namespace
}  // namespace openspc::test
