// What tables a database has: columns, primary keys, references, as its catalogue tells. Views, and partitions of a
// table, are no tables. Private to db/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/copy/link.h"

namespace openspc::db::copy {

/// What a column holds, as its declared type says.
enum class Kind { integer, real, boolean, text, timestamp, reals, bytes };

struct Column {
  std::string name;
  Kind kind = Kind::text;
  bool is_nullable = true;
};

struct Reference {
  std::string table;
  std::vector<std::string> columns;  // of the table that refers
};

struct Table {
  std::string name;
  std::vector<Column> columns;   // without those that the database computes
  std::vector<std::string> key;  // primary; may be empty
  std::vector<Reference> references;

  const Column* find(std::string_view column) const;
};

/// By name.
std::vector<Table> tables_of(Link& link);

/// A table, and the columns that are left NULL at first, because what they refer to comes later or in the table itself.
struct Place {
  std::size_t table = 0;  // its number in the list
  std::vector<std::string> late;
};

/// The order in which rows find what they refer to. Throws Error(conflict) when there is none.
std::vector<Place> in_order_of_references(const std::vector<Table>& tables);

}  // namespace openspc::db::copy
