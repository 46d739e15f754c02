#include "db/driver/database_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/error.h"

namespace openspc::db {
namespace {

DatabaseUrl sqlite_url(std::string_view path) {
  if (path.empty() || path == ":memory:") {
    throw base::invalid_text("The database must be a file: every connection would see another database in memory");
  }
  return {DialectKind::sqlite, std::string(path)};
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

/// A '%' that begins no code stands for itself: passwords are often pasted as they are.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (!low) {
      result += text[i];
      continue;
    }
    result += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return result;
}

std::string_view cut(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

/// Where the host was forgotten, what stands behind the colon is a password.
std::string shown_port(std::string_view port) {
  const bool is_number = !port.empty() && port.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number ? " (" + std::string(port) + ")" : std::string();
}

void require_port(std::string_view port) {
  std::uint16_t number = 0;
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size() || number == 0)
    throw base::invalid_text("The database URL has a port that is none" + shown_port(port) +
                             ": a port is a number from 1 to 65535");
}

/// Several hosts, "a:5432,b", become the lists that libpq reads.
void add_hosts(DatabaseUrl& url, std::string_view hosts) {
  std::string names, ports;
  bool has_ports = false;
  while (!hosts.empty()) {
    std::string_view one = cut(hosts, ',');
    std::string_view name = one, port;
    const bool is_ipv6 = one.starts_with('[');
    const auto colon = is_ipv6 ? one.find("]:") : one.rfind(':');
    if (colon != std::string_view::npos) {
      name = one.substr(0, is_ipv6 ? colon + 1 : colon);
      port = one.substr(colon + (is_ipv6 ? 2 : 1));
      require_port(port);
      has_ports = true;
    }
    if (is_ipv6) name = name.substr(1, name.size() - 2);
    names.append(names.empty() && ports.empty() ? "" : ",").append(decoded(name));
    ports.append(names.find(',') == std::string::npos ? "" : ",").append(port);
  }
  if (!names.empty()) url.settings.emplace_back("host", names);
  if (has_ports) url.settings.emplace_back("port", ports);
}

/// SQLAlchemy's drivers say `ssl`, libpq says `sslmode`.
void add_option(DatabaseUrl& url, std::string_view key, std::string value) {
  static constexpr std::array<std::string_view, 14> known{"sslmode",
                                                          "sslrootcert",
                                                          "sslcert",
                                                          "sslkey",
                                                          "sslcrl",
                                                          "host",
                                                          "port",
                                                          "connect_timeout",
                                                          "passfile",
                                                          "target_session_attrs",
                                                          "tcp_user_timeout",
                                                          "keepalives_idle",
                                                          "gssencmode",
                                                          "channel_binding"};
  if (key == "ssl") {
    const bool plain = value == "true" || value == "1";
    url.settings.emplace_back("sslmode", plain ? "require" : value == "false" || value == "0" ? "disable" : value);
    return;
  }
  if (key == "application_name") return;
  if (std::ranges::find(known, key) == known.end())
    throw base::invalid_text("The database URL has a parameter that is not known: \"" + std::string(key) +
                             "\"; known are ssl, sslmode, sslrootcert, sslcert, sslkey, connect_timeout, passfile, "
                             "target_session_attrs and keepalives_idle");
  url.settings.emplace_back(key, std::move(value));
}

/// MySQL's clients and SQLAlchemy's drivers have names of their own for what libpq calls otherwise.
void add_mariadb_option(DatabaseUrl& url, std::string_view key, std::string value) {
  using Name = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Name, 14> names{{{"sslmode", "sslmode"},
                                               {"ssl_mode", "sslmode"},
                                               {"ssl-mode", "sslmode"},
                                               {"ssl_ca", "sslrootcert"},
                                               {"ssl-ca", "sslrootcert"},
                                               {"sslrootcert", "sslrootcert"},
                                               {"ssl_cert", "sslcert"},
                                               {"ssl-cert", "sslcert"},
                                               {"sslcert", "sslcert"},
                                               {"ssl_key", "sslkey"},
                                               {"ssl-key", "sslkey"},
                                               {"sslkey", "sslkey"},
                                               {"unix_socket", "unix_socket"},
                                               {"connect_timeout", "connect_timeout"}}};
  if (key == "ssl") return add_option(url, key, std::move(value));
  if (key == "charset" || key == "application_name") return;
  const auto known = std::ranges::find(names, key, &Name::first);
  if (known == names.end())
    throw base::invalid_text("The database URL has a parameter that is not known: \"" + std::string(key) +
                             "\"; known are ssl, ssl_mode, ssl_ca, ssl_cert, ssl_key, unix_socket and connect_timeout");
  if (known->second != "sslmode") {
    url.settings.emplace_back(known->second, std::move(value));
    return;
  }
  using Mode = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Mode, 8> modes{{{"disabled", "disable"},
                                              {"disable", "disable"},
                                              {"required", "require"},
                                              {"require", "require"},
                                              {"verify_ca", "verify-ca"},
                                              {"verify-ca", "verify-ca"},
                                              {"verify_identity", "verify-full"},
                                              {"verify-full", "verify-full"}}};
  const auto mode = std::ranges::find(modes, lowered(value), &Mode::first);
  if (mode == modes.end())
    throw base::invalid_text("The database URL says \"" + std::string(key) + "\" in a way that is not known: use " +
                             "disable, require, verify-ca or verify-full");
  url.settings.emplace_back("sslmode", mode->second);
}

DatabaseUrl server_url(DialectKind kind, std::string_view rest) {
  const bool is_mariadb = kind == DialectKind::mysql;
  const std::string scheme = is_mariadb ? "mariadb" : "postgresql";
  DatabaseUrl url{kind, {}};
  std::string_view query;
  // A password may hold '/', '?' and '@' as they are: what is left of the last '@' is the person.
  const auto at = rest.rfind('@');
  std::string_view person = at == std::string_view::npos ? std::string_view() : rest.substr(0, at);
  std::string_view place = at == std::string_view::npos ? rest : rest.substr(at + 1);
  if (const auto mark = place.find('?'); mark != std::string_view::npos) {
    query = place.substr(mark + 1);
    place = place.substr(0, mark);
  }
  const std::string_view hosts = cut(place, '/');
  add_hosts(url, hosts);
  if (at != std::string_view::npos) {
    const std::string_view user = cut(person, ':');
    url.settings.emplace_back("user", decoded(user));
    if (!person.empty()) url.settings.emplace_back("password", decoded(person));
  }
  if (place.empty())
    throw base::invalid_text("The database URL names no database: " + scheme + "://USER@HOST/DATABASE");
  url.settings.emplace_back("dbname", decoded(place));
  while (!query.empty()) {
    std::string_view value = cut(query, '&');
    const std::string_view key = cut(value, '=');
    is_mariadb ? add_mariadb_option(url, key, decoded(value)) : add_option(url, key, decoded(value));
  }
  url.path = scheme + "://" + std::string(hosts) + "/" + std::string(place);
  return url;
}

constexpr std::string_view kForms =
    "use sqlite:///PATH, postgresql://USER@HOST/DATABASE or mariadb://USER@HOST/DATABASE";

/// A slip in what should be a URL must not make a file whose name holds a password.
void refuse_what_is_no_path(std::string_view text) {
  const auto colon = text.find(':');
  const std::string kind = lowered(text.substr(0, text.find_first_of("+:")));
  constexpr std::array<std::string_view, 6> kinds{"postgresql", "postgres", "sqlite", "mysql", "mariadb", "mssql"};
  if (colon != std::string_view::npos && std::ranges::find(kinds, kind) != kinds.end())
    throw base::invalid_text("The database URL lacks the \"//\" behind \"" + kind + ":\"; " + std::string(kForms));
  if (text.find("host=") != std::string_view::npos || text.find("dbname=") != std::string_view::npos)
    throw base::invalid_text("The database is given by keywords of libpq; " + std::string(kForms));
}

void add_password(DatabaseUrl& url, std::string_view password) {
  if (password.empty() || url.is_file()) return;
  const auto is = [](std::string_view name) { return [name](const auto& setting) { return setting.first == name; }; };
  if (std::ranges::any_of(url.settings, is("password")))
    throw base::invalid_text(
        "The database URL holds a password, and OPENSPC_DATABASE_PASSWORD (or its file) gives one too: keep one of "
        "them");
  if (std::ranges::none_of(url.settings, is("user")))
    throw base::invalid_text(
        "OPENSPC_DATABASE_PASSWORD gives a password, but the database URL names no user: SCHEME://USER@HOST/"
        "DATABASE");
  url.settings.emplace_back("password", password);
}

DatabaseUrl parse_place(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos) {
    refuse_what_is_no_path(url);
    return sqlite_url(url);
  }
  const std::string scheme = lowered(url.substr(0, url.find_first_of("+:")));
  const std::string_view rest = url.substr(colon + 3);
  if (scheme == "sqlite") {
    // Three slashes before a relative path, four before an absolute one.
    if (!rest.starts_with('/')) throw base::invalid_text("An SQLite URL is sqlite:///PATH");
    return sqlite_url(rest.substr(1));
  }
  if (scheme == "postgresql" || scheme == "postgres") return server_url(DialectKind::postgresql, rest);
  if (scheme == "mysql" || scheme == "mariadb") return server_url(DialectKind::mysql, rest);
  if (scheme == "mssql")
    throw base::unavailable("Databases of the kind \"" + scheme + "\" are not built into this version; " +
                            std::string(kForms));
  throw base::invalid_text("Unknown kind of database: \"" + scheme + "\"; " + std::string(kForms));
}

}  // namespace

DatabaseUrl parse_database_url(std::string_view url, std::string_view password) {
  DatabaseUrl place = parse_place(url);
  add_password(place, password);
  return place;
}

}  // namespace openspc::db
