#include "peers/other_servers.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <thread>

#include "db/leases.h"

namespace openspc::peers {
namespace {

using Beats = std::map<std::string, std::int64_t>;

Beats beats(db::Database& database) {
  return database.read_now([](db::Session& session) {
    Beats beats;
    bool is_there = false;  // early schemas have no such table, and one server
    session.each<std::string>(session.dialect().tables_query(),
                              [&](const std::string& table) { is_there = is_there || table == "server_instance"; });
    if (!is_there) return beats;
    session.each<std::string, std::int64_t>("SELECT holder, beat FROM server_instance",
                                            [&](const std::string& holder, std::int64_t beat) {
                                              if (!db::is_known_dead(holder)) beats[holder] = beat;
                                            });
    return beats;
  });
}

}  // namespace

// A server lives whose number rises.
bool any_server_lives(db::Database& database) {
  constexpr std::chrono::milliseconds kGlance{200};
  const Beats before = beats(database);
  const auto until = std::chrono::steady_clock::now() + db::Leases::patience;
  while (!before.empty() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kGlance);
    for (const auto& [holder, beat] : beats(database)) {
      const auto known = before.find(holder);
      if (known == before.end() || known->second != beat) return true;
    }
  }
  return false;
}

}  // namespace openspc::peers
