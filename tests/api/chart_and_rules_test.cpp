// The chart of a characteristic and the options of its rules over the API: kept, told and refused by the words of the
// wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using testing::ElementsAre;
using testing::HasSubstr;

class ChartAndRules : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }

  static std::string of(std::int64_t characteristic, const std::string& rest = {}) {
    return path("/api/v1/characteristics/", characteristic, rest);
  }
  value rules(std::int64_t characteristic) { return require(client.get(of(characteristic, "/rules")), 200).json(); }
  std::vector<std::string> names_of_violations(std::int64_t characteristic) {
    const value page = require(client.get(path("/api/v1/violations/?characteristic_id=", characteristic)), 200).json();
    std::vector<std::string> names;
    for (const value& violation : page.at("items").as_array())
      names.emplace_back(violation.at("rule_name").as_string().c_str());
    return names;
  }

  static std::unique_ptr<Workshop> shop_;
  Workshop& shop = *shop_;
  HttpClient& client = shop_->admin;
};
std::unique_ptr<Workshop> ChartAndRules::shop_;

TEST_F(ChartAndRules, AChartIsKeptChangedAndGivenUp) {
  const auto id = shop.new_characteristic({{"subgroup_size", 5}, {"chart_type", "xbar_s"}});
  EXPECT_EQ(client.get(of(id)).json().at("chart_type"), "xbar_s");
  EXPECT_EQ(shop.chart(id).at("dispersion").at("type"), "std_dev");
  EXPECT_EQ(require(client.patch(of(id), {{"chart_type", "xbar_r"}}), 200).json().at("chart_type"), "xbar_r");
  EXPECT_EQ(require(client.patch(of(id), {{"chart_type", "xbar_s"}}), 200).json().at("chart_type"), "xbar_s");
  EXPECT_EQ(require(client.patch(of(id), {{"chart_type", nullptr}}), 200).json().at("chart_type"), "xbar_r");
}

TEST_F(ChartAndRules, AChartThatCannotDrawTheSamplesIsRefusedAtItsMember) {
  const auto id = shop.new_characteristic({{"subgroup_size", 5}});
  const value refused = require(client.patch(of(id), {{"chart_type", "i_mr"}}), 422).json().at("detail").at(0);
  EXPECT_EQ(refused.at("loc"), value({"body", "chart_type"}));
  EXPECT_THAT(std::string(refused.at("msg").as_string()), HasSubstr("use xbar_r or xbar_s"));
  const value unknown = require(client.patch(of(id), {{"chart_type", "cusum"}}), 422).json().at("detail").at(0);
  EXPECT_EQ(unknown.at("type"), "enum");
}

TEST_F(ChartAndRules, AClientOfTheReferenceTellsTheViolationsOfBothChartsApart) {
  const auto id = shop.new_judged_characteristic();
  shop.submit(id, {10});
  shop.submit(id, {20});
  EXPECT_THAT(names_of_violations(id), ElementsAre("Outlier (moving range)", "Outlier"));
}

TEST_F(ChartAndRules, SeverityAndDispersionChartAreSettings) {
  const auto id = shop.new_judged_characteristic();
  const array body{object{{"rule_id", 1}, {"severity", "WARNING"}, {"dispersion_enabled", false}}};
  const value answered = require(client.put(of(id, "/rules"), body), 200).json();
  EXPECT_EQ(answered.at(0).at("severity"), "WARNING");
  EXPECT_EQ(answered.at(0).at("dispersion_enabled"), false);
  shop.submit(id, {10});
  const value sample = shop.submit(id, {20});
  ASSERT_EQ(sample.at("violations").as_array().size(), 1U);
  EXPECT_EQ(sample.at("violations").at(0).at("severity"), "WARNING");
}

TEST_F(ChartAndRules, APutInTheWordsOfTheReferenceChangesNothingElse) {
  const auto id = shop.new_judged_characteristic();
  array body;
  for (int rule = 1; rule <= 8; ++rule)
    body.push_back(object{{"rule_id", rule}, {"is_enabled", true}, {"require_acknowledgement", true}});
  const value before = rules(id);
  require(client.put(of(id, "/rules"), body), 200);
  EXPECT_EQ(rules(id), before);
}

TEST_F(ChartAndRules, ASeverityThatIsNoneIsRefusedAtItsPlace) {
  const auto id = shop.new_characteristic();
  const array body{object{{"rule_id", 1}}, object{{"rule_id", 2}, {"severity", "INFO"}}};
  const value refused = require(client.put(of(id, "/rules"), body), 422).json().at("detail").at(0);
  EXPECT_EQ(refused.at("loc"), value({"body", 1, "severity"}));
}

}  // namespace
}  // namespace openspc::test
