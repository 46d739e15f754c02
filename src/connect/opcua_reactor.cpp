#include "connect/opcua_reactor.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "base/log.h"
#include "connect/opcua_writing_store.h"

namespace openspc::connect {
namespace {

constexpr int kAttempts = 3;
constexpr std::chrono::seconds kRetry{1};

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
}

void OpcuaReactor::take(const quality::ViolationCreated& event) {
  {
    const std::lock_guard lock(mutex_);
    const spc::Severity severity = spc::severity(event.violation.rule);
    const auto [worst, is_new] = waiting_.try_emplace(event.characteristic_id, severity);
    worst->second = std::max(worst->second, severity);
    // Whoever is awake, or about to be, finds it.
    if (waiting_.size() > 1 || !is_new) return;
  }
  arrived_.notify_all();
}

void OpcuaReactor::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Fired fired;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, stop, [&] { return !waiting_.empty(); });
      fired.swap(waiting_);
    }
    try {
      react(fired, stop);
    } catch (const std::exception& error) {
      logger().error("reactions_failed", {{"reason", error.what()}});
    }
  }
}

void OpcuaReactor::react(const Fired& fired, const std::stop_token& stop) {
  const auto reactions =
      database_.read_now([](db::Session& session) { return opcua_writing_store::all_reactions(session); });
  for (const OpcuaReaction& reaction : reactions) {
    const auto signal = fired.find(reaction.characteristic_id);
    if (signal != fired.end() && is_reacted_to(reaction, signal->second)) insist(reaction, stop);
  }
}

void OpcuaReactor::insist(const OpcuaReaction& reaction, const std::stop_token& stop) {
  for (int attempt = 1; !stop.stop_requested() && !write(reaction) && attempt < kAttempts; ++attempt) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, stop, kRetry, [] { return false; });
  }
}

bool OpcuaReactor::write(const OpcuaReaction& reaction) {
  try {
    links_
        .run_errand(reaction.server_id, [&](OpcuaSession& session) { session.write(reaction.node_id, reaction.value); })
        .get();
    logger().info("reaction_written", {{"server", reaction.server_id}, {"node", reaction.node_id}});
    return true;
  } catch (const std::exception& error) {
    logger().error("reaction_not_written",
                   {{"server", reaction.server_id}, {"node", reaction.node_id}, {"reason", error.what()}});
    return false;
  }
}

}  // namespace openspc::connect
