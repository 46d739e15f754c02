#include "oracle_file.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <sstream>

namespace openspc::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kHead = "title t\nsource s\nchart i-mr\ndata\n1\n2\nend\n";

Oracle read(const std::string& text) {
  std::istringstream in(text);
  return read_oracle(in);
}

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const OracleError& error) {
    return error.what();
  }
  return "no error";
}

std::vector<std::string> failures(const std::string& lines) {
  const boost::json::value report = boost::json::parse(R"({"chart": "i-mr", "subgroup_size": 1,
    "location": {"center": 50.81, "ucl": 55.80241, "points": [
      {"index": 1, "value": 49.6, "violations": []},
      {"index": 2, "value": 47.6, "violations": [{"rule": 5, "points": [1, 2]}]},
      {"index": 3, "value": 47.7, "violations": [{"rule": 5, "points": [2, 3]}]}]},
    "dispersion": {"center": 1.877777778, "points": []}, "capability": null})");
  return compare(read(kHead + lines), report);
}

TEST(OracleFile, IsReadWithItsDataAndExpectations) {
  const Oracle oracle = read(
      "# comment\ntitle Flow rate\nsource a book,\nsource page 3\nchart i-mr\noptions --rules 1\ndata\nx\n1\nend\n"
      "expect location.ucl 55.8 exact\nsignal location rule 2 at 12 points 4-12\nsignals dispersion none\n");
  EXPECT_EQ(oracle.title, "Flow rate");
  EXPECT_EQ(oracle.source, "a book, page 3");
  EXPECT_EQ(oracle.options, "--rules 1");
  EXPECT_EQ(oracle.data, "x\n1\n");
  ASSERT_EQ(oracle.expectations.size(), 1U);
  EXPECT_EQ(oracle.expectations[0].line, 11U);
  ASSERT_EQ(oracle.signals.at("location").size(), 1U);
  EXPECT_THAT(oracle.signals.at("location")[0].points, ElementsAre(4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_TRUE(oracle.signals.at("dispersion").empty());
}

TEST(OracleFile, RefusesUnknownWordsWithTheirLine) {
  EXPECT_EQ(error_of(std::string(kHead) + "expects location.ucl 1\n"), "line 8: unknown word 'expects'");
  EXPECT_EQ(error_of(std::string(kHead) + "expect location.ucl 1 exactly\n"), "line 8: unknown word 'exactly'");
  EXPECT_EQ(error_of(std::string(kHead) + "expect location.ucl 1 using d2=1.128\n"), "line 8: unknown word 'using'");
  EXPECT_EQ(error_of(std::string(kHead) + "signal location rule 9 at 1\n"), "line 8: rules are numbered 1 to 8");
  EXPECT_EQ(error_of(std::string(kHead) + "signals location some\n"),
            "line 8: expected 'none'; name what fires with 'signal'");
  EXPECT_EQ(error_of("title t\ndata\n1\n2\n"), "line 2: the data that begin here have no line 'end'");
}

TEST(OracleFile, NeedsTitleSourceChartDataAndAnExpectation) {
  EXPECT_THAT(error_of("source s\nchart c\ndata\n1\nend\nexpect a 1\n"), HasSubstr("no 'title'"));
  EXPECT_THAT(error_of("title t\nchart c\ndata\n1\nend\nexpect a 1\n"), HasSubstr("no 'source'"));
  EXPECT_THAT(error_of("title t\nsource s\nexpect a 1\n"), HasSubstr("no 'chart'"));
  EXPECT_THAT(error_of("title t\nsource s\nchart c\nexpect a 1\n"), HasSubstr("'data' or 'data-file'"));
  EXPECT_THAT(error_of(kHead), HasSubstr("expects nothing"));
}

TEST(OracleComparison, TakesNumbersToThePrintedDigits) {
  EXPECT_THAT(failures("expect location.ucl 55.8024\n"), IsEmpty());
  EXPECT_THAT(failures("expect location.ucl 55.80\n"), IsEmpty());
  EXPECT_THAT(failures("expect location.ucl 55.8023\n"),
              ElementsAre("line 8: location.ucl: expected 55.8023 within 5.000000005e-05, got 55.80241"));
  EXPECT_THAT(failures("expect location.ucl 55.8023 digits 3\n"), IsEmpty());
  EXPECT_THAT(failures("expect location.ucl 55.8023 within 0.001 because the book rounds\n"), IsEmpty());
  EXPECT_THAT(failures("expect location.ucl 55.8024 exact\n"), ElementsAre(HasSubstr("within 5.58024e-08")));
}

TEST(OracleComparison, ComputesPublishedLimitsWithTheConstantsNamed) {
  EXPECT_THAT(failures("published location.ucl 55.8041 using d2=1.128\n"), IsEmpty());
  EXPECT_THAT(failures("published location.ucl 55.8041 constants 3-decimal\n"), IsEmpty());
  EXPECT_THAT(failures("published location.ucl 55.8041\n"), ElementsAre(HasSubstr("got 55.80241")));
  EXPECT_THAT(failures("published location.ucl 55.8041 using d2=1.13\n"), ElementsAre(HasSubstr("constants named")));
}

TEST(OracleComparison, TakesWordsAndNullAsTheyAre) {
  EXPECT_THAT(failures("expect chart i-mr\nexpect capability null\nexpect location.points.2.value 47.6\n"), IsEmpty());
  EXPECT_THAT(failures("expect chart p\n"), ElementsAre("line 8: chart: expected p, got i-mr"));
  EXPECT_THAT(failures("expect capability.cp 1\n"), ElementsAre("line 8: capability.cp is not in the report"));
  EXPECT_THAT(failures("expect capability 1\n"), ElementsAre("line 8: capability: expected 1, got null"));
}

TEST(OracleComparison, WantsAllSignalsAndNoOthers) {
  EXPECT_THAT(failures("signal location rule 5 at 2-3\n"), IsEmpty());
  EXPECT_THAT(failures("signal location rule 5 at 2 points 1,2\nsignal location rule 5 at 3\n"), IsEmpty());
  EXPECT_THAT(failures("signal location rule 5 at 2\n"),
              ElementsAre("location rule 5 fires at 3 (points 2,3), which no line expects"));
  EXPECT_THAT(failures("signal location rule 5 at 1-3\n"), ElementsAre("line 8: location rule 5 at 1 does not fire"));
  EXPECT_THAT(failures("signal location rule 5 at 2 points 2\nsignal location rule 5 at 3\n"),
              ElementsAre("line 8: location rule 5 at 2 involves points 1,2"));
  EXPECT_THAT(failures("signals dispersion none\n"), IsEmpty());
}

}  // namespace
}  // namespace openspc::test
