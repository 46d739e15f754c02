// Control limits over the API: what a change leaves alone, how it is told, and what it would do before it is made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <vector>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using boost::json::value;
using testing::HasSubstr;

class LimitsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }

  static std::string route(std::int64_t characteristic, const std::string& rest) {
    return path("/api/v1/characteristics/", characteristic, "/" + rest);
  }
  /// The readings go in as one batch, judged in their order.
  void feed(std::int64_t characteristic, const std::vector<double>& readings) {
    boost::json::array samples;
    for (const double reading : readings) samples.push_back(object{{"measurements", boost::json::array{reading}}});
    const object batch{{"characteristic_id", characteristic}, {"samples", std::move(samples)}};
    require(client.post("/api/v1/samples/batch", batch), 200);
  }
  value chart(std::int64_t characteristic) {
    return require(client.get(route(characteristic, "chart-data?limit=1000")), 200).json();
  }
  value revisions(std::int64_t characteristic) {
    return require(client.get(route(characteristic, "limit-revisions")), 200).json();
  }
  static std::size_t beyond_without_violation(const value& chart) {
    std::size_t found = 0;
    for (const auto& point : chart.at("data_points").as_array()) {
      const auto& zone = point.at("zone").as_string();
      if ((zone == "beyond_ucl" || zone == "beyond_lcl") && point.at("violation_ids").as_array().empty()) ++found;
    }
    return found;
  }

  static std::unique_ptr<Workshop> shop_;
  Workshop& shop = *shop_;
  HttpClient& client = shop_->admin;
};
std::unique_ptr<Workshop> LimitsTest::shop_;

// A process that is wide at first and calm at last, as an oven that was repaired.
std::vector<double> repaired_oven() {
  std::vector<double> readings;
  for (int i = 0; i < 975; ++i) readings.push_back(10 + 2.5 * ((i * 37 % 100) / 100.0 - 0.5));
  for (int i = 0; i < 25; ++i) readings.push_back(10 + 0.1 * (i * 7 % 5 - 2));
  return readings;
}

TEST_F(LimitsTest, AThousandPointsInColumnsAreAFractionOfTheBytes) {
  const auto id = shop.new_judged_characteristic();
  feed(id, repaired_oven());
  const Reply whole = require(client.get(route(id, "chart-data?limit=1000")), 200);
  const Reply columns = require(client.get(route(id, "chart-data/columns?limit=1000")), 200);
  EXPECT_EQ(columns.json().at("points").at("sample_id").as_array().size(), 1000);
  EXPECT_EQ(columns.json().at("capability"), whole.json().at("capability"));
  EXPECT_EQ(columns.json().at("stages"), whole.json().at("stages"));
  EXPECT_LT(columns.body.size() * 4, whole.body.size());
  RecordProperty("whole_bytes", std::to_string(whole.body.size()));
  RecordProperty("column_bytes", std::to_string(columns.body.size()));
}

TEST_F(LimitsTest, RecalculatingFromTheLastTwentyFiveLeavesAThousandPointsAsTheyWereJudged) {
  const auto id = shop.new_judged_characteristic();
  feed(id, repaired_oven());
  const value before = chart(id);
  require(client.post(route(id, "recalculate-limits?last_n=25"), object{}), 200);
  const value after = chart(id);
  ASSERT_EQ(after.at("data_points").as_array().size(), 1000);
  EXPECT_EQ(beyond_without_violation(after), 0);
  EXPECT_EQ(after.at("data_points"), before.at("data_points"));
  EXPECT_LT(after.at("control_limits").at("ucl").to_number<double>(), 11);
}

TEST_F(LimitsTest, NewSamplesAreJudgedByTheNewLimits) {
  const auto id = shop.new_judged_characteristic();
  shop.submit(id, {10});
  shop.set_limits(id, 10, 0.1);
  EXPECT_FALSE(shop.submit(id, {11}).at("in_control").as_bool());
  const value data = chart(id);
  EXPECT_EQ(data.at("data_points").at(0).at("ucl").to_number<double>(), 13);
  EXPECT_NEAR(data.at("data_points").at(1).at("ucl").to_number<double>(), 10.3, 1e-12);
  EXPECT_NEAR(data.at("data_points").at(1).at("sigma").to_number<double>(), 0.1, 1e-12);
  const auto& stages = data.at("stages").as_array();
  ASSERT_EQ(stages.size(), 2);
  EXPECT_EQ(data.at("data_points").at(0).at("stage"), stages.at(0).at("id"));
  EXPECT_EQ(stages.at(0).at("ends_at"), stages.at(1).at("starts_at"));
}

TEST_F(LimitsTest, FiftyStagesAreListedNewestFirstInPages) {
  const auto id = shop.new_characteristic();
  for (int i = 1; i <= 50; ++i) {
    shop.set_limits(id, 10, i);
    shop.submit(id, {10});
  }
  EXPECT_EQ(chart(id).at("stages").as_array().size(), 50);
  const value page = require(client.get(route(id, "limit-revisions?offset=10&limit=5")), 200).json();
  EXPECT_EQ(page.at("total").to_number<int>(), 50);
  ASSERT_EQ(page.at("items").as_array().size(), 5);
  EXPECT_EQ(page.at("items").at(0).at("sigma").to_number<double>(), 40);
  EXPECT_EQ(page.at("items").at(0).at("created_by"), "admin");
}

TEST_F(LimitsTest, ThePreviewOfARecalculationChangesNothing) {
  const auto id = shop.new_judged_characteristic();
  feed(id, repaired_oven());
  const value preview = require(client.post(route(id, "recalculate-limits/preview?last_n=25"), object{}), 200).json();
  EXPECT_EQ(preview.at("before").at("ucl").to_number<double>(), 13);
  EXPECT_LT(preview.at("after").at("ucl").to_number<double>(), 11);
  EXPECT_EQ(preview.at("signals").at("sample_count").to_number<int>(), 25);
  EXPECT_TRUE(preview.at("signals").at("after").at("by_rule").is_object());
  EXPECT_EQ(chart(id).at("control_limits").at("ucl").to_number<double>(), 13);
  EXPECT_EQ(revisions(id).at("total").to_number<int>(), 1);
}

TEST_F(LimitsTest, ThePreviewOfLimitsSetByHandCountsTheSignalsOfOldAndNewLines) {
  const auto id = shop.new_judged_characteristic();
  feed(id, {10, 10.5, 9.5, 10, 12});
  const object wanted{{"ucl", 11}, {"lcl", 9}, {"center_line", 10}, {"sigma", 1.0 / 3}};
  const value preview = require(client.post(route(id, "set-limits/preview"), wanted), 200).json();
  EXPECT_EQ(preview.at("signals").at("before").at("total").to_number<int>(), 0);
  EXPECT_EQ(preview.at("signals").at("after").at("samples").to_number<int>(), 1);
  EXPECT_EQ(revisions(id).at("total").to_number<int>(), 1);
}

TEST_F(LimitsTest, APreviewRefusesWhatTheChangeWouldRefuse) {
  const auto id = shop.new_characteristic();
  EXPECT_EQ(client.post(route(id, "recalculate-limits/preview"), object{}).status, 400);
  const object crossed{{"ucl", 9}, {"lcl", 11}, {"center_line", 10}, {"sigma", 1}};
  EXPECT_EQ(client.post(route(id, "set-limits/preview"), crossed).status, 422);
}

TEST_F(LimitsTest, TheReasonForAChangeIsKept) {
  const auto id = shop.new_judged_characteristic();
  shop.submit(id, {10});
  const object limits{{"ucl", 11}, {"lcl", 9}, {"center_line", 10}, {"sigma", 0.4}, {"note", "New tool"}};
  require(client.post(route(id, "set-limits"), limits), 200);
  EXPECT_EQ(revisions(id).at("items").at(0).at("note"), "New tool");
  EXPECT_EQ(revisions(id).at("items").at(0).at("origin"), "changed");
}

TEST_F(LimitsTest, TheHistoryIsHiddenFromOtherPlants) {
  const auto id = shop.new_judged_characteristic();
  const auto other = shop.new_plant("Elsewhere", "ELSE");
  shop.add_user("stella", "engineer", other);
  auto stranger = shop.signed_in("stella");
  EXPECT_EQ(stranger.get(route(id, "limit-revisions")).status, 404);
  EXPECT_EQ(stranger.post(route(id, "recalculate-limits/preview"), object{}).status, 404);
}

TEST_F(LimitsTest, AMovingRangeViolationListsTheRangeAndItsLimit) {
  const auto id = shop.new_judged_characteristic();
  feed(id, {12.5, 7.5});
  const value page = require(client.get(path("/api/v1/violations/?characteristic_id=", id)), 200).json();
  const auto& items = page.at("items").as_array();
  ASSERT_EQ(items.size(), 1);
  EXPECT_EQ(items.at(0).at("statistic"), "moving_range");
  EXPECT_EQ(items.at(0).at("value").to_number<double>(), 5);
  EXPECT_NEAR(items.at(0).at("ucl").to_number<double>(), 3.6857, 1e-3);
}

TEST_F(LimitsTest, AStandardizedChartSaysThatItPlotsZ) {
  const auto id = shop.new_judged_characteristic({{"subgroup_mode", "STANDARDIZED"}});
  const value result = shop.submit(id, {14});
  EXPECT_EQ(result.at("violations").at(0).at("statistic"), "z");
  EXPECT_EQ(result.at("violations").at(0).at("value").to_number<double>(), 4);
  EXPECT_EQ(result.at("violations").at(0).at("ucl").to_number<double>(), 3);
  EXPECT_EQ(chart(id).at("statistic"), "z");
}

}  // namespace
}  // namespace openspc::test
