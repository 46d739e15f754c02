// What intake remembers between two samples must never be what somebody else's characteristic was.

#include "quality/sample/window.h"

#include "plants/hierarchy_service.h"
#include "plants/plant_service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::StartsWith;

class WindowTest : public SampleTest {
 protected:
  /// A characteristic of single readings that intake has looked at, without any sample.
  base::CharacteristicId remembered(base::NodeId node) {
    const auto id = create({.hierarchy_id = node, .name = "Former", .subgroup_size = 1}).id;
    EXPECT_THAT(refusal(intake->submit({.characteristic_id = id, .sample = {.defect_count = 1}, .authorize = {}})),
                StartsWith("422"));
    return id;
  }
  /// The database gives the highest id again; a count is what the former owner of the id refused.
  void expect_successor_takes_counts(base::CharacteristicId former) {
    const auto id = create({.name = "Scratches", .data_type = judge::DataType::c, .subgroup_size = 1}).id;
    ASSERT_EQ(id, former);
    const auto outcome = submit(id, SampleInput{.defect_count = 4});
    EXPECT_EQ(outcome.sample.defect_count, 4);
  }
};

TEST_F(WindowTest, IsForgottenWithItsCharacteristic) {
  OPENSPC_SQLITE_ONLY("no other database gives an id again");
  const auto id = remembered(home_node);
  run(characteristics.remove(engineer, id));
  expect_successor_takes_counts(id);
}

TEST_F(WindowTest, IsForgottenWithTheNode) {
  OPENSPC_SQLITE_ONLY("no other database gives an id again");
  const auto node = add_node(home, "Press 4");
  const auto id = remembered(node);
  plants::HierarchyService hierarchy(*database, events);
  run(hierarchy.remove(engineer, node));
  expect_successor_takes_counts(id);
}

TEST_F(WindowTest, IsForgottenWithThePlant) {
  OPENSPC_SQLITE_ONLY("no other database gives an id again");
  const auto id = remembered(away_node);
  plants::PlantService plants(*database, events, clock);
  run(plants.remove(admin, away));
  expect_successor_takes_counts(id);
}

std::shared_ptr<Window> window_of(std::int64_t id) {
  auto context = std::make_shared<const judge::EvaluationContext>();
  return std::make_shared<Window>(Window{.characteristic = {.id = {id}},
                                         .plant = {},
                                         .stage = {.judging = context, .drawing = context},
                                         .judge = judge::SeriesJudge(context),
                                         .newest = {},
                                         .newest_row = {},
                                         .numbering = {}});
}

TEST(WindowCache, TheLeastRecentlyUsedMakesRoom) {
  WindowCache cache(2);
  cache.store(window_of(1));
  cache.store(window_of(2));
  EXPECT_NE(cache.find({1}), nullptr);
  cache.store(window_of(3));
  EXPECT_NE(cache.find({1}), nullptr);
  EXPECT_EQ(cache.find({2}), nullptr);
  EXPECT_NE(cache.find({3}), nullptr);
}

TEST(WindowCache, OneIsReplacedByItsSuccessor) {
  WindowCache cache(2);
  cache.store(window_of(1));
  const auto successor = window_of(1);
  cache.store(successor);
  cache.store(window_of(2));
  EXPECT_EQ(cache.find({1}), successor);
  cache.drop({1});
  EXPECT_EQ(cache.find({1}), nullptr);
  EXPECT_NE(cache.find({2}), nullptr);
}

}  // namespace
}  // namespace openspc::quality::testing
