#include "server/analyze/dataset.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <istream>
#include <unordered_map>
#include <utility>

#include "base/certain.h"
#include "base/csv.h"
#include "base/error.h"
#include "server/analyze/column_plan.h"
#include "server/analyze/framing_rows.h"

namespace openspc::server::analyze {
namespace {

using base::bad_request;
using base::CsvReader;
using base::CsvRow;

constexpr std::size_t kMaxReadings = 20'000'000;
// Squares of what lies outside are no ordinary doubles, and every spread is a root of squares.
constexpr double kSmallest = 1e-150;
constexpr double kLargest = 1e150;

std::string file_name(const std::string& path) {
  if (path == "-") return "standard input";
  return path.substr(path.find_last_of('/') + 1);
}

std::string plural(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// "(line 3, 4, ...)" of the first lines of so many.
std::string in_lines(const std::vector<std::string>& first, std::size_t count) {
  std::string text = " (line ";
  for (std::size_t i = 0; i < first.size(); ++i) text += (i == 0 ? "" : ", ") + first[i];
  return text + (count > first.size() ? ", ...)" : ")");
}

// Remembers where cells held no value, and says so once.
class Gaps {
 public:
  // `mark` is what stands there instead; empty in a blank cell.
  void add(std::size_t line, const std::string& mark) {
    ++count_;
    if (places_.size() == kShown) return;
    places_.push_back(std::to_string(line) + (mark.empty() ? "" : ": " + mark));
  }
  void tell(std::vector<std::string>& notes, const std::string& one, const std::string& many) const {
    if (count_ > 0) notes.push_back(plural(count_, one, many) + " skipped" + in_lines(places_, count_) + ".");
  }

 private:
  static constexpr std::size_t kShown = 5;
  std::vector<std::string> places_;
  std::size_t count_ = 0;
};

// From here to the end; 0 when the stream cannot tell, as a pipe cannot.
std::size_t bytes_in(std::istream& in) {
  const std::istream::pos_type here = in.tellg();
  if (here == std::istream::pos_type(-1)) return 0;
  in.seekg(0, std::ios::end);
  const std::istream::pos_type end = in.tellg();
  in.clear();
  in.seekg(here);
  return end > here ? static_cast<std::size_t>(end - here) : 0;
}

void tell_comments(const base::CsvComments& comments, std::vector<std::string>& notes) {
  if (comments.count == 0) return;
  std::vector<std::string> lines;
  lines.reserve(comments.lines.size());
  for (const std::size_t line : comments.lines) lines.push_back(std::to_string(line));
  notes.push_back(plural(comments.count, "line that begins with # was taken for a comment",
                         "lines that begin with # were taken for comments") +
                  in_lines(lines, comments.count) + ".");
}

// What every way of arranging data in a file has in common.
class Builder {
 public:
  Builder(CsvReader& reader, const ColumnPlan& plan, const AnalyzeOptions& options)
      : reader_(reader), plan_(plan), options_(options) {}
  // Makes room for as many readings at once, instead of again and again while they come.
  void expect(std::size_t readings) { data_.readings.reserve(std::min(readings, kMaxReadings)); }
  virtual ~Builder() = default;
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  virtual void add(const CsvRow& row) = 0;
  // Takes the rows that come next, as long as they need no closer look.
  virtual void take_simple_rows() {}
  virtual void finish() {}

  Dataset take() {
    finish();
    blanks_.tell(data_.notes, "blank cell was", "blank cells were");
    missing_.tell(data_.notes, "missing value was", "missing values were");
    return std::move(data_);
  }

 protected:
  std::optional<double> reading(const CsvRow& row, std::size_t column) {
    const base::CsvNumber number = reader_.number(row, column);
    if (!number.problem.empty()) throw reader_.error(row, column, number.problem);
    if (number.missing) missing_.add(row.line, row.cells[column]);
    if (!number.missing && !number.value) blanks_.add(row.line, "");
    if (!number.value) return std::nullopt;
    if (++readings_ > kMaxReadings)
      throw reader_.error(row, column, "more than " + std::to_string(kMaxReadings) + " readings; split the file");
    const double size = std::abs(*number.value);
    if (size > kLargest || (size != 0 && size < kSmallest))
      throw reader_.error(row, column,
                          row.cells[column] +
                              " is out of range: a reading is 0, or between 1e-150 and 1e150 on either "
                              "side of it; choose a unit that fits");
    return *number.value + 0.0;  // minus zero is zero
  }
  // Readings of simple rows, which are never out of range.
  std::size_t take_readings(std::size_t column) {
    const std::size_t taken = reader_.take_numbers(column, kMaxReadings - readings_, data_.readings);
    readings_ += taken;
    return taken;
  }
  void label(const CsvRow& row) {
    if (plan_.label) data_.labels.push_back(row.cells[*plan_.label]);
  }

  CsvReader& reader_;
  const ColumnPlan& plan_;
  const AnalyzeOptions& options_;
  Dataset data_;
  Gaps blanks_;
  Gaps missing_;

 private:
  std::size_t readings_ = 0;
};

// Several value columns: a row is a subgroup.
class RowBuilder : public Builder {
 public:
  using Builder::Builder;
  void add(const CsvRow& row) override {
    std::size_t size = 0;
    for (const std::size_t column : plan_.values) {
      if (const auto value = reading(row, column)) {
        data_.readings.push_back(*value);
        ++size;
      }
    }
    if (size == 0) return;
    data_.sizes.push_back(size);
    label(row);
  }
};

// One value column: `n` rows in a row are a subgroup, whether their cells are blank or not.
class RunBuilder : public Builder {
 public:
  RunBuilder(CsvReader& reader, const ColumnPlan& plan, const AnalyzeOptions& options)
      : Builder(reader, plan, options), n_(options.subgroup_size.value_or(1)) {}

  void add(const CsvRow& row) override {
    if (rows_ == 0) first_label_ = plan_.label ? row.cells[*plan_.label] : std::string();
    if (const auto value = reading(row, plan_.values.front())) {
      data_.readings.push_back(*value);
      ++size_;
    }
    if (++rows_ == n_) close();
  }

  void take_simple_rows() override {
    if (plan_.label) return;
    for (std::size_t taken = take_readings(plan_.values.front()); taken > 0; --taken) {
      ++size_;
      if (++rows_ == n_) close();
    }
  }

  void finish() override {
    if (rows_ == 0) return;
    if (data_.sizes.empty()) throw bad_request("fewer rows than one subgroup of " + std::to_string(n_) + " needs");
    data_.readings.resize(data_.readings.size() - size_);
    data_.notes.push_back("The last " + plural(rows_, "row does", "rows do") + " not fill a subgroup of " +
                          std::to_string(n_) + " and " + (rows_ == 1 ? "is" : "are") + " left out.");
  }

 private:
  void close() {
    if (size_ > 0) {
      data_.sizes.push_back(size_);
      if (plan_.label) data_.labels.push_back(std::move(first_label_));
    }
    rows_ = size_ = 0;
  }

  std::size_t n_;
  std::size_t rows_ = 0;
  std::size_t size_ = 0;
  std::string first_label_;
};

// A column names the subgroup of each reading; subgroups in the order of their first appearance.
class NamedBuilder : public Builder {
 public:
  using Builder::Builder;
  void add(const CsvRow& row) override {
    const auto value = reading(row, plan_.values.front());
    if (!value) return;
    const std::size_t column = base::certain(plan_.subgroup);
    const std::string& name = row.cells[column];
    if (name.empty()) throw reader_.error(row, column, "the reading belongs to no subgroup");
    const auto [found, is_new] = numbers_.try_emplace(name, sizes_.size());
    if (is_new) {
      data_.labels.push_back(name);
      sizes_.push_back(0);
    }
    ++sizes_[found->second];
    entries_.emplace_back(found->second, *value);
  }

  void finish() override {
    std::vector<std::size_t> next(sizes_.size(), 0);
    for (std::size_t i = 1; i < next.size(); ++i) next[i] = next[i - 1] + sizes_[i - 1];
    data_.readings.resize(entries_.size());
    for (const auto& [subgroup, value] : entries_) data_.readings[next[subgroup]++] = value;
    for (const std::size_t size : sizes_) data_.sizes.push_back(size);
    drop_plain_numbers();
  }

 private:
  // Labels that only repeat the numbers of the points say nothing.
  void drop_plain_numbers() {
    for (std::size_t i = 0; i < data_.labels.size(); ++i) {
      if (data_.labels[i] != std::to_string(i + 1)) return;
    }
    data_.labels.clear();
  }

  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> sizes_;  // by the numbers of the subgroups
  std::vector<std::pair<std::size_t, double>> entries_;
};

class AttributeBuilder : public Builder {
 public:
  using Builder::Builder;
  void add(const CsvRow& row) override {
    const std::size_t column = plan_.values.front();
    const auto count = reading(row, column);
    if (!count) return;
    if (*count < 0 || *count != std::floor(*count))
      throw reader_.error(row, column, "a count is a whole number from 0 up");
    const double size = size_of(row);
    const bool counts_items = options_.chart == spc::ChartKind::p || options_.chart == spc::ChartKind::np;
    if (counts_items && *count > size) throw reader_.error(row, column, "more nonconforming items than were inspected");
    data_.samples.push_back({*count, size});
    label(row);
  }

 private:
  double size_of(const CsvRow& row) {
    if (!plan_.size) return static_cast<double>(options_.subgroup_size.value_or(1));
    const auto size = reader_.number_or_throw(row, *plan_.size);
    if (!size) throw reader_.error(row, *plan_.size, "the size is missing");
    if (!(*size > 0)) throw reader_.error(row, *plan_.size, "a size is greater than 0");
    return *size;
  }
};

void check_options(const AnalyzeOptions& options) {
  const bool attribute = options.chart && spc::is_attribute(*options.chart);
  if (!attribute && !options.size_column.empty()) {
    throw bad_request(
        options.chart ? "--size-column belongs to attribute charts; --chart " + std::string(spc::name(*options.chart)) +
                            " takes readings"
                      : "a size column can mean nonconforming items (--chart p or np) or nonconformities (--chart u): "
                        "say which");
  }
  if (attribute && options.value_columns.size() > 1) throw bad_request("an attribute chart has one --value-column");
  if (attribute && *options.chart != spc::ChartKind::c && options.size_column.empty() && !options.subgroup_size) {
    throw bad_request("--chart " + std::string(spc::name(*options.chart)) +
                      " needs the number inspected: --size-column NAME, or --subgroup-size N when it is constant");
  }
  if (!options.subgroup_column.empty() && options.subgroup_size && !attribute) {
    throw bad_request("--subgroup-size and --subgroup-column exclude each other");
  }
}

// 1, 2, 3, ... across the first row: the heads of numbered columns, or readings?
void refuse_unclear_header(const CsvReader& reader, const CsvRow& first, const AnalyzeOptions& options) {
  constexpr std::size_t kFewest = 3;
  if (options.header != base::CsvHeader::automatic || reader.has_header() || reader.columns() < kFewest) return;
  for (std::size_t i = 0; i < first.cells.size(); ++i) {
    if (first.cells[i] != std::to_string(i + 1)) return;
  }
  throw reader.error(first, 0, "does the row 1, 2, 3, ... head the columns or hold readings? Say --header yes or no");
}

std::unique_ptr<Builder> builder_for(CsvReader& reader, const ColumnPlan& plan, const AnalyzeOptions& options) {
  if (options.chart && spc::is_attribute(*options.chart)) {
    return std::make_unique<AttributeBuilder>(reader, plan, options);
  }
  if (plan.values.size() > 1) {
    if (!options.subgroup_column.empty()) {
      throw bad_request("--subgroup-column goes with one value column; several make each row a subgroup");
    }
    return std::make_unique<RowBuilder>(reader, plan, options);
  }
  if (plan.subgroup) return std::make_unique<NamedBuilder>(reader, plan, options);
  return std::make_unique<RunBuilder>(reader, plan, options);
}

// Passes rows on to a builder, but holds back those that sum others up: when nothing follows them, they are no data.
class Rows {
 public:
  explicit Rows(Builder& builder) : builder_(builder) {}

  void add(const CsvRow& row) {
    if (has_data_ && held_.size() < most_sums && sums_up(row.cells)) {
      held_.push_back(row);
      return;
    }
    release();
    builder_.add(row);
    has_data_ = true;
  }

  // Takes the rows that come next, as long as they need no closer look and none is held back.
  void take_simple_rows() {
    if (has_data_ && held_.empty()) builder_.take_simple_rows();
  }

  // What was left out, as a sentence.
  std::optional<std::string> finish() {
    if (held_.empty()) return std::nullopt;
    std::vector<std::string> lines;
    lines.reserve(held_.size());
    for (const CsvRow& row : held_) lines.push_back(std::to_string(row.line));
    return plural(held_.size(), "row that sums up the others was", "rows that sum up the others were") + " left out" +
           in_lines(lines, held_.size()) + ".";
  }

 private:
  static constexpr std::size_t most_sums = 8;

  void release() {
    for (const CsvRow& row : held_) builder_.add(row);
    held_.clear();
  }

  Builder& builder_;
  std::vector<CsvRow> held_;
  bool has_data_ = false;
};

// The units in the row below the header ("mm, mm, mm"), if it is one of units.
std::optional<std::string> units_in(const CsvReader& reader, const CsvRow& row, const ColumnPlan& plan) {
  if (!reader.has_header()) return std::nullopt;
  std::string units;
  for (const std::size_t column : plan.values) {
    const std::string& cell = row.cells[column];
    if (cell.empty()) continue;
    if (!is_unit(cell)) return std::nullopt;
    if (units.empty()) units = cell;
  }
  return units.empty() ? std::nullopt : std::optional(std::move(units));
}

}  // namespace

std::vector<spc::Summary> Dataset::subgroups() const {
  std::vector<spc::Summary> summaries;
  summaries.reserve(sizes.size());
  std::size_t first = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    summaries.push_back(spc::summarize(std::span(readings).subspan(first, sizes[i])));
    first += sizes[i];
  }
  return summaries;
}

Dataset read_dataset(std::istream& in, const AnalyzeOptions& options) {
  check_options(options);
  base::CsvOptions csv;
  csv.delimiter = options.delimiter;
  csv.header = options.header;
  csv.decimal_mark = options.decimal_mark;
  csv.decimal_hint = "say --decimal point or --decimal comma";
  const std::size_t bytes = bytes_in(in);
  CsvReader reader(in, csv);
  std::vector<CsvRow> first_rows;
  for (CsvRow row; first_rows.size() < kRowsForPlan && reader.next(row);) first_rows.push_back(row);
  if (first_rows.empty()) throw bad_request("the file has no rows of data");

  refuse_unclear_header(reader, first_rows.front(), options);
  reader.learn_decimal_marks(first_rows);
  const ColumnPlan plan = plan_columns(reader, first_rows, options);
  const std::unique_ptr<Builder> builder = builder_for(reader, plan, options);
  const std::optional<std::string> units = units_in(reader, first_rows.front(), plan);
  constexpr std::size_t kFewestBytes = 2;  // of a reading: a digit and what ends it
  builder->expect(bytes / kFewestBytes);
  Rows rows(*builder);
  for (std::size_t i = units ? 1 : 0; i < first_rows.size(); ++i) rows.add(first_rows[i]);
  for (CsvRow row; reader.next(row);) {
    rows.add(row);
    rows.take_simple_rows();
  }
  const std::optional<std::string> sums = rows.finish();

  Dataset data = builder->take();
  if (data.points() == 0) throw bad_request("the file has no readings");
  data.choices = plan.notes;
  if (units) {
    data.choices.push_back("Line " + std::to_string(first_rows.front().line) + " was taken for the units (" + *units +
                           ").");
  }
  if (sums) data.choices.push_back(*sums);
  if (auto note = reader.separators_note()) data.choices.push_back(std::move(*note));
  tell_comments(reader.comments(), data.notes);
  data.source = file_name(options.file);
  if (plan.values.size() == 1 && reader.has_header()) data.value_name = reader.header()[plan.values.front()];
  return data;
}

}  // namespace openspc::server::analyze
