#include "peers/shared_secret.h"

#include "base/error.h"
#include "base/log.h"
#include "peers/other_servers.h"

namespace openspc::peers {
namespace {

/// The fingerprint of the database; this secret's, if there was none.
std::string fingerprint_there(db::Database& database, const SharedSecret& secret) {
  return database.write_now([&](db::Session& session) {
    session.execute(
        "INSERT INTO shared_secret (name, fingerprint) VALUES (?, ?) " + session.dialect().upsert({"name"}, {"name"}),
        secret.name, secret.fingerprint);
    return session.scalar<std::string>("SELECT fingerprint FROM shared_secret WHERE name = ?", secret.name);
  });
}

}  // namespace

void require_shared(db::Database& database, const SharedSecret& secret) {
  if (fingerprint_there(database, secret) == secret.fingerprint) return;
  if (any_server_lives(database))
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
