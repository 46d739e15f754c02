// What each point has, said once or of each.
#include "spc/per_point.h"

#include <gtest/gtest.h>

namespace openspc::spc {
namespace {

PerPoint<int> of(const std::vector<int>& values) {
  PerPoint<int> result;
  for (const int value : values) result.push_back(value);
  return result;
}

std::vector<int> each(const PerPoint<int>& values) {
  std::vector<int> result;
  result.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) result.push_back(values[i]);
  return result;
}

TEST(PerPointTest, GivesBackWhatWasAdded) {
  for (const std::vector<int>& values :
       {std::vector<int>{}, {7}, {7, 7, 7}, {7, 8}, {7, 7, 7, 8}, {7, 7, 8, 7, 7}, {1, 2, 3}}) {
    EXPECT_EQ(each(of(values)), values);
  }
}

TEST(PerPointTest, SaysOnceWhatAllPointsHave) {
  const PerPoint<int> same = of({7, 7, 7, 7});
  EXPECT_TRUE(same.is_constant());
  EXPECT_EQ(same.said().size(), 1U);
}

TEST(PerPointTest, SaysItOfEachPointOnceOneDiffers) {
  const PerPoint<int> vary = of({7, 7, 7, 8});
  EXPECT_FALSE(vary.is_constant());
  EXPECT_EQ(vary.said().size(), 4U);
}

TEST(PerPointTest, IsConstantWithoutPoints) {
  EXPECT_TRUE(of({}).is_constant());
}

TEST(PerPointTest, GoesOnFromAConstantOfManyPoints) {
  PerPoint<int> values(3, 7);
  values.push_back(8);
  EXPECT_EQ(each(values), (std::vector<int>{7, 7, 7, 8}));
}

}  // namespace
}  // namespace openspc::spc
