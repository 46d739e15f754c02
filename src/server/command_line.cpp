#include "server/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "server/analyze/analyze_command.h"
#include "server/copy_command.h"
#include "server/demo_command.h"
#include "server/health_command.h"
#include "server/migrate_command.h"
#include "server/openapi_command.h"
#include "server/serve_command.h"
#include "server/simulate_command.h"
#include "server/simulate_opcua_command.h"
#include "server/unknown_word.h"
#include "server/user_command.h"
#include "server/version.h"

namespace openspc::server {
namespace {

// What the command line may say over the environment. A flag that was not given changes nothing.
struct Flags {
  std::optional<std::string> host, data_dir, web_dir, database_url, log_format, log_level;
  std::optional<std::uint16_t> port;
  std::optional<unsigned> threads;
  bool migrate = false;

  base::Config applied_to(base::Config config) const {
    if (host) config.host = *host;
    if (port) config.port = *port;
    if (threads) config.threads = *threads;
    if (data_dir) config.data_dir = *data_dir;
    if (web_dir) config.web_dir = *web_dir;
    if (database_url) config.database_url = *database_url;
    if (migrate) config.migrate = true;
    if (log_format) config.log_format = *log_format == "json" ? base::LogFormat::json : base::LogFormat::console;
    if (log_level) config.log_level = log_levels().at(*log_level);
    return config;
  }

  static const std::map<std::string, base::LogLevel>& log_levels() {
    static const std::map<std::string, base::LogLevel> levels{{"debug", base::LogLevel::debug},
                                                              {"info", base::LogLevel::info},
                                                              {"warning", base::LogLevel::warning},
                                                              {"error", base::LogLevel::error},
                                                              {"critical", base::LogLevel::critical}};
    return levels;
  }
};

base::Config load(const Flags& flags) {
  auto config = flags.applied_to(base::load_config(base::process_environment()));
  base::log::init(config.log_format, config.log_level);
  for (const base::UnknownVariable& variable : config.unknown_variables) {
    if (variable.nearest)
      base::log::warning("setting_unknown", {{"variable", variable.name}, {"did_you_mean", *variable.nearest}});
    else
      base::log::warning("setting_unknown", {{"variable", variable.name}, {"see", "docs/administration.md"}});
  }
  return config;
}

void add_database_flags(CLI::App& command, Flags& flags) {
  command.add_option("--data-dir", flags.data_dir,
                     "Folder of the database and the secrets (OPENSPC_DATA_DIR; default: the working folder)");
  command.add_option(
      "--database-url", flags.database_url,
      "Database, for example sqlite:///path/openspc.db (OPENSPC_DATABASE_URL; default: openspc.db in the data folder)");
  command
      .add_option("--log-format", flags.log_format,
                  "Log lines for people or for machines (OPENSPC_LOG_FORMAT; default: console)")
      ->check(CLI::IsMember({"console", "json"}));
  command.add_option("--log-level", flags.log_level, "Least severe lines to write (OPENSPC_LOG_LEVEL; default: info)")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "critical"}));
}

void add_serve_flags(CLI::App& command, Flags& flags) {
  command.option_defaults()->take_last();  // ./run gives a data folder, and its user may give another behind it
  command.add_option("--host", flags.host, "Address to listen on (OPENSPC_HOST; default: 0.0.0.0)");
  command.add_option("--port", flags.port, "Port to listen on, 0 for any free one (OPENSPC_PORT; default: 8000)");
  command.add_option("--threads", flags.threads, "Network threads, 0 for one each core (OPENSPC_THREADS; default: 0)");
  command.add_option("--web-dir", flags.web_dir,
                     "Folder of the built page (OPENSPC_WEB_DIR; default: beside the program)");
  add_database_flags(command, flags);
  command.footer(
      "Further settings by environment or a .env file in the working folder, each with the prefix OPENSPC_:\n"
      "ADMIN_USERNAME, ADMIN_PASSWORD (first start on an empty database), JWT_SECRET, DB_ENCRYPTION_KEY (environment "
      "alone), COOKIE_SECURE,\n"
      "CORS_ORIGINS, RATE_LIMIT_LOGIN, RATE_LIMIT_DEFAULT, APP_VERSION, DEV_MODE, TRUSTED_PROXIES (addresses and "
      "networks, such as\n"
      "10.0.0.0/8), HEADER_TIMEOUT, BODY_TIMEOUT, KEEP_ALIVE_TIMEOUT, SHUTDOWN_TIMEOUT, MAX_BODY_BYTES, "
      "MAX_BYTES_IN_FLIGHT,\n"
      "MAX_HEADER_BYTES, METRICS_TOKEN, PUBLIC_URL, WEBHOOK_PROXY, MIGRATE, DATABASE_PASSWORD, DATABASE_READERS, "
      "DATABASE_LANES,\n"
      "DATABASE_CONNECT_TIMEOUT, DATABASE_STATEMENT_TIMEOUT. Secrets may stand in files: DATABASE_URL_FILE, "
      "DATABASE_PASSWORD_FILE,\n"
      "JWT_SECRET_FILE, DB_ENCRYPTION_KEY_FILE, ADMIN_PASSWORD_FILE, METRICS_TOKEN_FILE. docs/administration.md tells "
      "what each does.\n"
      "Flags win over the environment, the environment over .env.");
}

void add_simulation(CLI::App& command, SimulateOptions& options) {
  command.add_option("--host", options.host, "Broker")->capture_default_str();
  command.add_option("--port", options.port, "Its port")->check(CLI::Range(1, 65'535))->capture_default_str();
  command.add_option("--username", options.username, "Name at the broker");
  command.add_option("--password", options.password, "Password at the broker");
  command.add_option("--speed", options.speed, "2 publishes twice as often")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  command.add_option("--seconds", options.seconds, "How long; 0: until it is interrupted")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
}

void add_simulate_command(CLI::App& app, SimulateOptions& options, SimulateOpcuaOptions& opcua_options, int& status) {
  auto* simulate = app.add_subcommand("simulate", "Play machines that publish measurements");
  simulate->require_subcommand(1);
  auto* mqtt = simulate->add_subcommand("mqtt", "Plain numbers, JSON and texts to an MQTT broker");
  add_simulation(*mqtt, options);
  mqtt->add_option("--prefix", options.prefix, "First level of the topics")->capture_default_str();
  mqtt->callback([&] { status = run_simulate_mqtt(options); });
  auto* sparkplug = simulate->add_subcommand("sparkplug", "Edge nodes and devices of Sparkplug B to an MQTT broker");
  add_simulation(*sparkplug, options);
  sparkplug->callback([&] { status = run_simulate_sparkplug(options); });
  auto* opcua = simulate->add_subcommand("opcua", "Machines behind an OPC UA server of their own");
  opcua->add_option("--port", opcua_options.port, "Where it listens")
      ->check(CLI::Range(1, 65'535))
      ->capture_default_str();
  opcua->add_flag("--everywhere", opcua_options.everywhere, "Listen on all interfaces, not only on the loopback");
  opcua->add_option("--speed", opcua_options.speed, "2 measures twice as often")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  opcua->add_option("--seconds", opcua_options.seconds, "How long; 0: until it is interrupted")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  opcua->callback([&] { status = run_simulate_opcua(opcua_options); });
}

void add_copy_command(CLI::App& app, Flags& flags, CopyCommandOptions& options, int& status) {
  auto* copy = app.add_subcommand(
      "copy", "Move an installation to another database: SQLite, PostgreSQL or MariaDB to any of them");
  add_database_flags(*copy, flags);
  copy->add_option("--from", options.from, "Database of the installation (default: that of the settings)");
  copy->add_option("--to", options.to, "Empty database, or one in which this copy was begun")->required();
  copy->add_option("--from-password-file", options.from_password_file,
                   "File with the password of the user in --from (default, without --from: that of the settings)");
  copy->add_option("--to-password-file", options.to_password_file, "File with the password of the user in --to");
  copy->footer(
      "Stop the server first. The target gets this program's schema and then, table by table, all rows; killed "
      "half-way, "
      "the same command\n"
      "goes on. In the end counts and checksums of every table are compared and printed.");
  copy->callback([&] { status = copy_installation(load(flags), options); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("OpenSPC: real-time statistical process control", "openspc");
  app.set_version_flag("--version", std::string("openspc ").append(version()));
  app.require_subcommand(1);
  app.footer("'openspc COMMAND --help' tells the options of a command.");

  int status = EXIT_SUCCESS;
  Flags flags;

  auto* serve = app.add_subcommand("serve", "Run the server");
  add_serve_flags(*serve, flags);
  serve->add_flag("--migrate", flags.migrate, "Bring an older schema up to date before starting (OPENSPC_MIGRATE)");
  serve->callback([&] { status = serve_until_stopped(load(flags), {}); });

  DemoOptions demo_options;
  auto* demo =
      app.add_subcommand("demo", "Run the server on a fresh demo database, with a simulator that keeps measuring");
  add_serve_flags(*demo, flags);
  demo->add_option("--days", demo_options.days, "Days of history")->check(CLI::Range(5, 3650))->capture_default_str();
  demo->add_option("--speed", demo_options.speed, "Speed of the simulator")
      ->check(CLI::Range(0.01, 100.0))
      ->capture_default_str();
  demo->add_flag("--machines", demo_options.machines,
                 "With a broker (mosquitto) and machines that publish their measurements");
  demo->callback([&] { status = run_demo(load(flags), demo_options); });

  SimulateOptions simulate_options;
  SimulateOpcuaOptions simulate_opcua_options;
  add_simulate_command(app, simulate_options, simulate_opcua_options, status);

  auto* migrate = app.add_subcommand("migrate", "Look at and change the schema of the database");
  migrate->require_subcommand(1);
  add_database_flags(*migrate, flags);
  migrate->add_subcommand("up", "Apply the steps that are missing")->fallthrough()->callback([&] {
    status = migrate_up(load(flags));
  });
  int steps = 1;
  auto* down = migrate->add_subcommand("down", "Undo the newest steps")->fallthrough();
  down->add_option("N", steps, "How many steps")->check(CLI::Range(1, 9999))->capture_default_str();
  down->callback([&] { status = migrate_down(load(flags), steps); });
  migrate->add_subcommand("status", "Tell whether the schema is the program's")->fallthrough()->callback([&] {
    status = migrate_status(load(flags));
  });
  migrate->add_subcommand("history", "List the steps that were taken")->fallthrough()->callback([&] {
    status = migrate_history(load(flags));
  });

  CopyCommandOptions copy_options;
  add_copy_command(app, flags, copy_options, status);

  ResetPasswordOptions reset_options;
  auto* user = app.add_subcommand("user", "Look after accounts, beside a running server or without one");
  user->require_subcommand(1);
  add_database_flags(*user, flags);
  auto* reset = user->add_subcommand(
      "reset-password", "Give somebody a new password, to be changed at the next sign-in, and end all their sessions");
  reset->fallthrough();
  reset->add_option("NAME", reset_options.username, "User name, exactly as it is written")->required();
  reset->add_flag("--generate", reset_options.generate, "Make a password and print it, without asking for one");
  reset->callback([&] { status = reset_password(load(flags), reset_options); });

  AddUserOptions add_options;
  auto* add = user->add_subcommand("add", "Make an account with a one-time password, which is printed");
  add->fallthrough();
  add->add_option("NAME", add_options.username, "User name")->required();
  add->add_option("--email", add_options.email, "E-mail address, which signs in too");
  add->add_option("--role", add_options.role, "operator, supervisor, engineer or admin");
  add->add_option("--plant", add_options.plant, "Code of the plant of the role (default: the built-in plant)");
  add->callback([&] { status = add_user(load(flags), add_options); });
  user->add_subcommand("list", "Name, e-mail address, state and roles of every account")->fallthrough()->callback([&] {
    status = list_users(load(flags));
  });
  std::string locked_user;
  auto* unlock = user->add_subcommand("unlock", "End somebody's pause after failed sign-ins");
  unlock->fallthrough();
  unlock->add_option("NAME", locked_user, "User name, exactly as it is written")->required();
  unlock->callback([&] { status = unlock_user(load(flags), locked_user); });

  analyze::add_analyze_command(app, status);

  app.add_subcommand("openapi", "Print the OpenAPI document of the server")->callback([&] {
    status = print_openapi(std::cout);
  });

  std::string url = "http://127.0.0.1:8000/health";
  auto* health = app.add_subcommand("health", "Ask a running server for its health; exit status 0 when it is healthy");
  health->add_option("--url", url, "Address of its /health")->capture_default_str();
  health->callback([&] { status = check_health(url, std::cout); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const auto refusal = unknown_word(app, {argv + 1, argv + argc})) {
      std::cerr << *refusal << '\n';
      return EXIT_FAILURE;
    }
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "openspc: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return status;
}

}  // namespace openspc::server
