// Reads CSV from people's hands: RFC 4180 quoting, any line ending, byte-order mark, `,` `;` or tab found out from the
// first lines, decimal commas and thousands separators where they are beyond doubt, marks of missing values, `#`
// comment lines, an optional header. Called by `openspc analyze` and file imports. Streams: memory is bounded by one
// record, whatever the file. One thread. What cannot be read, or could be read in two ways, is a CsvError (a
// bad_request) that names the line, the column and the reason.
#pragma once

#include <cstddef>
#include <deque>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace openspc::base {

class CsvError : public Error {
 public:
  // `column` is 1-based; 0 when the whole line is meant.
  CsvError(std::size_t line, std::size_t column, std::string_view column_name, std::string_view reason);
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] std::size_t column() const { return column_; }

 private:
  std::size_t line_;
  std::size_t column_;
};

enum class CsvHeader { automatic, present, absent };

struct CsvOptions {
  std::optional<char> delimiter{};  // found out from the first lines when absent
  CsvHeader header = CsvHeader::automatic;
  std::optional<char> decimal_mark{};  // '.' or ','; found out from the numbers when absent
  // How the reader's user says which: ends the refusal of a number that could be read with either.
  std::string decimal_hint = "write it without thousands separators and with a decimal point";
  std::size_t max_record_bytes = std::size_t{1} << 20;
  std::size_t max_columns = 1024;
};

// Cells are trimmed, unquoted, valid UTF-8 (other bytes become U+FFFD) and as many as the table has columns.
struct CsvRow {
  std::size_t line = 0;  // 1-based, where the record begins
  std::vector<std::string> cells;
};

// What stands in a cell where a number is wanted. Neither a value nor a problem: the cell is blank or marks a missing
// value.
struct CsvNumber {
  std::optional<double> value{};  // finite
  std::string problem{};          // "'abc' is not a number"
  bool missing = false;           // marked: #N/A, #DIV/0!, NA, null, *, ...
  bool ambiguous = false;         // a number, but which? The problem tells both readings
};

// Lines among the records that were taken for comments.
struct CsvComments {
  std::size_t count = 0;
  std::vector<std::size_t> lines;  // of the first of them
};

class CsvReader {
 public:
  // Reads the first records to find the delimiter and the header. `in` must outlive the reader.
  explicit CsvReader(std::istream& in, const CsvOptions& options = {});
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  [[nodiscard]] char delimiter() const { return delimiter_; }
  [[nodiscard]] bool has_header() const { return !header_.empty(); }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  // The header's name, or "column 3" where it has none. `index` is 0-based.
  [[nodiscard]] std::string column_name(std::size_t index) const;
  // A column by its name in the header (exact, else in any letter case) or by its 1-based number. Nothing if there is
  // none; an ambiguous name is a CsvError.
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name_or_number) const;

  // The next record, or false at the end. Blank lines and comments are skipped. A line that begins with # is a comment
  // unless its first cell is a spreadsheet's error (#N/A) or nothing but that character.
  bool next(CsvRow& row);
  [[nodiscard]] const CsvComments& comments() const { return comments_; }

  // The numbers of a column in the records that come next, as long as these need no closer look: in each row a number
  // of a few digits with a decimal point or none, beside it nothing but dates and other numbers. Appends `most` or
  // fewer and returns how many; none is no end, but a record for next(). For files of millions of rows.
  std::size_t take_numbers(std::size_t column, std::size_t most, std::vector<double>& numbers);

  // Looks through these rows for numbers that can be read in one way only ("1,5", "0.25", "1.007,5"): they decide what
  // commas and points mean in their column, and a decimal comma also in columns that do not say.
  void learn_decimal_marks(std::span<const CsvRow> rows);
  // A sentence when it was found out, and not said, that commas are decimal marks or that thousands are separated.
  [[nodiscard]] std::optional<std::string> separators_note() const;

  // The number in a cell. A column must not mix decimal points and decimal commas: the first one beyond doubt decides.
  [[nodiscard]] CsvNumber number(const CsvRow& row, std::size_t column);
  // As number(), but a problem is thrown as a CsvError.
  [[nodiscard]] std::optional<double> number_or_throw(const CsvRow& row, std::size_t column);
  [[nodiscard]] CsvError error(const CsvRow& row, std::size_t column, std::string_view reason) const;

 private:
  class Source;
  class RecordParser;

  bool read_record(CsvRow& row);
  void fit_to_columns(CsvRow& row) const;
  void detect_header();
  void note_comment(std::size_t line);
  // What is known of the decimal mark in a column.
  struct ColumnMark {
    char mark = '\0';         // unknown until a number leaves no doubt
    bool read_point = false;  // as a decimal mark, of a number such as 1.007 that could be read otherwise
  };
  ColumnMark& mark_of(std::size_t column);
  [[nodiscard]] CsvNumber plain_number(std::size_t column, std::string_view text, double value);
  [[nodiscard]] CsvNumber separated_number(std::size_t column, std::string_view text);
  [[nodiscard]] CsvNumber unclear(std::string_view text, double as_point, double as_comma) const;
  [[nodiscard]] CsvNumber mixture(std::string_view text, char mark) const;

  std::unique_ptr<Source> source_;
  CsvOptions options_;
  char delimiter_ = ',';
  std::vector<ColumnMark> marks_;
  bool has_decimal_comma_ = false, has_decimal_point_ = false;  // beyond doubt, in any column
  std::string separators_seen_;                                 // "'1,007' = 1.007", the first of them
  CsvComments comments_;
  std::vector<std::string> header_;
  std::size_t columns_ = 0;
  std::size_t first_line_ = 0;  // of the record that fixed the number of columns
  std::deque<CsvRow> pending_;  // records read ahead to find the header
};

}  // namespace openspc::base
