#include "db/leases.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "database_fixture.h"
#include "db/schema/migrations.h"
#include "db/session_impl.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;
using testing::SizeIs;

class LeasesTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    Migrator(*db_).up();
  }

  void require(std::int64_t source, LeaseToken token) {
    db_->write_now(
        [&](Session& session) { Leases::require(session, {.kind = "mqtt", .source = source, .token = token}); });
  }
};

constexpr std::string_view kTakeOver = "UPDATE source_lease SET holder = 'stranger', token = token + 1";

/// A connection beside the house's own, which takes none of its locks: another program, a server of another release.
class Stranger {
 public:
  explicit Stranger(const std::string& url)
      : session_(std::make_unique<detail::SessionImpl>(parse_database_url(url), driver::Role::writer, DatabaseOptions{},
                                                       std::make_shared<detail::StorageState>())) {
    session_.execute("INSERT INTO server_instance (holder, beat) VALUES ('stranger', 0)");
  }

  /// Has changed a lease, and not committed it yet.
  void begin_to_take(std::string_view sql) {
    session_.execute(session_.dialect().begin_write());
    session_.execute(sql);
  }
  void commit() { session_.execute("COMMIT"); }

  /// Returns when a session of the database waits for another, or the job is done. On SQLite at once: there a job has
  /// not even begun while another connection writes.
  template <class T>
  void wait_until_blocked(const std::future<T>& job) {
    if (session_.dialect().kind() == DialectKind::sqlite) return;
    const auto is_blocked = [this] {
      return session_.scalar<int>(session_.dialect().kind() == DialectKind::postgresql
                                      ? "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                                        "datname = current_database()"
                                      : "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = "
                                        "'LOCK WAIT'") > 0;
    };
    // MariaDB keeps what it has told for a tenth of a second, and longer when it is asked again within that time.
    while (!is_blocked() && job.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
      std::this_thread::sleep_for(std::chrono::milliseconds(session_.dialect().kind() == DialectKind::mysql ? 150 : 1));
  }

 private:
  Session session_;
};

/// The name of a process that has ended.
std::string name_of_a_dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  const std::string own = instance_name();
  const auto begin = own.find('/');
  return own.substr(0, begin + 1) + std::to_string(child) + "/x";
}

TEST_F(LeasesTest, OnlyServerTakesEverything) {
  Leases leases(*db_, "mqtt");
  EXPECT_THAT(leases.keep({1, 2, 3}).held, ElementsAre(Key(1), Key(2), Key(3)));
}

TEST_F(LeasesTest, LeaseIsOneServersAtATime) {
  Leases first(*db_, "mqtt", "first"), second(*db_, "mqtt", "second");
  first.keep({1});
  const auto round = second.keep({1});
  EXPECT_THAT(round.held, IsEmpty());
  EXPECT_THAT(round.elsewhere, ElementsAre(Pair(1, "first")));
}

TEST_F(LeasesTest, ServersShareTheSourcesFairly) {
  Leases first(*db_, "mqtt", "first"), second(*db_, "mqtt", "second");
  first.keep({1, 2, 3, 4});
  second.keep({1, 2, 3, 4});
  const auto surplus = first.keep({1, 2, 3, 4}).surplus;
  ASSERT_THAT(surplus, SizeIs(2));
  first.release(surplus);
  EXPECT_THAT(second.keep({1, 2, 3, 4}).held, SizeIs(2));
  EXPECT_THAT(first.keep({1, 2, 3, 4}).surplus, IsEmpty());
}

TEST_F(LeasesTest, ServerThatEndsLeavesItsSourcesToTheOther) {
  Leases first(*db_, "mqtt", "first"), second(*db_, "mqtt", "second");
  first.keep({1});
  second.keep({1});
  first.release_all();
  EXPECT_THAT(second.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, SourcesOfAProcessThatIsKnownToBeDeadAreTakenAtOnce) {
  Leases dead(*db_, "mqtt", name_of_a_dead_process()), heir(*db_, "mqtt");
  dead.keep({1});
  EXPECT_THAT(heir.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, SilentServerLosesItsSourcesAfterAWhile) {
  Leases silent(*db_, "mqtt", "silent"), heir(*db_, "mqtt", "heir");
  silent.keep({1});
  EXPECT_THAT(heir.keep({1}).held, IsEmpty());
  std::this_thread::sleep_for(Leases::patience);
  EXPECT_THAT(heir.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, TokenRisesWithEveryChangeOfHands) {
  Leases first(*db_, "mqtt", "first"), second(*db_, "mqtt", "second");
  const auto before = first.keep({1}).held.at(1);
  first.release_all();
  const auto after = second.keep({1}).held.at(1);
  EXPECT_GT(after, before);
}

TEST_F(LeasesTest, RenewedLeaseKeepsItsToken) {
  Leases leases(*db_, "mqtt");
  const auto token = leases.keep({1}).held.at(1);
  EXPECT_EQ(leases.keep({1}).held.at(1), token);
}

TEST_F(LeasesTest, WriteOfAFormerHolderIsRefused) {
  Leases first(*db_, "mqtt", "first"), second(*db_, "mqtt", "second");
  const auto former = first.keep({1}).held.at(1);
  EXPECT_NO_THROW(require(1, former));
  first.release_all();
  second.keep({1});
  EXPECT_THROW(require(1, former), LeaseLost);
}

TEST_F(LeasesTest, LeaseThatAnotherTakesAtTheSameTimeIsTheOthers) {
  Leases former(*db_, "mqtt", "former"), late(*db_, "mqtt", "late");
  former.keep({1});
  former.release_all();
  Stranger stranger(place_->url());
  stranger.begin_to_take(kTakeOver);
  auto round = std::async(std::launch::async, [&] { return late.keep({1}); });
  stranger.wait_until_blocked(round);
  stranger.commit();
  EXPECT_THAT(round.get().held, IsEmpty());
}

TEST_F(LeasesTest, LeaseThatNobodyHadAndAnotherTakesAtTheSameTimeIsTheOthers) {
  Leases late(*db_, "mqtt", "late");
  Stranger stranger(place_->url());
  stranger.begin_to_take("INSERT INTO source_lease (kind, source_id, holder, token) VALUES ('mqtt', 1, 'stranger', 1)");
  auto round = std::async(std::launch::async, [&] { return late.keep({1}); });
  stranger.wait_until_blocked(round);
  stranger.commit();
  EXPECT_THAT(round.get().held, IsEmpty());
}

TEST_F(LeasesTest, WriteOfAHolderWhoseLeaseAnotherIsTakingIsRefused) {
  Leases leases(*db_, "mqtt", "holder");
  const auto token = leases.keep({1}).held.at(1);
  Stranger stranger(place_->url());
  stranger.begin_to_take(kTakeOver);
  auto write = std::async(std::launch::async, [&] { require(1, token); });
  stranger.wait_until_blocked(write);
  stranger.commit();
  EXPECT_THROW(write.get(), LeaseLost);
}

TEST_F(LeasesTest, KindsAreLeasedApart) {
  Leases brokers(*db_, "mqtt", "first"), servers(*db_, "opcua", "second");
  brokers.keep({1});
  servers.keep({1});
  EXPECT_THAT(servers.keep({1}).held, ElementsAre(Key(1)));
}

TEST(InstanceName, LivingProcessIsNotKnownDead) {
  EXPECT_FALSE(is_known_dead(instance_name()));
}

TEST(InstanceName, ProcessOfAnotherMachineIsNotKnownDead) {
  EXPECT_FALSE(is_known_dead("another-boot:pid:[1]/1/x"));
}

TEST(InstanceName, ProcessThatEndedHereIsKnownDead) {
  EXPECT_TRUE(is_known_dead(name_of_a_dead_process()));
}

}  // namespace
}  // namespace openspc::db
