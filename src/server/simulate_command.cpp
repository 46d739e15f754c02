#include "server/simulate_command.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "admin/demo_machines.h"
#include "base/crypto.h"
#include "base/log.h"
#include "connect/mqtt/session.h"

namespace openspc::server {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kBrokerPatience{5'000};
constexpr milliseconds kRetry{1'000};
constexpr milliseconds kLongestWait{200};

struct Station {
  admin::DemoMachine machine;
  Steady::duration interval;
  Steady::time_point due;
};

std::vector<Station> make_stations(double speed) {
  std::vector<Station> stations;
  std::random_device seeds;
  const auto now = Steady::now();
  for (const admin::MachinePlan& plan : admin::demo_machines()) {
    const auto interval =
        std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(plan.seconds / speed));
    stations.push_back({admin::DemoMachine(plan, seeds()), interval, now + interval});
  }
  return stations;
}

connect::mqtt::Settings settings_of(const SimulateOptions& options) {
  return {.host = options.host,
          .port = options.port,
          .client_id = "openspc-machines-" + base::random_token(6),
          .username = options.username,
          .password = options.password,
          .tls = std::nullopt};
}

void publish_due(connect::mqtt::Session& session, std::vector<Station>& stations, const std::string& prefix) {
  const base::SystemClock clock;
  for (Station& station : stations) {
    if (station.due > Steady::now()) continue;
    station.due = std::max(station.due + station.interval, Steady::now());
    for (const admin::MachineMessage& message : station.machine.next(clock.now()))
      session.publish(prefix + '/' + message.topic, message.payload, 1, false);
  }
}

void publish_until_stopped(const SimulateOptions& options, std::vector<Station>& stations,
                           const std::stop_token& stop) {
  connect::mqtt::Session session(settings_of(options));
  session.connect(kBrokerPatience, [&] { return stop.stop_requested(); });
  std::vector<connect::mqtt::Message> ignored;
  while (!stop.stop_requested()) {
    publish_due(session, stations, options.prefix);
    session.flush();
    const auto next = std::ranges::min_element(stations, {}, &Station::due)->due;
    const auto wait = std::chrono::ceil<milliseconds>(next - Steady::now());
    session.receive(ignored, 1, std::clamp(wait, milliseconds(0), kLongestWait));
  }
  session.disconnect();
}

}  // namespace

void simulate_machines(const SimulateOptions& options, const std::stop_token& stop) {
  std::vector<Station> stations = make_stations(options.speed);
  while (!stop.stop_requested()) {
    try {
      publish_until_stopped(options, stations, stop);
    } catch (const connect::mqtt::Error& error) {
      base::log::warning("machines_wait_for_the_broker",
                         {{"host", options.host}, {"port", options.port}, {"reason", error.what()}});
      pause(kRetry, stop);
    }
  }
}

void pause(milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
}

int simulate_until_stopped(const SimulateOptions& options, const std::string& title, const Simulation& simulation) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  // Before any thread is made, so that none of them takes the signal away.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::cout << title << " to " << options.host << ':' << options.port << std::endl;
  const std::jthread machines([&](const std::stop_token& stop) { simulation(options, stop); });
  if (options.seconds <= 0) {
    int received = 0;
    sigwait(&signals, &received);
    return 0;
  }
  const auto whole = static_cast<std::time_t>(options.seconds);
  const timespec time{whole, static_cast<long>((options.seconds - static_cast<double>(whole)) * 1e9)};
  sigtimedwait(&signals, nullptr, &time);
  return 0;
}

int run_simulate_mqtt(const SimulateOptions& options) {
  return simulate_until_stopped(
      options,
      "Publishing " + std::to_string(admin::demo_machines().size()) + " machines below '" + options.prefix + "/'",
      simulate_machines);
}

}  // namespace openspc::server
