// All settings of the server, read once at start: environment (OPENSPC_*) over `.env` over defaults; server/ applies
// the command line on top. A bad value throws Error(invalid) naming its variable. Each secret may stand in a file that
// the same variable with _FILE behind it names. A value type; copy it freely.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/network.h"
#include "base/rate.h"

namespace openspc::base {

enum class LogFormat { console, json };
enum class LogLevel { debug, info, warning, error, critical };

/// A variable with our prefix that means nothing, which is mostly one that somebody mistyped.
struct UnknownVariable {
  std::string name;
  std::optional<std::string> nearest;  // a name that means something

  bool operator==(const UnknownVariable&) const = default;
};

struct Config {
  // Where to listen and where files live. Relative paths are relative to the working directory.
  std::string host = "0.0.0.0";          // HOST
  std::uint16_t port = 8000;             // PORT; 0 lets the system choose
  std::filesystem::path data_dir = ".";  // DATA_DIR: database, secrets
  std::filesystem::path web_dir;         // WEB_DIR: built UI and API documentation assets; empty = beside the program
  unsigned threads = 0;                  // THREADS of the network; 0 = one for each core
  std::string metrics_token;             // METRICS_TOKEN or its file that /metrics demands; empty = open
  std::vector<Network> trusted_proxies;  // TRUSTED_PROXIES, comma separated: whose word about a client is believed
  std::string
      public_url;  // PUBLIC_URL where people reach the page, without a / at its end; empty = no links in messages
  std::string webhook_proxy;  // WEBHOOK_PROXY that webhooks go through; empty = none, whatever http_proxy says

  // Documented variables of the reference.
  std::string app_version;                 // APP_VERSION, shown by GET /
  std::string database_url;                // DATABASE_URL or its file; empty = openspc.db in data_dir
  std::string jwt_secret;                  // JWT_SECRET or its file; empty = file .jwt_secret in data_dir
  bool cookie_secure = false;              // COOKIE_SECURE
  std::string admin_username = "admin";    // ADMIN_USERNAME
  std::string admin_password;              // ADMIN_PASSWORD or its file
  std::vector<std::string> cors_origins;   // CORS_ORIGINS, comma separated; unset = those of development, in DEV_MODE
  Rate rate_limit_login;                   // RATE_LIMIT_LOGIN
  std::optional<Rate> rate_limit_default;  // RATE_LIMIT_DEFAULT of each caller; unset = none
  LogFormat log_format = LogFormat::console;  // LOG_FORMAT
  LogLevel log_level = LogLevel::info;        // LOG_LEVEL
  bool sandbox = false;                       // SANDBOX
  bool dev_mode = false;                      // DEV_MODE: no limits of attempts, no forced password change
  std::string db_encryption_key;  // DB_ENCRYPTION_KEY or its file; from the real environment only, never from .env

  // The database and the connections to it; all but the readers act on a server database alone.
  bool migrate = false;                               // MIGRATE: bring an older schema up to date at the start
  std::string database_password;                      // DATABASE_PASSWORD or its file, of the user in the URL
  unsigned database_readers = 0;                      // DATABASE_READERS; 0 = one for each core, at least 2, at most 4
  unsigned database_lanes = 2;                        // DATABASE_LANES: connections that store readings
  std::chrono::seconds database_connect_timeout{10};  // DATABASE_CONNECT_TIMEOUT, of each host
  std::chrono::milliseconds database_statement_timeout{60'000};  // DATABASE_STATEMENT_TIMEOUT, seconds

  // Patience and limits of the HTTP server.
  std::chrono::milliseconds header_timeout{10'000};      // HEADER_TIMEOUT, seconds: whole request header
  std::chrono::milliseconds body_timeout{30'000};        // BODY_TIMEOUT, seconds: whole request body
  std::chrono::milliseconds keep_alive_timeout{75'000};  // KEEP_ALIVE_TIMEOUT, seconds: idle connection
  std::chrono::milliseconds shutdown_timeout{10'000};    // SHUTDOWN_TIMEOUT, seconds: for requests under way
  std::size_t max_body_bytes = 16u << 20;                // MAX_BODY_BYTES, of a caller who is known
  std::size_t max_bytes_in_flight = 64u << 20;           // MAX_BYTES_IN_FLIGHT: all bodies together, read and parsed
  std::size_t max_header_bytes = 16u << 10;              // MAX_HEADER_BYTES

  std::vector<UnknownVariable> unknown_variables;  // of the environment and of `.env`

  Config();

  /// The URL to open: database_url, else SQLite in data_dir.
  std::string effective_database_url() const;
};

/// Variables by their full names ("OPENSPC_PORT"), without regard to case.
class Environment {
 public:
  Environment() = default;
  explicit Environment(const std::map<std::string, std::string>& variables);

  /// Nothing when it is not set.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  /// In capitals.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::map<std::string, std::string, std::less<>> by_upper_name_;
};

/// What the environment of this process says to us.
Environment process_environment();

/// Variables of a `.env` file: NAME=value lines, `export`, '#' comments, single quotes (literal) and double quotes
/// (with \n \r \t \" \\ \$). A malformed line throws Error(invalid) with its number.
std::map<std::string, std::string> parse_dotenv(std::string_view text);

/// Defaults, then the `.env` file if it exists, then the environment.
Config load_config(const Environment& environment, const std::filesystem::path& dotenv = ".env");

}  // namespace openspc::base
