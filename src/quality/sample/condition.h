// A WHERE clause that grows, with the arguments of its placeholders. Called by readers whose callers choose the
// filters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/value.h"
#include "plants/visibility.h"

namespace openspc::quality::sample {

class Condition {
 public:
  explicit Condition(std::string sql) : sql_(std::move(sql)) {}

  template <class T>
  Condition& require(std::string_view sql, const std::optional<T>& value) {
    if (!value) return *this;
    sql_ += " AND ";
    sql_ += sql;
    values_.push_back(db::to_value(*value));
    return *this;
  }
  Condition& require(const plants::VisibleFilter& visible) {
    sql_ += " AND " + visible.sql;
    values_.insert(values_.end(), visible.values.begin(), visible.values.end());
    return *this;
  }

  const std::string& sql() const { return sql_; }
  const std::vector<db::Value>& values() const { return values_; }

 private:
  std::string sql_;
  std::vector<db::Value> values_;
};

}  // namespace openspc::quality::sample
