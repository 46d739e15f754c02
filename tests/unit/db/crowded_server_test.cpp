// A server whose max_connections are used up by somebody else: who starts is told so, who serves refuses with those
// words and goes on by himself once there is room. On a PostgreSQL of the test's own.
#include <gmock/gmock.h>

#include <thread>

#include "base/error.h"
#include "database_fixture.h"
#include "db/session_impl.h"
#include "support/database/own_postgresql.h"

namespace openspc::db {
namespace {

using testing::HasSubstr;

constexpr int kReserved = 2;
constexpr const char* kFull = "takes no more connections: raise its max_connections";

class CrowdedServer : public testing::Test {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "about a server";
    base::log::set_sink([](std::string_view) {});
    std::string name = testing::TempDir() + "openspc-crowded-XXXXXX";
    folder_ = mkdtemp(name.data());
    server_ = std::make_unique<test::OwnPostgresql>(
        folder_ / "server", std::vector<std::string>{"max_connections = 10",
                                                     "superuser_reserved_connections = " + std::to_string(kReserved)});
    superuser_ = connect(server_->url());
    superuser_->execute_script("CREATE ROLE plain LOGIN; CREATE TABLE t (n INTEGER NOT NULL); GRANT ALL ON t TO plain");
    plain_ = "postgresql://plain" + server_->url().substr(server_->url().find('@'));
  }
  void TearDown() override {
    others_.clear();
    superuser_.reset();
    server_.reset();
    base::log::set_sink({});
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  static std::unique_ptr<Session> connect(const std::string& url) {
    return std::make_unique<Session>(std::make_unique<detail::SessionImpl>(
        parse_database_url(url), driver::Role::writer, DatabaseOptions{}, std::make_shared<detail::StorageState>()));
  }

  /// Takes every connection that is left to this user, as other programs do; what the next is told.
  std::string take_all(const std::string& url) {
    while (true) {
      try {
        others_.push_back(connect(url));
      } catch (const base::Error& error) {
        return error.detail();
      }
    }
  }

  /// The house's connections are cut, and others are faster than it.
  void crowd_out() {
    superuser_->scalar<int>("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'plain'");
    while (superuser_->scalar<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'plain'") > 0)
      std::this_thread::yield();
    take_all(plain_);
  }

  static void insert(Session& s) { s.execute("INSERT INTO t VALUES (?)", 1); }
  static int count(Session& s) { return s.scalar<int>("SELECT COUNT(*) FROM t"); }

  std::filesystem::path folder_;
  std::unique_ptr<test::OwnPostgresql> server_;
  std::unique_ptr<Session> superuser_;
  std::string plain_;
  std::vector<std::unique_ptr<Session>> others_;
};

TEST_F(CrowdedServer, TellsWhoStartsWhatToRaiseAndWhatToLower) {
  EXPECT_THAT(take_all(plain_), HasSubstr(kFull));          // what is left is reserved for superusers
  EXPECT_THAT(take_all(server_->url()), HasSubstr(kFull));  // nothing is left
  EXPECT_THAT(told_by([this] { Database::open(plain_, {.readers = 1, .server_lanes = 1}); }), HasSubstr(kFull));
}

TEST_F(CrowdedServer, IsServedFromAgainByItselfOnceThereIsRoom) {
  const auto database = Database::open(plain_, {.readers = 1, .server_lanes = 1});
  const auto write = [&] { database->write_now(insert); };
  const auto write_in_order = [&] { run(database->write_in_order(7, insert)); };
  const auto read = [&] { database->read_now(count); };
  EXPECT_EQ(told_by(write), "done");
  crowd_out();

  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(told_by(read), HasSubstr(kFull));
    EXPECT_THAT(told_by(write), HasSubstr(kFull));
    EXPECT_THAT(told_by(write_in_order), HasSubstr(kFull));
  }

  others_.clear();
  // The server needs a moment to see that they are gone.
  while (told_by(read) != "done") std::this_thread::yield();
  while (told_by(write) != "done") std::this_thread::yield();
  while (told_by(write_in_order) != "done") std::this_thread::yield();
  EXPECT_EQ(database->read_now(count), 3);
}

}  // namespace
}  // namespace openspc::db
