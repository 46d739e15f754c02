#include "base/csv.h"

#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <vector>

namespace openspc::base {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> lines;
  char delimiter = '\0';
};

Table read(const std::string& text, const CsvOptions& options = {}) {
  std::istringstream in(text);
  CsvReader reader(in, options);
  Table table{reader.header(), {}, {}, reader.delimiter()};
  for (CsvRow row; reader.next(row);) {
    table.rows.push_back(row.cells);
    table.lines.push_back(row.line);
  }
  return table;
}

std::string error_of(const std::string& text, const CsvOptions& options = {}) {
  try {
    read(text, options);
  } catch (const CsvError& error) {
    return error.what();
  }
  return "no error";
}

// The first cell of the first row as a number, or the problem with it.
std::string number_in(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in, {.delimiter = {}, .header = CsvHeader::absent});
  CsvRow row;
  if (!reader.next(row)) return "no row";
  const CsvNumber number = reader.number(row, 0);
  if (!number.problem.empty()) return number.problem;
  return number.value ? std::to_string(*number.value) : "blank";
}

TEST(Csv, ReadsHeaderAndRows) {
  const Table table = read("time,diameter\n08:00,74.03\n08:10,74.00\n");
  EXPECT_THAT(table.header, ElementsAre("time", "diameter"));
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("08:00", "74.03"), ElementsAre("08:10", "74.00")));
  EXPECT_THAT(table.lines, ElementsAre(2, 3));
}

TEST(Csv, EndsRecordsAtAnyLineEndAndAtTheEndOfTheFile) {
  for (const char* text : {"a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r"}) {
    const Table table = read(text);
    EXPECT_THAT(table.rows, ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4"))) << text;
    EXPECT_THAT(table.lines, ElementsAre(2, 3)) << text;
  }
}

TEST(Csv, UnquotesDelimitersLineEndsAndDoubledQuotes) {
  const Table table = read("name,value\n\"bore, inner\",1\n\"two\r\nlines\",2\n\"5\"\" pipe\" ,3\n");
  EXPECT_THAT(table.rows, ElementsAre(ElementsAre("bore, inner", "1"), ElementsAre("two\nlines", "2"),
                                      ElementsAre("5\" pipe", "3")));
  EXPECT_THAT(table.lines, ElementsAre(2, 3, 5));
}

TEST(Csv, KeepsSpacesInQuotesAndTrimsOthers) {
  EXPECT_THAT(read("a,b\n  x , \" y \"\n").rows, ElementsAre(ElementsAre("x", " y ")));
}

TEST(Csv, SkipsByteOrderMarkCommentsAndBlankLines) {
  const Table table = read("\xEF\xBB\xBF# gauge 7, night shift\n\na,b\n1,2\n   # checked\n\n3,4\n\n");
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  EXPECT_THAT(table.lines, ElementsAre(4, 7));
}

TEST(Csv, FindsTheDelimiter) {
  EXPECT_EQ(read("a,b\n1,2\n").delimiter, ',');
  EXPECT_EQ(read("a;b\n1,5;2,5\n").delimiter, ';');
  EXPECT_EQ(read("a\tb\n1,5\t2;5\n").delimiter, '\t');
  EXPECT_EQ(read("name,comment\nA,foo; bar\nB,x; y; z\n").delimiter, ',');
  EXPECT_EQ(read("\"a;b\",c\n\"d;e\",f\n").delimiter, ',');
  EXPECT_EQ(read("value\n1\n2\n").delimiter, ',');
}

TEST(Csv, FollowsTheSeparatorLineOfSpreadsheets) {
  const Table table = read("sep=;\r\na;b\r\n1;2\r\n");
  EXPECT_EQ(table.delimiter, ';');
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
}

TEST(Csv, TakesErrorsOfSpreadsheetsAndNumberSignsForCells) {
  EXPECT_THAT(read("x,y\n#N/A,1\n#DIV/0!,2\n").lines, ElementsAre(2, 3));
  EXPECT_THAT(read("#N/A\n1\n").header, ElementsAre());
  EXPECT_THAT(read("#,x\n1,7\n").header, ElementsAre("#", "x"));
  EXPECT_THAT(read("#\n# N/A is nothing, here\nx\n1\n").header, ElementsAre("x"));
}

TEST(Csv, CountsCommentsAmongTheRecords) {
  std::istringstream in("# head\nx,y\n1,2\n#3,4\n5,6\n# end\n");
  CsvReader reader(in);
  for (CsvRow row; reader.next(row);) continue;
  EXPECT_EQ(reader.comments().count, 2U);
  EXPECT_THAT(reader.comments().lines, ElementsAre(4, 6));
}

TEST(Csv, TellsACommentAtTheEndOfItsBuffer) {
  const std::size_t chunk = std::size_t{64} << 10;
  for (std::size_t before = chunk - 8; before <= chunk + 1; ++before) {
    std::string text = "x\n";
    while (text.size() + 4 <= before) text += "1.5\n";
    while (text.size() < before) text += "\n";
    std::istringstream in(text + "#DIV/0!\n#note\n2\n");
    CsvReader reader(in);
    std::size_t missing = 0;
    for (CsvRow row; reader.next(row);) missing += reader.number(row, 0).missing ? 1 : 0;
    EXPECT_EQ(missing, 1U) << before;
    EXPECT_EQ(reader.comments().count, 1U) << before;
  }
}

TEST(Csv, TakesTheFirstRecordForAHeaderOnlyWhenItIsText) {
  EXPECT_THAT(read("1,2\n3,4\n").header, ElementsAre());
  EXPECT_THAT(read("lot 7,2.5\nlot 8,2.6\n").header, ElementsAre());
  EXPECT_THAT(read("subgroup,1,2,3\n1,7.1,7.2,7.3\n").header, ElementsAre("subgroup", "1", "2", "3"));
  EXPECT_THAT(read("1,2\n3,4\n", {.delimiter = {}, .header = CsvHeader::present}).header, ElementsAre("1", "2"));
  EXPECT_THAT(read("a,b\n3,4\n", {.delimiter = {}, .header = CsvHeader::absent}).header, ElementsAre());
}

TEST(Csv, FillsShortRowsAndForgivesTrailingDelimiters) {
  EXPECT_THAT(read("a,b,c\n1,2\n3,4,5,,\n").rows, ElementsAre(ElementsAre("1", "2", ""), ElementsAre("3", "4", "5")));
}

TEST(Csv, RefusesARowWithMoreCellsThanTheTable) {
  EXPECT_EQ(error_of("a,b,c\n1,2,3\n4,5,6,7\n"),
            "line 3: has 4 cells, but line 1 has 3 (numbers with a decimal comma need ';' or a tab between cells)");
}

TEST(Csv, NamesTheLineOfAQuoteThatIsNeverClosed) {
  EXPECT_EQ(error_of("a,b\n1,\"two\n3,4\n"), "line 2, column 2: a quoted cell begins here and is never closed");
}

TEST(Csv, RefusesTextAfterAClosingQuote) {
  EXPECT_EQ(error_of("a,b\n\"x\"y,2\n"), "line 2, column 1: text follows the closing quote of a cell");
}

TEST(Csv, RefusesWhatIsNotText) {
  EXPECT_THAT(error_of(std::string("a,b\n1,\0\n", 8)), HasSubstr("line 2: contains a NUL byte"));
  EXPECT_THAT(error_of("\xFF\xFE"
                       "a"),
              HasSubstr("UTF-16"));
}

TEST(Csv, BoundsRecordsAndColumns) {
  CsvOptions options;
  options.max_record_bytes = 100;
  options.max_columns = 4;
  EXPECT_EQ(error_of("a\n" + std::string(101, 'x') + "\n", options), "line 2: is longer than 100 bytes");
  EXPECT_EQ(error_of("a\n\"" + std::string(200, 'x'), options), "line 2: is longer than 100 bytes");
  EXPECT_EQ(error_of("1,2,3,4,5\n", options), "line 1: has more than 4 cells");
}

TEST(Csv, ReadsFilesLargerThanItsBuffer) {
  std::string text = "value\n";
  for (int i = 0; i < 50000; ++i) text += std::to_string(i) + "\r\n";
  const Table table = read(text);
  ASSERT_EQ(table.rows.size(), 50000U);
  EXPECT_EQ(table.rows.back().front(), "49999");
  EXPECT_EQ(table.lines.back(), 50001U);
}

TEST(Csv, ReplacesBytesThatAreNotUtf8) {
  EXPECT_THAT(read("name,b\n\xB5m,1\n\xC3\xA9\xE2\x82,2\n").rows,
              ElementsAre(ElementsAre("\xEF\xBF\xBDm", "1"), ElementsAre("\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD", "2")));
}

TEST(Csv, AnEmptyFileHasNoRows) {
  for (const char* text : {"", "\n\n", "# nothing\n", "\xEF\xBB\xBF"}) {
    const Table table = read(text);
    EXPECT_TRUE(table.rows.empty()) << text;
    EXPECT_TRUE(table.header.empty()) << text;
  }
}

TEST(CsvColumns, AreFoundByNameInAnyCaseOrByNumber) {
  std::istringstream in("Time,Diameter\n1,2\n");
  const CsvReader reader(in);
  EXPECT_EQ(reader.find_column("Diameter"), 1U);
  EXPECT_EQ(reader.find_column("diameter"), 1U);
  EXPECT_EQ(reader.find_column("2"), 1U);
  EXPECT_EQ(reader.find_column("0"), std::nullopt);
  EXPECT_EQ(reader.find_column("3"), std::nullopt);
  EXPECT_EQ(reader.find_column("width"), std::nullopt);
}

TEST(CsvColumns, RefuseAnAmbiguousName) {
  std::istringstream in("x,x\n1,2\n");
  const CsvReader reader(in);
  EXPECT_THROW((void)reader.find_column("x"), CsvError);
  EXPECT_EQ(reader.find_column("2"), 1U);
}

TEST(CsvNumbers, AreReadWithSignExponentAndPoint) {
  EXPECT_EQ(number_in("12.5"), "12.500000");
  EXPECT_EQ(number_in(" -1.5e3 "), "-1500.000000");
  EXPECT_EQ(number_in("+.5"), "0.500000");
  EXPECT_EQ(number_in("\" 7 \""), "7.000000");
}

TEST(CsvNumbers, HaveDecimalCommasWhereSemicolonsSeparate) {
  EXPECT_EQ(number_in("12,5;1\n"), "12.500000");
  EXPECT_EQ(number_in("-0,25\t1\n"), "-0.250000");
}

TEST(CsvNumbers, AreNeverNanOrInfinite) {
  for (const char* text : {"inf", "-Inf", "Infinity"}) EXPECT_THAT(number_in(text), HasSubstr("not a finite number"));
  EXPECT_EQ(number_in("1e999"), "'1e999' is beyond the range of a number");
}

TEST(CsvNumbers, RefuseWhatOnlyBeginsLikeANumber) {
  for (const char* text : {"12abc", "1.2.3", "0x10", "--1", "+-1", "1e", "12 %", "1.0.7"}) {
    EXPECT_THAT(number_in(text), HasSubstr("is not a number")) << text;
  }
}

TEST(CsvNumbers, HaveSeparatedThousandsWhereThatIsBeyondDoubt) {
  EXPECT_EQ(number_in("\"1,234.5\",2"), "1234.500000");
  EXPECT_EQ(number_in("1.234,5;2"), "1234.500000");
  EXPECT_EQ(number_in("-1,234,567\t2"), "-1234567.000000");
  EXPECT_EQ(number_in("12 345;2"), "12345.000000");
  EXPECT_EQ(number_in("12\u00A0345,5;2"), "12345.500000");
  EXPECT_EQ(number_in("1'234'567.5;2"), "1234567.500000");
  for (const char* text : {"1 23", "12 3456", "0 123", "1'234 567", "1,23,456", "1 234.567.8"}) {
    EXPECT_THAT(number_in(std::string(text) + "\t2"), HasSubstr("is not a number")) << text;
  }
}

// Rows of two columns that a tab separates; what the second one holds in the last of them.
std::string last_number(const std::string& rows, std::optional<char> decimal_mark = {}) {
  std::istringstream in("a\tb\n" + rows);
  CsvReader reader(in, {.delimiter = '\t', .decimal_mark = decimal_mark, .decimal_hint = "say which"});
  std::vector<CsvRow> all;
  for (CsvRow row; reader.next(row);) all.push_back(row);
  reader.learn_decimal_marks(all);
  const CsvNumber number = reader.number(all.back(), 1);
  return number.value ? std::to_string(*number.value) : number.problem;
}

TEST(CsvNumbers, ThatCanBeReadInTwoWaysAreRefusedWithBoth) {
  const std::string refusal = "'1,007' can be 1007 (with a decimal point) or 1.007 (with a decimal comma): say which";
  EXPECT_EQ(last_number("x\t1,007\n"), refusal);
  EXPECT_EQ(last_number("x\t5\nx\t1.007\nx\t1,007\n"), refusal);
  EXPECT_EQ(last_number("08.30\t1,007\n"), refusal) << "a time says nothing about commas";
  EXPECT_EQ(last_number("x\t1,007\n", ','), "1.007000");
  EXPECT_EQ(last_number("x\t1,007\n", '.'), "1007.000000");
  EXPECT_EQ(last_number("x\t1.007\n", ','), "1007.000000");
}

TEST(CsvNumbers, OthersInTheColumnDecide) {
  EXPECT_EQ(last_number("x\t1,5\nx\t1,007\n"), "1.007000");
  EXPECT_EQ(last_number("x\t0,007\nx\t1,007\n"), "1.007000");
  EXPECT_EQ(last_number("x\t0.5\nx\t1,007\n"), "1007.000000");
  EXPECT_EQ(last_number("x\t1,5\nx\t1.007\n"), "1007.000000");
  EXPECT_EQ(last_number("2,5\t1,007\n"), "1.007000") << "a decimal comma in another column, and no decimal point";
  EXPECT_THAT(last_number("2,5\t1.007\n"), HasSubstr("can be"));
  EXPECT_EQ(last_number("x\t1.007\n"), "1.007000") << "a point alone is a decimal point";
}

TEST(CsvNumbers, AreMissingWhereTheCellSaysSo) {
  for (const char* text : {"#N/A", "#DIV/0!", "#value!", "#NV", "NA", "n/a", "NaN", "null", "*", ".", "-"}) {
    std::istringstream in("x\n7\n" + std::string(text) + "\n");
    CsvReader reader(in);
    CsvRow row;
    ASSERT_TRUE(reader.next(row) && reader.next(row)) << text;
    const CsvNumber number = reader.number(row, 0);
    EXPECT_TRUE(number.missing && !number.value && number.problem.empty()) << text;
  }
}

TEST(CsvNumbers, MustNotMixDecimalCommasAndPoints) {
  std::istringstream in("a;b\n1,5;1\n1.5;1\n");
  CsvReader reader(in);
  CsvRow row;
  ASSERT_TRUE(reader.next(row));
  EXPECT_EQ(reader.number_or_throw(row, 0), 1.5);
  ASSERT_TRUE(reader.next(row));
  try {
    (void)reader.number_or_throw(row, 0);
    FAIL() << "a mixture was accepted";
  } catch (const CsvError& error) {
    EXPECT_STREQ(error.what(),
                 "line 3, column 1 (a): '1.5' has a decimal point, but earlier numbers have a decimal comma");
    EXPECT_EQ(error.line(), 3U);
    EXPECT_EQ(error.column(), 1U);
  }
}

TEST(CsvNumbers, AreBlankInEmptyCells) {
  std::istringstream in("a,b\n, \n");
  CsvReader reader(in);
  CsvRow row;
  ASSERT_TRUE(reader.next(row));
  EXPECT_EQ(reader.number_or_throw(row, 1), std::nullopt);
}

TEST(CsvNumbers, ShowHostileCellsShortened) {
  EXPECT_EQ(number_in("\"a\nb" + std::string(100, 'c') + "\""), "'a?b" + std::string(37, 'c') + "...' is not a number");
}

}  // namespace
}  // namespace openspc::base
