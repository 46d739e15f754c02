#include "db/driver/driver.h"

#include <stdexcept>

#include "base/error.h"

namespace openspc::db::driver {

std::unique_ptr<Connection> connect(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                    detail::StorageState& state) {
  switch (url.kind) {
    case DialectKind::sqlite:
      return connect_sqlite(url, role, options, state);
    case DialectKind::postgresql:
      return connect_postgresql(url, role, options, state);
    default:
      throw base::unavailable("No driver for " + std::string(Dialect(url.kind).name()) + " is built into this version");
  }
}

void refuse_shape(std::string_view what, std::size_t wanted, std::size_t given, const std::string& sql) {
  throw std::logic_error("SQL has " + std::to_string(wanted) + " " + std::string(what) + ", " + std::to_string(given) +
                         " given: " + sql);
}

}  // namespace openspc::db::driver
