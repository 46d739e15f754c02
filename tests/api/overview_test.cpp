// A long history at a glance, over the API: the same before and after the server has summarized it, and refused with
// the name of what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "base/time.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using boost::json::value;

class OverviewTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }

  static std::string route(std::int64_t characteristic, const std::string& query = "") {
    return path("/api/v1/characteristics/", characteristic, "/chart-overview" + query);
  }
  /// 1,500 samples, a second apart; the 700th lies far out.
  std::int64_t with_history() {
    const std::int64_t id = shop.new_judged_characteristic();
    for (int part = 0; part < 3; ++part) {
      boost::json::array samples;
      for (int i = 500 * part; i < 500 * (part + 1); ++i) {
        samples.push_back(object{{"measurements", boost::json::array{i == 700 ? 14.5 : 10 + 0.1 * (i % 5 - 2)}},
                                 {"timestamp", base::to_iso8601(begin_ + std::chrono::seconds(i))}});
      }
      require(client.post("/api/v1/samples/batch", object{{"characteristic_id", id}, {"samples", std::move(samples)}}),
              200);
    }
    return id;
  }
  value overview(std::int64_t characteristic, const std::string& query = "") {
    return require(client.get(route(characteristic, query)), 200).json();
  }
  std::string refused(std::int64_t characteristic, const std::string& query) {
    const value detail = require(client.get(route(characteristic, query)), 422).json().at("detail");
    return std::string(detail.at(0).at("loc").at(1).as_string());
  }

  static std::unique_ptr<Workshop> shop_;
  Workshop& shop = *shop_;
  HttpClient& client = shop_->admin;
  const base::Timestamp begin_ = base::parse_timestamp("2026-02-12T08:00:00Z").value();
};
std::unique_ptr<Workshop> OverviewTest::shop_;

TEST_F(OverviewTest, ShowsAllOfALongHistoryInFewPoints) {
  const value seen = overview(with_history(), "?max_points=10");
  EXPECT_EQ(seen.at("samples"), 1500);
  EXPECT_EQ(seen.at("is_exact"), false);
  EXPECT_EQ(seen.at("is_complete"), true);
  EXPECT_EQ(seen.at("statistic"), "individual");
  EXPECT_EQ(seen.at("dispersion_type"), "moving_range");
  ASSERT_EQ(seen.at("points").as_array().size(), 10U);
  const value& point = seen.at("points").at(4);  // samples 600 to 749
  EXPECT_EQ(point.at("samples"), 150);
  EXPECT_EQ(point.at("max"), 14.5);
  EXPECT_EQ(point.at("max_at"), "2026-02-12T08:11:40Z");
  EXPECT_GE(point.at("critical_signals").as_int64(), 1);
  EXPECT_EQ(seen.at("stages").as_array().size(), 1U);
}

TEST_F(OverviewTest, OfARangeIsWhatLiesInIt) {
  const std::int64_t id = with_history();
  const value seen = overview(id, "?start_date=2026-02-12T08:10:00Z&end_date=2026-02-12T08:12:29Z");
  EXPECT_EQ(seen.at("samples"), 150);
  EXPECT_EQ(seen.at("is_exact"), true);
  EXPECT_EQ(seen.at("first"), "2026-02-12T08:10:00Z");
  EXPECT_EQ(seen.at("last"), "2026-02-12T08:12:29Z");
  EXPECT_TRUE(overview(id, "?end_date=2020-01-01T00:00:00Z").at("points").as_array().empty());
}

TEST_F(OverviewTest, IsTheSameOnceTheServerHasSummarizedIt) {
  const std::int64_t id = with_history();
  const value before = overview(id, "?max_points=3");
  // It summarizes when it starts.
  shop.server.stop();
  shop.server.start();
  const std::string blocks = path("SELECT COUNT(*) FROM subgroup_summary WHERE char_id = ", id);
  wait_for([&] { return shop.server.stored().number(blocks) > 0; }, "nothing was summarized");
  const value after = overview(id, "?max_points=3");
  EXPECT_EQ(after.at("samples"), before.at("samples"));
  EXPECT_EQ(after.at("signals"), before.at("signals"));
  ASSERT_EQ(after.at("points").as_array().size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    for (const char* member :
         {"first", "last", "samples", "min", "max", "min_at", "max_at", "dispersion_max", "signals"})
      EXPECT_EQ(after.at("points").at(i).at(member), before.at("points").at(i).at(member)) << member;
}

TEST_F(OverviewTest, NamesWhatItCannotFollow) {
  const std::int64_t id = shop.new_characteristic();
  EXPECT_EQ(refused(id, "?max_points=0"), "max_points");
  EXPECT_EQ(refused(id, "?max_points=2001"), "max_points");
  EXPECT_EQ(refused(id, "?start_date=tomorrow"), "start_date");
  EXPECT_EQ(refused(id, "?start_date=2026-02-12T08:00:00%2B99:00"), "start_date");
  EXPECT_EQ(refused(id, "?start_date=2026-02-12&end_date=2026-02-11"), "end_date");
  EXPECT_EQ(refused(id, "?from=2026-02-12"), "from");
}

TEST_F(OverviewTest, IsForThoseWhoSeeTheChart) {
  const std::int64_t id = shop.new_characteristic();
  const std::int64_t elsewhere = shop.new_plant("Elsewhere", "ELSE");
  shop.add_user("olga", "operator", shop.plant);
  shop.add_user("sam", "operator", elsewhere);
  EXPECT_EQ(shop.signed_in("olga").get(route(id)).status, 200);
  EXPECT_EQ(shop.signed_in("sam").get(route(id)).status, 404);
  EXPECT_EQ(HttpClient(shop.server.port()).get(route(id)).status, 401);
  EXPECT_EQ(client.get(route(987654)).status, 404);
}

}  // namespace
}  // namespace openspc::test
