#include "peers/shared_secret.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "db/leases.h"

namespace openspc::peers {
namespace {

using Beats = std::map<std::string, std::int64_t>;

/// The fingerprint of the database; this secret's, if there was none.
std::string fingerprint_there(db::Database& database, const SharedSecret& secret) {
  return database.write_now([&](db::Session& session) {
    session.execute(
        "INSERT INTO shared_secret (name, fingerprint) VALUES (?, ?) " + session.dialect().upsert({"name"}, {"name"}),
        secret.name, secret.fingerprint);
    return session.scalar<std::string>("SELECT fingerprint FROM shared_secret WHERE name = ?", secret.name);
  });
}

Beats beats(db::Database& database) {
  return database.read_now([](db::Session& session) {
    Beats beats;
    session.each<std::string, std::int64_t>("SELECT holder, beat FROM server_instance",
                                            [&](const std::string& holder, std::int64_t beat) {
                                              if (!db::is_known_dead(holder)) beats[holder] = beat;
                                            });
    return beats;
  });
}

/// A server lives whose number rises.
bool does_any_live(db::Database& database) {
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

}  // namespace

void require_shared(db::Database& database, const SharedSecret& secret) {
  if (fingerprint_there(database, secret) == secret.fingerprint) return;
  if (does_any_live(database))
    throw base::unavailable("What " + secret.what_for +
                            " is another secret on the servers that run on this database: set " + secret.variable +
                            " to the same value on all of them, or give " + secret.file +
                            " here the content that the file has there");
  base::log::warning("shared_secret_changed", {{"secret", secret.name}, {"variable", secret.variable}});
  database.write_now([&](db::Session& session) {
    session.execute("UPDATE shared_secret SET fingerprint = ? WHERE name = ?", secret.fingerprint, secret.name);
  });
}

}  // namespace openspc::peers
