// What servers on one database tell one another: each transaction's notices once, in the order in which they follow one
// another, and a server that may have missed some is told so.
#include "db/notice/notices.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>

#include "base/guarded.h"
#include "database_fixture.h"
#include "db/schema/migrations.h"
#include "support/peers/tcp_proxy.h"

namespace openspc::db {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A server that hears, and remembers what.
class Hearer {
 public:
  explicit Hearer(Database& database)
      : notices_(database, {.on_notice = [this](std::string_view text,
                                                bool is_own) { note((is_own ? "own " : "") + std::string(text)); },
                            .on_missed = [this] { note("missed"); }}) {
    notices_.start();
  }

  /// What it has heard once it has heard so much.
  std::vector<std::string> heard(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20), [&] { return heard_.size() >= count; });
    return heard_;
  }
  void stop() { notices_.stop(); }

 private:
  void note(std::string text) {
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::move(text));
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
  Notices notices_;  // last: its thread notes
};

class NoticesTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    open({.instance = "this"});
    Migrator(*db_).up();
    other_ = Database::open(place_->url(), {.instance = "other"});
  }
  void TearDown() override {
    other_.reset();
    DatabaseTest::TearDown();
  }

  void tell(Session& session, const std::string& text) {
    session.tell({.text = [text] { return text; }, .deliver = [this, text] { delivered_.lock()->push_back(text); }});
  }
  void tell(Database& from, const std::string& text) {
    from.write_now([&](Session& session) { tell(session, text); });
  }
  void tell_in_order(Database& from, std::int64_t key, const std::string& text) {
    run(from.write_in_order(key, [this, &text](Session& session) { tell(session, text); }));
  }
  int rows() { return scalar<int>("SELECT COUNT(*) FROM notice"); }

  std::unique_ptr<Database> other_;
  std::size_t delivered() { return delivered_.lock()->size(); }

  base::Guarded<std::vector<std::string>> delivered_;  // by the server that told it, at its commit
};

TEST_F(NoticesTest, AreHeardByAnotherServer) {
  Hearer hearer(*other_);
  tell(*db_, "1");
  EXPECT_THAT(hearer.heard(1), ElementsAre("[1]"));
}

TEST_F(NoticesTest, AreDeliveredByAServerThatKnowsOfNoOther) {
  Hearer own(*db_);
  tell(*db_, "1");
  EXPECT_THAT(delivered_.copy(), ElementsAre("1"));
}

TEST_F(NoticesTest, ComeBackToTheirServerOnceItKnowsOfOthers) {
  Hearer own(*db_), other(*other_);
  std::size_t told = 0;
  while (delivered() == told) tell(*db_, std::to_string(++told));
  EXPECT_THAT(own.heard(1), ElementsAre("own [" + std::to_string(told) + "]"));
  EXPECT_EQ(delivered(), told - 1);
}

TEST_F(NoticesTest, AreHeardInOneOrderByTheServersThatTellThem) {
  Hearer one(*db_), two(*other_);
  const auto without_owner = [](const std::vector<std::string>& heard) {
    std::vector<std::string> texts;
    for (const std::string& each : heard) texts.push_back(each.substr(each.find('[')));
    return texts;
  };
  const auto tell_until_it_comes_back = [this](Database& from) {
    for (std::size_t before = delivered();; before = delivered()) {
      tell(from, "0");
      if (delivered() == before) return;
    }
  };
  tell_until_it_comes_back(*db_);
  tell_until_it_comes_back(*other_);
  const auto count_up = [this](Database& from) {
    for (int i = 1; i <= 100; ++i) tell_in_order(from, 7, std::to_string(i));
  };
  std::thread first([&] { count_up(*db_); });
  count_up(*other_);
  first.join();
  tell_in_order(*db_, 7, "101");
  const auto counted = [&](Hearer& hearer) {
    std::vector<std::string> texts;
    for (std::size_t i = 1; texts.empty() || texts.back() != "[101]"; ++i) texts = without_owner(hearer.heard(i));
    std::erase(texts, "[0]");
    return texts;
  };
  EXPECT_EQ(counted(one), counted(two));
}

TEST_F(NoticesTest, OfOneTransactionComeTogether) {
  Hearer hearer(*other_);
  db_->write_now([this](Session& session) {
    tell(session, "1");
    tell(session, R"({"a":2})");
  });
  EXPECT_THAT(hearer.heard(1), ElementsAre(R"([1,{"a":2}])"));
}

TEST_F(NoticesTest, OfAJobThatFailsAreNotTold) {
  Hearer hearer(*other_);
  EXPECT_THROW(db_->write_now([this](Session& session) {
    tell(session, "1");
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  tell(*db_, "2");
  EXPECT_THAT(hearer.heard(1), ElementsAre("[2]"));
}

TEST_F(NoticesTest, LeaveNoRowWhenNobodyElseHears) {
  Hearer own(*db_);
  tell(*db_, "1");
  EXPECT_EQ(rows(), 0);
}

TEST_F(NoticesTest, FromBeforeAServerHeardAreNotItsConcern) {
  Hearer first(*other_);
  tell(*db_, "1");
  const auto third = Database::open(place_->url(), {.instance = "third"});
  Hearer late(*third);
  tell(*db_, "2");
  EXPECT_THAT(late.heard(1), ElementsAre("[2]"));
}

TEST_F(NoticesTest, OfJobsThatFollowOneAnotherOnTwoServersComeInThatOrder) {
  const auto third = Database::open(place_->url(), {.instance = "third"});
  Hearer hearer(*third);
  std::vector<std::string> told;
  for (int i = 0; i < 200; ++i) {
    tell_in_order(i % 3 == 0 ? *db_ : *other_, 7, std::to_string(i));
    told.push_back("[" + std::to_string(i) + "]");
  }
  EXPECT_EQ(hearer.heard(200), told);
}

TEST_F(NoticesTest, AreHeardOnceWhoeverCommitsLaterElsewhere) {
  Hearer hearer(*other_);
  std::vector<std::thread> writers;
  for (const std::int64_t key : {1, 2, 3, 4})
    writers.emplace_back([&, key] {
      for (int i = 0; i < 100; ++i) tell_in_order(*db_, key, std::to_string(key * 1'000 + i));
    });
  for (std::thread& writer : writers) writer.join();
  tell(*db_, "0");
  std::vector<int> numbers;
  // Jobs that waited together share a transaction, and a text.
  for (std::size_t texts = 1; numbers.empty() || numbers.back() != 0; ++texts) {
    numbers.clear();
    for (std::string text : hearer.heard(texts)) {
      std::replace(text.begin(), text.end(), ',', ' ');
      std::istringstream words(text.substr(1, text.size() - 2));
      for (int number = 0; words >> number;) numbers.push_back(number);
    }
    ASSERT_LE(texts, 500U);
  }
  EXPECT_EQ(numbers.size(), 401U);
  for (const int key : {1, 2, 3, 4}) {
    std::vector<int> of_key, wanted;
    for (const int number : numbers)
      if (number / 1'000 == key) of_key.push_back(number);
    for (int i = 0; i < 100; ++i) wanted.push_back(key * 1'000 + i);
    EXPECT_EQ(of_key, wanted);
  }
}

TEST_F(NoticesTest, LeaveNoRowOnceAllOthersHaveStopped) {
  {
    Hearer hearer(*other_);
    tell(*db_, "1");
    EXPECT_THAT(hearer.heard(1), ElementsAre("[1]"));
  }
  const int before = rows();
  tell(*db_, "2");
  EXPECT_EQ(rows(), before);
}

TEST_F(NoticesTest, WereMissedByAServerThatOthersTookForDead) {
  Hearer hearer(*other_);
  script("DELETE FROM server_instance WHERE holder = 'other'");
  tell(*db_, "1");
  EXPECT_THAT(hearer.heard(1), ElementsAre("missed"));
  tell(*db_, "2");
  EXPECT_THAT(hearer.heard(2), ElementsAre("missed", "[2]"));
}

TEST_F(NoticesTest, WereMissedByAServerWhoseConnectionWasLost) {
  if (test::chosen_database() == DialectKind::sqlite) GTEST_SKIP() << "a file has no connection";
  test::TcpProxy proxy(port_of(place_->url()));
  const auto through = Database::open(url_through(proxy, place_->url()), {.instance = "through"});
  Hearer hearer(*through);
  tell(*db_, "1");
  hearer.heard(1);
  proxy.cut();
  EXPECT_THAT(hearer.heard(2), ElementsAre("[1]", "missed"));
  tell(*db_, "2");
  EXPECT_THAT(hearer.heard(3), ElementsAre("[1]", "missed", "[2]"));
}

TEST_F(NoticesTest, WereMissedAlsoByAServerThatCouldNotEnterAgainAtOnce) {
  if (test::chosen_database() == DialectKind::sqlite) GTEST_SKIP() << "a file has no connection";
  test::TcpProxy proxy(port_of(place_->url()));
  const auto through = Database::open(url_through(proxy, place_->url()),
                                      {.server_lock_timeout = std::chrono::milliseconds(50), .instance = "through"});
  Hearer hearer(*through);
  {
    const Hold hold(*db_);
    proxy.cut();
    // Writes follow one another: the hearer's was refused before the last of these.
    for (int i = 0; i < 3; ++i) EXPECT_THROW(tell(*through, "1"), base::Error);
  }
  EXPECT_THAT(hearer.heard(1), ElementsAre("missed"));
}

TEST_F(NoticesTest, AreDeletedByTheirServerAfterAWhile) {
  Hearer own(*db_), other(*other_);
  tell(*db_, "1");
  other.heard(1);
  EXPECT_EQ(rows(), 1);
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (rows() > 0 && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(rows(), 0);
}

}  // namespace
}  // namespace openspc::db
