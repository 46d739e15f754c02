// What happens to a sample from its submission to its deletion, and that violations and charts always say the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "base/time.h"
#include "support/database/sqlite_file.h"
#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using boost::json::value;
using testing::ElementsAre;
using testing::HasSubstr;

class SamplesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }

  Reply post(const object& sample, const HttpClient::Headers& headers = {}) {
    return client.post("/api/v1/samples/", sample, headers);
  }
  /// Minutes before now, as the API writes times.
  static std::string ago(int minutes) {
    return base::to_iso8601(base::SystemClock().now() - std::chrono::minutes(minutes));
  }
  std::int64_t submit_at(std::int64_t characteristic, double reading, int minutes_ago) {
    auto sample = sample_of(characteristic, {reading});
    sample["timestamp"] = ago(minutes_ago);
    return require(post(sample), 201).json().at("sample_id").as_int64();
  }
  std::int64_t count(std::int64_t characteristic) {
    return require(client.get(path("/api/v1/samples/?characteristic_id=", characteristic)), 200)
        .json()
        .at("total")
        .as_int64();
  }
  /// "sample id:rule" of every violation in force on the location chart, by the list and by the chart.
  std::set<std::string> listed(std::int64_t characteristic) {
    std::set<std::string> result;
    const auto page =
        require(client.get(path("/api/v1/violations/?limit=1000&characteristic_id=", characteristic)), 200).json();
    for (const auto& violation : page.at("items").as_array()) {
      if (violation.at("chart").as_string() == "location" && violation.at("superseded_at").is_null())
        result.insert(mark(violation.at("sample_id"), violation.at("rule_id")));
    }
    return result;
  }
  std::set<std::string> drawn(std::int64_t characteristic) {
    std::set<std::string> result;
    const auto chart = shop.chart(characteristic);
    for (const auto& point : chart.at("data_points").as_array())
      for (const auto& rule : point.at("violation_rules").as_array()) result.insert(mark(point.at("sample_id"), rule));
    return result;
  }
  void expect_violations(std::int64_t characteristic, const std::set<std::string>& wanted) {
    EXPECT_EQ(listed(characteristic), wanted) << "in the list";
    EXPECT_EQ(drawn(characteristic), wanted) << "on the chart";
  }
  static std::string mark(const value& sample, const value& rule) {
    return std::to_string(sample.as_int64()) + ":" + std::to_string(rule.as_int64());
  }
  static std::string mark(std::int64_t sample, int rule) { return std::to_string(sample) + ":" + std::to_string(rule); }

  static std::unique_ptr<Workshop> shop_;
  Workshop& shop = *shop_;
  HttpClient& client = shop.admin;
};

std::unique_ptr<Workshop> SamplesTest::shop_;

using Warnings = SamplesTest;

TEST_F(Warnings, SlipIsStoredAndNamedInTheAnswer) {
  const auto characteristic = shop.new_characteristic();
  shop.set_limits(characteristic, 12, 0.05);
  const auto result = shop.submit(characteristic, {120});
  const auto warning = result.at("warnings").at(0);
  EXPECT_EQ(warning.at("code"), "decimal_point");
  EXPECT_EQ(warning.at("field"), "measurements.0");
  EXPECT_EQ(shop.submit(characteristic, {12.01}).at("warnings").as_array().size(), 0);
}

TEST_F(Warnings, ImportNamesTheSample) {
  const auto characteristic = shop.new_characteristic();
  shop.set_limits(characteristic, 12, 0.05);
  const boost::json::array rows{object{{"measurements", {12}}}, object{{"measurements", {}}},
                                object{{"measurements", {120}}}};
  const auto result =
      require(client.post("/api/v1/samples/batch", {{"characteristic_id", characteristic}, {"samples", rows}}), 200)
          .json();
  EXPECT_EQ(result.at("warnings").at(0).at("field"), "samples.2.measurements.0");
}

TEST_F(Warnings, CharacteristicCarriesTheBounds) {
  const auto characteristic = shop.new_characteristic();
  shop.set_limits(characteristic, 12, 0.05);
  const auto view = require(client.get(path("/api/v1/characteristics/", characteristic)), 200).json();
  EXPECT_NEAR(view.at("plausible_low").to_number<double>(), 11.4, 1e-9);
  EXPECT_NEAR(view.at("plausible_high").to_number<double>(), 12.6, 1e-9);
}

using Idempotency = SamplesTest;

TEST_F(Idempotency, ARetryGetsTheSampleStoredTheFirstTime) {
  const auto characteristic = shop.new_characteristic();
  auto sample = sample_of(characteristic, {10});
  sample["idempotency_key"] = "k1";
  const Reply first = require(post(sample), 201);
  const Reply again = require(post(sample), 201);
  EXPECT_EQ(again.json().at("sample_id"), first.json().at("sample_id"));
  EXPECT_EQ(first.header("idempotent-replayed"), "");
  EXPECT_EQ(again.header("idempotent-replayed"), "true");
  EXPECT_EQ(count(characteristic), 1);
}

TEST_F(Idempotency, TheHeaderServesAsWell) {
  const auto characteristic = shop.new_characteristic();
  const auto sample = sample_of(characteristic, {10});
  const auto first = require(post(sample, {{"Idempotency-Key", "k1"}}), 201).json();
  EXPECT_EQ(require(post(sample, {{"Idempotency-Key", "k1"}}), 201).json().at("sample_id"), first.at("sample_id"));
  EXPECT_NE(require(post(sample, {{"Idempotency-Key", "k2"}}), 201).json().at("sample_id"), first.at("sample_id"));
}

TEST_F(Idempotency, TheSameKeyForOtherReadingsIsAConflict) {
  const auto characteristic = shop.new_characteristic();
  require(post(sample_of(characteristic, {10}), {{"Idempotency-Key", "k1"}}), 201);
  EXPECT_EQ(post(sample_of(characteristic, {11}), {{"Idempotency-Key", "k1"}}).status, 409);
  EXPECT_EQ(count(characteristic), 1);
}

TEST_F(Idempotency, EachCharacteristicHasKeysOfItsOwn) {
  for (int i = 0; i < 2; ++i) {
    const auto characteristic = shop.new_characteristic();
    require(post(sample_of(characteristic, {10}), {{"Idempotency-Key", "shared"}}), 201);
    EXPECT_EQ(count(characteristic), 1);
  }
}

TEST_F(Idempotency, ManyRetriesAtOnceStoreOneSample) {
  const auto characteristic = shop.new_characteristic();
  std::set<std::int64_t> ids;
  std::mutex mutex;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        HttpClient own(shop.server.port());
        own.token = client.token;
        for (int j = 0; j < 5; ++j) {
          const auto id =
              require(own.post("/api/v1/samples/", sample_of(characteristic, {10}), {{"Idempotency-Key", "storm"}}),
                      201)
                  .json()
                  .at("sample_id")
                  .as_int64();
          const std::lock_guard lock(mutex);
          ids.insert(id);
        }
      });
    }
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(count(characteristic), 1);
}

TEST_F(Idempotency, ARetryAfterADeletionBringsNothingBack) {
  const auto characteristic = shop.new_characteristic();
  const auto id =
      require(post(sample_of(characteristic, {10}), {{"Idempotency-Key", "k"}}), 201).json().at("sample_id");
  require(client.remove(path("/api/v1/samples/", id.as_int64())), 204);
  EXPECT_EQ(require(post(sample_of(characteristic, {10}), {{"Idempotency-Key", "k"}}), 201).json().at("sample_id"), id);
  EXPECT_EQ(count(characteristic), 0);
}

using LateSamples = SamplesTest;

TEST_F(LateSamples, AreDrawnWhereTheyBelong) {
  const auto characteristic = shop.new_characteristic();
  const auto third = submit_at(characteristic, 3, 10);
  const auto first = submit_at(characteristic, 1, 30);
  const auto second = submit_at(characteristic, 2, 20);
  std::vector<std::int64_t> order;
  const auto chart = shop.chart(characteristic);
  for (const auto& point : chart.at("data_points").as_array()) order.push_back(point.at("sample_id").as_int64());
  EXPECT_THAT(order, ElementsAre(first, second, third));
}

TEST_F(LateSamples, CompleteAPatternOfThePointsAroundThem) {
  const auto characteristic = shop.new_judged_characteristic();
  // Two of three beyond two sigma on one side (rule 5) need the point in the middle.
  submit_at(characteristic, 12.5, 30);
  const auto last = submit_at(characteristic, 9.9, 10);
  expect_violations(characteristic, {});
  const auto middle = submit_at(characteristic, 12.5, 20);
  const auto found = listed(characteristic);
  EXPECT_TRUE(found.contains(mark(middle, 5))) << testing::PrintToString(found);
  EXPECT_FALSE(found.contains(mark(last, 5))) << "a rule ends at a point that belongs to its pattern";
  EXPECT_EQ(found, drawn(characteristic));
}

TEST_F(LateSamples, BreakAPatternThatTheyInterrupt) {
  const auto characteristic = shop.new_judged_characteristic();
  // Nine on one side (rule 2); a late one on the other side falls into their middle.
  std::int64_t last = 0;
  for (int i = 0; i < 9; ++i) last = submit_at(characteristic, i % 2 == 0 ? 10.4 : 10.6, 90 - 10 * i);
  ASSERT_TRUE(listed(characteristic).contains(mark(last, 2)));
  submit_at(characteristic, 9.5, 45);
  EXPECT_FALSE(listed(characteristic).contains(mark(last, 2)));
  EXPECT_EQ(listed(characteristic), drawn(characteristic));
}

using Changes = SamplesTest;

TEST_F(Changes, AnExcludedSampleHasNoViolationAndComesBackWithIt) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto id = shop.submit(characteristic, {20}).at("sample_id").as_int64();
  expect_violations(characteristic, {mark(id, 1)});
  const auto target = path("/api/v1/samples/", id, "/exclude");
  const auto sample = require(client.patch(target, {{"is_excluded", true}, {"reason", "dropped part"}}), 200).json();
  EXPECT_TRUE(sample.at("is_excluded").as_bool());
  EXPECT_EQ(sample.at("exclude_reason").as_string(), "dropped part");
  expect_violations(characteristic, {});
  require(client.patch(target, {{"is_excluded", false}}), 200);
  expect_violations(characteristic, {mark(id, 1)});
}

TEST_F(Changes, AnEditBringsTheViolationsInLine) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto id = shop.submit(characteristic, {20}).at("sample_id").as_int64();
  const auto edit = [&](double reading, const char* reason) {
    return require(client.put(path("/api/v1/samples/", id), {{"measurements", {reading}}, {"reason", reason}}), 200)
        .json();
  };
  EXPECT_TRUE(edit(10, "typo").at("in_control").as_bool());
  expect_violations(characteristic, {});
  EXPECT_FALSE(edit(2, "no typo").at("in_control").as_bool());
  expect_violations(characteristic, {mark(id, 1)});
}

TEST_F(Changes, AnEditIsOnRecord) {
  const auto characteristic = shop.new_characteristic();
  const auto id = shop.submit(characteristic, {20}).at("sample_id").as_int64();
  require(client.put(path("/api/v1/samples/", id), {{"measurements", {10}}, {"reason", "typo"}, {"edited_by", "x"}}),
          200);
  const auto history = require(client.get(path("/api/v1/samples/", id, "/history")), 200).json();
  ASSERT_EQ(history.as_array().size(), 1U);
  EXPECT_EQ(history.at(0).at("reason").as_string(), "typo");
  EXPECT_EQ(history.at(0).at("edited_by").as_string(), "admin");
  EXPECT_EQ(history.at(0).at("previous_values").at(0).to_number<double>(), 20);
  EXPECT_EQ(history.at(0).at("new_values").at(0).to_number<double>(), 10);
  EXPECT_TRUE(client.get(path("/api/v1/samples/", id)).json().at("is_modified").as_bool());
}

TEST_F(Changes, ADeletedSampleIsGoneWithItsViolations) {
  const auto characteristic = shop.new_judged_characteristic();
  const auto id = shop.submit(characteristic, {20}).at("sample_id").as_int64();
  require(client.remove(path("/api/v1/samples/", id)), 204);
  expect_violations(characteristic, {});
  EXPECT_EQ(count(characteristic), 0);
  EXPECT_EQ(client.get(path("/api/v1/samples/", id)).status, 404);
  EXPECT_EQ(client.remove(path("/api/v1/samples/", id)).status, 404);
}

TEST_F(Changes, ADeletionEndsAPatternThatNeededTheSample) {
  const auto characteristic = shop.new_judged_characteristic();
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 9; ++i)
    ids.push_back(shop.submit(characteristic, {i % 2 == 0 ? 10.4 : 10.6}).at("sample_id").as_int64());
  expect_violations(characteristic, {mark(ids.back(), 2)});
  require(client.remove(path("/api/v1/samples/", ids.front())), 204);
  expect_violations(characteristic, {});
}

TEST_F(Changes, TheNextSampleIsJudgedByWhatIsLeft) {
  const auto characteristic = shop.new_judged_characteristic();
  std::int64_t first = 0;
  for (int i = 0; i < 8; ++i) {
    const auto id = shop.submit(characteristic, {i % 2 == 0 ? 10.4 : 10.6}).at("sample_id").as_int64();
    if (i == 0) first = id;
  }
  require(client.patch(path("/api/v1/samples/", first, "/exclude"), {{"is_excluded", true}}), 200);
  EXPECT_TRUE(shop.submit(characteristic, {10.4}).at("in_control").as_bool()) << "only eight in a row count";
}

using Batches = SamplesTest;

TEST_F(Batches, OneBadRowHarmsNoOther) {
  const auto characteristic = shop.new_characteristic();
  const auto result = require(client.post("/api/v1/samples/batch", {{"characteristic_id", characteristic},
                                                                    {"samples",
                                                                     {{{"measurements", {1}}},
                                                                      {{"measurements", {"x"}}},
                                                                      {{"measurements", {1, 2}}},
                                                                      {{"measurements", {2}}, {"timestamp", "never"}},
                                                                      {{"measurements", {3}}}}}}),
                              200)
                          .json();
  EXPECT_EQ(result.at("total").as_int64(), 5);
  EXPECT_EQ(result.at("imported").as_int64(), 2);
  EXPECT_EQ(result.at("failed").as_int64(), 3);
  const auto& errors = result.at("errors").as_array();
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_THAT(std::string(errors.at(0).as_string()), HasSubstr("Sample 2: measurements 1: "));
  EXPECT_THAT(std::string(errors.at(0).as_string()), HasSubstr("got 'x'"));
  EXPECT_THAT(std::string(errors.at(1).as_string()), HasSubstr("Sample 3: "));
  EXPECT_THAT(std::string(errors.at(2).as_string()), HasSubstr("Sample 4: timestamp: "));
  EXPECT_THAT(std::string(errors.at(2).as_string()), HasSubstr("got 'never'"));
  EXPECT_EQ(count(characteristic), 2);
}

TEST_F(Batches, AreJudgedUnlessAskedNotToBe) {
  for (const bool skip : {false, true}) {
    const auto characteristic = shop.new_judged_characteristic();
    require(client.post("/api/v1/samples/batch", {{"characteristic_id", characteristic},
                                                  {"skip_rule_evaluation", skip},
                                                  {"samples", {{{"measurements", {20}}}}}}),
            200);
    EXPECT_EQ(listed(characteristic).size(), skip ? 0U : 1U);
  }
}

TEST_F(Batches, AreSafeToRepeatWithKeys) {
  const auto characteristic = shop.new_characteristic();
  for (int i = 0; i < 2; ++i) {
    const auto result =
        require(client.post("/api/v1/samples/batch", {{"characteristic_id", characteristic},
                                                      {"samples",
                                                       {{{"measurements", {1}}, {"idempotency_key", "a"}},
                                                        {{"measurements", {2}}, {"idempotency_key", "b"}}}}}),
                200)
            .json();
    EXPECT_EQ(result.at("imported").as_int64(), 2);
  }
  EXPECT_EQ(count(characteristic), 2);
}

using Attributes = SamplesTest;

TEST_F(Attributes, ASampleOfCountsIsDrawnAsItsFraction) {
  const auto characteristic = shop.new_characteristic({{"data_type", "p"}, {"subgroup_size", 100}});
  const auto reply =
      require(post({{"characteristic_id", characteristic}, {"defect_count", 5}, {"inspected_size", 50}}), 201).json();
  EXPECT_DOUBLE_EQ(reply.at("mean").to_number<double>(), 0.1);
  const auto chart = shop.chart(characteristic);
  EXPECT_EQ(chart.at("chart_type").as_string(), "p");
  EXPECT_TRUE(chart.at("dispersion").is_null());
  const auto& point = chart.at("data_points").at(0);
  EXPECT_DOUBLE_EQ(point.at("count").to_number<double>(), 5);
  EXPECT_DOUBLE_EQ(point.at("inspected").to_number<double>(), 50);
}

TEST_F(Attributes, RefuseWhatCannotBe) {
  const auto characteristic = shop.new_characteristic({{"data_type", "p"}, {"subgroup_size", 100}});
  const auto place = [&](object members) {
    members["characteristic_id"] = characteristic;
    return std::string(require(post(members), 422).json().at("detail").at(0).at("loc").at(1).as_string());
  };
  EXPECT_EQ(place({{"defect_count", -1}}), "defect_count");
  EXPECT_EQ(place({{"defect_count", 1.5}}), "defect_count");
  EXPECT_EQ(place({{"defect_count", 101}}), "defect_count");
  EXPECT_EQ(place({{"defect_count", 1}, {"inspected_size", 0}}), "inspected_size");
  EXPECT_EQ(place({{"measurements", {1}}}), "measurements");
  EXPECT_EQ(place({{"defect_count", 1}, {"measurements", {1}}}), "measurements");
}

TEST_F(Attributes, ChartsOfEveryKindTakeSamplesAndLimits) {
  for (const auto* type : {"p", "np", "c", "u"}) {
    const auto characteristic = shop.new_characteristic({{"data_type", type}, {"subgroup_size", 50}});
    for (int i = 0; i < 25; ++i)
      require(post({{"characteristic_id", characteristic}, {"defect_count", 3 + i % 3}}), 201);
    require(client.post(path("/api/v1/characteristics/", characteristic, "/recalculate-limits"), {}), 200);
    const auto reply = require(post({{"characteristic_id", characteristic}, {"defect_count", 40}}), 201).json();
    EXPECT_EQ(reply.at("zone").as_string(), "beyond_ucl") << type;
  }
}

using Charts = SamplesTest;

TEST_F(Charts, CarryTheCompatibleFieldsAndTheDispersionChart) {
  const auto characteristic = shop.new_characteristic({{"subgroup_size", 5}, {"usl", 14}, {"lsl", 6}});
  for (int i = 0; i < 25; ++i) shop.submit(characteristic, {9.0, 9.5, 10.0 + i % 3, 10.5, 11.0});
  require(client.post(path("/api/v1/characteristics/", characteristic, "/recalculate-limits"), {}), 200);
  shop.submit(characteristic, {2, 18, 10, 10, 10});

  const auto chart = shop.chart(characteristic);

  EXPECT_EQ(chart.at("characteristic_id").as_int64(), characteristic);
  EXPECT_EQ(chart.at("chart_type").as_string(), "xbar_r");
  EXPECT_EQ(chart.at("nominal_subgroup_size").as_int64(), 5);
  EXPECT_EQ(chart.at("spec_limits").at("usl").to_number<double>(), 14);
  for (const auto* name : {"center_line", "ucl", "lcl"})
    EXPECT_TRUE(chart.at("control_limits").at(name).is_number()) << name;
  EXPECT_TRUE(chart.at("zone_boundaries").at("plus_2_sigma").is_number());
  const auto& point = chart.at("data_points").as_array().back();
  for (const auto* name : {"sample_id", "timestamp", "mean", "range", "excluded", "violation_ids",
                           "unacknowledged_violation_ids", "violation_rules", "zone", "actual_n", "is_undersized",
                           "effective_ucl", "effective_lcl", "z_score", "display_value", "ucl", "lcl", "center"})
    EXPECT_TRUE(point.as_object().contains(name)) << name;
  const auto& dispersion = chart.at("dispersion");
  EXPECT_EQ(dispersion.at("type").as_string(), "range");
  ASSERT_EQ(dispersion.at("points").as_array().size(), 26U);
  const auto& spread = dispersion.at("points").as_array().back();
  EXPECT_DOUBLE_EQ(spread.at("value").to_number<double>(), 16);
  EXPECT_GT(spread.at("value").to_number<double>(), spread.at("ucl").to_number<double>());
  EXPECT_EQ(spread.at("violation_rules"), value({1}));
  EXPECT_TRUE(chart.at("capability").is_object());
  EXPECT_TRUE(chart.at("histogram").is_object());
}

TEST_F(Charts, WithoutLimitsShowSamplesAndJudgeNothing) {
  const auto characteristic = shop.new_characteristic();
  const auto reply = shop.submit(characteristic, {1e6});
  EXPECT_EQ(reply.at("zone").as_string(), "unknown");
  EXPECT_TRUE(reply.at("in_control").as_bool());
  const auto chart = shop.chart(characteristic);
  ASSERT_EQ(chart.at("data_points").as_array().size(), 1U);
  EXPECT_TRUE(chart.at("control_limits").at("ucl").is_null());
}

TEST_F(Charts, ShowTheNewestPointsWithinTheLimitAndTheRange) {
  const auto characteristic = shop.new_characteristic();
  for (int i = 0; i < 10; ++i) submit_at(characteristic, i, 100 - 10 * i);
  const auto base = path("/api/v1/characteristics/", characteristic, "/chart-data");
  const auto newest = client.get(base + "?limit=3").json().at("data_points").as_array();
  ASSERT_EQ(newest.size(), 3U);
  EXPECT_DOUBLE_EQ(newest.front().at("mean").to_number<double>(), 7);
  const auto range = client.get(base + "?start_date=" + ago(65) + "&end_date=" + ago(35)).json().at("data_points");
  EXPECT_EQ(range.as_array().size(), 3U);
}

}  // namespace
}  // namespace openspc::test
