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

}  // namespace

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
  select_ = "SELECT " + names({}) + " FROM " + table_;
  column_types_ = ">";
  for (const TableColumn& column : columns_) column_types_ += static_cast<char>(column.type);
  std::vector<const TableColumn*> inserted = chosen([](const TableColumn&) { return true; });
  if (is_generated_) inserted.erase(inserted.begin() + static_cast<std::ptrdiff_t>(key_));
  std::string placeholders;
  for (std::size_t i = 0; i < inserted.size(); ++i) placeholders += i == 0 ? "?" : ", ?";
  insert_ = "INSERT INTO " + table_ + " (" + joined(inserted, "", "") + ") VALUES (" + placeholders + ")";
  update_ = update_of(chosen([](const TableColumn& column) { return !column.is_once; }));
}

std::vector<const TableColumn*> TableCore::chosen(bool (*wanted)(const TableColumn&)) const {
  std::vector<const TableColumn*> some;
  for (const TableColumn& column : columns_)
    if (wanted(column)) some.push_back(&column);
  return some;
}

std::string TableCore::update_of(const std::vector<const TableColumn*>& written) const {
  return "UPDATE " + table_ + " SET " + joined(written, "", " = ?") + " WHERE " + columns_[key_].name + " = ?";
}

std::string TableCore::names(std::string_view alias) const {
  const std::string before = alias.empty() ? "" : std::string(alias) + ".";
  return joined(chosen([](const TableColumn&) { return true; }), before, "");
}

Where TableCore::with_key(const Value& key) const {
  return Where().equals(Column::named(columns_[key_].name), key);
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
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM " + table_ + " WHERE " + where.condition(),
                                      Session::Values(where.condition_values()));
}

void TableCore::execute(Session& session, const std::string& sql, const std::vector<const TableColumn*>& parameters,
                        const void* row) const {
  std::string signature;
  for (const TableColumn* column : parameters) signature += static_cast<char>(column->type);
  Lease lease = session.lease_statement(sql, signature + ">");
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Cell& cell = lease.parameters()[i];
    cell.null = false;
    parameters[i]->write(cell, static_cast<const char*>(row) + parameters[i]->offset);
  }
  lease.execute();
}

std::int64_t TableCore::insert(Session& session, const void* row) const {
  std::vector<const TableColumn*> inserted = chosen([](const TableColumn&) { return true; });
  if (is_generated_) inserted.erase(inserted.begin() + static_cast<std::ptrdiff_t>(key_));
  execute(session, insert_, inserted, row);
  return is_generated_ ? session.last_insert_id() : 0;
}

void TableCore::update(Session& session, const void* row) const {
  std::vector<const TableColumn*> parameters = chosen([](const TableColumn& column) { return !column.is_once; });
  parameters.push_back(&columns_[key_]);
  execute(session, update_, parameters, row);
}

void TableCore::update(Session& session, const void* row, std::initializer_list<std::size_t> offsets) const {
  std::vector<const TableColumn*> parameters;
  for (const std::size_t offset : offsets) {
    const auto column = std::ranges::find(columns_, offset, &TableColumn::offset);
    if (column == columns_.end()) throw std::logic_error("A member of " + table_ + " is no column");
    parameters.push_back(&*column);
  }
  const std::string sql = update_of(parameters);
  parameters.push_back(&columns_[key_]);
  execute(session, sql, parameters, row);
}

bool TableCore::remove(Session& session, const Value& key) const {
  const Where one = with_key(key);
  return session.execute("DELETE FROM " + table_ + one.sql(), Session::Values(one.condition_values())) > 0;
}

}  // namespace openspc::db::detail
