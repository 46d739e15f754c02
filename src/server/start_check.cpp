#include "server/start_check.h"

#include "base/error.h"
#include "base/private_file.h"
#include "net/server.h"

namespace openspc::server {

void check_start(const base::Config& config) {
  if (const auto reason = base::why_folder_is_unusable(config.data_dir)) {
    throw base::unavailable("The data folder " + config.data_dir.string() + " cannot be used: " + *reason +
                            ". Name another with --data-dir or OPENSPC_DATA_DIR");
  }
  if (const auto reason = net::why_not_listenable(config.host, config.port)) {
    throw base::unavailable("Cannot listen on " + config.host + ":" + std::to_string(config.port) + ": " + *reason +
                            ". Name another address or port with --host and --port, or 0 for any free port");
  }
}

}  // namespace openspc::server
