#include "connect/opcua_reactor.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"
#include "connect/opcua_writing_store.h"

namespace openspc::connect {
namespace {

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.opcua");
  return instance;
}

bool is_reacted_to(const OpcuaReaction& reaction, spc::Severity severity) {
  return reaction.severity == OutboundSeverity::WARNING || severity == spc::Severity::critical;
}

}  // namespace

OpcuaReactor::OpcuaReactor(db::Database& database, base::EventBus& bus, OpcuaLinks& links)
    : database_(database),
      links_(links),
      subscription_(
          bus.subscribe<quality::ViolationCreated>([this](const quality::ViolationCreated& event) { take(event); })) {}

void OpcuaReactor::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void OpcuaReactor::stop() {
  subscription_.reset();
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  for (const auto& [server, lane] : lanes_) lane->request_stop();
  lanes_.clear();
}

void OpcuaReactor::take(const quality::ViolationCreated& event) {
  {
    const std::lock_guard lock(mutex_);
    const spc::Severity severity = event.violation.severity;
    const auto [worst, is_new] = waiting_.try_emplace(event.characteristic_id, severity);
    worst->second = std::max(worst->second, severity);
    // Whoever is awake, or about to be, finds it.
    if (waiting_.size() > 1 || !is_new) return;
  }
  arrived_.notify_all();
}

void OpcuaReactor::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
    const Fired fired = std::exchange(waiting_, {});
    lock.unlock();
    try {
      react(fired);
    } catch (const std::exception& error) {
      logger().error("reactions_failed", {{"reason", error.what()}});
    }
    lock.lock();
  }
}

void OpcuaReactor::react(const Fired& fired) {
  const auto reactions =
      database_.read_now([](db::Session& session) { return opcua_writing_store::all_reactions(session); });
  for (const OpcuaReaction& reaction : reactions) {
    const auto signal = fired.find(reaction.characteristic_id);
    if (signal == fired.end() || !is_reacted_to(reaction, signal->second) || reaction.problem) continue;
    auto& lane = lanes_[reaction.server_id];
    if (!lane) lane = std::make_unique<OpcuaWriteLane>(database_, links_);
    lane->add(reaction);
  }
}

}  // namespace openspc::connect
