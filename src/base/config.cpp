#include "base/config.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/nearest_word.h"
#include "base/secret_variable.h"
#include "base/version.h"

// POSIX names it; no header declares it.
extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace openspc::base {
namespace {

constexpr std::string_view kPrefix = "OPENSPC_";

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string stripped(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// Assigns settings from variables; a variable that is not set leaves the default alone.
class Reader {
 public:
  /// `overriding` wins over `basic`. Both must outlive the reader.
  Reader(const Environment& overriding, const Environment& basic) : overriding_(overriding), basic_(basic) {}

  std::optional<std::string> get(std::string_view name) const {
    const std::string full_name = std::string(kPrefix).append(name);
    known_.push_back(full_name);
    auto value = overriding_.find(full_name);
    return value ? value : basic_.find(full_name);
  }

  /// What a file may not say.
  std::optional<std::string> from_environment(std::string_view name) const {
    known_.push_back(std::string(kPrefix).append(name));
    return overriding_.find(known_.back());
  }

  /// Those that nobody has asked for.
  std::vector<UnknownVariable> unknown() const {
    std::vector<std::string> names = overriding_.names();
    std::ranges::copy(basic_.names(), std::back_inserter(names));
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    std::vector<UnknownVariable> unknown;
    for (const std::string& name : names) {
      if (!name.starts_with(kPrefix) || std::ranges::find(known_, name) != known_.end()) continue;
      unknown.push_back({name, nearest_word(name, known_)});
    }
    return unknown;
  }

  void text(std::string_view name, std::string& target) const {
    if (auto value = get(name)) target = std::move(*value);
  }

  void secret(std::string_view name, std::string& target) const {
    const auto value = get(name);
    const std::string full_name = known_.back();
    if (auto secret = secret_of(full_name, value, get(std::string(name) + "_FILE"))) target = std::move(*secret);
  }

  void secret_from_environment(std::string_view name, std::string& target) const {
    const auto value = from_environment(name);
    const std::string full_name = known_.back();
    if (auto secret = secret_of(full_name, value, from_environment(std::string(name) + "_FILE")))
      target = std::move(*secret);
  }

  void path(std::string_view name, std::filesystem::path& target) const {
    const auto value = get(name);
    if (value && !value->empty()) target = *value;
  }

  void flag(std::string_view name, bool& target) const {
    const auto value = get(name);
    if (!value) return;
    constexpr std::array<std::string_view, 6> yes{"true", "1", "yes", "on", "t", "y"};
    constexpr std::array<std::string_view, 6> no{"false", "0", "no", "off", "f", "n"};
    const std::string word = lower(stripped(*value));
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) {
      target = true;
    } else if (std::find(no.begin(), no.end(), word) != no.end()) {
      target = false;
    } else {
      refuse(name, *value, "true or false (1/0, yes/no, on/off, t/f, y/n)");
    }
  }

  template <class T>
  void number(std::string_view name, T& target, T low, T high) const {
    const auto value = get(name);
    if (!value) return;
    const std::string word = stripped(*value);
    T number{};
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (code != std::errc{} || end != word.data() + word.size() || !(number >= low && number <= high)) {
      refuse(name, *value, "a number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    target = number;
  }

  void seconds(std::string_view name, std::chrono::milliseconds& target) const {
    double seconds = static_cast<double>(target.count()) / 1000;
    number<double>(name, seconds, 0.001, 86'400);
    target = std::chrono::milliseconds(std::llround(seconds * 1000));
  }

  /// False when the variable is not set.
  bool rate(std::string_view name, Rate& target) const {
    const auto value = get(name);
    if (!value) return false;
    const auto rate = parse_rate(*value);
    if (!rate) refuse(name, *value, "a rate such as 5/minute");
    target = *rate;
    return true;
  }

  void web_address(std::string_view name, std::string& target) const {
    const auto value = get(name);
    if (!value) return;
    std::string address = stripped(*value);
    while (address.ends_with('/')) address.pop_back();
    const bool is_web = address.starts_with("https://") || address.starts_with("http://");
    const bool is_plain = std::ranges::all_of(address, [](unsigned char c) {
      return std::isgraph(c) != 0 &&
             std::string_view("\"'<>\\|?#").find(static_cast<char>(c)) == std::string_view::npos;
    });
    if (!address.empty() && (!is_web || !is_plain || address.ends_with(':')))
      refuse(name, *value, "an address such as https://spc.example.com");
    target = std::move(address);
  }

  /// False when the variable is not set.
  bool list(std::string_view name, std::vector<std::string>& target) const {
    const auto value = get(name);
    if (!value) return false;
    target.clear();
    for (std::size_t start = 0; start <= value->size();) {
      const auto end = std::min(value->find(',', start), value->size());
      if (auto item = stripped(std::string_view(*value).substr(start, end - start)); !item.empty()) {
        target.push_back(std::move(item));
      }
      start = end + 1;
    }
    return true;
  }

  void networks(std::string_view name, std::vector<Network>& target) const {
    std::vector<std::string> texts;
    if (!list(name, texts)) return;
    target.clear();
    for (const std::string& text : texts) {
      const auto network = Network::parse(text);
      if (!network) refuse(name, text, "addresses and networks such as 192.0.2.7, 10.0.0.0/8 or fd00::/8");
      target.push_back(*network);
    }
  }

  template <class T>
  void choice(std::string_view name, T& target, const std::vector<std::pair<std::string_view, T>>& words) const {
    const auto value = get(name);
    if (!value) return;
    const std::string word = lower(stripped(*value));
    std::string expected;
    for (const auto& [text, meaning] : words) {
      if (text == word) {
        target = meaning;
        return;
      }
      expected.append(expected.empty() ? "" : ", ").append(text);
    }
    refuse(name, *value, "one of " + expected);
  }

 private:
  [[noreturn]] static void refuse(std::string_view name, std::string_view value, const std::string& expected) {
    throw invalid_text(std::string(kPrefix).append(name) + "=\"" + std::string(value) + "\": expected " + expected);
  }

  const Environment& overriding_;
  const Environment& basic_;
  mutable std::vector<std::string> known_;
};

/// Where the page is served from while somebody works on it.
std::vector<std::string> development_origins() {
  return {"http://localhost:5173", "http://localhost:5174", "http://localhost:5175", "http://localhost:3000"};
}

void read_documented(const Reader& in, Config& config) {
  in.text("APP_VERSION", config.app_version);
  in.secret("DATABASE_URL", config.database_url);
  in.secret("JWT_SECRET", config.jwt_secret);
  in.flag("COOKIE_SECURE", config.cookie_secure);
  in.text("ADMIN_USERNAME", config.admin_username);
  in.secret("ADMIN_PASSWORD", config.admin_password);
  in.rate("RATE_LIMIT_LOGIN", config.rate_limit_login);
  if (Rate rate; in.rate("RATE_LIMIT_DEFAULT", rate)) config.rate_limit_default = std::move(rate);
  in.choice<LogFormat>("LOG_FORMAT", config.log_format, {{"console", LogFormat::console}, {"json", LogFormat::json}});
  in.flag("SANDBOX", config.sandbox);
  in.flag("DEV_MODE", config.dev_mode);
  if (!in.list("CORS_ORIGINS", config.cors_origins) && config.dev_mode) config.cors_origins = development_origins();
}

void read_ours(const Reader& in, Config& config) {
  in.text("HOST", config.host);
  in.number<std::uint16_t>("PORT", config.port, 0, 65'535);
  in.path("DATA_DIR", config.data_dir);
  in.path("WEB_DIR", config.web_dir);
  in.number<unsigned>("THREADS", config.threads, 0, 1'024);
  in.secret("METRICS_TOKEN", config.metrics_token);
  in.networks("TRUSTED_PROXIES", config.trusted_proxies);
  in.web_address("PUBLIC_URL", config.public_url);
  in.web_address("WEBHOOK_PROXY", config.webhook_proxy);
  in.choice<LogLevel>("LOG_LEVEL", config.log_level,
                      {{"debug", LogLevel::debug},
                       {"info", LogLevel::info},
                       {"warning", LogLevel::warning},
                       {"error", LogLevel::error},
                       {"critical", LogLevel::critical}});
  in.seconds("HEADER_TIMEOUT", config.header_timeout);
  in.seconds("BODY_TIMEOUT", config.body_timeout);
  in.seconds("KEEP_ALIVE_TIMEOUT", config.keep_alive_timeout);
  in.seconds("SHUTDOWN_TIMEOUT", config.shutdown_timeout);
  in.number<std::size_t>("MAX_BODY_BYTES", config.max_body_bytes, 1'024, std::size_t{1} << 32);
  in.number<std::size_t>("MAX_BYTES_IN_FLIGHT", config.max_bytes_in_flight, std::size_t{1} << 20, std::size_t{1} << 40);
  in.number<std::size_t>("MAX_HEADER_BYTES", config.max_header_bytes, 1'024, std::size_t{1} << 20);
}

void read_database(const Reader& in, Config& config) {
  in.flag("MIGRATE", config.migrate);
  in.secret("DATABASE_PASSWORD", config.database_password);
  in.number<unsigned>("DATABASE_READERS", config.database_readers, 1, 64);
  in.number<unsigned>("DATABASE_LANES", config.database_lanes, 2, 4);
  // libpq counts whole seconds and takes one for two.
  auto seconds = static_cast<unsigned>(config.database_connect_timeout.count());
  in.number<unsigned>("DATABASE_CONNECT_TIMEOUT", seconds, 2, 300);
  config.database_connect_timeout = std::chrono::seconds(seconds);
  in.seconds("DATABASE_STATEMENT_TIMEOUT", config.database_statement_timeout);
}

std::map<std::string, std::string> read_dotenv_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_dotenv(text);
}

}  // namespace

Config::Config() : app_version(program_version()), rate_limit_login{5, 1, "minute"} {}

std::string Config::effective_database_url() const {
  return database_url.empty() ? (data_dir / "openspc.db").string() : database_url;
}

Environment::Environment(const std::map<std::string, std::string>& variables) {
  for (const auto& [name, value] : variables) by_upper_name_.insert_or_assign(upper(name), value);
}

std::optional<std::string> Environment::find(std::string_view name) const {
  const auto at = by_upper_name_.find(upper(name));
  return at == by_upper_name_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<std::string> Environment::names() const {
  std::vector<std::string> names;
  names.reserve(by_upper_name_.size());
  for (const auto& [name, value] : by_upper_name_) names.push_back(name);
  return names;
}

Environment process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || !upper(line.substr(0, kPrefix.size())).starts_with(kPrefix)) continue;
    variables.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return Environment(variables);
}

Config load_config(const Environment& environment, const std::filesystem::path& dotenv) {
  const Environment file(read_dotenv_file(dotenv));
  const Reader in(environment, file);
  Config config;
  read_documented(in, config);
  read_ours(in, config);
  read_database(in, config);
  in.secret_from_environment("DB_ENCRYPTION_KEY", config.db_encryption_key);
  config.unknown_variables = in.unknown();
  return config;
}

}  // namespace openspc::base
