#include "server/openapi_command.h"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <ostream>

#include "base/event_bus.h"
#include "net/server.h"
#include "server/rooms.h"

namespace openspc::server {
namespace {

// The routes want services and these a database; nothing is ever asked of it.
class ScratchFolder {
 public:
  ScratchFolder() : path_(std::filesystem::temp_directory_path() / ("openspc-openapi-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

int print_openapi(std::ostream& out) {
  const ScratchFolder folder;
  const auto database = db::Database::open(folder.file("openapi.db"));
  const base::SystemClock clock;
  base::EventBus bus;
  const base::Config config;
  Rooms rooms(*database, bus, clock, config, "no token is signed or read here");
  boost::asio::io_context io(1);
  const net::Server server(io, net::ServerOptions::from(config), rooms.routes(), rooms.identity().authenticator(),
                           clock);
  out << server.openapi_document() << '\n';
  return 0;
}

}  // namespace openspc::server
