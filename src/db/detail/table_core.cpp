#include "db/detail/table_core.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "db/unreadable_row.h"

namespace openspc::db::detail {
namespace {

std::string joined(const std::vector<const TableColumn*>& columns, std::string_view before, std::string_view after) {
  std::string text;
  for (const TableColumn* column : columns) {
    if (!text.empty()) text += ", ";
    text += before;
    text += column->name;
    text += after;
  }
  return text;
}

std::string insert_into(const std::string& table, const std::string& columns, std::size_t count) {
  std::string placeholders = "?";
  for (std::size_t i = 1; i < count; ++i) placeholders += ", ?";
  return "INSERT INTO " + table + " (" + columns + ") VALUES (" + placeholders + ")";
}

}  // namespace

TableCore::TableCore(std::string_view table, std::span<const BesideName> besides) : table_(table) {
  for (const BesideName& beside : besides)
    if (!beside.table.empty())
      besides_.push_back({.table = std::string(beside.table), .key = std::string(beside.key), .insert = {}});
}

void TableCore::add(TableColumn column, Key key) {
  if (column.name.ends_with('_')) column.name.pop_back();
  if (key != Key::none) {
    key_ = columns_.size();
    has_key_ = true;
    is_generated_ = key == Key::generated;
    column.is_once = true;
  }
  columns_.push_back(std::move(column));
}

void TableCore::finish() {
  if (!has_key_) throw std::logic_error("The table " + table_ + " has no member `id`: say key()");
  if (!besides_.empty() && !is_generated_) throw std::logic_error("A table beside " + table_ + " wants its `id`");
  from_ = " FROM " + table_;
  key_name_ = columns_[key_].name;
  std::string listed = joined(all(), "", "");
  if (!besides_.empty()) {
    key_name_ = table_ + "." + key_name_;
    listed.clear();
    for (const TableColumn& column : columns_)
      listed += (listed.empty() ? "" : ", ") + (column.beside == 0 ? table_ : besides_[column.beside - 1].table) + "." +
                column.name;
  }
  for (std::size_t i = 0; i < besides_.size(); ++i) {
    auto& [table, key, insert] = besides_[i];
    from_.append(" LEFT JOIN ").append(table).append(" ON ").append(table);
    from_.append(".").append(key).append(" = ").append(key_name_);
    const Some others = columns_in(i + 1);
    insert = insert_into(table, key + ", " + joined(others, "", ""), others.size() + 1);
  }
  select_ = "SELECT " + listed + from_;
  column_types_ = ">";
  for (const TableColumn& column : columns_) column_types_ += static_cast<char>(column.type);
  insert_ = insert_into(table_, joined(inserted(), "", ""), inserted().size());
  update_ = update_of(updated());
}

TableCore::Some TableCore::all() const {
  Some some;
  some.reserve(columns_.size());
  for (const TableColumn& column : columns_) some.push_back(&column);
  return some;
}

TableCore::Some TableCore::columns_in(std::size_t beside) const {
  Some some = all();
  std::erase_if(some, [beside](const TableColumn* column) { return column->beside != beside; });
  return some;
}

TableCore::Some TableCore::inserted() const {
  Some some = columns_in(0);
  if (is_generated_) std::erase(some, &columns_[key_]);
  return some;
}

TableCore::Some TableCore::updated() const {
  Some some = columns_in(0);
  std::erase_if(some, [](const TableColumn* column) { return column->is_once; });
  return some;
}

std::string TableCore::update_of(const Some& written) const {
  return "UPDATE " + table_ + " SET " + joined(written, "", " = ?") + " WHERE " + columns_[key_].name + " = ?";
}

std::string TableCore::names(std::string_view alias) const {
  const std::string before = alias.empty() ? "" : std::string(alias) + ".";
  return joined(columns_in(0), before, "");
}

Where TableCore::with_key(const Value& key) const {
  return Where().equals(Column::named(key_name_), key);
}

void TableCore::read(Session& session, const Where& where, const RowSink& sink) const {
  const std::vector<Value> values = where.values();
  Lease lease = session.lease_values(select_ + where.sql(), values, column_types_);
  for (bool more = lease.execute(); more; more = lease.fetch())
    if (!fill(lease.columns(), sink.add(sink.rows))) sink.drop(sink.rows);
}

// False for a row that cannot be read, which is reported.
bool TableCore::fill(std::span<const Cell> cells, void* row) const {
  try {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      void* const member = static_cast<char*>(row) + columns_[i].offset;
      if (columns_[i].beside != 0 && cells[i].null) continue;
      if (columns_[i].is_document) {
        fill_document(columns_[i], cells, cells[i], member);
      } else {
        columns_[i].read(cells[i], member);
      }
    }
    return true;
  } catch (const Unreadable& damage) {
    report(cells, damage.what());
    return false;
  }
}

void TableCore::fill_document(const TableColumn& column, std::span<const Cell> cells, const Cell& cell,
                              void* member) const {
  try {
    column.read(cell, member);
  } catch (const Unreadable& damage) {
    report(cells, damage.what());
  } catch (const base::Error& damage) {
    report(cells, damage.what());
  }
}

void TableCore::report(std::span<const Cell> cells, const char* damage) const {
  const Cell& key = cells[key_];
  std::optional<std::int64_t> id;
  if (key.type == CellType::integer) id = key.integer;
  report_unreadable(table_, id, damage);
}

std::int64_t TableCore::count(Session& session, const Where& where) const {
  return session.scalar<std::int64_t>("SELECT COUNT(*)" + from_ + " WHERE " + where.condition(),
                                      Session::Values(where.condition_values()));
}

Lease TableCore::prepared(Session& session, const std::string& sql, const Some& parameters, const void* row,
                          std::optional<std::int64_t> before, std::string_view columns) const {
  std::string signature;
  if (before) signature += static_cast<char>(CellType::integer);
  for (const TableColumn* column : parameters) signature += static_cast<char>(column->type);
  Lease lease = session.lease_statement(sql, signature.append(columns));
  std::span<Cell> cells = lease.parameters();
  if (before) {
    write(cells.front(), *before);
    cells = cells.subspan(1);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    cells[i].null = false;
    parameters[i]->write(cells[i], static_cast<const char*>(row) + parameters[i]->offset);
  }
  return lease;
}

void TableCore::execute(Session& session, const std::string& sql, const Some& parameters, const void* row,
                        std::optional<std::int64_t> before) const {
  prepared(session, sql, parameters, row, before, ">").execute();
}

void TableCore::insert_besides(Session& session, const void* row, std::int64_t key) const {
  for (std::size_t i = 0; i < besides_.size(); ++i) execute(session, besides_[i].insert, columns_in(i + 1), row, key);
}

std::int64_t TableCore::inserted_id(Session& session, const void* row) const {
  if (!session.dialect().returns_ids()) {
    execute(session, insert_, inserted(), row);
    return session.last_insert_id();
  }
  Lease lease = prepared(session, insert_ + " RETURNING " + columns_[key_].name, inserted(), row, std::nullopt, ">i");
  lease.execute();
  return lease.columns().front().integer;
}

std::int64_t TableCore::insert(Session& session, const void* row) const {
  if (!is_generated_) {
    execute(session, insert_, inserted(), row);
    return 0;
  }
  const std::int64_t id = inserted_id(session, row);
  insert_besides(session, row, id);
  return id;
}

void TableCore::update(Session& session, const void* row) const {
  Some parameters = updated();
  parameters.push_back(&columns_[key_]);
  execute(session, update_, parameters, row);
  if (besides_.empty()) return;
  Cell key;
  columns_[key_].write(key, static_cast<const char*>(row) + columns_[key_].offset);
  for (const Beside& beside : besides_)
    session.execute("DELETE FROM " + beside.table + " WHERE " + beside.key + " = ?", std::int64_t{key.integer});
  insert_besides(session, row, key.integer);
}

void TableCore::update(Session& session, const void* row, std::initializer_list<std::size_t> offsets) const {
  Some parameters;
  for (const std::size_t offset : offsets) {
    const auto column = std::ranges::find(columns_, offset, &TableColumn::offset);
    if (column == columns_.end() || column->beside != 0)
      throw std::logic_error("A member of " + table_ + " is no column of it");
    parameters.push_back(&*column);
  }
  const std::string sql = update_of(parameters);
  parameters.push_back(&columns_[key_]);
  execute(session, sql, parameters, row);
}

bool TableCore::remove(Session& session, const Value& key) const {
  const Where one = Where().equals(Column::named(columns_[key_].name), key);
  return session.execute("DELETE FROM " + table_ + one.sql(), Session::Values(one.condition_values())) > 0;
}

}  // namespace openspc::db::detail
