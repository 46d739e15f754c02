#include "server/analyze/column_plan.h"

#include <algorithm>
#include <cmath>

#include "base/certain.h"
#include "base/error.h"
#include "server/analyze/column_role.h"

namespace openspc::server::analyze {
namespace {

using base::bad_request;

bool wants_attribute(const AnalyzeOptions& options) {
  return options.chart && spc::is_attribute(*options.chart);
}

class Planner {
 public:
  Planner(base::CsvReader& reader, std::span<const base::CsvRow> rows, const AnalyzeOptions& options)
      : reader_(reader), rows_(rows), options_(options) {}

  ColumnPlan plan() {
    if (!options_.subgroup_column.empty()) plan_.subgroup = find(options_.subgroup_column, "--subgroup-column");
    if (!options_.size_column.empty()) plan_.size = find(options_.size_column, "--size-column");
    if (options_.value_columns.empty()) {
      choose_values();
    } else {
      for (const std::string& name : options_.value_columns) plan_.values.push_back(find(name, "--value-column"));
    }
    refuse_double_use();
    choose_label();
    return std::move(plan_);
  }

 private:
  std::string all_columns() const {
    std::vector<std::size_t> all(reader_.columns());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return names(all);
  }

  std::string names(const std::vector<std::size_t>& columns) const {
    constexpr std::size_t kShown = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(columns.size(), kShown); ++i) {
      text += (i == 0 ? "" : ", ") + reader_.column_name(columns[i]);
    }
    return columns.size() > kShown ? text + ", ..." : text;
  }

  std::size_t find(const std::string& name, const std::string& flag) const {
    if (const auto column = reader_.find_column(name)) return *column;
    throw bad_request(flag + ": there is no column '" + name + "'; the columns are " + all_columns());
  }

  // Why none is a column of numbers: "line 2, column 1 (part): 'abc' is not a number; ...".
  std::string what_stands_there() const {
    constexpr std::size_t kShown = 5;
    std::string text;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < reader_.columns() && shown < kShown; ++i) {
      for (const base::CsvRow& row : rows_) {
        const std::string problem = reader_.number(row, i).problem;
        if (problem.empty()) continue;
        text += (shown++ == 0 ? "" : "; ") + reader_.error(row, i, problem).detail();
        break;
      }
    }
    return text.empty() ? "all cells are blank or missing values" : text;
  }

  // The numbers of a column in the first rows; nothing when less than half of what stands there are numbers. A bad cell
  // does not make a column of readings vanish: it is refused, by line, when the rows are read.
  std::optional<std::vector<double>> numbers(std::size_t column) const {
    std::vector<double> values;
    std::size_t others = 0;
    std::size_t unclear = 0;
    for (const base::CsvRow& row : rows_) {
      const base::CsvNumber number = reader_.number(row, column);
      if (number.value) values.push_back(*number.value);
      if (number.ambiguous) ++unclear;
      if (!number.problem.empty() && !number.ambiguous) ++others;
    }
    const std::size_t numeric = values.size() + unclear;
    return numeric == 0 || numeric < others ? std::nullopt : std::optional(std::move(values));
  }

  void choose_values() {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < reader_.columns(); ++i) {
      if (i != plan_.subgroup && i != plan_.size && numbers(i)) candidates.push_back(i);
    }
    if (candidates.empty()) {
      throw bad_request("no column holds numbers (" + what_stands_there() + "); name the readings with --value-column");
    }
    leave_out_counters(candidates);
    if (candidates.size() > 1) refuse_unless_one_subgroup(candidates);
    plan_.values = candidates;
    if (candidates.size() > 1) {
      note("Columns " + names(candidates) + " taken as one subgroup of " + std::to_string(candidates.size()) +
           " a row; --value-column chooses others.");
    } else if (reader_.columns() > 1) {
      note("Column " + names(candidates) + " taken for the " + (wants_attribute(options_) ? "counts" : "readings") +
           "; --value-column chooses another.");
    }
  }

  void leave_out_counters(std::vector<std::size_t>& candidates) {
    if (candidates.size() < 2) return;
    if (counts_rows(base::certain(numbers(candidates.front())))) {
      note("Column " + reader_.column_name(candidates.front()) + " counts the rows and is left out.");
      candidates.erase(candidates.begin());
    }
    if (candidates.size() != 2 || plan_.subgroup || options_.subgroup_size || wants_attribute(options_)) return;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!names_subgroups(reader_.column_name(candidates[i])) ||
          !counts_subgroups(base::certain(numbers(candidates[i]))))
        continue;
      note("Column " + reader_.column_name(candidates[i]) +
           " numbers the subgroups; --subgroup-column chooses another.");
      plan_.subgroup = candidates[i];
      candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  // Several columns of numbers are readings of one subgroup only when nothing speaks against it.
  void refuse_unless_one_subgroup(const std::vector<std::size_t>& candidates) const {
    if (wants_attribute(options_)) {
      throw bad_request("which column holds the counts? Say --value-column with one of " + samples(candidates));
    }
    if (plan_.subgroup) {
      throw bad_request("which column holds the readings? Say --value-column with one of " + samples(candidates));
    }
    if (options_.subgroup_size && *options_.subgroup_size != candidates.size()) {
      throw bad_request("--subgroup-size " + std::to_string(*options_.subgroup_size) + " does not fit " +
                        std::to_string(candidates.size()) + " columns of numbers (" + names(candidates) +
                        "); name the readings with --value-column");
    }
    std::vector<NumberColumn> columns;
    columns.reserve(candidates.size());
    for (const std::size_t column : candidates) {
      columns.push_back(
          {reader_.has_header() ? reader_.header()[column] : std::string(), base::certain(numbers(column))});
    }
    const bool told = options_.subgroup_size ||
                      (options_.chart && *options_.chart != spc::ChartKind::i_mr);  // that a row is a subgroup
    if (are_one_subgroup(columns, told ? Certainty::told : Certainty::guessed)) return;
    throw bad_request(
        "which columns hold the readings? These hold numbers but are not evidently readings of one "
        "subgroup: " +
        samples(candidates) +
        ". Say --value-column with one of them (a reading a row) or with several (a,b,c: a subgroup a "
        "row)");
  }

  // Columns with what they begin with: "serial (1001, 1002, 1003, ...), x (10.1, 10.4, 9.8, ...)".
  std::string samples(const std::vector<std::size_t>& columns) const {
    constexpr std::size_t kColumns = 12;
    constexpr std::size_t kValues = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(columns.size(), kColumns); ++i) {
      text += (i == 0 ? "" : ", ") + reader_.column_name(columns[i]) + " (";
      std::size_t shown = 0;
      for (const base::CsvRow& row : rows_) {
        const std::string& cell = row.cells[columns[i]];
        if (cell.empty()) continue;
        if (shown == kValues) {
          text += ", ...";
          break;
        }
        text += (shown++ == 0 ? "" : ", ") + cell;
      }
      text += ")";
    }
    return columns.size() > kColumns ? text + ", ..." : text;
  }

  void refuse_double_use() const {
    for (const std::size_t value : plan_.values) {
      if (value == plan_.subgroup || value == plan_.size || std::ranges::count(plan_.values, value) > 1) {
        throw bad_request("column " + reader_.column_name(value) + " cannot serve twice");
      }
    }
  }

  // The first column of text names the points, where a row is a point.
  void choose_label() {
    if (plan_.subgroup) {
      plan_.label = plan_.subgroup;
      return;
    }
    for (std::size_t i = 0; i < reader_.columns(); ++i) {
      const bool used = i == plan_.size || std::ranges::find(plan_.values, i) != plan_.values.end();
      if (!used && !numbers(i)) {
        plan_.label = i;
        return;
      }
    }
  }

  void note(std::string text) { plan_.notes.push_back(std::move(text)); }

  base::CsvReader& reader_;
  std::span<const base::CsvRow> rows_;
  const AnalyzeOptions& options_;
  ColumnPlan plan_;
};

}  // namespace

ColumnPlan plan_columns(base::CsvReader& reader, std::span<const base::CsvRow> first_rows,
                        const AnalyzeOptions& options) {
  return Planner(reader, first_rows, options).plan();
}

}  // namespace openspc::server::analyze
