#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "admin/demo_edge_nodes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "server/edge_session.h"
#include "server/simulate_command.h"

namespace openspc::server {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Kind = admin::EdgeStep::Kind;

constexpr milliseconds kTurn{50};
constexpr milliseconds kEdgeRetry{1'000};

struct Device {
  admin::DemoEdgeDevice device;
  Steady::duration interval;
  Steady::time_point due;
};

connect::sparkplug::Metric metric_of(const std::string& name, const admin::EdgeReading& reading) {
  return {.name = name,
          .timestamp = reading.time,
          .datatype = connect::sparkplug::DataType::float64,
          .is_historical = reading.is_history,
          .value = reading.value};
}

// One edge node and its devices. Its connection may be away, by fate or by a broker that is.
class EdgeNode {
 public:
  EdgeNode(std::string name, const SimulateOptions& options)
      : name_(std::move(name)), options_(options), bd_seq_(std::random_device{}() % 256) {}

  void add(const admin::EdgeDevicePlan& plan, std::uint64_t seed) {
    const auto interval = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(plan.machine.seconds / options_.speed));
    devices_.push_back({admin::DemoEdgeDevice(plan, seed), interval, Steady::now() + interval});
  }

  void turn() {
    const base::Timestamp now = base::SystemClock().now();
    try {
      if (!session_ && !is_cut_ && Steady::now() >= next_attempt_) connect();
      for (Device& device : devices_) {
        if (device.due > Steady::now()) continue;
        device.due = std::max(device.due + device.interval, Steady::now());
        follow(device, device.device.next(now), now);
      }
      if (session_) session_->attend(milliseconds(0));
    } catch (const connect::mqtt::Error& error) {
      base::log::warning("edge_node_waits_for_the_broker", {{"node", name_}, {"reason", error.what()}});
      session_.reset();
      next_attempt_ = Steady::now() + kEdgeRetry;
    }
  }

  void stop() {
    if (session_) session_->say_goodbye();
  }

 private:
  void connect() {
    std::map<std::string, std::vector<connect::sparkplug::Metric>> births;
    for (const Device& device : devices_) {
      const admin::EdgeDevicePlan& plan = device.device.plan();
      births[plan.device] = {
          metric_of(plan.metric, {.value = plan.machine.process.center, .time = base::SystemClock().now()})};
    }
    session_.emplace(connect::mqtt::Settings{.host = options_.host,
                                             .port = options_.port,
                                             .client_id = "openspc-edge-" + base::random_token(6),
                                             .username = options_.username,
                                             .password = options_.password,
                                             .tls = std::nullopt},
                     connect::sparkplug::Peer{.group = admin::kDemoEdgeGroup, .node = name_}, bd_seq_++,
                     std::move(births));
    for (const Device& device : devices_)
      if (device.device.is_away()) session_->device_dies(device.device.plan().device, base::SystemClock().now());
  }

  void follow(const Device& device, const admin::EdgeStep& step, base::Timestamp now) {
    const admin::EdgeDevicePlan& plan = device.device.plan();
    if (step.kind == Kind::cut) {
      // Without a goodbye: the broker publishes the will.
      is_cut_ = true;
      session_.reset();
      return;
    }
    if (is_cut_ && step.kind == Kind::measure) {
      is_cut_ = false;
      connect();
    }
    if (!session_) return;
    if (step.kind == Kind::leave) session_->device_dies(plan.device, now);
    if (step.kind == Kind::come_back) session_->device_is_born(plan.device, now);
    if (step.readings.empty()) return;
    std::vector<connect::sparkplug::Metric> metrics;
    metrics.reserve(step.readings.size());
    for (const admin::EdgeReading& reading : step.readings) metrics.push_back(metric_of(plan.metric, reading));
    auto fate = EdgeSession::Fate::arrives;
    if (step.kind == Kind::lose) fate = EdgeSession::Fate::gets_lost;
    if (step.kind == Kind::swap) fate = EdgeSession::Fate::comes_late;
    session_->send(plan.device, std::move(metrics), now, fate);
  }

  const std::string name_;
  const SimulateOptions& options_;
  std::uint64_t bd_seq_;
  std::vector<Device> devices_;
  std::optional<EdgeSession> session_;
  bool is_cut_ = false;
  Steady::time_point next_attempt_{};
};

}  // namespace

void simulate_edge_nodes(const SimulateOptions& options, const std::stop_token& stop) {
  std::map<std::string, EdgeNode> nodes;
  std::random_device seeds;
  for (const admin::EdgeDevicePlan& plan : admin::demo_edge_devices())
    nodes.try_emplace(plan.node, plan.node, options).first->second.add(plan, seeds());
  while (!stop.stop_requested()) {
    for (auto& [name, node] : nodes) node.turn();
    pause(kTurn, stop);
  }
  for (auto& [name, node] : nodes) node.stop();
}

int run_simulate_sparkplug(const SimulateOptions& options) {
  return simulate_until_stopped(options,
                                "Playing " + std::to_string(admin::demo_edge_devices().size()) +
                                    " devices of the Sparkplug group '" + admin::kDemoEdgeGroup + "'",
                                simulate_edge_nodes);
}

}  // namespace openspc::server
