// A value of one database as another one takes it, and what both mean by it. Private to db/. Pure functions; any
// thread.
#pragma once

#include <string>
#include <vector>

#include "db/copy/catalogue.h"

namespace openspc::db::copy {

/// A column on both sides, and what it holds for both.
struct ColumnPair {
  std::string name;
  DialectKind from_dialect;
  DialectKind to_dialect;
  Kind from;
  Kind to;
  Kind meaning;

  /// The cells that carry it.
  CellType from_cell() const;
  CellType to_cell() const;
};

/// The columns that are copied. Throws Error(conflict) for one of the source that the target has not, whose values
/// would be lost, and for types that have nothing in common.
std::vector<ColumnPair> pairs_of(const Table& from, DialectKind from_dialect, const Table& to, DialectKind to_dialect);

/// Writes into `target`, whose type is to_cell(), what `source` means. Throws Error(invalid) for what is no such value.
void convert(const ColumnPair& column, const Cell& source, Cell& target);

/// The same text for the same value, on whichever side it was read.
void append_canonical(std::string& text, const ColumnPair& column, const Cell& cell);

}  // namespace openspc::db::copy
