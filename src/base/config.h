// All settings of the server, read once at start: environment (OPENSPC_*) over `.env` over defaults; server/ applies
// the command line on top. A bad value throws Error(invalid) naming its variable. A value type; copy it freely.
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

#include "base/rate.h"

namespace openspc::base {

enum class LogFormat { console, json };
enum class LogLevel { debug, info, warning, error, critical };

struct Config {
  // Where to listen and where files live. Relative paths are relative to the working directory.
  std::string host = "0.0.0.0";          // HOST
  std::uint16_t port = 8000;             // PORT; 0 lets the system choose
  std::filesystem::path data_dir = ".";  // DATA_DIR: database, secrets
  std::filesystem::path web_dir;         // WEB_DIR: built UI and API documentation assets; empty = beside the program
  unsigned threads = 0;                  // THREADS of the network; 0 = one for each core
  std::string metrics_token;             // METRICS_TOKEN that /metrics demands; empty = open
  std::string
      public_url;  // PUBLIC_URL where people reach the page, without a / at its end; empty = no links in messages
  std::string webhook_proxy;  // WEBHOOK_PROXY that webhooks go through; empty = none, whatever http_proxy says

  // Documented variables of the reference.
  std::string app_version;                    // APP_VERSION, shown by GET /
  std::string database_url;                   // DATABASE_URL; empty = openspc.db in data_dir
  std::string jwt_secret;                     // JWT_SECRET; empty = file .jwt_secret in data_dir
  bool cookie_secure = false;                 // COOKIE_SECURE
  std::string admin_username = "admin";       // ADMIN_USERNAME
  std::string admin_password;                 // ADMIN_PASSWORD
  std::vector<std::string> cors_origins;      // CORS_ORIGINS, comma separated
  Rate rate_limit_login;                      // RATE_LIMIT_LOGIN
  Rate rate_limit_default;                    // RATE_LIMIT_DEFAULT
  LogFormat log_format = LogFormat::console;  // LOG_FORMAT
  LogLevel log_level = LogLevel::info;        // LOG_LEVEL
  bool sandbox = false;                       // SANDBOX
  bool dev_mode = false;                      // DEV_MODE: no rate limits, no forced password change
  std::string db_encryption_key;              // DB_ENCRYPTION_KEY; from the real environment only, never from .env

  // Patience and limits of the HTTP server.
  std::chrono::milliseconds header_timeout{10'000};      // HEADER_TIMEOUT, seconds: whole request header
  std::chrono::milliseconds body_timeout{30'000};        // BODY_TIMEOUT, seconds: whole request body
  std::chrono::milliseconds keep_alive_timeout{75'000};  // KEEP_ALIVE_TIMEOUT, seconds: idle connection
  std::chrono::milliseconds shutdown_timeout{10'000};    // SHUTDOWN_TIMEOUT, seconds: for requests under way
  std::size_t max_body_bytes = 16u << 20;                // MAX_BODY_BYTES
  std::size_t max_header_bytes = 16u << 10;              // MAX_HEADER_BYTES

  Config();

  /// The URL to open: database_url, else SQLite in data_dir.
  std::string effective_database_url() const;
};

/// Looks a variable up by its full name ("OPENSPC_PORT"); nullopt = not set. Names are matched without regard to case.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// The environment of this process.
Environment process_environment();
/// For tests and tools.
Environment environment_from(const std::map<std::string, std::string>& variables);

/// Variables of a `.env` file: NAME=value lines, `export`, '#' comments, single quotes (literal) and double quotes
/// (with \n \r \t \" \\ \$). A malformed line throws Error(invalid) with its number.
std::map<std::string, std::string> parse_dotenv(std::string_view text);

/// Defaults, then the `.env` file if it exists, then the environment.
Config load_config(const Environment& environment, const std::filesystem::path& dotenv = ".env");

}  // namespace openspc::base
