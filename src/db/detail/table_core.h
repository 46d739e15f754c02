// What db::Table does for every struct alike, compiled once: the texts of its statements, and rows by way of tables of
// function pointers. Private to db/table.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "db/sql/where.h"
#include "db/value.h"

namespace openspc::db::detail {

/// A member and the column that holds it.
struct TableColumn {
  std::string name;
  std::size_t offset = 0;
  CellType type = CellType::text;
  void (*read)(const Cell& cell, void* member) = nullptr;
  void (*write)(Cell& cell, const void* member) = nullptr;
  bool is_once = false;
  bool is_document = false;
  std::size_t beside = 0;  // in the table itself, or in the first, second ... of those beside
};

struct BesideName {
  std::string_view table, key;
};

/// Where rows go to: `add` makes room for one, `drop` takes it back.
struct RowSink {
  void* rows = nullptr;
  void* (*add)(void* rows) = nullptr;
  void (*drop)(void* rows) = nullptr;
};

class TableCore {
 public:
  /// Names of `besides` that are empty are none.
  TableCore(std::string_view table, std::span<const BesideName> besides);

  enum class Key { none, given, generated };
  /// A trailing underscore of the name is not part of it.
  void add(TableColumn column, Key key);
  /// After the last column; throws std::logic_error without a key.
  void finish();

  void read(Session& session, const Where& where, const RowSink& sink) const;
  std::int64_t count(Session& session, const Where& where) const;
  std::int64_t insert(Session& session, const void* row) const;
  void update(Session& session, const void* row) const;
  void update(Session& session, const void* row, std::initializer_list<std::size_t> offsets) const;
  bool remove(Session& session, const Value& key) const;

  Where with_key(const Value& key) const;
  std::string names(std::string_view alias) const;

 private:
  bool fill(std::span<const Cell> cells, void* row) const;
  void fill_document(const TableColumn& column, std::span<const Cell> cells, const Cell& cell, void* member) const;
  void report(std::span<const Cell> cells, const char* damage) const;
  using Some = std::vector<const TableColumn*>;

  Lease prepared(Session& session, const std::string& sql, const Some& parameters, const void* row,
                 std::optional<std::int64_t> before, std::string_view columns) const;
  std::int64_t inserted_id(Session& session, const void* row) const;
  void execute(Session& session, const std::string& sql, const Some& parameters, const void* row,
               std::optional<std::int64_t> before = std::nullopt) const;
  void insert_besides(Session& session, const void* row, std::int64_t key) const;
  std::string update_of(const Some& written) const;
  Some all() const;
  Some columns_in(std::size_t beside) const;
  Some inserted() const;
  Some updated() const;

  struct Beside {
    std::string table, key, insert;
  };

  std::string table_;
  std::vector<Beside> besides_;
  std::vector<TableColumn> columns_;
  std::size_t key_ = 0;
  bool has_key_ = false, is_generated_ = false;
  std::string key_name_, from_, select_, insert_, update_;
  std::string column_types_;  // as in a signature: ">iit"
};

}  // namespace openspc::db::detail
