// The supervisor on a real database, with links that only remember what was done to them.
#include "connect/source/supervisor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "db/leases.h"
#include "support/database/test_database.h"

namespace openspc::connect::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SourceSupervisorTest : public testing::Test {
 protected:
  SourceSupervisorTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "openspc-supervisor-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    place_ = test::migrated_database(folder_ / "openspc.db");
    database_ = db::Database::open(place_->url());
    supervisor = std::make_unique<Supervisor>(
        "mqtt", *database_,
        Supervisor::Work{.signature = [this](db::Session&) { return std::to_string(version_.load()); },
                         .load =
                             [this](db::Session&) {
                               const std::lock_guard lock(mutex_);
                               return stored_;
                             },
                         .open =
                             [this](std::int64_t id, db::LeaseToken) {
                               if (id == broken) throw base::unavailable("the password cannot be decrypted");
                               note("open", id);
                             },
                         .renew = [this](std::int64_t id, db::LeaseToken) { note("renew", id); },
                         .close =
                             [this](const std::set<std::int64_t>& ids) {
                               for (const std::int64_t id : ids) note("close", id);
                             }});
    supervisor->start();
    // Its first look must not see half of what a test stores: new links beside the old version.
    supervisor->refresh();
    settle();
  }
  ~SourceSupervisorTest() override {
    supervisor.reset();
    database_.reset();
    place_.reset();
    std::filesystem::remove_all(folder_);
  }
  SourceSupervisorTest(const SourceSupervisorTest&) = delete;
  SourceSupervisorTest& operator=(const SourceSupervisorTest&) = delete;

  /// What the database says from now on; returns when the supervisor has seen it.
  void store(std::vector<Supervisor::Stored> sources) {
    {
      const std::lock_guard lock(mutex_);
      stored_ = std::move(sources);
    }
    ++version_;
    supervisor->refresh();
    settle();
  }
  void settle() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!supervisor->is_up_to_date() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(supervisor->is_up_to_date());
  }
  /// What was done to links since the last call.
  std::vector<std::string> done() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
  }

  static constexpr std::int64_t broken = 99;
  std::unique_ptr<Supervisor> supervisor;

 private:
  void note(const std::string& what, std::int64_t id) {
    const std::lock_guard lock(mutex_);
    done_.push_back(what + " " + std::to_string(id));
  }

  std::filesystem::path folder_;
  std::unique_ptr<test::TestDatabase> place_;
  std::unique_ptr<db::Database> database_;
  std::atomic<int> version_ = 0;
  std::mutex mutex_;
  std::vector<Supervisor::Stored> stored_;
  std::vector<std::string> done_;
};

TEST_F(SourceSupervisorTest, OpensWhatIsActiveAndNothingElse) {
  store({{.id = 1, .is_active = true}, {.id = 2, .is_active = false}, {.id = 3, .is_active = true}});
  EXPECT_THAT(done(), ElementsAre("open 1", "open 3"));
}

TEST_F(SourceSupervisorTest, LeavesALinkAloneWhenOnlyMappingsChanged) {
  store({{.id = 1, .is_active = true, .made_of = "a"}});
  store({{.id = 1, .is_active = true, .made_of = "a"}});
  EXPECT_THAT(done(), ElementsAre("open 1", "renew 1"));
}

TEST_F(SourceSupervisorTest, EndsALinkBeforeItsSuccessorConnects) {
  store({{.id = 1, .is_active = true, .made_of = "a"}});
  store({{.id = 1, .is_active = true, .made_of = "b"}});
  EXPECT_THAT(done(), ElementsAre("open 1", "close 1", "open 1"));
}

TEST_F(SourceSupervisorTest, ClosesWhatIsSwitchedOffOrDeleted) {
  store({{.id = 1, .is_active = true}, {.id = 2, .is_active = true}});
  done();
  store({{.id = 1, .is_active = false}});
  EXPECT_THAT(done(), ElementsAre("close 1", "close 2"));
}

TEST_F(SourceSupervisorTest, HoldsBackUntilItIsReleased) {
  store({{.id = 1, .is_active = true}});
  supervisor->hold(1);
  settle();
  EXPECT_TRUE(supervisor->standing(1).held);
  supervisor->release(1);
  settle();
  EXPECT_FALSE(supervisor->standing(1).held);
  EXPECT_THAT(done(), ElementsAre("open 1", "close 1", "open 1"));
}

TEST_F(SourceSupervisorTest, ConnectsWhatASummonsAsksForThoughItIsNotActive) {
  store({{.id = 1, .is_active = false}});
  supervisor->summon(1);
  settle();
  supervisor->hold(1);
  settle();
  EXPECT_THAT(done(), ElementsAre("open 1", "close 1"));
}

TEST_F(SourceSupervisorTest, SaysWhyThereCanBeNoLinkAndServesTheOthers) {
  store({{.id = broken, .is_active = true}, {.id = broken + 1, .is_active = true}});
  EXPECT_EQ(supervisor->standing(broken).failure, "the password cannot be decrypted");
  EXPECT_THAT(done(), ElementsAre("open 100"));
  store({{.id = broken + 1, .is_active = true}});
  EXPECT_THAT(supervisor->standing(broken).failure, IsEmpty());
}

TEST_F(SourceSupervisorTest, ClosesAllWhenItStops) {
  store({{.id = 1, .is_active = true}, {.id = 2, .is_active = true}});
  done();
  supervisor->stop();
  EXPECT_THAT(done(), ElementsAre("close 1", "close 2"));
}

}  // namespace
}  // namespace openspc::connect::source
