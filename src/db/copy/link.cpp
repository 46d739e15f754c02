#include "db/copy/link.h"

#include "base/log.h"

namespace openspc::db::copy {
namespace {

/// Gives back what a statement holds, also when a row could not be taken.
class Reset {
 public:
  explicit Reset(driver::Statement& statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() { statement_.reset(); }

 private:
  driver::Statement& statement_;
};

std::string types_of(const Cells& cells) {
  std::string types;
  for (const Cell& cell : cells) types += static_cast<char>(cell.type);
  return types;
}

}  // namespace

Cell text_cell(std::string_view text) {
  Cell cell;
  cell.text = text;
  return cell;
}

Cell integer_cell(std::int64_t value) {
  Cell cell;
  cell.type = CellType::integer;
  cell.integer = value;
  return cell;
}

Link::Link(const DatabaseUrl& place, driver::Role role, const DatabaseOptions& options)
    : dialect_(place.kind), connection_(driver::connect(place, role, options, state_)) {}

driver::Statement& Link::prepared(const std::string& sql, const Cells& arguments, std::string_view types) {
  const std::string parameters = types_of(arguments);
  const auto [at, is_new] = statements_.try_emplace({sql, parameters + ">" + std::string(types)});
  if (!is_new) return *at->second;
  try {
    at->second = connection_->prepare(at->first.first, parameters, types);
  } catch (...) {
    statements_.erase(at);
    throw;
  }
  return *at->second;
}

std::int64_t Link::run(const std::string& sql, const Cells& arguments) {
  auto& statement = prepared(sql, arguments, "");
  const Reset reset(statement);
  statement.execute(arguments, {});
  return statement.affected_rows();
}

void Link::each(const std::string& sql, const Cells& arguments, std::string_view types,
                const std::function<void(std::span<const Cell>)>& on_row) {
  auto& statement = prepared(sql, arguments, types);
  const Reset reset(statement);
  Cells row(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) row[i].type = static_cast<CellType>(types[i]);
  for (bool more = statement.execute(arguments, row); more; more = statement.fetch(row)) on_row(row);
}

std::vector<std::vector<std::string>> Link::texts(const std::string& sql, const Cells& arguments, std::size_t columns) {
  std::vector<std::vector<std::string>> rows;
  each(sql, arguments, std::string(columns, static_cast<char>(CellType::text)), [&rows](std::span<const Cell> row) {
    auto& texts = rows.emplace_back();
    for (const Cell& cell : row) texts.push_back(cell.null ? std::string() : cell.text);
  });
  return rows;
}

void Link::in_transaction(const std::function<void()>& work) {
  run(std::string(dialect_.begin_write()));
  try {
    work();
    run("COMMIT");
  } catch (...) {
    try {
      run("ROLLBACK");
    } catch (const std::exception& error) {
      base::log::error("rollback_failed", {{"error", error.what()}});
    }
    throw;
  }
}

}  // namespace openspc::db::copy
