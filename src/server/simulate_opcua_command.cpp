#include "server/simulate_opcua_command.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "admin/demo_opcua_machines.h"
#include "connect/opcua/session/session.h"
#include "connect/opcua/session/simulation.h"

namespace openspc::server {
namespace {

using Steady = std::chrono::steady_clock;

struct OpcuaStation {
  admin::DemoOpcuaMachine machine;
  std::string node_id;
  Steady::duration interval;
  Steady::time_point due;
};

connect::opcua::Quality quality_of(admin::ReadingQuality quality) {
  switch (quality) {
    case admin::ReadingQuality::bad:
      return connect::opcua::Quality::bad;
    case admin::ReadingQuality::uncertain:
      return connect::opcua::Quality::uncertain;
    case admin::ReadingQuality::good:
      break;
  }
  return connect::opcua::Quality::good;
}

std::vector<OpcuaStation> make_opcua_stations(connect::opcua::Simulation& server, double speed) {
  std::vector<OpcuaStation> stations;
  std::random_device seeds;
  const auto now = Steady::now();
  for (const admin::OpcuaMachinePlan& plan : admin::demo_opcua_machines()) {
    const std::string folder = server.add_folder(plan.station);
    std::string node = server.add_variable(plan.node(), plan.process.center, folder);
    // What a line control would stop the machine with.
    server.add_variable(plan.station + ".Stop", false, folder);
    const auto interval =
        std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(plan.seconds / speed));
    stations.push_back({admin::DemoOpcuaMachine(plan, seeds()), std::move(node), interval, now + interval});
  }
  return stations;
}

void measure_due(connect::opcua::Simulation& server, std::vector<OpcuaStation>& stations) {
  for (OpcuaStation& station : stations) {
    if (station.due > Steady::now()) continue;
    station.due = std::max(station.due + station.interval, Steady::now());
    if (const auto reading = station.machine.next())
      server.set(station.node_id, reading->value, quality_of(reading->quality));
  }
}

}  // namespace

void simulate_opcua_machines(const SimulateOpcuaOptions& options, const std::stop_token& stop) {
  connect::opcua::Simulation server({.port = options.port, .loopback_only = !options.everywhere});
  std::vector<OpcuaStation> stations = make_opcua_stations(server, options.speed);
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    measure_due(server, stations);
    const auto next = std::ranges::min_element(stations, {}, &OpcuaStation::due)->due;
    never.wait_until(lock, stop, next, [] { return false; });
  }
}

int run_simulate_opcua(const SimulateOpcuaOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  // Before any thread is made, so that none of them takes the signal away.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  int status = 0;
  {
    const std::jthread machines([&](const std::stop_token& stop) {
      try {
        simulate_opcua_machines(options, stop);
      } catch (const connect::opcua::Error& error) {
        std::cerr << "error: " << error.what() << std::endl;
        status = 1;
        ::kill(::getpid(), SIGTERM);
      }
    });
    std::cout << "Serving " << admin::demo_opcua_machines().size()
              << " machines at opc.tcp://127.0.0.1:" << options.port << std::endl;
    if (options.seconds <= 0) {
      int received = 0;
      sigwait(&signals, &received);
    } else {
      const auto whole = static_cast<std::time_t>(options.seconds);
      const timespec time{whole, static_cast<long>((options.seconds - static_cast<double>(whole)) * 1e9)};
      sigtimedwait(&signals, nullptr, &time);
    }
  }
  return status;
}

}  // namespace openspc::server
