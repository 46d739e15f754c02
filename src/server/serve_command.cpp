#include "server/serve_command.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <iostream>
#include <thread>
#include <vector>

#include "base/event_bus.h"
#include "base/log.h"
#include "base/private_file.h"
#include "base/secrets.h"
#include "db/schema/sample_tables.h"
#include "net/server.h"
#include "peers/heard.h"
#include "peers/shared_secret.h"
#include "server/exit_codes.h"
#include "server/open_files.h"
#include "server/rooms.h"
#include "server/schema_at_start.h"
#include "server/start_check.h"
#include "server/upkeep.h"
#include "server/web_folder.h"

namespace openspc::server {
namespace {

namespace asio = boost::asio;

unsigned network_threads(const base::Config& config) {
  return config.threads > 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
}

// Settings that a file has no use for.
void warn_of_idle_settings(const base::Config& config) {
  const base::Config defaults;
  const auto warn = [](const char* variable) {
    base::log::warning("setting_without_effect", {{"variable", variable}, {"reason", "the database is a file"}});
  };
  if (!config.database_password.empty()) warn("OPENSPC_DATABASE_PASSWORD");
  if (config.database_lanes != defaults.database_lanes) warn("OPENSPC_DATABASE_LANES");
  if (config.database_connect_timeout != defaults.database_connect_timeout) warn("OPENSPC_DATABASE_CONNECT_TIMEOUT");
  if (config.database_statement_timeout != defaults.database_statement_timeout)
    warn("OPENSPC_DATABASE_STATEMENT_TIMEOUT");
}

std::string address_of(const base::Config& config, std::uint16_t port) {
  const bool any = config.host == "0.0.0.0" || config.host == "::";
  const std::string host = any                                          ? "localhost"
                           : config.host.find(':') == std::string::npos ? config.host
                                                                        : "[" + config.host + "]";
  return "http://" + host + ":" + std::to_string(port);
}

// Before anybody is served by what others could not read.
void require_shared_secrets(db::Database& database, const base::Config& config, const std::string& jwt_secret,
                            base::SecretVault& vault) {
  peers::require_shared(database, {.name = "jwt",
                                   .fingerprint = base::fingerprint(jwt_secret),
                                   .what_for = "signs tokens",
                                   .variable = "OPENSPC_JWT_SECRET",
                                   .file = (config.data_dir / ".jwt_secret").string()});
  peers::require_shared(database, {.name = "encryption",
                                   .fingerprint = vault.fingerprint(),
                                   .what_for = "encrypts stored passwords",
                                   .variable = "OPENSPC_DB_ENCRYPTION_KEY",
                                   .file = (config.data_dir / ".db_encryption_key").string()});
}

void print_first_admin(const identity::FirstAdmin& admin) {
  std::cout << "First sign-in: user '" << admin.username << "'";
  if (admin.generated_password.empty()) {
    std::cout << " with the password of OPENSPC_ADMIN_PASSWORD";
  } else {
    std::cout << ", password '" << admin.generated_password << "' (shown only now; to be changed at once)";
  }
  std::cout << std::endl;
}

asio::awaitable<void> welcome_first_admin(identity::Identity& identity) {
  const auto admin = co_await identity.create_first_admin();
  if (admin) print_first_admin(*admin);
}

// Runs until a signal asks for the end; then stops accepting, lets requests finish and lets io.run() return.
asio::awaitable<void> wait_for_end(net::Server& server, Rooms& rooms, const base::Config& config,
                                   asio::io_context& io) {
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const int number = co_await signals.async_wait(asio::use_awaitable);
  base::log::info("stopping", {{"signal", number}});
  rooms.connect().end_visits();
  rooms.notify().end_tests();
  co_await server.stop(config.shutdown_timeout);
  io.stop();
}

}  // namespace

int serve_until_stopped(const base::Config& config, const ServeOptions& options) {
  raise_open_file_limit();
  check_start(config);
  base::make_private_folder(config.data_dir);
  if (!prepare_schema(config, std::cerr)) return kSchemaDiffers;
  const auto database = db::Database::open(config.effective_database_url(), db::DatabaseOptions::from(config));
  if (database->dialect().kind() == db::DialectKind::sqlite) warn_of_idle_settings(config);
  if (database->dialect().kind() == db::DialectKind::mysql)
    base::log::warning("database_experimental", {{"database", "MariaDB"}});

  const base::SystemClock clock;
  base::EventBus bus;
  const std::string jwt_secret = base::resolve_jwt_secret(config);
  Rooms rooms(*database, bus, clock, config, jwt_secret);
  require_shared_secrets(*database, config, jwt_secret, rooms.vault());

  database->write_now([](db::Session& session) { db::create_months_ahead(session); });
  rooms.peers().start();
  rooms.quality().violations().check_filing();
  if (options.before_listening) options.before_listening(rooms);

  const unsigned threads = network_threads(config);
  asio::io_context io(static_cast<int>(threads));
  auto server_options = net::ServerOptions::from(config);
  server_options.web_dir = find_web_folder(config);
  net::Server server(io, std::move(server_options), rooms.routes(), rooms.identity().authenticator(), clock);
  const auto counted_elsewhere =
      bus.subscribe<peers::Heard<net::RateCounts>>([&server](const peers::Heard<net::RateCounts>& heard) {
        if (heard.origin == peers::Origin::another_server) server.add_rate_counts(heard.event);
      });
  server.start();
  rooms.connect().start();
  rooms.notify().start();

  std::cout << "OpenSPC is at " << address_of(config, server.port()) << std::endl;
  base::log::info("listening", {{"host", config.host}, {"port", server.port()}, {"threads", threads}});
  asio::co_spawn(io, welcome_first_admin(rooms.identity()), [](const std::exception_ptr& error) {
    if (error) base::log::critical("first_admin_failed");
  });
  asio::co_spawn(io, keep_up(*database), asio::detached);
  asio::co_spawn(io, keep_summarized(rooms.quality().summarizer()), asio::detached);
  asio::co_spawn(io, keep_counts_shared(*database, server), asio::detached);
  asio::co_spawn(io, wait_for_end(server, rooms, config, io), asio::detached);
  if (options.beside) asio::co_spawn(io, options.beside(server.port()), asio::detached);

  {
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < threads; ++i) pool.emplace_back([&io] { io.run(); });
    io.run();
  }
  rooms.peers().stop();
  rooms.identity().finish();
  rooms.notify().stop();
  rooms.connect().stop();
  database->drain_and_close();
  base::log::info("stopped");
  return 0;
}

}  // namespace openspc::server
