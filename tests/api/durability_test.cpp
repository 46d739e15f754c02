// Power cuts and orderly ends. Each submission carries a mark of its own as batch number, so that what the clients were
// told can be compared with what the database holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using Marks = std::set<std::string>;

constexpr int kRounds = 12;
constexpr int kClients = 6;
constexpr std::size_t kBatchSize = 20;

struct Single {
  std::int64_t characteristic = 0;
  std::string mark;
  std::string key;  // empty: sent without one
  double value = 0;
};

boost::json::object body_of(const Single& single) {
  auto body = sample_of(single.characteristic, {single.value});
  body["batch_number"] = single.mark;
  if (!single.key.empty()) body["idempotency_key"] = single.key;
  return body;
}

/// What the clients know: what was acknowledged, and what was sent and never answered.
class Ledger {
 public:
  void acknowledged(const Single& single, const boost::json::value& reply) {
    const std::lock_guard lock(mutex_);
    acknowledged_marks.insert(single.mark);
    if (!single.key.empty()) acknowledged_keys.push_back(single);
    for (const auto& violation : reply.at("violations").as_array())
      acknowledged_violations.push_back(violation.at("violation_id").as_int64());
  }
  void acknowledged(const Marks& marks) {
    const std::lock_guard lock(mutex_);
    acknowledged_marks.insert(marks.begin(), marks.end());
  }
  void unanswered(const Single& single) {
    const std::lock_guard lock(mutex_);
    if (!single.key.empty()) unanswered_keys.push_back(single);
  }
  void refused(int status, const std::string& body) {
    const std::lock_guard lock(mutex_);
    refusals.push_back(std::to_string(status) + " " + body);
  }
  void batch(const std::string& prefix) {
    const std::lock_guard lock(mutex_);
    batches.push_back(prefix);
  }

  Marks acknowledged_marks;
  std::vector<std::int64_t> acknowledged_violations;
  std::vector<Single> acknowledged_keys, unanswered_keys;
  std::vector<std::string> refusals, batches;

 private:
  std::mutex mutex_;
};

/// Submits without a pause until the server is gone: single samples, some with a key, and now and then a batch.
class LoadClient {
 public:
  LoadClient(const Workshop& shop, std::int64_t characteristic, std::string name, Ledger& ledger)
      : http_(shop.server.port()), characteristic_(characteristic), name_(std::move(name)), ledger_(ledger) {
    http_.token = shop.admin.token;
    http_.repeats = false;
  }

  void run() {
    for (int i = 0;; ++i) {
      const std::string mark = name_ + "-" + std::to_string(i);
      if (!(i % 10 == 9 ? submit_batch(mark) : submit_single(mark, i))) return;
    }
  }

 private:
  bool submit_single(const std::string& mark, int i) {
    // Every seventh is beyond the limits, so that violations are written too.
    const Single single{characteristic_, mark, i % 3 == 0 ? "key-" + mark : "", i % 7 == 0 ? 20.0 : 10.0 + i % 3};
    try {
      const Reply reply = http_.post("/api/v1/samples/", body_of(single));
      reply.status == 201 ? ledger_.acknowledged(single, reply.json()) : ledger_.refused(reply.status, reply.body);
      return true;
    } catch (const std::exception&) {
      ledger_.unanswered(single);
      return false;
    }
  }

  bool submit_batch(const std::string& prefix) {
    boost::json::array samples;
    Marks marks;
    for (std::size_t i = 0; i < kBatchSize; ++i) {
      const std::string mark = prefix + "." + std::to_string(i);
      marks.insert(mark);
      samples.push_back({{"measurements", {10.0}}, {"batch_number", mark}});
    }
    ledger_.batch(prefix);
    try {
      const Reply reply =
          http_.post("/api/v1/samples/batch", {{"characteristic_id", characteristic_}, {"samples", samples}});
      reply.status == 200 ? ledger_.acknowledged(marks) : ledger_.refused(reply.status, reply.body);
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

  HttpClient http_;
  std::int64_t characteristic_;
  std::string name_;
  Ledger& ledger_;
};

/// Runs the clients against the server while `meanwhile` brings it down.
template <class F>
void load(const Workshop& shop, const std::vector<std::int64_t>& characteristics, const std::string& round,
          Ledger& ledger, F meanwhile) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      const auto characteristic = characteristics[static_cast<std::size_t>(i) % characteristics.size()];
      LoadClient(shop, characteristic, round + "-" + std::to_string(i), ledger).run();
    });
  }
  meanwhile();
}

std::map<std::string, std::int64_t> stored_marks(StoredData& database) {
  std::map<std::string, std::int64_t> marks;
  for (const auto& row : database.rows("SELECT batch_number, COUNT(*) FROM sample GROUP BY batch_number"))
    marks[row.at(0)] = std::stoll(row.at(1));
  return marks;
}

void expect_sound(StoredData& database) {
  if (chosen_database() == db::DialectKind::sqlite) {
    EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
    EXPECT_TRUE(database.rows("PRAGMA foreign_key_check").empty());
  }
  EXPECT_EQ(database.number("SELECT COUNT(*) FROM sample WHERE actual_n <> (SELECT COUNT(*) FROM measurement "
                            "WHERE sample_id = sample.id)"),
            0)
      << "samples without their readings";
  EXPECT_EQ(
      database.number("SELECT COUNT(*) FROM violation WHERE NOT EXISTS (SELECT 1 FROM sample WHERE id = sample_id)"), 0)
      << "violations of samples that do not exist";
}

/// The server is killed again and again under load, once for all tests of the suite; each looks at another promise.
class Crash : public testing::Test {
 protected:
  struct Aftermath {
    Workshop shop{};
    std::vector<std::int64_t> characteristics{shop.new_judged_characteristic(), shop.new_judged_characteristic()};
    Ledger ledger{};
  };

  static void SetUpTestSuite() {
    after_ = std::make_unique<Aftermath>();
    std::mt19937 random(20'240'607);
    std::uniform_int_distribution<int> milliseconds(60, 450);
    for (int round = 0; round < kRounds; ++round) {
      load(after_->shop, after_->characteristics, "r" + std::to_string(round), after_->ledger, [&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(random)));
        after_->shop.server.kill_hard();
      });
      after_->shop.server.start();
    }
  }
  static void TearDownTestSuite() { after_.reset(); }

  static Workshop& shop() { return after_->shop; }
  static const Ledger& ledger() { return after_->ledger; }
  static const std::vector<std::int64_t>& characteristics() { return after_->characteristics; }
  static StoredData database() { return after_->shop.server.stored(); }

 private:
  static std::unique_ptr<Aftermath> after_;
};

std::unique_ptr<Crash::Aftermath> Crash::after_;

TEST_F(Crash, KeepsEveryAcknowledgedSampleOnceAndEveryOtherAtMostOnce) {
  auto file = database();
  const auto stored = stored_marks(file);
  ASSERT_GT(ledger().acknowledged_marks.size(), 200U) << "the load was too light to prove anything";
  for (const auto& mark : ledger().acknowledged_marks)
    ASSERT_TRUE(stored.contains(mark)) << mark << " was acknowledged and is gone";
  for (const auto& [mark, count] : stored) ASSERT_EQ(count, 1) << mark << " is there more than once";
}

TEST_F(Crash, MakesNoRequestFail) {
  EXPECT_TRUE(ledger().refusals.empty()) << ledger().refusals.size()
                                         << " refusals, the first: " << ledger().refusals.front();
}

TEST_F(Crash, StoresABatchWholeOrNotAtAll) {
  auto file = database();
  const auto stored = stored_marks(file);
  for (const auto& prefix : ledger().batches) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < kBatchSize; ++i) found += stored.count(prefix + "." + std::to_string(i));
    ASSERT_TRUE(found == 0 || found == kBatchSize) << prefix << " has " << found << " of " << kBatchSize;
  }
}

TEST_F(Crash, KeepsTheViolationsThatWereAcknowledgedWithTheirSamples) {
  auto file = database();
  const auto ids = file.column("SELECT id FROM violation");
  const Marks stored(ids.begin(), ids.end());
  ASSERT_FALSE(ledger().acknowledged_violations.empty());
  for (const auto id : ledger().acknowledged_violations)
    ASSERT_TRUE(stored.contains(std::to_string(id))) << "violation " << id << " is gone";
}

TEST_F(Crash, LeavesCountersThatAreRight) {
  // Each start counts again and mends what is wrong, and would have said so.
  EXPECT_THAT(shop().server.log(), testing::Not(testing::HasSubstr("violations_filed_again")));
  auto file = database();
  EXPECT_EQ(
      file.number("SELECT COALESCE(SUM(amount), 0) FROM violation_count"),
      file.number("SELECT COUNT(*) FROM violation v JOIN sample s ON s.id = v.sample_id WHERE s.deleted_at IS NULL "
                  "AND (v.superseded_at IS NULL OR v.acknowledged = ${true})"));
}

TEST_F(Crash, LeavesASoundDatabase) {
  auto file = database();
  expect_sound(file);
}

TEST_F(Crash, CountsInTheApiWhatIsInTheDatabase) {
  auto file = database();
  for (const auto id : characteristics()) {
    const auto page = require(shop().admin.get(path("/api/v1/samples/?limit=1&characteristic_id=", id)), 200).json();
    EXPECT_EQ(page.at("total").as_int64(),
              file.number(path("SELECT COUNT(*) FROM sample WHERE deleted_at IS NULL AND char_id = ", id)));
  }
}

TEST_F(Crash, AnswersARetryOfWhatWasAcknowledgedWithTheSampleStoredThen) {
  ASSERT_FALSE(ledger().acknowledged_keys.empty());
  const Single& known = ledger().acknowledged_keys.front();
  auto file = database();
  const auto id = file.number("SELECT id FROM sample WHERE batch_number = '" + known.mark + "'");

  const auto reply = require(shop().admin.post("/api/v1/samples/", body_of(known)), 201);

  EXPECT_EQ(reply.header("idempotent-replayed"), "true");
  EXPECT_EQ(reply.json().at("sample_id").as_int64(), id);
}

TEST_F(Crash, LetsTheUnansweredBeSentAgainWithoutADouble) {
  ASSERT_FALSE(ledger().unanswered_keys.empty()) << "no request was cut off";
  for (const Single& cut : ledger().unanswered_keys) require(shop().admin.post("/api/v1/samples/", body_of(cut)), 201);
  auto file = database();
  const auto stored = stored_marks(file);
  for (const Single& cut : ledger().unanswered_keys) EXPECT_EQ(stored.at(cut.mark), 1) << cut.mark;
}

TEST(Shutdown, UnderLoadAnswersWhatWasAcceptedAndStoresNothingElse) {
  Workshop shop;
  Ledger ledger;
  const auto characteristic = shop.new_judged_characteristic();
  int status = -1;

  load(shop, {characteristic}, "stop", ledger, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    status = shop.server.stop();
  });

  EXPECT_EQ(status, 0) << shop.server.log();
  EXPECT_TRUE(ledger.refusals.empty()) << ledger.refusals.front();
  StoredData database = shop.server.stored();
  Marks stored;
  for (const auto& [mark, count] : stored_marks(database)) stored.insert(mark);
  EXPECT_GT(stored.size(), 20U);
  EXPECT_EQ(stored, ledger.acknowledged_marks);
  expect_sound(database);
}

TEST(Shutdown, FoldsTheWriteAheadLogIntoTheDatabase) {
  OPENSPC_SQLITE_ONLY("about its files");
  Workshop shop;
  shop.submit(shop.new_characteristic(), {1.5});

  ASSERT_EQ(shop.server.stop(), 0);

  EXPECT_FALSE(std::filesystem::exists(shop.server.database().string() + "-wal"));
  EXPECT_EQ(shop.server.stored().number("SELECT COUNT(*) FROM sample"), 1);
}

TEST(Shutdown, ClosesALiveConnectionAsGoingAway) {
  Workshop shop;
  WebSocketClient live(shop.server.port(), "/ws/samples?token=" + shop.admin.token);
  live.send({{"type", "ping"}});
  ASSERT_TRUE(live.receive_type("pong"));

  shop.server.ask_to_stop();

  EXPECT_FALSE(live.receive());
  EXPECT_EQ(live.close_code(), 1001);
  EXPECT_EQ(shop.server.wait_for_exit(), 0);
}

TEST(Shutdown, WaitsForARequestThatIsStillArriving) {
  Workshop shop;
  RawSocket socket(shop.server.port());
  const std::string body = R"({"username":"admin","password":"wrong"})";
  socket.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, 10));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // the server is reading the body by then

  shop.server.ask_to_stop();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  socket.send(body.substr(10));

  EXPECT_TRUE(socket.receive_until_closed().starts_with("HTTP/1.1 401"));
  EXPECT_EQ(shop.server.wait_for_exit(), 0);
}

}  // namespace
}  // namespace openspc::test
