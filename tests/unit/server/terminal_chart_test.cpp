#include "server/analyze/terminal_chart.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "server/analyze/number_text.h"

namespace openspc::server::analyze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

spc::ChartSeries series(const std::vector<double>& values) {
  spc::ChartSeries series;
  for (std::size_t i = 0; i < values.size(); ++i) series.add(i, {values[i], spc::Scale::three_sigma(0, 1)});
  series.judge({.enabled = {spc::Rule::outlier}});
  return series;
}

std::vector<std::string> draw(const std::vector<double>& values, std::size_t width, Script script) {
  return draw_terminal_chart(series(values), values.size(),
                             {.width = width, .height = 7, .decimals = 1, .script = script});
}

TEST(TerminalChart, ShowsPointsLimitsAndSignals) {
  EXPECT_THAT(draw({0, 1.5, -1.5, 4}, 40, Script::ascii),
              ElementsAre("            #",           //
                          "------------- UCL 3.0",   //
                          "    o",                   //
                          "o............ CL  0.0",   //
                          "",                        //
                          "        o",               //
                          "------------- LCL -3.0",  //
                          "1   2   3   4",           //
                          "            1 rule"));
}

TEST(TerminalChart, NeverExceedsItsWidth) {
  for (const std::size_t count : {1U, 2U, 7U, 60U, 61U, 500U, 12345U}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(std::sin(static_cast<double>(i)));
    for (const Script script : {Script::ascii, Script::unicode}) {
      for (const std::string& line : draw(values, 60, script)) EXPECT_LE(display_width(line), 66U) << count << line;
    }
  }
}

TEST(TerminalChart, IsPlainAsciiWhenAsked) {
  for (const std::string& line : draw({0, 1, -1, 4, 2, -2}, 40, Script::ascii)) {
    EXPECT_TRUE(std::ranges::all_of(line, [](unsigned char c) { return c < 0x80; })) << line;
  }
}

TEST(TerminalChart, DrawsConstantPointsAndASinglePoint) {
  spc::ChartSeries flat;
  for (std::size_t i = 0; i < 3; ++i) flat.add(i, {5, {5, 0, 5, 5}});
  EXPECT_FALSE(draw_terminal_chart(flat, 3, {}).empty());
  EXPECT_FALSE(draw({0.5}, 40, Script::unicode).empty());
  EXPECT_TRUE(draw_terminal_chart({}, 0, {}).empty());
}

TEST(NumberText, ShowsSpreadToThreeOrFourFigures) {
  EXPECT_EQ(fixed(74.0011759, decimals_for(0.0044)), "74.001176");
  EXPECT_EQ(fixed(55.80241, decimals_for(1.66)), "55.802");
  EXPECT_EQ(fixed(4990.577, decimals_for(164)), "4990.6");
  EXPECT_EQ(fixed(-0.00001, 2), "0.00");
  EXPECT_EQ(fixed(1e300, 2), "1.000000e+300");
  EXPECT_EQ(shortest(0.1), "0.1");
}

TEST(NumberText, JoinsConsecutiveNumbers) {
  EXPECT_EQ(number_list({1, 2, 3, 4, 7, 9, 10}), "1-4, 7, 9, 10");
  EXPECT_EQ(number_list({}), "");
}

TEST(NumberText, MeasuresWhatATerminalShows) {
  EXPECT_EQ(display_width("X\u0304"), 1U);
  EXPECT_EQ(display_width("\u6e29\u5ea6"), 4U);
  EXPECT_EQ(display_width("\xFF\xFE"), 2U) << "malformed bytes count, and end";
  EXPECT_THAT(wrapped("one two three", 8), ElementsAre("one two", "three"));
}

}  // namespace
}  // namespace openspc::server::analyze
