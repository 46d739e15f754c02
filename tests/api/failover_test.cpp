// A PostgreSQL whose machine dies under load, and its standby that takes over: what was acknowledged is there, once,
// and the servers of ours serve again by themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include "support/database/own_postgresql.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

/// Both hosts in one address; whichever takes writes is the one to talk to.
std::string url_of(const OwnPostgresql& primary, const OwnPostgresql& standby) {
  const std::string first = primary.url(), second = standby.url();
  const auto host = [](const std::string& url) {
    const auto begin = url.find('@') + 1;
    return url.substr(begin, url.find('/', begin) - begin);
  };
  return "postgresql://openspc@" + host(first) + "," + host(second) + "/postgres?target_session_attrs=read-write";
}

class Acknowledged {
 public:
  void add(const std::string& mark) {
    const std::lock_guard lock(mutex_);
    marks_.insert(mark);
  }
  std::set<std::string> marks() {
    const std::lock_guard lock(mutex_);
    return marks_;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> marks_;
};

class Failover : public testing::Test {
 protected:
  /// Sends one sample after the other, each until it is acknowledged, as a gauge does that must not lose one.
  void measure(std::int64_t characteristic, const std::string& name, const std::stop_token& stop) {
    HttpClient client(shop.server.port());
    client.token = shop.admin.token;
    for (int i = 0; !stop.stop_requested(); ++i) {
      auto body = sample_of(characteristic, {1.0 * i});
      const std::string mark = name + std::to_string(i);
      body["batch_number"] = mark;
      body["idempotency_key"] = mark;
      while (client.post("/api/v1/samples/", body).status / 100 != 2) {
        if (stop.stop_requested()) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
      acknowledged.add(mark);
    }
  }

  TemporaryFolder folder;
  OwnPostgresql primary{folder.path() / "primary", {"synchronous_standby_names = 'standby'", "fsync = on"}};
  OwnPostgresql standby = OwnPostgresql::standby_of(primary, folder.path() / "standby");
  Workshop shop{{.environment = {{"OPENSPC_DATABASE_URL", url_of(primary, standby)}}}};
  Acknowledged acknowledged;
};

TEST_F(Failover, LosesNothingAcknowledgedDoublesNothingAndServesAgainWithinTenSeconds) {
  std::list<std::jthread> gauges;
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    gauges.emplace_back([&, name, characteristic = shop.new_characteristic()](const std::stop_token& stop) {
      measure(characteristic, name, stop);
    });
  wait_for([&] { return acknowledged.marks().size() > 200; }, "samples are stored");

  primary.crash();
  const auto crashed = std::chrono::steady_clock::now();
  standby.promote();
  // More than can have been on their way.
  const auto before = acknowledged.marks().size();
  wait_for([&] { return acknowledged.marks().size() > before + gauges.size(); }, "samples are stored again");
  EXPECT_LT(std::chrono::steady_clock::now() - crashed, std::chrono::seconds(10));
  wait_for([&] { return acknowledged.marks().size() > before + 200; }, "and many more");
  gauges.clear();
  std::set<std::string> stored;
  for (const auto& row : StoredData(standby.url()).rows("SELECT batch_number FROM sample"))
    EXPECT_TRUE(stored.insert(row[0]).second) << row[0] << " is stored twice";
  for (const std::string& mark : acknowledged.marks()) EXPECT_TRUE(stored.contains(mark)) << mark << " is lost";
}

}  // namespace
}  // namespace openspc::test
