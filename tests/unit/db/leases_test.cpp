#include "db/leases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "db/migrations.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;
using testing::SizeIs;

class LeasesTest : public testing::Test {
 protected:
  LeasesTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-leases-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    database = Database::open((folder_ / "openspc.db").string());
    Migrator(*database).up();
  }
  ~LeasesTest() override {
    database.reset();
    std::filesystem::remove_all(folder_);
  }
  LeasesTest(const LeasesTest&) = delete;
  LeasesTest& operator=(const LeasesTest&) = delete;

  void require(std::int64_t source, LeaseToken token) {
    database->read_now([&](Session& session) {
      Leases::require(session, {.kind = "mqtt", .source = source, .token = token});
      return true;
    });
  }

  std::unique_ptr<Database> database;

 private:
  std::filesystem::path folder_;
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
  Leases leases(*database, "mqtt");
  EXPECT_THAT(leases.keep({1, 2, 3}).held, ElementsAre(Key(1), Key(2), Key(3)));
}

TEST_F(LeasesTest, LeaseIsOneServersAtATime) {
  Leases first(*database, "mqtt", "first"), second(*database, "mqtt", "second");
  first.keep({1});
  const auto round = second.keep({1});
  EXPECT_THAT(round.held, IsEmpty());
  EXPECT_THAT(round.elsewhere, ElementsAre(Pair(1, "first")));
}

TEST_F(LeasesTest, ServersShareTheSourcesFairly) {
  Leases first(*database, "mqtt", "first"), second(*database, "mqtt", "second");
  first.keep({1, 2, 3, 4});
  second.keep({1, 2, 3, 4});
  const auto surplus = first.keep({1, 2, 3, 4}).surplus;
  ASSERT_THAT(surplus, SizeIs(2));
  first.release(surplus);
  EXPECT_THAT(second.keep({1, 2, 3, 4}).held, SizeIs(2));
  EXPECT_THAT(first.keep({1, 2, 3, 4}).surplus, IsEmpty());
}

TEST_F(LeasesTest, ServerThatEndsLeavesItsSourcesToTheOther) {
  Leases first(*database, "mqtt", "first"), second(*database, "mqtt", "second");
  first.keep({1});
  second.keep({1});
  first.release_all();
  EXPECT_THAT(second.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, SourcesOfAProcessThatIsKnownToBeDeadAreTakenAtOnce) {
  Leases dead(*database, "mqtt", name_of_a_dead_process()), heir(*database, "mqtt");
  dead.keep({1});
  EXPECT_THAT(heir.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, SilentServerLosesItsSourcesAfterAWhile) {
  Leases silent(*database, "mqtt", "silent"), heir(*database, "mqtt", "heir");
  silent.keep({1});
  EXPECT_THAT(heir.keep({1}).held, IsEmpty());
  std::this_thread::sleep_for(Leases::patience);
  EXPECT_THAT(heir.keep({1}).held, ElementsAre(Key(1)));
}

TEST_F(LeasesTest, TokenRisesWithEveryChangeOfHands) {
  Leases first(*database, "mqtt", "first"), second(*database, "mqtt", "second");
  const auto before = first.keep({1}).held.at(1);
  first.release_all();
  const auto after = second.keep({1}).held.at(1);
  EXPECT_GT(after, before);
}

TEST_F(LeasesTest, RenewedLeaseKeepsItsToken) {
  Leases leases(*database, "mqtt");
  const auto token = leases.keep({1}).held.at(1);
  EXPECT_EQ(leases.keep({1}).held.at(1), token);
}

TEST_F(LeasesTest, WriteOfAFormerHolderIsRefused) {
  Leases first(*database, "mqtt", "first"), second(*database, "mqtt", "second");
  const auto former = first.keep({1}).held.at(1);
  EXPECT_NO_THROW(require(1, former));
  first.release_all();
  second.keep({1});
  EXPECT_THROW(require(1, former), LeaseLost);
}

TEST_F(LeasesTest, KindsAreLeasedApart) {
  Leases brokers(*database, "mqtt", "first"), servers(*database, "opcua", "second");
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
