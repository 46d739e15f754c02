#include "server/analyze/column_plan.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

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

  // The numbers of a column in the first rows, blanks left out; nothing if one is not a number.
  std::optional<std::vector<double>> numbers(std::size_t column) const {
    std::vector<double> values;
    for (const base::CsvRow& row : rows_) {
      const base::CsvNumber number = reader_.number(row, column);
      if (!number.problem.empty()) return std::nullopt;
      if (number.value) values.push_back(*number.value);
    }
    return values.empty() ? std::nullopt : std::optional(std::move(values));
  }

  static bool starts_a_count(const std::vector<double>& values) {
    return values.size() >= 3 && (values.front() == 0 || values.front() == 1);
  }

  // 1, 2, 3, ...: the number of the row, not a reading.
  static bool counts_rows(const std::vector<double>& values) {
    const auto steps_by_one = [](double a, double b) { return b != a + 1; };
    return starts_a_count(values) && std::ranges::adjacent_find(values, steps_by_one) == values.end();
  }

  // 1, 1, 1, 2, 2, 2, ...: the number of a subgroup.
  static bool counts_subgroups(const std::vector<double>& values) {
    const auto no_step = [](double a, double b) { return b != a && b != a + 1; };
    return starts_a_count(values) && values.size() >= 4 &&
           std::ranges::adjacent_find(values, no_step) == values.end() && values.back() != values.front() &&
           values[1] == values[0];
  }

  void choose_values() {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < reader_.columns(); ++i) {
      if (i != plan_.subgroup && i != plan_.size && numbers(i)) candidates.push_back(i);
    }
    if (candidates.empty()) {
      throw bad_request("no column holds numbers only; name the readings with --value-column (the columns are " +
                        all_columns() + ")");
    }
    leave_out_counters(candidates);
    if (candidates.size() > 1) refuse_if_ambiguous(candidates);
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
    const std::vector<double> first = *numbers(candidates.front());
    if (counts_rows(first)) {
      note("Column " + reader_.column_name(candidates.front()) + " counts the rows and is left out.");
      candidates.erase(candidates.begin());
    }
    if (candidates.size() != 2 || plan_.subgroup || options_.subgroup_size || wants_attribute(options_)) return;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!counts_subgroups(*numbers(candidates[i]))) continue;
      note("Column " + reader_.column_name(candidates[i]) +
           " numbers the subgroups; --subgroup-column chooses another.");
      plan_.subgroup = candidates[i];
      candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  void refuse_if_ambiguous(const std::vector<std::size_t>& candidates) const {
    const std::string list = names(candidates);
    if (wants_attribute(options_)) {
      throw bad_request("which column holds the counts? Say --value-column with one of " + list);
    }
    if (plan_.subgroup) {
      throw bad_request("which column holds the readings? Say --value-column with one of " + list);
    }
    if (options_.subgroup_size && *options_.subgroup_size != candidates.size()) {
      throw bad_request("--subgroup-size " + std::to_string(*options_.subgroup_size) + " does not fit " +
                        std::to_string(candidates.size()) + " columns of numbers (" + list +
                        "); name the readings with --value-column");
    }
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
