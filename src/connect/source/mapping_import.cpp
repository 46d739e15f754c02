#include "connect/source/mapping_import.h"

#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/csv.h"
#include "base/error.h"
#include "db/savepoint.h"

namespace openspc::connect::source {
namespace {

constexpr std::int64_t kMostRows = 5'000;

// A spreadsheet would take such a text for a formula, so exports put an apostrophe before it
// (web/src/shared/lib/csv.ts).
std::string_view without_shield(std::string_view cell) {
  const std::size_t begin = cell.find_first_not_of('\'');
  const bool is_shielded = begin != 0 && begin != std::string_view::npos &&
                           std::string_view("=+-@\t\r\n").find(cell[begin]) != std::string_view::npos;
  return is_shielded ? cell.substr(1) : cell;
}

boost::json::object body_of(const base::CsvReader& reader, const base::CsvRow& row) {
  boost::json::object body;
  for (std::size_t i = 0; i < reader.columns(); ++i)
    if (!row.cells[i].empty()) body[reader.column_name(i)] = without_shield(row.cells[i]);
  return body;
}

std::string reason_of(const base::Error& error) {
  if (error.fields().empty()) return error.detail();
  std::string text;
  for (const base::FieldError& field : error.fields()) {
    if (!text.empty()) text += "; ";
    if (!field.loc.empty() && field.loc.back().is_string()) text += std::string(field.loc.back().get_string()) + ": ";
    text += field.msg;
  }
  return text;
}

}  // namespace

MappingImportResult import_mappings(db::Session& session, const std::string& csv,
                                    const std::function<void(boost::json::object)>& store) {
  std::istringstream in(csv);
  base::CsvReader reader(in, {.delimiter = std::nullopt, .header = base::CsvHeader::present});
  MappingImportResult result;
  base::CsvRow row;
  while (reader.next(row)) {
    if (++result.total > kMostRows)
      throw base::payload_too_large("At most " + std::to_string(kMostRows) + " mappings at once");
    try {
      db::in_savepoint(session, [&] { store(body_of(reader, row)); });
      ++result.imported;
    } catch (const base::Error& error) {
      if (error.kind() == base::ErrorKind::unavailable) throw;
      result.errors.push_back({result.total, reason_of(error)});
    }
  }
  return result;
}

}  // namespace openspc::connect::source
