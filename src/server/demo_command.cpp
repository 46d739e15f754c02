#include "server/demo_command.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <iostream>
#include <optional>
#include <thread>

#include "admin/demo_machine_setup.h"
#include "admin/demo_plan.h"
#include "admin/demo_seed.h"
#include "admin/demo_simulator.h"
#include "base/error.h"
#include "base/log.h"
#include "base/private_file.h"
#include "server/broker_child.h"
#include "server/free_port.h"
#include "server/rooms.h"
#include "server/serve_command.h"
#include "server/simulate_command.h"
#include "server/simulate_opcua_command.h"
#include "server/start_check.h"

namespace openspc::server {
namespace {

namespace fs = std::filesystem;

// Marks a folder as the demo's own: only such a folder, or an empty one, is ever cleared.
constexpr const char* kMarker = ".openspc-demo";

void clear_demo_folder(const fs::path& folder) {
  base::make_private_folder(folder);
  if (!fs::is_empty(folder) && !fs::exists(folder / kMarker)) {
    throw base::conflict("The folder " + folder.string() +
                         " is not empty and not the demo's; give another one with --data-dir");
  }
  for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry.path());
  std::ofstream(folder / kMarker) << "This folder belongs to 'openspc demo' and is cleared at its next start.\n";
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
  std::cout << "; the password of each is '" << admin::kDemoPassword << "'" << std::endl;
}

// The broker and the machines of the demo, while it lives.
class Machines {
 public:
  Machines(const fs::path& folder, double speed) : broker_(folder), speed_(speed) {}

  base::Task<void> start(std::uint16_t server_port) {
    admin::MachineSetup setup;
    setup.server_port = server_port;
    setup.password = admin::kDemoPassword;
    setup.broker_port = broker_.port();
    co_await admin::set_up_machines(std::move(setup));
    thread_ = std::jthread([this](const std::stop_token& stop) {
      SimulateOptions machines;
      machines.port = broker_.port();
      machines.speed = speed_;
      const std::jthread edge_nodes([&](const std::stop_token& end) { simulate_edge_nodes(machines, end); });
      simulate_machines(machines, stop);
    });
    co_await start_opcua(server_port);
    std::cout << "Machines publish to the broker at mqtt://127.0.0.1:" << broker_.port()
              << ", below machines/ and spBv1.0/; their charts are those of the plant "
              << admin::demo_plants().front().name << std::endl;
  }

 private:
  base::Task<void> start_opcua(std::uint16_t server_port) {
    SimulateOpcuaOptions machines;
    machines.port = free_port();
    machines.speed = speed_;
    opcua_thread_ = std::jthread([machines](const std::stop_token& stop) {
      try {
        simulate_opcua_machines(machines, stop);
      } catch (const std::exception& error) {
        base::log::warning("opcua_machines_do_not_run", {{"reason", error.what()}});
      }
    });
    admin::OpcuaMachineSetup setup;
    setup.server_port = server_port;
    setup.password = admin::kDemoPassword;
    setup.opcua_port = machines.port;
    co_await admin::set_up_opcua_machines(std::move(setup));
    std::cout << "Machines serve their values at opc.tcp://127.0.0.1:" << machines.port << std::endl;
  }

  BrokerChild broker_;
  double speed_;
  std::jthread thread_, opcua_thread_;
};

base::Task<void> play(std::uint16_t port, double speed, Machines* machines) {
  print_accounts();
  if (machines != nullptr) co_await machines->start(port);
  admin::SimulatorOptions simulator;
  simulator.port = port;
  simulator.password = admin::kDemoPassword;
  simulator.speed = speed;
  co_await admin::simulate(std::move(simulator));
}

}  // namespace

int run_demo(base::Config config, const DemoOptions& options) {
  check_start(config);
  clear_demo_folder(config.data_dir);
  config.database_url.clear();
  // The demo's people sign in from this machine, and are not to use up the attempts of whoever looks at it.
  if (config.rate_limit_login == base::Config().rate_limit_login)
    config.rate_limit_login = {.count = 60, .multiple = 1, .unit = "minute"};
  std::optional<Machines> machines;
  if (options.machines) machines.emplace(config.data_dir, options.speed);
  ServeOptions serving;
  serving.before_listening = [&options](Rooms& rooms) { seed(rooms, options.days); };
  serving.beside = [&](std::uint16_t port) { return play(port, options.speed, machines ? &*machines : nullptr); };
  return serve_until_stopped(config, serving);
}

}  // namespace openspc::server
