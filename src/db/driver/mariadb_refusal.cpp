#include "db/driver/mariadb_refusal.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include <algorithm>
#include <array>
#include <string>

namespace openspc::db::driver {
namespace {

constexpr std::string_view kNobodyThere = "The database cannot be reached; try again";

struct MariadbAdvice {
  unsigned code;
  std::string_view sign;  // part of the message, where the number says too little
  std::string_view advice;
  std::string_view for_strangers = kNobodyThere;
};

/// The first that fits counts.
constexpr std::array<MariadbAdvice, 17> kMariadbAdvice{{
    {ER_CON_COUNT_ERROR, "", kNoMoreMariadbConnections, kNoMoreMariadbConnections},
    {ER_TOO_MANY_USER_CONNECTIONS, "", kNoMoreMariadbConnections, kNoMoreMariadbConnections},
    {ER_USER_LIMIT_REACHED, "", kNoMoreMariadbConnections, kNoMoreMariadbConnections},
    {ER_ACCESS_DENIED_ERROR, "using password: NO",
     "Give the password by OPENSPC_DATABASE_PASSWORD or OPENSPC_DATABASE_PASSWORD_FILE"},
    {ER_ACCESS_DENIED_ERROR, "", "Give user and password by OPENSPC_DATABASE_URL and OPENSPC_DATABASE_PASSWORD"},
    {ER_ACCESS_DENIED_NO_PASSWORD_ERROR, "",
     "Give user and password by OPENSPC_DATABASE_URL and OPENSPC_DATABASE_PASSWORD"},
    {ER_DBACCESS_DENIED_ERROR, "", "Let this user use the database (GRANT ALL PRIVILEGES ON its tables)"},
    {ER_BAD_DB_ERROR, "", "Create it there (CREATE DATABASE), or name another in OPENSPC_DATABASE_URL"},
    {ER_HOST_NOT_PRIVILEGED, "", "Allow a user from this machine (CREATE USER 'name'@'host')"},
    {ER_HOST_IS_BLOCKED, "", "Unblock this machine there (FLUSH HOSTS)"},
    {CR_UNKNOWN_HOST, "", "Look at the host in OPENSPC_DATABASE_URL"},
    {CR_SSL_CONNECTION_ERROR, "",
     "Name the authority of the server's certificate by ssl_ca in OPENSPC_DATABASE_URL, or "
     "look whether the server has TLS turned on"},
    {CR_CONN_HOST_ERROR, "(110",
     "Nobody answers there: look at host and port in OPENSPC_DATABASE_URL, and at firewalls"},
    {CR_CONN_HOST_ERROR, "(115",
     "Nobody answers there: look at host and port in OPENSPC_DATABASE_URL, and at firewalls"},
    {CR_CONN_HOST_ERROR, "", "Look at host and port in OPENSPC_DATABASE_URL, and whether the server runs"},
    {CR_CONNECTION_ERROR, "", "Look at unix_socket in OPENSPC_DATABASE_URL, and whether the server runs"},
    {CR_SERVER_LOST, "", "Look whether it is MariaDB that listens there, and at its log"},
}};

}  // namespace

CannotConnect connection_refused(const DatabaseUrl& url, const Failure& failure) {
  std::string detail = "Cannot open the database " + url.path + ": " + failure.message;
  const auto found = std::ranges::find_if(kMariadbAdvice, [&](const MariadbAdvice& each) {
    return each.code == failure.code && failure.message.find(each.sign) != std::string::npos;
  });
  if (found == kMariadbAdvice.end()) return {std::move(detail), std::string(kNobodyThere)};
  detail.append(". ").append(found->advice);
  return {std::move(detail), std::string(found->for_strangers)};
}

CannotConnect other_server(const DatabaseUrl& url, std::string_view version) {
  return {"Cannot open the database " + url.path + ": the server is version " + std::string(version) +
              ". OpenSPC needs MariaDB 10.11 or newer; MySQL is another database",
          std::string(kNobodyThere)};
}

}  // namespace openspc::db::driver
