#include "server/analyze/dataset.h"

#include <gmock/gmock.h>

#include <sstream>

#include "base/error.h"

namespace openspc::server::analyze {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Dataset read(const std::string& text, AnalyzeOptions options = {}) {
  options.file = "/somewhere/data.csv";
  std::istringstream in(text);
  return read_dataset(in, options);
}

std::vector<std::size_t> sizes_of(const Dataset& data) {
  std::vector<std::size_t> sizes;
  sizes.reserve(data.sizes.size());
  for (std::size_t i = 0; i < data.sizes.size(); ++i) sizes.push_back(data.sizes[i]);
  return sizes;
}

std::string error_of(const std::string& text, const AnalyzeOptions& options = {}) {
  try {
    read(text, options);
  } catch (const base::Error& error) {
    return error.detail();
  }
  return "no error";
}

AnalyzeOptions attribute(spc::ChartKind kind) {
  AnalyzeOptions options;
  options.chart = kind;
  return options;
}

TEST(Dataset, OneColumnHoldsSingleReadings) {
  const Dataset data = read("flow\n1.5\n2\n2.5\n");
  EXPECT_THAT(data.readings, ElementsAre(1.5, 2, 2.5));
  EXPECT_THAT(sizes_of(data), ElementsAre(1, 1, 1));
  EXPECT_EQ(data.value_name, "flow");
  EXPECT_EQ(data.source, "data.csv");
  EXPECT_THAT(data.choices, IsEmpty());
}

TEST(Dataset, ReadsDecimalCommasBetweenSemicolons) {
  EXPECT_THAT(read("a;b\n1,5;2,25\n3;4\n").readings, ElementsAre(1.5, 2.25, 3, 4));
}

TEST(Dataset, CutsConsecutiveRowsIntoSubgroups) {
  AnalyzeOptions options;
  options.subgroup_size = 2;
  const Dataset data = read("x\n1\n2\n3\n4\n5\n", options);
  EXPECT_THAT(data.readings, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(sizes_of(data), ElementsAre(2, 2));
  EXPECT_THAT(data.notes, ElementsAre("The last 1 row does not fill a subgroup of 2 and is left out."));
}

TEST(Dataset, GathersSubgroupsByNameInOrderOfFirstAppearance) {
  AnalyzeOptions options;
  options.subgroup_column = "lot";
  options.value_columns = {"x"};
  const Dataset data = read("lot,x\nB,1\nA,2\nB,3\nA,4\nB,5\n", options);
  EXPECT_THAT(data.labels, ElementsAre("B", "A"));
  EXPECT_THAT(sizes_of(data), ElementsAre(3, 2));
  EXPECT_THAT(data.readings, ElementsAre(1, 3, 5, 2, 4));
}

TEST(Dataset, TakesSeveralColumnsForASubgroupARow) {
  AnalyzeOptions options;
  options.value_columns = {"a", "c"};
  const Dataset data = read("time,a,b,c\n08:00,1,2,3\n09:00,4,5,6\n", options);
  EXPECT_THAT(data.readings, ElementsAre(1, 3, 4, 6));
  EXPECT_THAT(sizes_of(data), ElementsAre(2, 2));
  EXPECT_THAT(data.labels, ElementsAre("08:00", "09:00"));
}

TEST(DatasetColumns, AreChosenByWhatTheyHoldAndSaidAloud) {
  const Dataset wide = read("no,a,b\n1,5,6\n2,7,8\n3,5,7\n");
  EXPECT_THAT(sizes_of(wide), ElementsAre(2, 2, 2));
  EXPECT_THAT(wide.choices, ElementsAre("Column no counts the rows and is left out.",
                                        HasSubstr("Columns a, b taken as one subgroup of 2 a row")));

  const Dataset grouped = read("sample,x\n1,5\n1,6\n2,7\n2,8\n");
  EXPECT_THAT(sizes_of(grouped), ElementsAre(2, 2));
  EXPECT_THAT(grouped.labels, IsEmpty()) << "1, 2, ... are the numbers that the points have anyway";
  EXPECT_THAT(grouped.choices,
              ElementsAre(HasSubstr("Column sample numbers the subgroups"), HasSubstr("Column x taken")));

  const Dataset labelled = read("day,x\nMon,5\nTue,6\n");
  EXPECT_THAT(labelled.labels, ElementsAre("Mon", "Tue"));
}

TEST(DatasetColumns, AreRefusedWhenTheyDoNotFit) {
  AnalyzeOptions options;
  options.value_columns = {"width"};
  EXPECT_EQ(error_of("a,b\n1,2\n", options), "--value-column: there is no column 'width'; the columns are a, b");
  EXPECT_THAT(error_of("a,b\nx,y\n"),
              HasSubstr("no column holds numbers (line 2, column 1 (a): 'x' is not a number; line 2, column 2"));

  AnalyzeOptions sized;
  sized.subgroup_size = 5;
  EXPECT_THAT(error_of("a,b\n3,2\n5,1\n", sized),
              HasSubstr("--subgroup-size 5 does not fit 2 columns of numbers (a, b)"));

  AnalyzeOptions twice;
  twice.value_columns = {"a"};
  twice.subgroup_column = "a";
  EXPECT_EQ(error_of("a,b\n1,2\n", twice), "column a cannot serve twice");

  AnalyzeOptions both;
  both.subgroup_size = 2;
  both.subgroup_column = "b";
  EXPECT_EQ(error_of("a,b\n1,2\n", both), "--subgroup-size and --subgroup-column exclude each other");
}

TEST(DatasetColumns, OfDifferentSizeStepOrRoleAreNeverOneSubgroupByGuess) {
  const auto is_asked = [](const std::string& text) {
    const std::string error = error_of(text);
    return error.find("--value-column") != std::string::npos && error.find("which columns hold") != std::string::npos;
  };
  EXPECT_TRUE(is_asked("serial,x\n1001,10.1\n1002,10.4\n1003,9.8\n1004,10\n"));
  EXPECT_TRUE(is_asked("1001,10.1\n1002,10.4\n1003,9.8\n1004,10\n")) << "without a header";
  EXPECT_TRUE(is_asked("minute,x\n0,10.1\n5,10.4\n10,9.8\n15,10\n"));
  EXPECT_TRUE(is_asked("operator,x1,x2\n3,10.1,10.2\n1,10.4,9.9\n2,9.8,10\n"));
  EXPECT_TRUE(is_asked("operator,x\n1,10.1\n1,10.4\n2,9.8\n2,10\n")) << "not a number of subgroups by its name";
  EXPECT_TRUE(is_asked("diameter,temperature\n74.01,21.5\n74.02,21.7\n73.99,22\n"));
  EXPECT_TRUE(is_asked("74.01,71.5\n74.02,71.7\n73.99,72\n"));
  EXPECT_TRUE(is_asked("length,width\n10.1,10.2\n10.2,10.1\n10.1,10.1\n")) << "of one size, but two things";
  EXPECT_TRUE(is_asked("x1,x2\n10.1,50.2\n10.2,50.1\n10.3,50.4\n")) << "named alike, but two things";
  EXPECT_TRUE(is_asked("inspected,defective\n50,3\n50,5\n50,2\n"));
  EXPECT_TRUE(is_asked("50,3\n50,5\n50,2\n"));
  EXPECT_TRUE(is_asked("serial,x\n1001,10.1\n1002,oops\n1003,9.8\n")) << "a bad cell does not hide a column";
  EXPECT_THAT(error_of("serial,x\n1001,10.1\n1002,10.4\n1003,9.8\n1004,10\n"),
              HasSubstr("serial (1001, 1002, 1003, ...), x (10.1, 10.4, 9.8, ...)"));
}

TEST(DatasetColumns, OfOneSizeAndNamedAlikeAreReadingsOfOneSubgroup) {
  EXPECT_THAT(sizes_of(read("x1,x2,x3\n10.1,10.2,10\n10.4,9.9,10.1\n")), ElementsAre(3, 3));
  EXPECT_THAT(sizes_of(read("sample,Reading 1,Reading 2\n1,10.1,10.2\n2,10.4,9.9\n3,9.9,10.3\n")),
              ElementsAre(2, 2, 2));
  EXPECT_THAT(sizes_of(read("10.1,10.2,10.5\n10.4,9.9,10.1\n")), ElementsAre(3, 3));
}

TEST(DatasetColumns, NumberedAcrossTheFirstRowMayBeHeadsOrReadings) {
  const std::string data = "1,2,3\n10.1,10.2,10\n10.4,9.9,10.1\n";
  AnalyzeOptions options;
  EXPECT_THAT(error_of(data, options), HasSubstr("--header yes or no"));
  options.header = base::CsvHeader::present;
  EXPECT_THAT(sizes_of(read(data, options)), ElementsAre(3, 3));
  options.header = base::CsvHeader::absent;
  options.value_columns = {"1", "2", "3"};
  EXPECT_THAT(sizes_of(read(data, options)), ElementsAre(3, 3, 3));
}

// Asked for a chart of subgroups, only columns of another size or role are doubted.
TEST(DatasetColumns, MayDifferMoreWhereSubgroupsAreAskedFor) {
  const std::string cavities = "x1,x2\n10.1,12.2\n10.2,12.1\n10.1,12.1\n";
  EXPECT_THAT(error_of(cavities), HasSubstr("--value-column"));
  EXPECT_THAT(sizes_of(read(cavities, attribute(spc::ChartKind::xbar_r))), ElementsAre(2, 2, 2));
  EXPECT_THAT(error_of("1001,10.1\n1002,10.4\n1003,9.8\n", attribute(spc::ChartKind::xbar_r)),
              HasSubstr("--value-column"));
}

TEST(DatasetCells, ThatMarkAMissingValueAreSkippedAndTold) {
  const Dataset data = read("x\n#N/A\n7\n#DIV/0!\n8\n# checked\nNA\n9\n");
  EXPECT_THAT(data.readings, ElementsAre(7, 8, 9));
  EXPECT_THAT(data.notes, ElementsAre("3 missing values were skipped (line 2: #N/A, 4: #DIV/0!, 7: NA).",
                                      "1 line that begins with # was taken for a comment (line 6)."));
}

TEST(DatasetCells, ThatCanBeReadInTwoWaysAreRefusedUnlessItIsSaid) {
  const std::string data = "t\tx\na\t1,007\nb\t1,014\nc\t1,021\n";
  EXPECT_EQ(error_of(data),
            "line 2, column 2 (x): '1,007' can be 1007 (with a decimal point) or 1.007 (with a decimal comma): say "
            "--decimal point or --decimal comma");
  AnalyzeOptions options;
  options.decimal_mark = ',';
  EXPECT_THAT(read(data, options).readings, ElementsAre(1.007, 1.014, 1.021));
  options.decimal_mark = '.';
  EXPECT_THAT(read(data, options).readings, ElementsAre(1007, 1014, 1021));
  const Dataset decided = read("t\tx\na\t1,007\nb\t1,5\n");
  EXPECT_THAT(decided.readings, ElementsAre(1.007, 1.5));
  EXPECT_THAT(decided.choices, Contains("Commas and other separators in numbers were read as in '1,007' = 1.007."));
}

TEST(DatasetCells, ThatAreBlankAreSkippedAndTold) {
  const Dataset data = read("a,b\n1,2\n,3\n4,\n ,\n5,6\n");
  EXPECT_THAT(data.readings, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(sizes_of(data), ElementsAre(2, 1, 1, 2));
  EXPECT_THAT(data.notes, ElementsAre("4 blank cells were skipped (line 3, 4, 5, 5)."));
}

TEST(DatasetCells, ThatAreNoNumbersAreNamedByLineAndColumn) {
  AnalyzeOptions options;
  options.value_columns = {"x"};
  EXPECT_EQ(error_of("t,x\n1,2\n2,oops\n", options), "line 3, column 2 (x): 'oops' is not a number");
  EXPECT_EQ(error_of("t,x\n1,2\n2,inf\n", options), "line 3, column 2 (x): 'inf' is not a finite number");
}

TEST(DatasetCells, MustNameTheSubgroupOfAReading) {
  AnalyzeOptions options;
  options.subgroup_column = "lot";
  options.value_columns = {"x"};
  EXPECT_EQ(error_of("lot,x\nA,1\n,2\n", options), "line 3, column 1 (lot): the reading belongs to no subgroup");
}

TEST(DatasetRows, BelowTheHeaderMayHoldUnits) {
  for (const std::string unit : {"mm", "[N/mm²]", "kg·m^2/s", "°C", "%", "(in)", "1/min"}) {
    const Dataset data = read("time,flow\ns," + unit + "\n1,10.1\n2,10.4\n3,10\n");
    EXPECT_THAT(data.readings, ElementsAre(10.1, 10.4, 10)) << unit;
    EXPECT_THAT(data.choices, Contains("Line 2 was taken for the units (" + unit + ").")) << unit;
  }
}

TEST(DatasetRows, ThatAreNeitherUnitsNorReadingsAreRefused) {
  for (const std::string cell : {"1o.1", "abc", "mm x", "/"})
    EXPECT_THAT(error_of("time,flow\n1," + cell + "\n2,10.4\n3,10.2\n"), HasSubstr("line 2, column 2 (flow)")) << cell;
}

TEST(DatasetRows, AtTheEndThatSumOthersUpAreLeftOutAndTold) {
  const Dataset data = read("part,flow\nA1,10.1\nA2,10.4\n,\nMean:,10.25\nStd Dev,0.2\n");
  EXPECT_THAT(data.readings, ElementsAre(10.1, 10.4));
  EXPECT_THAT(data.choices, Contains("2 rows that sum up the others were left out (line 5, 6)."));
}

TEST(DatasetRows, ThatSumOthersUpStandAlsoInAColumnOfReadings) {
  EXPECT_THAT(read("flow\n10.1\n10.4\nTotal\n").readings, ElementsAre(10.1, 10.4));
}

TEST(DatasetRows, AmongReadingsAreReadingsWhateverTheyAreCalled) {
  EXPECT_THAT(read("part,flow\nA1,10.1\nmax,10.4\nA3,9.9\n").readings, ElementsAre(10.1, 10.4, 9.9));
}

TEST(DatasetCells, WhoseSquareIsNoOrdinaryNumberAreRefused) {
  for (const std::string cell : {"1e200", "-1e151", "3e-200"})
    EXPECT_THAT(error_of("flow\n1\n" + cell + "\n2\n"),
                HasSubstr("line 3, column 1 (flow): " + cell + " is out of range"))
        << cell;
  EXPECT_THAT(read("flow\n0\n1e150\n-1e-150\n").readings, ElementsAre(0, 1e150, -1e-150));
}

TEST(Dataset, OfAnEmptyFileIsRefused) {
  EXPECT_EQ(error_of(""), "the file has no rows of data");
  EXPECT_EQ(error_of("value\n"), "the file has no rows of data");
}

TEST(AttributeDataset, HasACountAndASizeARow) {
  AnalyzeOptions options = attribute(spc::ChartKind::p);
  options.value_columns = {"bad"};
  options.size_column = "n";
  const Dataset data = read("day,bad,n\nMon,3,50\nTue,0,40\n", options);
  ASSERT_EQ(data.samples.size(), 2U);
  EXPECT_EQ(data.samples[1].count, 0);
  EXPECT_EQ(data.samples[1].size, 40);
  EXPECT_THAT(data.labels, ElementsAre("Mon", "Tue"));
}

TEST(AttributeDataset, MayHaveOneSizeForAll) {
  AnalyzeOptions options = attribute(spc::ChartKind::np);
  options.subgroup_size = 60;
  EXPECT_EQ(read("bad\n3\n5\n", options).samples[0].size, 60);
}

TEST(AttributeDataset, OfACChartHasTheAreasThatItsColumnSays) {
  AnalyzeOptions options = attribute(spc::ChartKind::c);
  options.value_columns = {"flaws"};
  EXPECT_EQ(read("flaws,area\n4,1\n9,2\n", options).samples[1].size, 1);
  options.size_column = "area";
  EXPECT_EQ(read("flaws,area\n4,1\n9,2\n", options).samples[1].size, 2);
}

TEST(AttributeDataset, NeedsToKnowTheSizeAndTheKind) {
  EXPECT_THAT(error_of("bad\n3\n", attribute(spc::ChartKind::u)), HasSubstr("--chart u needs the number inspected"));
  AnalyzeOptions options;
  options.size_column = "n";
  EXPECT_THAT(error_of("bad,n\n3,50\n", options), HasSubstr("say which"));
}

TEST(AttributeDataset, RefusesWhatCannotBeCounted) {
  AnalyzeOptions options = attribute(spc::ChartKind::p);
  options.value_columns = {"bad"};
  options.size_column = "n";
  EXPECT_EQ(error_of("bad,n\n3,50\n1.5,50\n", options), "line 3, column 1 (bad): a count is a whole number from 0 up");
  EXPECT_EQ(error_of("bad,n\n-1,50\n", options), "line 2, column 1 (bad): a count is a whole number from 0 up");
  EXPECT_EQ(error_of("bad,n\n51,50\n", options),
            "line 2, column 1 (bad): more nonconforming items than were inspected");
  EXPECT_EQ(error_of("bad,n\n3,0\n", options), "line 2, column 2 (n): a size is greater than 0");
  EXPECT_EQ(error_of("bad,n\n3,\n", options), "line 2, column 2 (n): the size is missing");
}

}  // namespace
}  // namespace openspc::server::analyze
