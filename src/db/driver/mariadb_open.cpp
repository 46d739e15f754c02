#include "db/driver/mariadb_open.h"

#include <errmsg.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include "db/driver/mariadb_failure.h"
#include "db/driver/mariadb_refusal.h"

namespace openspc::db::driver {
namespace {

constexpr unsigned kUsualPort = 3306;
constexpr unsigned long kOldestVersion = 101100;  // 10.11

std::string setting(const DatabaseUrl& url, std::string_view name) {
  const auto found = std::ranges::find(url.settings, name, [](const auto& each) { return each.first; });
  return found == url.settings.end() ? std::string() : found->second;
}

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  while (true) {
    const auto comma = std::min(list.find(','), list.size());
    parts.emplace_back(list.substr(0, comma));
    if (comma == list.size()) return parts;
    list.remove_prefix(comma + 1);
  }
}

unsigned number_or(std::string_view text, unsigned otherwise) {
  unsigned number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

const char* or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

/// "disable", "require": encrypted, whoever it is; "verify-ca", "verify-full": and its certificate is looked at. True
/// when the connection must be encrypted.
bool set_encryption(MYSQL* handle, const DatabaseUrl& url) {
  const std::string mode = setting(url, "sslmode"), authority = setting(url, "sslrootcert");
  const std::string certificate = setting(url, "sslcert"), key = setting(url, "sslkey");
  const bool is_wanted = !mode.empty() ? mode != "disable" : !authority.empty() || !certificate.empty();
  if (!is_wanted) return false;
  const my_bool yes = 1, verify = mode.starts_with("verify") || (mode.empty() && !authority.empty()) ? 1 : 0;
  mysql_optionsv(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
  mysql_optionsv(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
  if (!authority.empty()) mysql_optionsv(handle, MYSQL_OPT_SSL_CA, authority.c_str());
  if (!certificate.empty()) mysql_optionsv(handle, MYSQL_OPT_SSL_CERT, certificate.c_str());
  if (!key.empty()) mysql_optionsv(handle, MYSQL_OPT_SSL_KEY, key.c_str());
  return true;
}

/// A host that vanished is noticed while an answer is awaited, as long as that may take.
void watch_the_host(MYSQL* handle) {
  const auto socket = mysql_get_socket(handle);
  const int on = 1, idle_seconds = 15, between_seconds = 5, tries = 3;
  const unsigned unanswered_ms = 15'000;
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof idle_seconds);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &between_seconds, sizeof between_seconds);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &tries, sizeof tries);
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered_ms, sizeof unanswered_ms);
}

MariadbHandle opened_at(const DatabaseUrl& url, const DatabaseOptions& options, const std::string& host,
                        unsigned port) {
  [[maybe_unused]] static const bool is_ready = mysql_server_init(0, nullptr, nullptr) == 0;
  MariadbHandle handle(mysql_init(nullptr));
  const std::string given_timeout = setting(url, "connect_timeout");
  const unsigned timeout = number_or(given_timeout, static_cast<unsigned>(options.server_connect_timeout.count()));
  const unsigned long largest_packet = 1UL << 30U;
  mysql_optionsv(handle.get(), MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
  mysql_optionsv(handle.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_optionsv(handle.get(), MYSQL_OPT_MAX_ALLOWED_PACKET, &largest_packet);
  mysql_options4(handle.get(), MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "openspc");
  const bool is_encrypted = set_encryption(handle.get(), url);
  const std::string user = setting(url, "user"), password = setting(url, "password"), name = setting(url, "dbname");
  const std::string socket = setting(url, "unix_socket");
  // "localhost" alone would be a socket in a place that is the library's.
  const std::string where = socket.empty() && (host.empty() || host == "localhost") ? "127.0.0.1" : host;
  const bool is_in = mysql_real_connect(handle.get(), or_null(where), or_null(user), password.c_str(), name.c_str(),
                                        port, or_null(socket), CLIENT_FOUND_ROWS) != nullptr;
  if (!is_in) throw connection_refused(url, {mysql_errno(handle.get()), mysql_error(handle.get())});
  // The library goes on in clear text with a server that has no TLS, whatever it was told.
  if (is_encrypted && mysql_get_ssl_cipher(handle.get()) == nullptr)
    throw connection_refused(url, {CR_SSL_CONNECTION_ERROR, "the server does not support TLS"});
  if (mariadb_connection(handle.get()) == 0 || mysql_get_server_version(handle.get()) < kOldestVersion)
    throw other_server(url, mysql_get_server_info(handle.get()));
  watch_the_host(handle.get());
  return handle;
}

double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

MariadbHandle open_mariadb(const DatabaseUrl& url, const DatabaseOptions& options) {
  const auto hosts = parts_of(setting(url, "host")), ports = parts_of(setting(url, "port"));
  for (std::size_t i = 0;; ++i) {
    const unsigned port = number_or(i < ports.size() ? ports[i] : std::string(), kUsualPort);
    try {
      return opened_at(url, options, hosts[i], port);
    } catch (const CannotConnect&) {
      if (i + 1 == hosts.size()) throw;
    }
  }
}

std::string session_settings(Role role, const DatabaseOptions& options) {
  constexpr std::int64_t kForEver = 31'536'000;
  const auto locks =
      options.server_lock_timeout.count() == 0
          ? kForEver
          : std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(options.server_lock_timeout).count(), 1);
  // Work that has no bound for its statements has none for its pauses either.
  const int idle = options.server_lock_timeout.count() == 0 ? 0 : 60;
  return fmt::format(
      "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin, time_zone = '+00:00',"
      " sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ANSI_QUOTES,PIPES_AS_CONCAT,"
      "NO_BACKSLASH_ESCAPES,NO_AUTO_VALUE_ON_ZERO,SIMULTANEOUS_ASSIGNMENT',"
      " tx_isolation = '{}', autocommit = 1, max_statement_time = {}, innodb_lock_wait_timeout = {},"
      " lock_wait_timeout = {}, idle_transaction_timeout = {}, wait_timeout = {}, group_concat_max_len = 1048576",
      role == Role::reader ? "REPEATABLE-READ" : "READ-COMMITTED", seconds(options.server_statement_timeout), locks,
      locks, idle, kForEver);
}

}  // namespace openspc::db::driver
