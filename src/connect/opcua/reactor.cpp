#include "connect/opcua/reactor.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"
#include "connect/opcua/log.h"
#include "connect/opcua/writing_store.h"
#include "quality/judge/hear_violations.h"

namespace openspc::connect::opcua {
namespace {

bool is_reacted_to(const OpcuaReaction& reaction, spc::Severity severity) {
  return reaction.severity == source::OutboundSeverity::WARNING || severity == spc::Severity::critical;
}

}  // namespace

Reactor::Reactor(db::Database& database, base::EventBus& bus, Links& links) : database_(database), links_(links) {
  quality::judge::hear_violations(bus, subscriptions_,
                                  [this](const auto& event, peers::Origin origin) { take(event, origin); });
}

void Reactor::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Reactor::stop() {
  subscriptions_.clear();
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  for (const auto& [server, lane] : lanes_) lane->request_stop();
  lanes_.clear();
}

void Reactor::take(const quality::judge::ViolationCreated& event, peers::Origin origin) {
  {
    const std::lock_guard lock(mutex_);
    const spc::Severity severity = event.violation.severity;
    const auto [signal, is_new] = waiting_.try_emplace(event.characteristic_id, Signal{severity});
    signal->second.worst = std::max(signal->second.worst, severity);
    if (origin == peers::Origin::here) signal->second.is_from_here = true;
    // Whoever is awake, or about to be, finds it.
    if (waiting_.size() > 1 || !is_new) return;
  }
  arrived_.notify_all();
}

void Reactor::run(const std::stop_token& stop) {
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

/// The server that is connected to the machine writes. While none is, that where it fired tries, and says so in the
/// log.
bool Reactor::is_ours(base::OpcuaServerId server, const Signal& signal) const {
  const source::Supervisor::Standing standing = links_.state(server).standing;
  return standing.held || (signal.is_from_here && !standing.elsewhere);
}

void Reactor::react(const Fired& fired) {
  const auto reactions =
      database_.read_now([](db::Session& session) { return opcua_writing_store::all_reactions(session); });
  for (const OpcuaReaction& reaction : reactions) {
    const auto signal = fired.find(reaction.characteristic_id);
    if (signal == fired.end() || !is_reacted_to(reaction, signal->second.worst) || reaction.problem) continue;
    if (!is_ours(reaction.server_id, signal->second)) continue;
    auto& lane = lanes_[reaction.server_id];
    if (!lane) lane = std::make_unique<WriteLane>(database_, links_);
    lane->add(reaction);
  }
}

}  // namespace openspc::connect::opcua
