// A connection for SQL that is put together at run time, with cells instead of C++ types. Private to db/; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/driver/database_url.h"
#include "db/driver/driver.h"
#include "db/strategy/storage_state.h"

namespace openspc::db::copy {

using driver::Cell;
using driver::CellType;
using Cells = std::vector<Cell>;

Cell text_cell(std::string_view text);
Cell integer_cell(std::int64_t value);

class Link {
 public:
  Link(const DatabaseUrl& place, driver::Role role, const DatabaseOptions& options);

  const Dialect& dialect() const { return dialect_; }
  std::string quote(std::string_view name) const { return dialect_.quote(name); }

  /// The number of rows that it changed.
  std::int64_t run(const std::string& sql, const Cells& arguments = {});
  /// `types` has a letter for each column.
  void each(const std::string& sql, const Cells& arguments, std::string_view types,
            const std::function<void(std::span<const Cell>)>& on_row);
  /// All rows, every column as text; NULL is empty.
  std::vector<std::vector<std::string>> texts(const std::string& sql, const Cells& arguments, std::size_t columns);

  /// Runs `work` as one transaction that is rolled back when it throws.
  void in_transaction(const std::function<void()>& work);

 private:
  driver::Statement& prepared(const std::string& sql, const Cells& arguments, std::string_view types);

  const Dialect dialect_;
  detail::StorageState state_;
  std::unique_ptr<driver::Connection> connection_;
  // By SQL, types of the arguments and of the columns; a statement looks at the SQL of its key.
  std::map<std::pair<std::string, std::string>, std::unique_ptr<driver::Statement>> statements_;
};

}  // namespace openspc::db::copy
