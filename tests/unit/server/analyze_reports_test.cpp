#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "server/analyze/analyze_command.h"

namespace openspc::server::analyze {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Outcome {
  int status = 0;
  std::string out, err;
};

Outcome run(const std::string& data, AnalyzeOptions options = {}) {
  if (options.file.empty()) options.file = "-";
  std::istringstream in(data);
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_analyze(options, in, out, err);
  return {status, out.str(), err.str()};
}

AnalyzeOptions as(ReportFormat format) {
  AnalyzeOptions options;
  options.format = format;
  return options;
}

constexpr const char* kPairs = "a,b\n10,11\n12,11\n9,10\n11,12\n10,10\n30,31\n";

json::value report(const std::string& data, AnalyzeOptions options = {}) {
  options.format = ReportFormat::json;
  return json::parse(run(data, options).out);
}

TEST(JsonReport, HasTheDocumentedShape) {
  AnalyzeOptions options;
  options.usl = 40;
  const json::value root = report(kPairs, options);
  EXPECT_EQ(root.at("chart"), "xbar-r");
  EXPECT_EQ(root.at("sigma").at("method"), "r_bar_d2");
  EXPECT_TRUE(root.at("sigma").at("value").is_double());
  for (const char* const part : {"location", "dispersion"}) {
    const json::value& series = root.at(part);
    for (const char* const line : {"center", "ucl", "lcl"}) EXPECT_TRUE(series.at(line).is_number()) << part << line;
    ASSERT_EQ(series.at("points").as_array().size(), 6U);
    EXPECT_EQ(series.at("points").at(0).at("index"), 1);
  }
  const json::value& violation = root.at("location").at("points").at(5).at("violations").at(0);
  EXPECT_EQ(violation.at("rule"), 1);
  EXPECT_EQ(violation.at("points"), json::array{6});
  const json::value& capability = root.at("capability");
  EXPECT_TRUE(capability.at("cp").is_null()) << "one-sided";
  EXPECT_TRUE(capability.at("cpk").is_double());
  EXPECT_EQ(capability.at("cpu"), capability.at("cpk"));
  EXPECT_TRUE(capability.at("ci").at("cpk").at("lower").is_double());
  EXPECT_TRUE(root.at("normality").at("p_value").is_double());
}

TEST(JsonReport, GivesNullForLimitsThatVaryByPoint) {
  const json::value root = report("a,b,c\n2,1,3\n3,2,\n1,1,2\n");
  EXPECT_TRUE(root.at("location").at("ucl").is_null());
  EXPECT_TRUE(root.at("location").at("center").is_number());
  EXPECT_NE(root.at("location").at("points").at(0).at("ucl"), root.at("location").at("points").at(1).at("ucl"));
  EXPECT_TRUE(root.at("subgroup_size").is_null());
}

// Three subgroups whose means do not vary at all, while the readings do.
TEST(JsonReport, SummaryAndCapabilityComeFromTheReadingsWhateverIsPlotted) {
  const std::string data = "lot,x\nA,9\nA,11\nB,8\nB,12\nC,9.5\nC,10.5\nD,9\nD,11.5\n";
  for (const spc::ChartKind kind : {spc::ChartKind::i_mr, spc::ChartKind::xbar_r, spc::ChartKind::xbar_s}) {
    for (const spc::SubgroupMode mode : {spc::SubgroupMode::variable_limits, spc::SubgroupMode::standardized}) {
      AnalyzeOptions options;
      options.value_columns = {"x"};
      options.subgroup_column = "lot";
      options.chart = kind;
      options.mode = mode;
      options.lsl = 5;
      options.usl = 15;
      const json::value root = report(data, options);
      EXPECT_EQ(root.at("summary").at("count"), 8);
      EXPECT_EQ(root.at("summary").at("min"), 8);
      EXPECT_NEAR(root.at("capability").at("pp").as_double(), 10 / (6 * std::sqrt(13.71875 / 7)), 1e-12);
      EXPECT_NEAR(root.at("capability").at("sigma_within").as_double(), 1.8, 0.4);
      EXPECT_EQ(root.at("sigma").at("value"), root.at("capability").at("sigma_within"));
      EXPECT_TRUE(root.at("normality").at("p_value").is_double()) << "eight readings are enough, four means are not";
      EXPECT_EQ(root.at("location").at("points").as_array().size(), 4U);
      EXPECT_EQ(root.at("subgroup_size"), 2);
    }
  }
}

TEST(JsonReport, NumbersMovingRangesByTheNewerPoint) {
  const json::value root = report("x\n1\n2\n4\n");
  ASSERT_EQ(root.at("dispersion").at("points").as_array().size(), 2U);
  EXPECT_EQ(root.at("dispersion").at("points").at(0).at("index"), 2);
  EXPECT_EQ(root.at("dispersion").at("points").at(1).at("value"), 2);
}

TEST(JsonReport, WritesTheFewestDigitsThatReadBackTheSame) {
  const std::string text = run("x\n0.1\n0.30000000000000004\n1e-30\n5\n", as(ReportFormat::json)).out;
  EXPECT_THAT(text, HasSubstr("\"value\": 0.1,"));
  EXPECT_THAT(text, HasSubstr("\"value\": 0.30000000000000004,"));
  EXPECT_THAT(text, HasSubstr("\"value\": 1e-30,"));
  EXPECT_THAT(text, HasSubstr("\"value\": 5,"));
}

TEST(JsonReport, LeavesOutWhatAttributeChartsDoNotHave) {
  AnalyzeOptions options;
  options.chart = spc::ChartKind::c;
  const json::value root = report("defects\n4\n6\n5\n", options);
  EXPECT_TRUE(root.at("dispersion").is_null());
  EXPECT_TRUE(root.at("capability").is_null());
  EXPECT_TRUE(root.at("normality").is_null());
  EXPECT_EQ(root.at("sigma").at("method"), "poisson");
}

TEST(JsonReport, OfASummaryCountsInsteadOfListing) {
  AnalyzeOptions options;
  options.format = ReportFormat::json_summary;
  const json::value root = json::parse(run(kPairs, options).out);
  EXPECT_EQ(root.at("location").as_object().if_contains("points"), nullptr);
  EXPECT_EQ(root.at("location").at("count"), 6);
  std::map<std::string, int> listed;
  const json::value full = report(kPairs);
  for (const json::value& point : full.at("location").at("points").as_array())
    for (const json::value& violation : point.at("violations").as_array())
      ++listed[std::to_string(violation.at("rule").as_int64())];
  EXPECT_EQ(root.at("location").at("violations"), json::value_from(listed));
  EXPECT_EQ(root.at("summary"), report(kPairs).at("summary"));
}

TEST(SvgReport, IsWellFormedWhateverTheFileNames) {
  const std::string hostile = "\"<script>&\"\"]]>\",\"b\x01'\"\n1,2\n3,4\n2,3\n9,1\n";
  AnalyzeOptions options = as(ReportFormat::svg);
  options.lsl = 0;
  options.usl = 10;
  options.value_columns = {"<script>&\"]]>"};
  const Outcome outcome = run(hostile, options);
  ASSERT_EQ(outcome.status, kExitDone) << outcome.err;
  std::istringstream text(outcome.out);
  boost::property_tree::ptree tree;
  ASSERT_NO_THROW(boost::property_tree::read_xml(text, tree));
  EXPECT_EQ(tree.get<std::string>("svg.title"), "Individuals and moving range chart of <script>&\"]]>");
  EXPECT_THAT(outcome.out, Not(HasSubstr("<script")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("http://www.w3.org/1999")));
}

TEST(Reports, NameAStandardizedChartForTheZThatItPlots) {
  AnalyzeOptions options;
  options.mode = spc::SubgroupMode::standardized;
  const std::string text = run(kPairs, options).out;
  EXPECT_THAT(text, HasSubstr("Z and R chart"));
  EXPECT_THAT(text, Not(HasSubstr("X\u0304")));
  options.format = ReportFormat::svg;
  EXPECT_THAT(run(kPairs, options).out, HasSubstr("Z and R chart"));
}

TEST(SvgReport, DrawsManyPointsAsALine) {
  std::string data = "x\n";
  for (int i = 0; i < 20000; ++i) data += std::to_string(i * 37 % 101) + "\n";
  AnalyzeOptions options = as(ReportFormat::svg);
  options.rules = {1};
  EXPECT_LT(run(data, options).out.size(), 200000U);
}

TEST(TextReport, SpeaksOfSignalsCapabilityAndNormality) {
  AnalyzeOptions options;
  options.lsl = 5;
  options.usl = 40;
  options.target = 12;
  const Outcome outcome = run(kPairs, options);
  EXPECT_EQ(outcome.status, kExitDone);
  EXPECT_THAT(outcome.out, HasSubstr("6 subgroups of 2; limits from all points"));
  EXPECT_THAT(outcome.out, HasSubstr("rule 1  point 6: above the upper control limit"));
  EXPECT_THAT(outcome.out, HasSubstr("LSL 5  target 12  USL 40"));
  EXPECT_THAT(outcome.out, HasSubstr("Cpm"));
  EXPECT_THAT(outcome.out, HasSubstr("Anderson-Darling"));
  EXPECT_THAT(outcome.out, HasSubstr("Columns a, b taken as one subgroup of 2 a row"));
}

TEST(TextReport, IsPlainAsciiWhenAsked) {
  AnalyzeOptions options;
  options.ascii = true;
  options.lsl = 5;
  for (const char c : run(kPairs, options).out) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(TextReport, StaysWithinItsWidth) {
  for (const std::size_t width : {60, 75, 100}) {
    AnalyzeOptions options;
    options.ascii = true;
    options.width = width;
    options.lsl = 5;
    options.usl = 40;
    options.target = 12;
    for (const std::string& data : {std::string(kPairs),
                                    std::string("a long name,x1,x2\n1,10000.25,10001.5\n2,9999.75,10000\n"
                                                "3,10002,10000.25\n4,10000,10000.5\n"),
                                    std::string("x\n1\n4\n3\n1\n5\n2\n3\n4\n9\n")}) {
      const Outcome outcome = run(data, options);
      ASSERT_EQ(outcome.status, kExitDone) << outcome.err;
      std::istringstream lines(outcome.out);
      for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), width) << line;
    }
  }
}

TEST(TextReport, TellsWhatCouldNotBeComputed) {
  EXPECT_THAT(run("x\n1\n2\n3\n").out, HasSubstr("No test of normality"));
  EXPECT_THAT(run("x\n2\n2\n2\n").out, HasSubstr("do not vary"));
}

TEST(AnalyzeCommand, SaysInOneLineWhyAFileCannotBeAnalyzed) {
  AnalyzeOptions missing;
  missing.file = "/nonexistent/data.csv";
  const Outcome outcome = run("", missing);
  EXPECT_EQ(outcome.status, kExitBadInput);
  EXPECT_EQ(outcome.err, "openspc analyze: /nonexistent/data.csv: No such file or directory\n");
  EXPECT_EQ(outcome.out, "");

  AnalyzeOptions folder;
  folder.file = "/";
  EXPECT_EQ(run("", folder).status, kExitBadInput);

  EXPECT_EQ(run("x\n1\ntwo\n").err, "openspc analyze: standard input: line 3, column 1 (x): 'two' is not a number\n");
}

TEST(AnalyzeCommand, RefusesOptionsThatTheDataDoNotAdmit) {
  AnalyzeOptions far;
  far.baseline = PointRange{1, 9};
  EXPECT_THAT(run(kPairs, far).err, HasSubstr("--baseline 1:9 reaches beyond the 6 points"));

  AnalyzeOptions single;
  single.chart = spc::ChartKind::xbar_r;
  EXPECT_THAT(run("x\n1\n2\n", single).err, HasSubstr("needs subgroups of two or more"));

  AnalyzeOptions crossed;
  crossed.lsl = 5;
  crossed.usl = 1;
  EXPECT_THAT(run(kPairs, crossed).err, HasSubstr("--lsl must be below --usl"));

  AnalyzeOptions of_ranges;
  of_ranges.sigma_method = spc::SigmaMethod::r_bar_d2;
  EXPECT_THAT(run("x\n1\n2\n3\n", of_ranges).err, HasSubstr("--sigma-method r_bar_d2 takes subgroups of two or more"));

  AnalyzeOptions one;
  EXPECT_THAT(run("x\n1\n", one).err, HasSubstr("no i-mr chart"));
}

TEST(AnalyzeCommand, ChoosesTheChartByTheSubgroupSize) {
  std::string eleven = "x\n";
  for (int i = 0; i < 44; ++i) eleven += std::to_string(i % 7) + "\n";
  AnalyzeOptions options;
  options.subgroup_size = 11;
  EXPECT_EQ(report(eleven, options).at("chart"), "xbar-s");
  options.subgroup_size = 10;
  EXPECT_EQ(report(eleven, options).at("chart"), "xbar-r");
  options.subgroup_size.reset();
  EXPECT_EQ(report(eleven, options).at("chart"), "i-mr");
}

TEST(AnalyzeCommand, FailsOnASignalWhenAsked) {
  AnalyzeOptions options;
  options.fail_on_signal = true;
  EXPECT_EQ(run(kPairs, options).status, kExitSignal);
  EXPECT_EQ(run("x\n1\n2\n1\n3\n", options).status, kExitDone);
}

TEST(AnalyzeCommand, JudgesByTheRulesAskedFor) {
  const std::string shifted = "x\n1\n2\n1\n2\n5\n6\n5\n6\n5\n6\n5\n6\n5\n6\n5\n6\n";
  AnalyzeOptions options;
  options.baseline = PointRange{1, 4};
  options.rules = {2};
  const json::value root = report(shifted, options);
  for (const json::value& point : root.at("location").at("points").as_array()) {
    for (const json::value& violation : point.at("violations").as_array()) EXPECT_EQ(violation.at("rule"), 2);
  }
  EXPECT_FALSE(root.at("in_control").as_bool());
}

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(OPENSPC_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// After an intended change: paste the new output, and write the figure with --format svg.
TEST(Documentation, ShowsWhatTheProgramPrints) {
  AnalyzeOptions options;
  options.file = std::string(OPENSPC_SOURCE_DIR) + "/tests/data/piston-rings.csv";
  options.value_columns = {"diameter"};
  options.subgroup_column = "sample";
  options.baseline = PointRange{1, 25};
  options.lsl = 73.95;
  options.usl = 74.05;
  options.target = 74;
  std::string printed = run("", options).out;
  while (printed.ends_with('\n')) printed.pop_back();
  EXPECT_THAT(file_text("docs/analyze.md"), HasSubstr(printed));
  options.format = ReportFormat::svg;
  EXPECT_EQ(file_text("docs/images/analyze-report.svg"), run("", options).out);
}

}  // namespace
}  // namespace openspc::server::analyze
