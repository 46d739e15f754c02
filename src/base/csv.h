// Reads CSV from people's hands: RFC 4180 quoting, any line ending, byte-order mark, `,` `;` or tab found out from the
// first lines, decimal commas where `;` or tab separates, `#` comment lines, an optional header. Called by
// `openspc analyze` and file imports. Streams: memory is bounded by one record, whatever the file. One thread.
// What cannot be read is a CsvError (a bad_request) that names the line, the column and the reason.
#pragma once

#include <cstddef>
#include <deque>
#include <iosfwd>
#include <memory>
#include <optional>
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
  std::optional<char> delimiter;  // found out from the first lines when absent
  CsvHeader header = CsvHeader::automatic;
  std::size_t max_record_bytes = std::size_t{1} << 20;
  std::size_t max_columns = 1024;
};

// Cells are trimmed, unquoted, valid UTF-8 (other bytes become U+FFFD) and as many as the table has columns.
struct CsvRow {
  std::size_t line = 0;  // 1-based, where the record begins
  std::vector<std::string> cells;
};

// What stands in a cell where a number is wanted. Neither a value nor a problem: the cell is blank.
struct CsvNumber {
  std::optional<double> value;  // finite
  std::string problem;          // "'abc' is not a number"
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

  // The next record, or false at the end. Blank lines and comments are skipped.
  bool next(CsvRow& row);

  // The number in a cell. One file must not mix decimal points and decimal commas: the first one seen decides.
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

  std::unique_ptr<Source> source_;
  CsvOptions options_;
  char delimiter_ = ',';
  char decimal_mark_ = '\0';  // unknown until the first number with a fraction
  std::vector<std::string> header_;
  std::size_t columns_ = 0;
  std::size_t first_line_ = 0;  // of the record that fixed the number of columns
  std::deque<CsvRow> pending_;  // records read ahead to find the header
};

}  // namespace openspc::base
