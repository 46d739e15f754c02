// Files so long that their simple rows are read many at once: what stands among them is seen all the same.
#include <gmock/gmock.h>

#include <sstream>

#include "base/error.h"
#include "server/analyze/dataset.h"

namespace openspc::server::analyze {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

constexpr std::size_t kRows = 50'000;

double reading(std::size_t row) {
  return 10 + 0.25 * static_cast<double>(row % 8);
}

// A header and the rows, with `line` in place of one of them (0: of none).
std::string file(std::size_t replaced = 0, const std::string& line = {}) {
  std::ostringstream text;
  text << "flow\n";
  for (std::size_t row = 1; row <= kRows; ++row) {
    if (row == replaced) {
      text << line << '\n';
    } else {
      text << reading(row) << '\n';
    }
  }
  return text.str();
}

Dataset read(const std::string& text, AnalyzeOptions options = {}) {
  options.file = "data.csv";
  std::istringstream in(text);
  return read_dataset(in, options);
}

TEST(LongDataset, HasEveryReadingInOrder) {
  const Dataset data = read(file());
  ASSERT_EQ(data.readings.size(), kRows);
  for (std::size_t row = 1; row <= kRows; ++row) ASSERT_EQ(data.readings[row - 1], reading(row));
  EXPECT_EQ(data.points(), kRows);
}

TEST(LongDataset, NamesTheLineOfWhatIsNoNumber) {
  try {
    (void)read(file(40'000, "oops"));
    FAIL() << "was read";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.detail(), "line 40001, column 1 (flow): 'oops' is not a number");
  }
}

TEST(LongDataset, TellsTheLineOfABlankCell) {
  const Dataset data = read(file(40'000, "\"\""));
  EXPECT_EQ(data.readings.size(), kRows - 1);
  EXPECT_THAT(data.notes, ElementsAre("1 blank cell was skipped (line 40001)."));
}

TEST(LongDataset, TellsTheLineOfAComment) {
  const Dataset data = read(file(40'000, "# shift"));
  EXPECT_THAT(data.notes, ElementsAre("1 line that begins with # was taken for a comment (line 40001)."));
}

TEST(LongDataset, CutsSimpleRowsIntoSubgroups) {
  AnalyzeOptions options;
  options.subgroup_size = 7;
  const Dataset data = read(file(), options);
  EXPECT_EQ(data.points(), kRows / 7);
  EXPECT_TRUE(data.sizes.is_constant());
  EXPECT_EQ(data.sizes.front(), 7U);
}

TEST(LongDataset, LeavesOutWhatSumsItUp) {
  const Dataset data = read(file() + "Mean\n");
  EXPECT_EQ(data.readings.size(), kRows);
  EXPECT_THAT(data.choices, Contains("1 row that sums up the others was left out (line 50002)."));
}

TEST(LongDataset, KeepsARowThatOnlyLooksLikeASum) {
  try {
    (void)read(file(40'000, "Mean"));
    FAIL() << "was read";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.detail(), "line 40001, column 1 (flow): 'Mean' is not a number");
  }
}

TEST(LongDataset, ComesFromAStreamThatCannotTellItsLength) {
  struct Pipe : std::stringbuf {
    using std::stringbuf::stringbuf;
    pos_type seekoff(off_type, std::ios::seekdir, std::ios::openmode) override { return pos_type(off_type(-1)); }
  } pipe(file(), std::ios::in);
  std::istream in(&pipe);
  EXPECT_EQ(read_dataset(in, {}).readings.size(), kRows);
}

}  // namespace
}  // namespace openspc::server::analyze
