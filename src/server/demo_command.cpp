#include "server/demo_command.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <iostream>

#include "admin/demo_plan.h"
#include "admin/demo_seed.h"
#include "admin/demo_simulator.h"
#include "base/error.h"
#include "server/rooms.h"
#include "server/serve_command.h"

namespace openspc::server {
namespace {

namespace fs = std::filesystem;

// Marks a folder as the demo's own: only such a folder, or an empty one, is ever cleared.
constexpr const char* marker = ".openspc-demo";

void clear_demo_folder(const fs::path& folder) {
  fs::create_directories(folder);
  if (!fs::is_empty(folder) && !fs::exists(folder / marker)) {
    throw base::conflict("The folder " + folder.string() +
                         " is not empty and not the demo's; give another one with --data-dir");
  }
  for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry.path());
  std::ofstream(folder / marker) << "This folder belongs to 'openspc demo' and is cleared at its next start.\n";
}

void seed(Rooms& rooms, int days) {
  boost::asio::io_context io(1);
  std::exception_ptr failure;
  admin::DemoSummary summary;
  boost::asio::co_spawn(io, admin::seed_demo(rooms.demo_services(), base::SystemClock().now(), days),
                        [&](const std::exception_ptr& error, admin::DemoSummary made) {
                          failure = error;
                          summary = made;
                        });
  io.run();
  if (failure) std::rethrow_exception(failure);
  std::cout << "The demo has " << summary.plants << " plants, " << summary.characteristics << " characteristics and "
            << summary.samples << " samples of history\n";
}

void print_accounts() {
  std::cout << "Sign in as";
  for (const auto& user : admin::demo_users()) std::cout << ' ' << user.username;
  std::cout << "; the password of each is '" << admin::demo_password << "'" << std::endl;
}

}  // namespace

int run_demo(base::Config config, const DemoOptions& options) {
  clear_demo_folder(config.data_dir);
  config.database_url.clear();
  ServeOptions serving;
  serving.before_listening = [&options](Rooms& rooms) { seed(rooms, options.days); };
  serving.beside = [speed = options.speed](std::uint16_t port) {
    print_accounts();
    admin::SimulatorOptions simulator;
    simulator.port = port;
    simulator.password = admin::demo_password;
    simulator.speed = speed;
    return admin::simulate(std::move(simulator));
  };
  return serve_until_stopped(config, serving);
}

}  // namespace openspc::server
