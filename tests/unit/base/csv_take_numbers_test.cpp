// Numbers taken from many records at once are those that next() and number() give, and what needs a closer look is left
// to these.
#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

#include "base/csv.h"

namespace openspc::base {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kAll = 1'000'000;

struct Taken {
  std::vector<double> numbers;
  CsvRow next;  // the record that follows them; of line 0 when there is none
};

// Takes the numbers behind "1.25", which leaves no doubt of the decimal mark, and that line's other cells.
Taken take(const std::string& rest, std::size_t column = 0, const std::string& first = "1.25\n",
           std::size_t most = kAll) {
  std::istringstream in(first + rest);
  CsvReader reader(in, {.delimiter = ',', .header = CsvHeader::absent});
  CsvRow row;
  reader.next(row);
  [[maybe_unused]] const CsvNumber known = reader.number(row, column);
  Taken taken;
  reader.take_numbers(column, most, taken.numbers);
  if (reader.next(row)) taken.next = row;
  return taken;
}

TEST(CsvTakeNumbers, TakesRecordsOfNothingButNumbers) {
  EXPECT_THAT(take("2\n-3.5\n4.\r\n0.0625\n").numbers, ElementsAre(2, -3.5, 4, 0.0625));
}

TEST(CsvTakeNumbers, ReadsNumbersAsExactlyAsOneByOne) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += std::to_string(std::sin(i) * std::pow(10, i % 7)) + "\n";
  std::istringstream in(text);
  CsvReader reader(in, {.header = CsvHeader::absent});
  std::vector<double> wanted;
  for (CsvRow row; reader.next(row);) wanted.push_back(reader.number_or_throw(row, 0).value_or(0));
  EXPECT_EQ(take(text).numbers, wanted);
}

TEST(CsvTakeNumbers, ReadsNumbersOfAnyLengthToTheNearestDouble) {
  EXPECT_THAT(take("0.1\n-0.3\n123456789012.345\n9007199254740993\n0.30000000000000004\n000000000000.1\n").numbers,
              ElementsAre(0.1, -0.3, 123456789012.345, 9007199254740993.0, 0.30000000000000004, 0.1));
}

TEST(CsvTakeNumbers, ReadsMinusZeroAsZero) {
  const std::vector<double> numbers = take("-0\n-0.0\n").numbers;
  ASSERT_EQ(numbers.size(), 2U);
  EXPECT_FALSE(std::signbit(numbers[0]) || std::signbit(numbers[1]));
}

TEST(CsvTakeNumbers, TakesTheColumnAmongDatesAndNumbers) {
  EXPECT_THAT(take("2026-01-02 10:00:00,2,7\n2026-01-03T10:00:00Z,3.5,8\n", 1, "2026-01-01,1.25,6\n").numbers,
              ElementsAre(2, 3.5));
}

TEST(CsvTakeNumbers, LeavesRecordsThatNeedACloserLook) {
  for (const std::string line : {"\"2\"", "+2", "1e5", ".5", "2;5", "NA", "Mean", "123456789012345678901", "1.2.3",
                                 "2,", " 2", "\u00A02", "-", "1-2"}) {
    const Taken taken = take("7\n" + line + "\n8\n", 0, "1.25\n");
    EXPECT_THAT(taken.numbers, ElementsAre(7)) << line;
  }
}

TEST(CsvTakeNumbers, LeavesTextBesideTheNumberToBeLookedAt) {
  EXPECT_THAT(take("Total,2\n", 1, "1,1.25\n").numbers, IsEmpty());
}

TEST(CsvTakeNumbers, TheRecordItStopsAtComesNextWithItsLine) {
  const Taken taken = take("2\n3\nNA\n4\n");
  EXPECT_THAT(taken.next.cells, ElementsAre("NA"));
  EXPECT_EQ(taken.next.line, 4U);
}

TEST(CsvTakeNumbers, LeavesAPointWhoseMeaningIsNotClear) {
  EXPECT_THAT(take("2\n1.007\n", 0, "1\n").numbers, ElementsAre(2));
}

TEST(CsvTakeNumbers, StopsAtSoMany) {
  const Taken taken = take("2\n3\n4\n", 0, "1.25\n", 2);
  EXPECT_THAT(taken.numbers, ElementsAre(2, 3));
  EXPECT_THAT(taken.next.cells, ElementsAre("4"));
}

TEST(CsvTakeNumbers, LeavesALastLineThatDoesNotEnd) {
  const Taken taken = take("2\n3");
  EXPECT_THAT(taken.numbers, ElementsAre(2));
  EXPECT_THAT(taken.next.cells, ElementsAre("3"));
}

}  // namespace
}  // namespace openspc::base
