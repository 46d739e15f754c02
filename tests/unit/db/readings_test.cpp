// Readings as text in one column: whichever way a number is read, it is the nearest double; what is no list is refused.
#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "db/error.h"
#include "db/value.h"

namespace openspc::db::detail {
namespace {

double nearest(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

TEST(ReadingsTest, AreTheNearestDoublesOfTheirDecimals) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    std::string digits = std::to_string(random());
    digits.resize(1 + random() % digits.size());
    if (random() % 4 > 0) digits.insert(random() % (digits.size() + 1), ".");
    if (random() % 2 == 0) digits.insert(0, "-");
    ASSERT_EQ(read_reals(digits + "," + digits), (std::vector<double>{nearest(digits), nearest(digits)})) << digits;
  }
}

TEST(ReadingsTest, HaveEveryFormOfANumber) {
  EXPECT_EQ(read_reals("12,0.5,-3e-08,1e+300,000.1,7.,.25"),
            (std::vector<double>{12, 0.5, -3e-08, 1e+300, 0.1, 7, 0.25}));
  EXPECT_TRUE(std::signbit(read_reals("-0").front()));
  EXPECT_TRUE(read_reals("").empty());
}

TEST(ReadingsTest, AreNothingElse) {
  for (const char* text : {",", "1,", ",1", "1,,2", "1;2", "1 ,2", " 1", "x", "-", ".", "1.2.3", "+1", "1e", "nan",
                           "inf", "1e999", "1,x", "--1"})
    EXPECT_THROW(read_reals(text), Unreadable) << text;
}

}  // namespace
}  // namespace openspc::db::detail
