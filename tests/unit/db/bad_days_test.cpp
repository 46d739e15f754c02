// What people are told when a server database lets them down, and that nothing is needed but its return. On PostgreSQL
// alone.
#include <gmock/gmock.h>

#include <chrono>
#include <future>

#include "base/config.h"
#include "database_fixture.h"
#include "db/driver/postgresql_refusal.h"
#include "db/schema/migration_turn.h"
#include "db/schema/migrations.h"
#include "support/peers/loopback_listener.h"

namespace openspc::db {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kPassword = "s3cret-of-the-tests";

/// "guarded" signs in with a password, as scripts/postgresql.sh has arranged for members of its role.
class BadDays : public DatabaseTest {
 protected:
  void SetUp() override {
    if (test::chosen_database() != DialectKind::postgresql) GTEST_SKIP() << "about a server";
    DatabaseTest::SetUp();
    const auto make = [this](const std::string& role) {
      script("DO 'BEGIN CREATE ROLE " + role + "; EXCEPTION WHEN duplicate_object THEN NULL; END'");
    };
    make("demands_password");
    make("guarded LOGIN IN ROLE demands_password");
    script("ALTER ROLE guarded CONNECTION LIMIT -1 PASSWORD '" + std::string(kPassword) + "'");
    script("CREATE TABLE t (n INTEGER NOT NULL); GRANT ALL ON t TO guarded");
  }

  /// The URL of the test with something else in it.
  std::string with(const std::string& user, const std::string& place = "", const std::string& name = "") const {
    const std::string& url = place_->url();
    const auto at = url.find('@');
    const auto slash = url.rfind('/');
    return "postgresql://" + user + "@" + (place.empty() ? url.substr(at + 1, slash - at - 1) : place) + "/" +
           (name.empty() ? url.substr(slash + 1) : name);
  }
  std::string guarded() const { return with(std::string("guarded:") + kPassword); }

  /// What is said when it cannot be opened: always one line that says where, and no password.
  static std::string refusal_of(const std::string& url) {
    try {
      Database::open(url, {.server_connect_timeout = seconds(2)});
      return "opened";
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::unavailable);
      EXPECT_THAT(error.detail(), AllOf(HasSubstr("Cannot open the database postgresql://"), Not(HasSubstr("\n")),
                                        Not(HasSubstr(kPassword)), Not(HasSubstr("wrong-word"))));
      return error.detail();
    }
  }

  static void insert(Session& s) { s.execute("INSERT INTO t VALUES (?)", 1); }
  static int count(Session& s) { return s.scalar<int>("SELECT COUNT(*) FROM t"); }
};

TEST_F(BadDays, OfAWrongHostSayWhichAndWhereToLook) {
  EXPECT_THAT(refusal_of(with("openspc", "no-such-host.invalid:5432")),
              AllOf(HasSubstr("no-such-host.invalid"), HasSubstr("Look at the host in OPENSPC_DATABASE_URL")));
}

TEST_F(BadDays, OfAWrongPortSayThatNobodyListensThere) {
  EXPECT_THAT(refusal_of(with("openspc", "127.0.0.1:1")),
              AllOf(HasSubstr("port 1 failed: Connection refused"), HasSubstr("Look at host and port")));
}

TEST_F(BadDays, OfAHostThatIsSilentEndWithTheConnectTimeOut) {
  const test::LoopbackListener silent;
  const auto began = std::chrono::steady_clock::now();
  EXPECT_THAT(refusal_of(with("openspc", "127.0.0.1:" + std::to_string(silent.port()))),
              AllOf(HasSubstr("timeout expired"), HasSubstr("Nobody answers there")));
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds(8));
}

TEST_F(BadDays, OfAWrongUserSayWhoItIs) {
  EXPECT_THAT(refusal_of(with("nobody_of_that_name")),
              AllOf(HasSubstr("role \"nobody_of_that_name\" does not exist"), HasSubstr("CREATE ROLE")));
}

TEST_F(BadDays, OfAWrongPasswordSayWhereItIsGiven) {
  EXPECT_THAT(refusal_of(with("guarded:wrong-word")),
              AllOf(HasSubstr("password authentication failed"), HasSubstr("OPENSPC_DATABASE_PASSWORD")));
}

TEST_F(BadDays, OfAMissingPasswordSayWhereItIsGiven) {
  EXPECT_THAT(refusal_of(with("guarded")),
              AllOf(HasSubstr("no password supplied"), HasSubstr("OPENSPC_DATABASE_PASSWORD_FILE")));
}

TEST_F(BadDays, OfAWrongDatabaseSayWhichAndWhatToDo) {
  EXPECT_THAT(refusal_of(with("openspc", "", "nothing_of_that_name")),
              AllOf(HasSubstr("database \"nothing_of_that_name\" does not exist"), HasSubstr("CREATE DATABASE")));
}

TEST_F(BadDays, OfAServerWithoutTlsSaySo) {
  EXPECT_THAT(refusal_of(place_->url() + "?ssl=require"),
              AllOf(HasSubstr("does not support SSL"), HasSubstr("Turn TLS on at the server")));
}

TEST_F(BadDays, OfAServerThatIsFullNameWhatBoundsIt) {
  const auto full = driver::connection_refused(
      parse_database_url(place_->url()), "connection to server failed: FATAL:  sorry, too many clients already\n");
  EXPECT_THAT(full.detail(), AllOf(HasSubstr("max_connections"), HasSubstr("OPENSPC_DATABASE_READERS")));
  EXPECT_THAT(full.for_strangers(), AllOf(HasSubstr("max_connections"), Not(HasSubstr("127.0.0.1"))));
}

TEST_F(BadDays, PasswordFromElsewhereOpensIt) {
  EXPECT_NO_THROW(Database::open(with("guarded"), {.server_password = kPassword}));
}

TEST_F(BadDays, WithoutConnectionsRefuseReadsAndWritesAndRecoverByThemselves) {
  const auto limited = Database::open(guarded(), {.readers = 1});
  const auto read = [&] { limited->read_now(count); };
  const auto write = [&] { limited->write_now(insert); };
  script("ALTER ROLE guarded CONNECTION LIMIT 0");
  scalar<int>("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'guarded'");

  EXPECT_THAT(told_by(read), HasSubstr("takes no more connections"));
  EXPECT_THAT(told_by(write), HasSubstr("takes no more connections"));

  script("ALTER ROLE guarded CONNECTION LIMIT -1");
  EXPECT_EQ(told_by(read), "done");
  EXPECT_EQ(told_by(write), "done");
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(BadDays, WhileTheServerIsAwayTellWhoAsksNeitherHostNorUser) {
  const auto limited = Database::open(guarded(), {.readers = 1});
  script("ALTER ROLE guarded NOLOGIN");
  scalar<int>("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'guarded'");
  const std::string told = told_by([&] { limited->read_now(count); });
  EXPECT_THAT(told, AllOf(HasSubstr("cannot be reached"), Not(HasSubstr("guarded")), Not(HasSubstr("127.0.0.1"))));
  script("ALTER ROLE guarded LOGIN");
}

TEST_F(BadDays, OfAReadOnlyDatabaseLetPeopleReadAndSayWhyNothingIsStored) {
  script("ALTER DATABASE " + scalar<std::string>("SELECT CAST(current_database() AS TEXT)") +
         " SET default_transaction_read_only = on");
  const auto read_only = Database::open(place_->url());
  EXPECT_EQ(read_only->read_now(count), 0);
  EXPECT_THAT(told_by([&] { read_only->write_now(insert); }), HasSubstr("The database is read-only"));
}

TEST_F(BadDays, OfAStatementThatTakesTooLongEndItAndGoOn) {
  const auto impatient = Database::open(place_->url(), {.readers = 1, .server_statement_timeout = milliseconds(200)});
  const auto sleep = [](Session& s) { s.execute("SELECT pg_sleep(5)"); };
  const auto began = std::chrono::steady_clock::now();
  EXPECT_THAT(told_by([&] { impatient->read_now(sleep); }), HasSubstr("did not answer in time"));
  EXPECT_THAT(told_by([&] { impatient->write_now(sleep); }), HasSubstr("did not answer in time"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds(4));
  EXPECT_EQ(told_by([&] { impatient->write_now(insert); }), "done");
  EXPECT_EQ(impatient->read_now(count), 1);
}

TEST_F(BadDays, AreBoundedByTheSettings) {
  base::Config config;
  config.database_statement_timeout = milliseconds(2'500);
  config.database_readers = 3;
  config.database_lanes = 4;
  const auto database = Database::open(guarded(), DatabaseOptions::from(config));
  EXPECT_EQ(database->read_now([](Session& s) { return s.scalar<std::string>("SHOW statement_timeout"); }), "2500ms");
  const auto connections = [this](const std::string& kind) {
    return scalar<int>(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'guarded' AND datname = current_database()"
        " AND application_name = 'openspc " +
        kind + "'");
  };
  EXPECT_EQ(connections("reader"), 3);
  EXPECT_EQ(connections("writer"), 4 + 1);
}

TEST_F(BadDays, DoNotBoundMigrations) {
  const auto database = Database::open(place_->url(), DatabaseOptions::for_maintenance(base::Config()));
  EXPECT_EQ(database->read_now([](Session& s) { return s.scalar<std::string>("SHOW statement_timeout"); }), "0");
}

TEST_F(BadDays, LetOneProgramLookAtTheSchemaAtATime) {
  std::promise<void> waiting;
  base::log::set_sink([&waiting](std::string_view line) {
    if (line.find("migration_under_way") != std::string_view::npos) waiting.set_value();
  });
  auto first = std::make_unique<MigrationTurn>(place_->url(), DatabaseOptions());
  std::atomic<bool> second_has_it = false;
  auto second = std::async(std::launch::async, [&] {
    const MigrationTurn turn(place_->url(), DatabaseOptions());
    second_has_it = true;
  });
  waiting.get_future().wait();
  EXPECT_FALSE(second_has_it);
  first.reset();
  second.get();
  EXPECT_TRUE(second_has_it);
}

}  // namespace
}  // namespace openspc::db
