#include "connect/opcua/write_lane.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <future>
#include <string>
#include <utility>

#include "base/log.h"
#include "connect/opcua/log.h"
#include "connect/opcua/server_store.h"
#include "identity/audit.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::seconds kPace{1};
// How soon a lane that waits for a machine notices that it is to stop.
constexpr std::chrono::milliseconds kGlance{50};

}  // namespace

WriteLane::WriteLane(db::Database& database, Links& links)
    : database_(database), links_(links), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void WriteLane::add(const OpcuaReaction& reaction) {
  {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    if (std::ranges::any_of(waiting_, [&](const Waiting& write) { return write.reaction.id == reaction.id; })) return;
    const auto last = written_.find(reaction.id);
    const auto due = last == written_.end() ? now : std::max(now, last->second + kPace);
    waiting_.push_back({.reaction = reaction, .due = due, .deadline = due + kPatience});
  }
  arrived_.notify_all();
}

void WriteLane::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto next = std::ranges::min_element(waiting_, {}, &Waiting::due);
    if (next == waiting_.end()) {
      if (!arrived_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
      continue;
    }
    const auto is_due = [&] { return std::ranges::min(waiting_, {}, &Waiting::due).due <= Clock::now(); };
    if (!stop.stop_requested() && !is_due()) {
      arrived_.wait_until(lock, stop, next->due, is_due);
      continue;
    }
    Waiting write = std::move(*next);
    waiting_.erase(next);
    lock.unlock();
    const bool settled = settle(write, stop);
    lock.lock();
    if (settled) {
      written_[write.reaction.id] = Clock::now();
    } else {
      waiting_.push_back(std::move(write));
    }
  }
}

bool WriteLane::settle(Waiting& write, const std::stop_token& stop) {
  const auto log =
      logger().with("server", std::to_string(write.reaction.server_id.value)).with("node", write.reaction.node_id);
  const std::string reason = attempt(write.reaction, stop);
  if (reason.empty()) {
    log.info("reaction_written");
    record(write.reaction, "opcua_reaction.written", {});
    return true;
  }
  if (stop.stop_requested() || Clock::now() >= write.deadline) {
    log.error("reaction_given_up", {{"reason", reason}});
    record(write.reaction, "opcua_reaction.given_up", reason);
    return true;
  }
  if (reason != write.reason) log.warning("reaction_not_written_yet", {{"reason", reason}});
  write.reason = reason;
  write.due = Clock::now() + kPace;
  return false;
}

void WriteLane::record(const OpcuaReaction& reaction, std::string_view outcome, const std::string& reason) {
  boost::json::object detail{{"node_id", reaction.node_id},
                             {"value", reaction.value},
                             {"characteristic_id", reaction.characteristic_id.value}};
  if (!reason.empty()) detail["reason"] = reason;
  try {
    database_.write_now([&](db::Session& session) {
      const auto server = opcua_server_store::Rows::find(session, reaction.server_id);
      identity::audit::record(session, nullptr, outcome, "opcua_server", std::to_string(reaction.server_id.value),
                              server ? server->plant_id : std::nullopt, detail);
    });
  } catch (const std::exception& error) {
    logger().error("reaction_not_recorded", {{"node", reaction.node_id}, {"reason", error.what()}});
  }
}

std::string WriteLane::attempt(const OpcuaReaction& reaction, const std::stop_token& stop) {
  if (stop.stop_requested()) return "the server ends";
  try {
    // By value: the errand outlives a lane that stops.
    const auto errand = [node = reaction.node_id, space = reaction.namespace_uri.value_or(""),
                         value = reaction.value](Session& session) { session.write(node, space, value); };
    std::future<void> answer = links_.run_errand(reaction.server_id, errand);
    while (answer.wait_for(kGlance) != std::future_status::ready)
      if (stop.stop_requested()) return "the server ends before the machine answers";
    answer.get();
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace openspc::connect::opcua
