#include "db/copy/convert.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/time.h"
#include "db/error.h"

namespace openspc::db::copy {
namespace {

Kind meaning_of(Kind a, Kind b) {
  if (a == b) return a;
  const auto either = [a, b](Kind kind) { return a == kind || b == kind; };
  // The side with the stricter type says what is meant.
  for (const Kind kind : {Kind::reals, Kind::timestamp, Kind::boolean, Kind::bytes, Kind::real, Kind::integer})
    if (either(kind)) return kind;
  return Kind::text;
}

bool fit(Kind meaning, Kind side) {
  switch (meaning) {
    case Kind::reals:
      return side == Kind::reals || side == Kind::text;
    case Kind::timestamp:
      return side == Kind::timestamp || side == Kind::text;
    case Kind::boolean:
      return side == Kind::boolean || side == Kind::integer;
    case Kind::bytes:
      return false;
    default:
      return true;
  }
}

CellType cell_of(Kind meaning, Kind side) {
  if (meaning == Kind::real) return CellType::real;
  return side == Kind::reals ? CellType::reals : CellType::text;
}

std::string digits_of(double value) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

/// "1,2.5" in the shortest digits: databases write the same number differently.
std::string canonical_reals(std::string_view decimals) {
  std::string text;
  try {
    detail::write_reals(text, detail::read_reals(decimals));
  } catch (const Unreadable&) {
    throw base::invalid_text("\"" + std::string(decimals.substr(0, 60)) + "\" is no list of readings");
  }
  return text;
}

std::string_view bit_of(std::string_view text) {
  if (text == "t" || text == "true" || text == "1") return "1";
  if (text == "f" || text == "false" || text == "0") return "0";
  throw base::invalid_text("\"" + std::string(text) + "\" is neither true nor false");
}

base::Timestamp time_of(std::string_view text) {
  const auto time = base::from_database(text);
  if (!time) throw base::invalid_text("\"" + std::string(text) + "\" is no time");
  return *time;
}

}  // namespace

CellType ColumnPair::from_cell() const {
  return cell_of(meaning, from);
}
CellType ColumnPair::to_cell() const {
  return cell_of(meaning, to);
}

std::vector<ColumnPair> pairs_of(const Table& from, DialectKind from_dialect, const Table& to, DialectKind to_dialect) {
  std::vector<ColumnPair> pairs;
  for (const Column& source : from.columns) {
    const Column* const target = to.find(source.name);
    if (target == nullptr)
      throw base::conflict("Column " + from.name + "." + source.name + " of the source is none of this program's: " +
                           "its values would be lost. Move them elsewhere and drop the column first");
    const Kind meaning = meaning_of(source.kind, target->kind);
    if (!fit(meaning, source.kind) || !fit(meaning, target->kind))
      throw base::conflict("Column " + from.name + "." + source.name + " has types that do not fit together");
    pairs.push_back({source.name, from_dialect, to_dialect, source.kind, target->kind, meaning});
  }
  return pairs;
}

void convert(const ColumnPair& column, const Cell& source, Cell& target) {
  target.null = source.null;
  if (source.null) return;
  const bool is_same_kind = column.from_dialect == column.to_dialect && column.from == column.to;
  switch (column.meaning) {
    case Kind::real:
      target.real = source.real;
      return;
    case Kind::boolean:
      target.text = bit_of(source.text);
      return;
    case Kind::timestamp:
      // Left as it is where its form may be somebody else's.
      target.text = is_same_kind ? source.text : base::to_database(time_of(source.text));
      return;
    case Kind::reals:
      target.text = canonical_reals(source.text);
      return;
    default:
      break;
  }
  target.text = source.text;
}

void append_canonical(std::string& text, const ColumnPair& column, const Cell& cell) {
  const auto append = [&text](std::string_view value) {
    text.append(std::to_string(value.size())).append(":").append(value);
  };
  if (cell.null) {
    text += '-';
    return;
  }
  switch (column.meaning) {
    case Kind::real:
      return append(digits_of(cell.real));
    case Kind::boolean:
      return append(bit_of(cell.text));
    case Kind::timestamp: {
      const auto time = base::from_database(cell.text);
      return append(time ? base::to_database(*time) : cell.text);
    }
    case Kind::reals:
      return append(canonical_reals(cell.text));
    default:
      return append(cell.text);
  }
}

}  // namespace openspc::db::copy
