#include <gmock/gmock.h>

#include <CLI/CLI.hpp>

#include "server/analyze/options.h"

namespace openspc::server::analyze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AnalyzeOptions parse(const std::string& flags) {
  CLI::App command;
  AnalyzeOptions options;
  declare_options(command, options);
  command.parse("data.csv " + flags);
  return options;
}

std::string error_of(const std::string& flags) {
  try {
    parse(flags);
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
  return "no error";
}

TEST(AnalyzeOptions, AreReadFromTheCommandLine) {
  const AnalyzeOptions options = parse(
      "--chart xbar-r --subgroup-column lot --value-column x --usl 11 --lsl=-9.5 --target 1e1 --baseline 2:25 "
      "--rules 1,2,5 --mode standardized --sigma-method pooled_sd --format json --fail-on-signal");
  EXPECT_EQ(options.file, "data.csv");
  EXPECT_EQ(options.chart, spc::ChartKind::xbar_r);
  EXPECT_EQ(options.subgroup_column, "lot");
  EXPECT_THAT(options.value_columns, ElementsAre("x"));
  EXPECT_EQ(options.lsl, -9.5);
  EXPECT_EQ(options.target, 10);
  ASSERT_TRUE(options.baseline);
  EXPECT_EQ(options.baseline->first, 2U);
  EXPECT_EQ(options.baseline->last, 25U);
  EXPECT_THAT(options.rules, ElementsAre(1, 2, 5));
  EXPECT_EQ(options.mode, spc::SubgroupMode::standardized);
  EXPECT_EQ(options.sigma_method, spc::SigmaMethod::pooled_sd);
  EXPECT_EQ(options.format, ReportFormat::json);
  EXPECT_TRUE(options.fail_on_signal);
}

TEST(AnalyzeOptions, ChooseTheChartByTheDataUnlessToldOtherwise) {
  EXPECT_EQ(parse("").chart, std::nullopt);
  EXPECT_EQ(parse("--chart auto").chart, std::nullopt);
}

TEST(AnalyzeOptions, TakeNegativeLimitsAndSeveralColumns) {
  EXPECT_EQ(parse("--lsl -3").lsl, -3);
  EXPECT_THAT(parse("--value-column a,b,c").value_columns, ElementsAre("a", "b", "c"));
  EXPECT_EQ(parse("--delimiter tab").delimiter, '\t');
}

TEST(AnalyzeOptions, RefuseWhatMakesNoSense) {
  EXPECT_THAT(error_of("--baseline 25:1"), HasSubstr("is not FROM:TO"));
  EXPECT_THAT(error_of("--baseline 0:5"), HasSubstr("is not FROM:TO"));
  EXPECT_THAT(error_of("--baseline 5"), HasSubstr("is not FROM:TO"));
  EXPECT_THAT(error_of("--usl nan"), HasSubstr("not a finite number"));
  EXPECT_THAT(error_of("--usl 1,5"), HasSubstr("not a finite number"));
  EXPECT_THAT(error_of("--rules 9"), HasSubstr("--rules"));
  EXPECT_THAT(error_of("--chart pie"), HasSubstr("--chart"));
  EXPECT_THAT(error_of("--subgroup-size 0"), HasSubstr("--subgroup-size"));
  EXPECT_THAT(error_of("--delimiter ab"), HasSubstr("--delimiter"));
}

}  // namespace
}  // namespace openspc::server::analyze
