// The memory that bodies may take together, and who finds no room in it.
#include "net/detail/body_budget.h"

#include <gtest/gtest.h>

namespace openspc::net::detail {
namespace {

using Caller = BodyBudget::Caller;
constexpr std::size_t kKib = 1024;

TEST(Budget, IsSharedAndGivenBack) {
  BodyBudget budget(100 * kKib);
  {
    BodyBudget::Share one;
    BodyBudget::Share other;
    EXPECT_TRUE(one.grow_to(budget, 60 * kKib, Caller::known));
    EXPECT_FALSE(other.grow_to(budget, 60 * kKib, Caller::known));
    EXPECT_TRUE(other.grow_to(budget, 40 * kKib, Caller::known));
    EXPECT_EQ(budget.used(), 100 * kKib);
    one.release();
    EXPECT_TRUE(other.grow_to(budget, 60 * kKib, Caller::known));
  }
  EXPECT_EQ(budget.used(), 0U);
}

TEST(Budget, SmallBodiesCostNothing) {
  BodyBudget budget(1);
  BodyBudget::Share share;
  EXPECT_TRUE(share.grow_to(budget, BodyBudget::free_of_charge, Caller::unknown));
  EXPECT_EQ(budget.used(), 0U);
}

TEST(Budget, StrangersLeaveHalfOfItToOthers) {
  BodyBudget budget(100 * kKib);
  BodyBudget::Share one;
  BodyBudget::Share other;
  BodyBudget::Share known;
  EXPECT_TRUE(one.grow_to(budget, 40 * kKib, Caller::unknown));
  EXPECT_FALSE(other.grow_to(budget, 20 * kKib, Caller::unknown));
  EXPECT_TRUE(known.grow_to(budget, 60 * kKib, Caller::known));
}

TEST(Budget, ARequestLargerThanAllOfItPassesAlone) {
  BodyBudget budget(100 * kKib);
  BodyBudget::Share large;
  BodyBudget::Share other;
  EXPECT_TRUE(large.grow_to(budget, 500 * kKib, Caller::known));
  EXPECT_TRUE(large.grow_to(budget, 900 * kKib, Caller::known));
  EXPECT_FALSE(other.grow_to(budget, 9 * kKib, Caller::known));
}

}  // namespace
}  // namespace openspc::net::detail
