#include "db/schema/strangers.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "db/copy/link.h"

namespace openspc::db {
namespace {

// Of the migrations, of OpenSPC 0.4 that says its revision, and of one that does not.
constexpr std::array<std::string_view, 3> kOurs{"openspc_migration", "alembic_version", "characteristic"};

std::vector<std::vector<std::string>> tables_in(const DatabaseUrl& place, DatabaseOptions options) {
  options.create = false;
  try {
    copy::Link link(place, driver::Role::reader, options);
    return link.texts(std::string(link.dialect().tables_query()), {}, 1);
  } catch (const base::Error&) {
    return {};
  }
}

}  // namespace

std::optional<std::string> why_it_belongs_to_others(std::string_view url, const DatabaseOptions& options) {
  const auto place = parse_database_url(url, options.server_password);
  const auto tables = tables_in(place, options);
  const bool is_ours =
      std::ranges::any_of(tables, [](const auto& row) { return std::ranges::find(kOurs, row.front()) != kOurs.end(); });
  if (tables.empty() || is_ours) return std::nullopt;
  return "the database " + place.path +
         " holds tables but is no OpenSPC database; it is left as it is. Name another with --database-url or "
         "OPENSPC_DATABASE_URL";
}

}  // namespace openspc::db
