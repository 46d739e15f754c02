#include "connect/source/supervisor.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/log.h"

namespace openspc::connect::source {
namespace {

constexpr std::chrono::seconds kLookEvery{2};

}  // namespace

Supervisor::Supervisor(std::string kind, db::Database& database, Work work)
    : kind_(std::move(kind)), database_(database), work_(std::move(work)), leases_(database, kind_) {}

void Supervisor::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Supervisor::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  std::set<std::int64_t> ending;
  for (const auto& [id, made] : open_) ending.insert(id);
  work_.close(ending);
  open_.clear();
  if (leased_.empty()) return;
  leased_.clear();
  try {
    leases_.release_all();
  } catch (const std::exception& error) {
    base::log::warning("leases_not_released", {{"kind", kind_}, {"reason", error.what()}});
  }
}

void Supervisor::refresh() {
  {
    const std::lock_guard lock(mutex_);
    ++asked_;
  }
  wanted_.notify_all();
}

void Supervisor::summon(std::int64_t id) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(id);
    summoned_.insert(id);
  }
  refresh();
}

void Supervisor::hold(std::int64_t id) {
  {
    const std::lock_guard lock(mutex_);
    summoned_.erase(id);
    held_.insert(id);
  }
  refresh();
}

void Supervisor::release(std::int64_t id) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(id);
    summoned_.erase(id);
  }
  refresh();
}

Supervisor::Standing Supervisor::standing(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  Standing standing{.held = held_.contains(id), .elsewhere = elsewhere_.contains(id)};
  if (const auto failure = failures_.find(id); failure != failures_.end()) standing.failure = failure->second;
  return standing;
}

bool Supervisor::is_up_to_date() const {
  const std::lock_guard lock(mutex_);
  return done_ == asked_;
}

void Supervisor::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::uint64_t asked = 0;
    {
      const std::lock_guard lock(mutex_);
      asked = asked_;
    }
    try {
      look();
      work_.clean_up();
    } catch (const std::exception& error) {
      base::log::warning("links_not_refreshed", {{"kind", kind_}, {"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    done_ = asked;
    wanted_.wait_for(lock, stop, kLookEvery, [&] { return asked_ != done_; });
  }
}

void Supervisor::look() {
  const std::string persons = signature();
  const std::string signature =
      database_.read_now([&](db::Session& session) { return work_.signature(session) + persons; });
  const bool changed = signature != signature_;
  if (changed) stored_ = database_.read_now([&](db::Session& session) { return work_.load(session); });
  const std::set<std::int64_t> wanted = this->wanted();
  // A server without sources leaves the disk alone.
  db::Leases::Round round;
  if (!wanted.empty() || !leased_.empty()) round = leases_.keep(wanted);
  for (const std::int64_t id : round.surplus) round.held.erase(id);
  if (changed || round.held != leased_) reconcile(round.held);
  // Only now: whoever takes them over may connect at once.
  leases_.release(round.surplus);
  signature_ = signature;
  leased_ = round.held;
  const std::lock_guard lock(mutex_);
  elsewhere_.clear();
  for (const auto& [id, holder] : round.elsewhere) elsewhere_.insert(id);
}

std::string Supervisor::signature() const {
  std::string text;
  const std::lock_guard lock(mutex_);
  for (const std::int64_t id : held_) text += fmt::format("-{}", id);
  for (const std::int64_t id : summoned_) text += fmt::format("+{}", id);
  return text;
}

std::set<std::int64_t> Supervisor::wanted() const {
  const std::lock_guard lock(mutex_);
  std::set<std::int64_t> ids;
  for (const Stored& source : stored_)
    if ((source.is_active || summoned_.contains(source.id)) && !held_.contains(source.id)) ids.insert(source.id);
  return ids;
}

void Supervisor::reconcile(const std::map<std::int64_t, db::LeaseToken>& held) {
  std::map<std::int64_t, Made> due;
  for (const Stored& source : stored_)
    if (const auto lease = held.find(source.id); lease != held.end())
      due.emplace(source.id, Made{.of = source.made_of, .lease = lease->second});
  std::set<std::int64_t> ending;
  for (const auto& [id, made] : open_)
    if (const auto next = due.find(id); next == due.end() || next->second != made) ending.insert(id);
  // A link ends before its successor takes up the same session, or one of the few that a machine allows.
  if (!ending.empty()) work_.close(ending);
  for (const std::int64_t id : ending) open_.erase(id);
  std::map<std::int64_t, std::string> failures;
  for (const auto& [id, made] : due) {
    try {
      serve(id, made);
    } catch (const base::Error& error) {
      failures.emplace(id, error.detail());
    }
  }
  const std::lock_guard lock(mutex_);
  failures_ = std::move(failures);
}

void Supervisor::serve(std::int64_t id, const Made& made) {
  if (open_.contains(id)) {
    work_.renew(id, made.lease);
  } else {
    work_.open(id, made.lease);
    open_.emplace(id, made);
  }
}

}  // namespace openspc::connect::source
