#include "db/driver/postgresql_refusal.h"

#include <algorithm>
#include <array>
#include <string>

namespace openspc::db::driver {
namespace {

constexpr std::string_view kUnreachable = "The database cannot be reached; try again";

struct Advice {
  std::string_view sign;
  std::string_view advice;
  std::string_view for_strangers = kUnreachable;
};

/// The first that fits counts: of several hosts the last one's refusal says most.
constexpr std::array<Advice, 16> kAdvice{{
    {"too many clients", kNoMoreConnections, kNoMoreConnections},
    {"too many connections", kNoMoreConnections, kNoMoreConnections},
    {"remaining connection slots", kNoMoreConnections, kNoMoreConnections},
    {"the database system is", "Wait for it, or look at its log"},
    {"password authentication failed", "Give user and password by OPENSPC_DATABASE_URL and OPENSPC_DATABASE_PASSWORD"},
    {"no password supplied", "Give it by OPENSPC_DATABASE_PASSWORD or OPENSPC_DATABASE_PASSWORD_FILE"},
    {"no pg_hba.conf entry", "Allow this user, from this machine, in the server's pg_hba.conf"},
    {"permission denied", "Allow this user to connect (GRANT CONNECT ON DATABASE)"},
    {"database \"", "Create it there (CREATE DATABASE), or name another in OPENSPC_DATABASE_URL"},
    {"role \"", "Create the user there (CREATE ROLE), or name another in OPENSPC_DATABASE_URL"},
    {"does not support SSL", "Turn TLS on at the server, or take ssl and sslmode out of OPENSPC_DATABASE_URL"},
    {"certificate", "Name the authority of the server's certificate by sslrootcert in OPENSPC_DATABASE_URL"},
    {"could not translate host name", "Look at the host in OPENSPC_DATABASE_URL"},
    {"Connection refused", "Look at host and port in OPENSPC_DATABASE_URL, and whether the server runs"},
    {"timeout expired", "Nobody answers there: look at host and port in OPENSPC_DATABASE_URL, and at firewalls"},
    {"server closed the connection", "Look whether it is PostgreSQL that listens there, and at its log"},
}};

/// Several lines, some of them indented, as one.
std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!is_blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (line.ends_with(' ') || line.ends_with('.')) line.pop_back();
  return line;
}

}  // namespace

CannotConnect connection_refused(const DatabaseUrl& url, std::string_view message) {
  std::string detail = "Cannot open the database " + url.path + ": " + in_one_line(message);
  const auto found = std::ranges::find_if(
      kAdvice, [&](const Advice& each) { return message.find(each.sign) != std::string_view::npos; });
  if (found == kAdvice.end()) return {std::move(detail), std::string(kUnreachable)};
  detail.append(". ").append(found->advice);
  return {std::move(detail), std::string(found->for_strangers)};
}

}  // namespace openspc::db::driver
