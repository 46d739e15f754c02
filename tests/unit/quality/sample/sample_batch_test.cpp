// Imports: one durable write, each item on its own, the same judgements as one by one.

#include <boost/json/parse.hpp>
#include <limits>

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

class SampleBatchTest : public SampleTest {
 protected:
  using Item = net::Attempt<SampleBatchItem>;
  using Items = std::vector<Item>;

  static SampleBatchItem item(std::vector<double> readings, std::optional<base::Timestamp> timestamp = {}) {
    SampleBatchItem item;
    item.measurements = std::move(readings);
    item.timestamp = timestamp;
    return item;
  }
  static Item received(std::string_view json) { return net::from_json<Item>(boost::json::parse(json)); }
  SampleBatchResult import(base::CharacteristicId id, Items items, bool skip = false) {
    return run(samples.submit_batch(
        operator_, {.characteristic_id = id, .samples = std::move(items), .skip_rule_evaluation = skip}));
  }
  sample::Service samples{*database, events, clock, *intake};
};

TEST_F(SampleBatchTest, StoresAndJudgesAsOneByOne) {
  const std::vector<double> values = {.5, .6, .7, 3.2, .4, .5, .6, .5, .4, .6, .5, .4, 2.5, 2.6, -.4, .1, -2};
  const auto single = individuals("Single");
  const auto batched = individuals("Batched");
  for (const double value : values) submit(single, Readings{value});
  Items items;
  for (const double value : values) items.push_back(item({value}));
  const SampleBatchResult result = import(batched, items);
  EXPECT_EQ(result.imported, 17);
  EXPECT_EQ(stored_firings(batched), firings_of_whole_series(batched));
  EXPECT_EQ(stored_firings(batched).size(), stored_firings(single).size());
  EXPECT_FALSE(stored_firings(batched).empty());
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM measurement"), 34);
}

TEST_F(SampleBatchTest, GoesOnWhereTheWindowStands) {
  const auto id = individuals();
  use_rules(id, {2});
  for (int i = 0; i < 5; ++i) submit(id, Readings{0.5});
  import(id, {item({.5}), item({.5}), item({.5}), item({.5})});
  EXPECT_THAT(stored_firings(id), SizeIs(1));
  EXPECT_FALSE(submit(id, Readings{0.5}).sample.in_control());
}

TEST_F(SampleBatchTest, NamesEachItemThatFailsAndStoresTheOthers) {
  const auto id = create({.name = "Bore", .subgroup_size = 2}).id;
  const double infinity = std::numeric_limits<double>::infinity();
  const SampleBatchResult result =
      import(id, {item({1, 2}), item({}), item({1, 2, 3}), item({1}, at("1950-01-01")), item({infinity}), item({3})});
  EXPECT_EQ(result.total, 6);
  EXPECT_EQ(result.imported, 2);
  EXPECT_EQ(result.failed, 4);
  EXPECT_THAT(result.errors, ElementsAre("Sample 2: The sample has 0 measurements; 'Bore' needs at least 1",
                                         HasSubstr("Sample 3: The sample has 3 measurements"),
                                         "Sample 4: timestamp must not be before 1970",
                                         HasSubstr("Sample 5: measurements must be finite numbers")));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 2);
}

TEST_F(SampleBatchTest, WhatIsOfTheWrongTypeFailsByItself) {
  const auto id = individuals();
  const SampleBatchResult result =
      import(id, {received(R"({"measurements":[1]})"), received(R"({"measurements":["two"]})"),
                  received(R"({"measurements":null})"), received(R"({"measurements":[1],"batch_number":7})"),
                  received(R"({"measurements":[1],"timestamp":"yesterday"})")});
  EXPECT_EQ(result.imported, 1);
  EXPECT_THAT(result.errors, ElementsAre(HasSubstr("Sample 2: measurements 1: Input should be a valid number"),
                                         HasSubstr("Sample 3: measurements: Input should be a valid list"),
                                         HasSubstr("Sample 4: batch_number: Input should be a valid string"),
                                         HasSubstr("Sample 5: timestamp: Input should be a valid datetime")));
}

TEST_F(SampleBatchTest, TextsAreBounded) {
  SampleBatchItem long_batch = item({1});
  long_batch.batch_number = std::string(101, 'x');
  EXPECT_THAT(import(individuals(), {long_batch}).errors,
              ElementsAre(HasSubstr("Sample 1: String should have at most 100")));
}

TEST_F(SampleBatchTest, ReadsATimeAsASingleSampleDoes) {
  const auto id = individuals();
  import(id, {received(R"({"measurements":[1],"timestamp":1770000000})"),
              received(R"({"measurements":[2],"timestamp":"2026-02-02T03:40:00+01:00"})")});
  const base::Timestamp time = at("2026-02-02T02:40:00Z");
  EXPECT_THAT(column<base::Timestamp>("SELECT timestamp FROM sample"), ElementsAre(time, time));
}

TEST_F(SampleBatchTest, HonoursTimestampsInAnyOrder) {
  const auto id = individuals();
  import(id, {item({3}, at("2026-02-01T10:02:00Z")), item({1}, at("2026-02-01T10:00:00Z")),
              item({2}, at("2026-02-01T10:01:00Z"))});
  EXPECT_THAT(
      column<double>("SELECT m.value FROM measurement m JOIN sample s ON s.id = m.sample_id ORDER BY s.timestamp"),
      ElementsAre(1, 2, 3));
  EXPECT_EQ(scalar<base::Timestamp>("SELECT MIN(timestamp) FROM sample"), at("2026-02-01T10:00:00Z"));
}

TEST_F(SampleBatchTest, ItemsWithoutTimeFollowOneAnother) {
  const auto id = individuals();
  import(id, {item({1}), item({2}), item({3})});
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT timestamp) FROM sample"), 3);
  EXPECT_THAT(
      column<double>("SELECT m.value FROM measurement m JOIN sample s ON s.id = m.sample_id ORDER BY s.timestamp"),
      ElementsAre(1, 2, 3));
}

TEST_F(SampleBatchTest, HistoryBehindStoredSamplesIsJudgedInItsPlace) {
  const auto id = individuals();
  for (const double value : {.5, .6, .4, .5, .7}) submit(id, Readings{value});
  Items items;
  for (int minute = 10; minute < 40; ++minute)
    items.push_back(item({minute % 7 == 0 ? 3.5 : 0.5}, at("2026-02-12T07:" + std::to_string(minute) + ":00Z")));
  EXPECT_EQ(import(id, items).imported, 30);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
  submit(id, Readings{.5});
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(SampleBatchTest, ScatteredLateItemsTouchOnlyTheirSurroundings) {
  const auto id = individuals();
  const auto start = clock.now();
  for (int minute = 0; minute < 120; ++minute)
    submit_at(id, start + std::chrono::minutes(minute), minute % 3 == 0 ? -0.4 : 0.5);
  clock.set(start + 3h);
  import(id, {item({4}, start + 10min + 1s), item({-4}, start + 90min + 1s)});
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(SampleBatchTest, SkippingRulesStoresWithoutJudging) {
  const auto id = individuals();
  EXPECT_EQ(import(id, {item({5}), item({-5})}, true).imported, 2);
  EXPECT_THAT(stored_firings(id), IsEmpty());
  EXPECT_TRUE(processed.empty());
  EXPECT_THAT(changed, SizeIs(1));
  EXPECT_EQ(scalar<std::int64_t>("SELECT SUM(actual_n) FROM sample"), 2);
}

TEST_F(SampleBatchTest, WhatSkippedTheRulesStaysUnjudgedWhenItsSurroundingsChange) {
  const auto id = individuals();
  import(id, {item({5}), item({5}), item({-5})}, true);
  submit_at(id, clock.now() - 24h, 0);
  EXPECT_THAT(stored_firings(id), IsEmpty());
}

TEST_F(SampleBatchTest, WhatSkippedTheRulesCountsForTheSamplesAfterIt) {
  const auto id = individuals();
  use_rules(id, {2});
  import(id, Items(8, item({.5})), true);
  clock.advance(1min);
  EXPECT_THAT(feed(id, {.5}), ElementsAre(ElementsAre(2)));
}

TEST_F(SampleBatchTest, AnEditHasASampleJudgedThatSkippedTheRules) {
  const auto id = individuals();
  import(id, {item({5})}, true);
  const base::SampleId sample{scalar<std::int64_t>("SELECT id FROM sample")};
  run(samples.edit(supervisor, sample, {.measurements = Readings{6}, .reason = "Misread"}));
  EXPECT_THAT(stored_firings(id), SizeIs(1));
}

TEST_F(SampleBatchTest, SkippingRulesStillChecksCounts) {
  const auto id = create({.subgroup_size = 2}).id;
  EXPECT_THAT(import(id, {item({1, 2, 3})}, true).errors, ElementsAre(HasSubstr("Sample 1: The sample has 3")));
}

TEST_F(SampleBatchTest, ARetryStoresNothingNew) {
  const auto id = individuals();
  Items items = {item({1}), item({2}), item({2})};
  items[0].value().idempotency_key = "a";
  items[1].value().idempotency_key = "b";
  items[2].value().idempotency_key = "b";
  EXPECT_EQ(import(id, items).imported, 3);
  EXPECT_EQ(import(id, items).imported, 3);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 2);
  items[2].value().measurements = {7};
  EXPECT_THAT(import(id, items).errors, ElementsAre(HasSubstr("Sample 3: The idempotency key 'b'")));
}

TEST_F(SampleBatchTest, CountsAreImportedToo) {
  const auto id = create_attribute(judge::DataType::np, 50).id;
  SampleBatchItem good, bad;
  good.defect_count = 3;
  bad.defect_count = 51;
  const SampleBatchResult result = import(id, {good, bad});
  EXPECT_EQ(result.imported, 1);
  EXPECT_THAT(result.errors, ElementsAre(HasSubstr("Sample 2: defect_count cannot exceed")));
}

TEST_F(SampleBatchTest, NeedsARoleAtThePlant) {
  const auto id = individuals();
  EXPECT_THAT(refusal(samples.submit_batch(stranger, {.characteristic_id = id, .samples = {item({1})}})),
              HasSubstr("404"));
  EXPECT_THAT(refusal(samples.submit_batch(operator_, {.characteristic_id = {99}})), HasSubstr("404"));
}

TEST_F(SampleBatchTest, AnEmptyBatchIsFine) {
  EXPECT_EQ(import(individuals(), {}).total, 0);
}

}  // namespace
}  // namespace openspc::quality::testing
