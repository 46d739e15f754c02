#include "db/sql/where.h"

#include <bit>
#include <utility>

namespace openspc::db {
namespace {

constexpr char kEscape = '!';
constexpr std::size_t kLongestPadded = 1'024;

// "?, ?, ?"
std::string placeholders(std::size_t count) {
  std::string text = "?";
  for (std::size_t i = 1; i < count; ++i) text += ", ?";
  return text;
}

}  // namespace

Column Column::named(std::string_view name) {
  if (!is_name(name)) throw std::logic_error("not the name of a column: " + std::string(name));
  return {name, Checked{}};
}

Where& Where::add(const std::string& condition) {
  if (!condition_.empty()) condition_ += " AND ";
  condition_ += condition;
  return *this;
}

Where& Where::compare(Column column, std::string_view comparison, Value value) {
  values_.push_back(std::move(value));
  return add(std::string(column.name()) + std::string(comparison));
}

Where& Where::in_values(Column column, std::vector<Value> values) {
  if (values.empty()) return add("1 = 0");
  // Repeated to a power of two, so that lists of all lengths have few statements, which are kept prepared.
  if (values.size() <= kLongestPadded) values.resize(std::bit_ceil(values.size()), Value(values.back()));
  add(std::string(column.name()) + " IN (" + placeholders(values.size()) + ")");
  values_.insert(values_.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
  return *this;
}

Where& Where::is_null(Column column) {
  return add(std::string(column.name()) + " IS NULL");
}

Where& Where::is_set(Column column) {
  return add(std::string(column.name()) + " IS NOT NULL");
}

Where& Where::contains(Column column, std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == kEscape) pattern += kEscape;
    pattern += c;
  }
  return compare(column, " LIKE ? ESCAPE '!'", pattern + '%');
}

Where& Where::any_of(std::initializer_list<Where> alternatives) {
  if (alternatives.size() == 0) return add("1 = 0");
  std::string either;
  for (const Where& one : alternatives) {
    either += (either.empty() ? "(" : " OR ") + one.condition();
    values_.insert(values_.end(), one.values_.begin(), one.values_.end());
  }
  return add(either + ")");
}

Where& Where::all_of(const Where& others) {
  if (others.condition_.empty()) return *this;
  values_.insert(values_.end(), others.values_.begin(), others.values_.end());
  return add(others.condition_);
}

Where& Where::order_by(Column column, Order order) {
  order_ += order_.empty() ? " ORDER BY " : ", ";
  order_ += column.name();
  if (order == Order::descending) order_ += " DESC";
  return *this;
}

Where& Where::page(std::int64_t offset, std::int64_t limit) {
  page_ = Page{offset, limit};
  return *this;
}

std::string Where::condition() const {
  return condition_.empty() ? "1 = 1" : condition_;
}

std::string Where::sql() const {
  std::string text = condition_.empty() ? "" : " WHERE " + condition_;
  text += order_;
  if (page_) text += " LIMIT ? OFFSET ?";
  return text;
}

std::vector<Value> Where::values(std::vector<Value> before) const {
  std::vector<Value> values = std::move(before);
  values.insert(values.end(), values_.begin(), values_.end());
  if (page_) {
    values.emplace_back(page_->limit);
    values.emplace_back(page_->offset);
  }
  return values;
}

}  // namespace openspc::db
