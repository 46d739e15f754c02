#include "base/number_text.h"

#include <gmock/gmock.h>

#include <limits>

namespace openspc::base {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts(std::vector<double> numbers, int decimals) {
  return number_texts(numbers, decimals);
}

TEST(NumberTexts, HaveTheDecimalsThatWereAskedFor) {
  EXPECT_THAT(texts({10, 12.5, 7.123456}, 3), ElementsAre("10.000", "12.500", "7.123"));
}

TEST(NumberTexts, TellAValueFromTheLimitThatItIsBeyond) {
  EXPECT_THAT(texts({100.00012, 100.0001}, 2), ElementsAre("100.00012", "100.00010"));
}

TEST(NumberTexts, ShowASmallNumberAsMoreThanZero) {
  EXPECT_THAT(texts({0.0004, 0}, 2), ElementsAre("0.0004", "0.0000"));
}

TEST(NumberTexts, TakeTheRoundingOfAComputationForTheSameNumber) {
  EXPECT_THAT(texts({3.0000000000000004, 3}, 1), ElementsAre("3.0", "3.0"));
}

TEST(NumberTexts, AreExactWhereNoCountOfDecimalsIsSensible) {
  EXPECT_THAT(texts({1e-20, 2e-20}, 3), ElementsAre("1e-20", "2e-20"));
  EXPECT_THAT(texts({1e100}, 3), ElementsAre("1e+100"));
  EXPECT_THAT(texts({std::numeric_limits<double>::infinity()}, 3), ElementsAre("inf"));
}

TEST(NumberTexts, KnowNoNegativeZero) {
  EXPECT_THAT(texts({-0.0}, 2), ElementsAre("0.00"));
}

}  // namespace
}  // namespace openspc::base
