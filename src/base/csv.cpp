#include "base/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <istream>
#include <utility>

#include "base/csv_text.h"

namespace openspc::base {

using csv_text::column_label;
using csv_text::equal_in_any_case;
using csv_text::in_quotes;
using csv_text::is_comment;
using csv_text::is_spreadsheet_error;
using csv_text::looks_numeric;
using csv_text::make_valid_utf8;
using csv_text::marks_missing;
using csv_text::names_non_finite;
using csv_text::NumberFault;
using csv_text::parse_double;
using csv_text::parse_number;
using csv_text::simple_number;
using csv_text::sniff_delimiter;
using csv_text::trimmed;

namespace {

constexpr int kEnd = -1;
constexpr std::size_t kLongestFirstCell = 200;  // that is looked at to tell a comment
constexpr std::size_t kCommentLinesKept = 5;
constexpr std::size_t kLongestSimpleLine = 4096;
constexpr std::size_t kChunkBytes = std::size_t{64} << 10;

// The fewest digits that read back as the same number.
std::string shortest(double value) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

std::string position(std::size_t line, std::size_t column, std::string_view column_name, std::string_view reason) {
  std::string text = "line " + std::to_string(line);
  if (column > 0) {
    text += ", column " + std::to_string(column);
    if (!column_name.empty()) text += " (" + std::string(column_name) + ")";
  }
  return text + ": " + std::string(reason);
}

}  // namespace

CsvError::CsvError(std::size_t line, std::size_t column, std::string_view column_name, std::string_view reason)
    : Error(ErrorKind::bad_request, position(line, column, column_name, reason)), line_(line), column_(column) {}

// Bytes with line ends made '\n', counted.
class CsvReader::Source {
 public:
  explicit Source(std::istream& in) : in_(&in) {
    fill();
    const std::string_view start = lookahead();
    if (start.starts_with("\xEF\xBB\xBF")) position_ = 3;
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
      throw CsvError(1, 0, "", "the file is UTF-16; save it as UTF-8");
    }
  }

  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] std::string_view lookahead() const { return std::string_view(buffer_).substr(position_); }
  [[nodiscard]] bool holds_all() const { return ended_; }

  // The next bytes, as many as that if the file has them.
  std::string_view ahead(std::size_t bytes) {
    if (buffer_.size() - position_ < bytes) fill();
    return lookahead().substr(0, bytes);
  }

  int peek() {
    if (position_ == buffer_.size()) fill();
    return position_ == buffer_.size() ? kEnd : static_cast<unsigned char>(buffer_[position_]);
  }

  int get() {
    int c = peek();
    if (c == kEnd) return c;
    ++position_;
    if (c == '\0') throw CsvError(line_, 0, "", "contains a NUL byte; this is not a text file");
    if (c == '\r') {
      if (peek() == '\n') ++position_;
      c = '\n';
    }
    if (c == '\n') ++line_;
    return c;
  }

  // The line that begins here, without its '\n', if it is short and all of it is at hand. Takes nothing.
  [[nodiscard]] std::optional<std::string_view> whole_line() const {
    const std::string_view ahead = lookahead();
    const std::size_t end = ahead.substr(0, kLongestSimpleLine).find('\n');
    return end == std::string_view::npos ? std::nullopt : std::optional(ahead.substr(0, end));
  }
  // Takes a whole_line() and its '\n'.
  void take_line(std::size_t length) {
    position_ += length + 1;
    ++line_;
  }

  void skip_line() {
    for (int c = get(); c != '\n' && c != kEnd;) c = get();
  }

 private:
  void fill() {
    if (ended_) return;
    buffer_.erase(0, position_);
    position_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kChunkBytes);
    in_->read(buffer_.data() + kept, static_cast<std::streamsize>(kChunkBytes));
    buffer_.resize(kept + static_cast<std::size_t>(in_->gcount()));
    ended_ = !*in_;
    if (in_->bad()) throw CsvError(line_, 0, "", "the file cannot be read further");
  }

  std::istream* in_;
  std::string buffer_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  bool ended_ = false;
};

CsvReader::CsvReader(std::istream& in, const CsvOptions& options)
    : source_(std::make_unique<Source>(in)), options_(options) {
  const std::string_view start = source_->lookahead();
  constexpr std::string_view kSeparatorLine = "sep=";  // spreadsheets write the delimiter into a first line
  const bool announced =
      start.size() > 5 && start.starts_with(kSeparatorLine) && (start[5] == '\r' || start[5] == '\n');
  delimiter_ = announced ? start[4] : sniff_delimiter(start, source_->holds_all());
  if (announced) source_->skip_line();
  if (options_.delimiter) delimiter_ = *options_.delimiter;
  detect_header();
}

CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

void CsvReader::detect_header() {
  CsvRow first;
  if (!read_record(first)) return;
  columns_ = first.cells.size();
  first_line_ = first.line;
  const auto numeric = [](const std::string& cell) { return looks_numeric(cell) || is_spreadsheet_error(cell); };
  bool header = options_.header == CsvHeader::present;
  if (options_.header == CsvHeader::automatic) {
    const auto may_head = [&](const std::string& cell) { return !numeric(cell) || column_label(cell, columns_) > 0; };
    const bool some_text = std::ranges::any_of(first.cells, [&](const auto& c) { return !c.empty() && !numeric(c); });
    header = some_text && std::ranges::all_of(first.cells, may_head);
  }
  if (header) {
    header_ = std::move(first.cells);
  } else {
    pending_.push_back(std::move(first));
  }
}

bool CsvReader::next(CsvRow& row) {
  if (!pending_.empty()) {
    row = std::move(pending_.front());
    pending_.pop_front();
    return true;
  }
  if (!read_record(row)) return false;
  fit_to_columns(row);
  return true;
}

void CsvReader::fit_to_columns(CsvRow& row) const {
  while (row.cells.size() > columns_ && row.cells.back().empty()) row.cells.pop_back();
  if (row.cells.size() > columns_) {
    std::string reason = "has " + std::to_string(row.cells.size()) + " cells, but line " + std::to_string(first_line_) +
                         " has " + std::to_string(columns_);
    if (delimiter_ == ',') reason += " (numbers with a decimal comma need ';' or a tab between cells)";
    throw CsvError(row.line, 0, "", reason);
  }
  row.cells.resize(columns_);
}

// One pass over the characters of a record; `row` keeps its storage from record to record.
class CsvReader::RecordParser {
 public:
  RecordParser(char delimiter, const CsvOptions& options, CsvRow& row)
      : delimiter_(static_cast<unsigned char>(delimiter)), options_(options), row_(row) {}

  void parse(Source& source) {
    if (const auto line = source.whole_line(); line && parse_simple(*line)) {
      source.take_line(line->size());
      return;
    }
    used_ = 0;
    do {
      begin_cell();
      skip_spaces(source);
      const bool is_quoted = source.peek() == '"';
      if (is_quoted) {
        parse_quoted(source);
      } else {
        parse_plain(source);
      }
      end_cell(is_quoted);
    } while (source.peek() != kEnd && source.get() == delimiter_);
    row_.cells.resize(used_);
  }

 private:
  // Most files have nothing but such lines: no quotes, nothing but ASCII, nothing to refuse. False leaves all to the
  // general way.
  bool parse_simple(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > options_.max_record_bytes) return false;
    std::size_t first = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
      if (i < line.size() && static_cast<unsigned char>(line[i]) != delimiter_) {
        const bool simple = (line[i] >= ' ' && line[i] <= '~' && line[i] != '"') || line[i] == '\t';
        if (!simple) return false;
        continue;
      }
      if (used_ == options_.max_columns) return false;
      begin_cell();
      cell_->assign(trimmed(line.substr(first, i - first)));
      first = i + 1;
    }
    row_.cells.resize(used_);
    return true;
  }

  void begin_cell() {
    if (used_ == options_.max_columns) {
      throw CsvError(row_.line, 0, "", "has more than " + std::to_string(options_.max_columns) + " cells");
    }
    if (used_ == row_.cells.size()) row_.cells.emplace_back();
    cell_ = &row_.cells[used_++];
    cell_->clear();
  }

  void end_cell(bool is_quoted) {
    if (!is_quoted) cell_->resize(trimmed(*cell_).size());  // it begins with no space
    make_valid_utf8(*cell_);
  }

  void append(int c) {
    if (++bytes_ > options_.max_record_bytes) {
      throw CsvError(row_.line, 0, "", "is longer than " + std::to_string(options_.max_record_bytes) + " bytes");
    }
    cell_->push_back(static_cast<char>(c));
  }

  [[nodiscard]] bool ends_cell(int c) const { return c == kEnd || c == '\n' || c == '\r' || c == delimiter_; }

  void skip_spaces(Source& source) {
    for (int c = source.peek(); c != delimiter_ && (c == ' ' || c == '\t'); c = source.peek()) source.get();
  }

  void parse_plain(Source& source) {
    for (int c = source.peek(); !ends_cell(c); c = source.peek()) append(source.get());
  }

  void parse_quoted(Source& source) {
    const std::size_t opened = source.line();
    source.get();
    while (true) {
      const int c = source.get();
      if (c == kEnd) throw CsvError(opened, used_, "", "a quoted cell begins here and is never closed");
      if (c != '"') {
        append(c);
      } else if (source.peek() == '"') {
        append(source.get());
      } else {
        break;
      }
    }
    skip_spaces(source);
    if (!ends_cell(source.peek())) throw CsvError(source.line(), used_, "", "text follows the closing quote of a cell");
  }

  int delimiter_;  // as get() gives it
  const CsvOptions& options_;
  CsvRow& row_;
  std::string* cell_ = nullptr;
  std::size_t used_ = 0;
  std::size_t bytes_ = 0;
};

bool CsvReader::read_record(CsvRow& row) {
  while (true) {
    row.line = source_->line();
    for (int c = source_->peek(); c != delimiter_ && (c == ' ' || c == '\t'); c = source_->peek()) source_->get();
    const int c = source_->peek();
    if (c == kEnd) return false;
    if (c == '#' && is_comment(source_->ahead(kLongestFirstCell), delimiter_)) {
      note_comment(row.line);
      source_->skip_line();
      continue;
    }
    if (c == '\n' || c == '\r') {
      source_->skip_line();
      continue;
    }
    RecordParser(delimiter_, options_, row).parse(*source_);
    return true;
  }
}

std::string CsvReader::column_name(std::size_t index) const {
  if (index < header_.size() && !header_[index].empty()) return header_[index];
  return "column " + std::to_string(index + 1);
}

std::optional<std::size_t> CsvReader::find_column(std::string_view name_or_number) const {
  const auto find_by = [&](auto&& equal) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!equal(header_[i], name_or_number)) continue;
      if (found) {
        throw CsvError(first_line_, i + 1, "",
                       "two columns are named " + in_quotes(name_or_number) + "; use their numbers");
      }
      found = i;
    }
    return found;
  };
  if (const auto exact = find_by(std::equal_to<std::string_view>{})) return exact;
  if (const auto similar = find_by(equal_in_any_case)) return similar;
  if (const std::size_t number = column_label(name_or_number, columns_); number > 0) return number - 1;
  return std::nullopt;
}

void CsvReader::note_comment(std::size_t line) {
  if (columns_ == 0) return;  // before the records: the usual place
  ++comments_.count;
  if (comments_.lines.size() < kCommentLinesKept) comments_.lines.push_back(line);
}

CsvReader::ColumnMark& CsvReader::mark_of(std::size_t column) {
  if (column >= marks_.size()) marks_.resize(column + 1, {options_.decimal_mark.value_or('\0'), false});
  return marks_[column];
}

void CsvReader::learn_decimal_marks(std::span<const CsvRow> rows) {
  for (std::size_t column = 0; column < columns_; ++column) {
    bool point = false;
    bool comma = false;
    double value = 0;
    for (const CsvRow& row : rows) {
      const std::string_view text = trimmed(row.cells.at(column));
      if (text.find_first_of(".,") == std::string_view::npos) continue;
      const bool as_point = parse_number(text, '.', value) == NumberFault::none;
      const bool as_comma = parse_number(text, ',', value) == NumberFault::none;
      point = point || (as_point && !as_comma);
      comma = comma || (as_comma && !as_point);
    }
    has_decimal_point_ = has_decimal_point_ || point;
    has_decimal_comma_ = has_decimal_comma_ || comma;
    if (point != comma && !options_.decimal_mark) mark_of(column).mark = point ? '.' : ',';
  }
}

std::size_t CsvReader::take_numbers(std::size_t column, std::size_t most, std::vector<double>& numbers) {
  if (!pending_.empty()) return 0;
  const ColumnMark& mark = mark_of(column);
  const bool point_is_clear = mark.mark == '.' || (mark.read_point && !has_decimal_comma_);
  std::size_t taken = 0;
  for (; taken < most; ++taken) {
    const std::optional<std::string_view> line = source_->whole_line();
    if (!line) break;
    const std::optional<double> number = simple_number({*line, delimiter_, columns_}, column, point_is_clear);
    if (!number) break;
    numbers.push_back(*number + 0.0);  // minus zero is zero
    source_->take_line(line->size());
  }
  return taken;
}

std::optional<std::string> CsvReader::separators_note() const {
  if (options_.decimal_mark || separators_seen_.empty()) return std::nullopt;
  return "Commas and other separators in numbers were read as in " + separators_seen_ + ".";
}

CsvNumber CsvReader::number(const CsvRow& row, std::size_t column) {
  const std::string_view text = trimmed(row.cells.at(column));
  if (text.empty()) return {};
  double value = 0;
  switch (parse_double(text, value)) {
    case NumberFault::none:
      return text.find('.') == std::string_view::npos ? CsvNumber{.value = value} : plain_number(column, text, value);
    case NumberFault::out_of_range:
      return {.value = std::nullopt, .problem = in_quotes(text) + " is beyond the range of a number"};
    case NumberFault::malformed:
      break;
  }
  if (marks_missing(text)) return {.value = std::nullopt, .problem = {}, .missing = true};
  if (names_non_finite(text)) return {.value = std::nullopt, .problem = in_quotes(text) + " is not a finite number"};
  return separated_number(column, text);
}

// A number with one point and no other separator; `value` takes that for the decimal mark.
CsvNumber CsvReader::plain_number(std::size_t column, std::string_view text, double value) {
  ColumnMark& known = mark_of(column);
  if (known.mark == '.' || (known.read_point && !has_decimal_comma_)) return {.value = value};
  double grouped = 0;
  const bool may_group = parse_number(text, ',', grouped) == NumberFault::none;
  if (known.mark == ',') return may_group ? CsvNumber{.value = grouped} : mixture(text, '.');
  if (!may_group) {
    known.mark = '.';
    has_decimal_point_ = true;
  } else if (has_decimal_comma_ && !has_decimal_point_) {
    return unclear(text, value, grouped);
  }
  known.read_point = true;
  return {.value = value};
}

// A number with commas, or with other separators of thousands.
CsvNumber CsvReader::separated_number(std::size_t column, std::string_view text) {
  double as_point = 0;
  double as_comma = 0;
  const bool point = parse_number(text, '.', as_point) == NumberFault::none;
  const bool comma = parse_number(text, ',', as_comma) == NumberFault::none;
  if (!point && !comma) return {.value = std::nullopt, .problem = in_quotes(text) + " is not a number"};
  const bool both = point && comma && as_point == as_comma;  // thousands by spaces, no decimals
  ColumnMark& known = mark_of(column);
  if (known.mark == '\0' && !both) {
    const bool decimal_comma = !point || (has_decimal_comma_ && !has_decimal_point_);
    if (point && comma && !decimal_comma) return unclear(text, as_point, as_comma);
    if (decimal_comma && known.read_point) return mixture(text, ',');
    known.mark = decimal_comma ? ',' : '.';
    (decimal_comma ? has_decimal_comma_ : has_decimal_point_) = true;
  }
  if (!both && !(known.mark == '.' ? point : comma)) return mixture(text, known.mark == '.' ? ',' : '.');
  const double value = both || known.mark == '.' ? as_point : as_comma;
  if (separators_seen_.empty()) separators_seen_ = in_quotes(text) + " = " + shortest(value);
  return {.value = value};
}

CsvNumber CsvReader::unclear(std::string_view text, double as_point, double as_comma) const {
  return {.value = std::nullopt,
          .problem = in_quotes(text) + " can be " + shortest(as_point) + " (with a decimal point) or " +
                     shortest(as_comma) + " (with a decimal comma): " + options_.decimal_hint,
          .missing = false,
          .ambiguous = true};
}

CsvNumber CsvReader::mixture(std::string_view text, char mark) const {
  const std::string name = mark == ',' ? "comma" : "point";
  const std::string other = mark == ',' ? "point" : "comma";
  return {.value = std::nullopt,
          .problem = in_quotes(text) + " has a decimal " + name +
                     (options_.decimal_mark ? ", but a " + other + " was asked for"
                                            : ", but earlier numbers have a decimal " + other)};
}

std::optional<double> CsvReader::number_or_throw(const CsvRow& row, std::size_t column) {
  CsvNumber number = this->number(row, column);
  if (!number.problem.empty()) throw error(row, column, number.problem);
  return number.value;
}

CsvError CsvReader::error(const CsvRow& row, std::size_t column, std::string_view reason) const {
  const std::string name = column < header_.size() ? header_[column] : std::string();
  return {row.line, column + 1, name, reason};
}

}  // namespace openspc::base
