#include "connect/sparkplug/part.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <vector>

namespace openspc::connect::sparkplug {
namespace {

// Payloads nest no deeper than decoding lets them; names alone make no path longer.
std::optional<Part> member_of(const Template& structure, std::string_view path) {
  for (const Metric& metric : structure.metrics) {
    if (metric.name == path) return Part{metric.value, metric.datatype};
    if (metric.name.empty() || !path.starts_with(metric.name) || path[metric.name.size()] != '/') continue;
    if (auto part = part_of(metric.value, path.substr(metric.name.size() + 1))) return part;
  }
  return std::nullopt;
}

// Cells that are no numbers are told as such where the array is read.
Part column_of(const DataSet& table, std::size_t column) {
  std::vector<double> cells;
  for (const auto& row : table.rows) {
    const auto number = column < row.size() ? as_number(row[column]) : std::nullopt;
    cells.push_back(number.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return {std::move(cells), DataType::double_array};
}

std::optional<std::size_t> column_named(const DataSet& table, std::string_view name) {
  const auto found = std::ranges::find(table.columns, name);
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

std::optional<Part> cell_of(const DataSet& table, std::string_view path) {
  if (const auto column = column_named(table, path)) return column_of(table, *column);
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::size_t row = 0;
  const std::string_view number = path.substr(0, slash);
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), row);
  if (code != std::errc{} || end != number.data() + number.size() || row >= table.rows.size()) return std::nullopt;
  const auto column = column_named(table, path.substr(slash + 1));
  if (!column || *column >= table.rows[row].size()) return std::nullopt;
  const auto type = *column < table.types.size() ? table.types[*column] : DataType::unknown;
  return Part{table.rows[row][*column], type};
}

}  // namespace

std::optional<Part> part_of(const Value& value, std::string_view path) {
  if (const auto* structure = std::get_if<Shared<Template>>(&value); structure != nullptr && structure->content)
    return member_of(*structure->content, path);
  if (const auto* table = std::get_if<Shared<DataSet>>(&value); table != nullptr && table->content)
    return cell_of(*table->content, path);
  return std::nullopt;
}

}  // namespace openspc::connect::sparkplug
