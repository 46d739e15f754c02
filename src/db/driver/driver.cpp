#include "db/driver/driver.h"

#include <poll.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/error.h"

namespace openspc::db::driver {

std::unique_ptr<Connection> connect(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                    detail::StorageState& state) {
  switch (url.kind) {
    case DialectKind::sqlite:
      return connect_sqlite(url, role, options, state);
    case DialectKind::postgresql:
      return connect_postgresql(url, role, options, state);
    case DialectKind::mysql:
      return connect_mariadb(url, role, options, state);
    default:
      throw base::unavailable("No driver for " + std::string(Dialect(url.kind).name()) + " is built into this version");
  }
}

void wait_readable(std::initializer_list<int> descriptors, std::chrono::milliseconds at_most) {
  std::vector<pollfd> waiting;
  waiting.reserve(descriptors.size());
  for (const int descriptor : descriptors) waiting.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
  // A signal ends the wait early, which every caller can bear.
  ::poll(waiting.data(), waiting.size(), static_cast<int>(std::clamp<std::int64_t>(at_most.count(), 0, 60'000)));
}

void refuse_shape(std::string_view what, std::size_t wanted, std::size_t given, const std::string& sql) {
  throw std::logic_error("SQL has " + std::to_string(wanted) + " " + std::string(what) + ", " + std::to_string(given) +
                         " given: " + sql);
}

}  // namespace openspc::db::driver
