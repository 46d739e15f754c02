// The pieces of the CSV reader that know characters rather than records: UTF-8, numbers, the delimiter of a file.
// Private to csv.cpp. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::base::csv_text {

[[nodiscard]] bool equal_in_any_case(std::string_view a, std::string_view b);  // ASCII letters
[[nodiscard]] std::string_view trimmed(std::string_view text);                 // of spaces and tabs

// Bytes that are not well-formed UTF-8 become U+FFFD.
void make_valid_utf8(std::string& text);

// A cell as it may stand in a message: quoted, short, on one line.
[[nodiscard]] std::string in_quotes(std::string_view cell);

[[nodiscard]] bool names_non_finite(std::string_view text);  // "inf", "-Infinity", ...

// Does a cell say that its value is missing? #N/A and the other errors of spreadsheets in several languages; NA, NaN,
// null, *, ., - as statistics programs write.
[[nodiscard]] bool marks_missing(std::string_view text);
[[nodiscard]] bool is_spreadsheet_error(std::string_view text);
// `line` begins with #. Is it a comment rather than a record? Its first cell tells.
[[nodiscard]] bool is_comment(std::string_view line, char delimiter);

enum class NumberFault { none, malformed, out_of_range };
[[nodiscard]] NumberFault parse_double(std::string_view text, double& value);  // decimal point, optional sign
// The same with `mark` (a point or a comma) before the decimals, and thousands separated by the other one, a space or
// an apostrophe: 1.007,5 or 1 007,5 or 1'007.5.
[[nodiscard]] NumberFault parse_number(std::string_view text, char mark, double& value);

// A line of a table, without its end.
struct Line {
  std::string_view text;
  char delimiter = ',';
  std::size_t columns = 0;
};
// The number in the cell of that column (from 0), in a line that leaves no doubt: as many cells as there are columns,
// each begins with a digit or a sign, and the number has no exponent, at most 20 characters and, unless
// `may_have_point`, no point. Nothing for any other line, whatever it holds.
[[nodiscard]] std::optional<double> simple_number(Line line, std::size_t column, bool may_have_point);

[[nodiscard]] bool looks_numeric(std::string_view cell);
// The number of a column, 1..columns, as the heads of numbered columns are; 0 when the cell is none.
[[nodiscard]] std::size_t column_label(std::string_view cell, std::size_t columns);

// The delimiter that divides the first records most evenly. `complete`: `text` is the whole file.
[[nodiscard]] char sniff_delimiter(std::string_view text, bool complete);

}  // namespace openspc::base::csv_text
