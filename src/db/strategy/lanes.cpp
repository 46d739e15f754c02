#include "db/strategy/lanes.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "db/strategy/reopen.h"

namespace openspc::db::detail {
namespace {

constexpr int kMostAttempts = 8;
constexpr std::chrono::milliseconds kFirstPause{4};

/// Grows with each attempt; by chance, so that two that were in each other's way do not meet again.
void pause_before(int attempt) {
  static thread_local std::minstd_rand chance(std::random_device{}());
  const auto longest = kFirstPause.count() << std::min(attempt, 6);
  std::this_thread::sleep_for(
      std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(1, longest)(chance)));
}

}  // namespace

Lane::Lane(const DatabaseUrl& url, const DatabaseOptions& options, std::shared_ptr<StorageState> state,
           const NoticeEndpoint& notices)
    : max_group_(options.max_group),
      settles_commits_(options.settles_commits),
      instance_(notices.instance),
      queue_(options.max_waiting),
      session_(std::make_unique<SessionImpl>(url, driver::Role::writer, options, std::move(state))),
      notices_(notices),
      locks_(url.kind, options.server_lock_timeout),
      thread_([this] { work(); }) {}

Lane::~Lane() {
  queue_.close();
  finish();
}

void Lane::finish() {
  if (thread_.joinable()) thread_.join();
}

void Lane::work() {
  for (auto group = queue_.take(max_group_); !group.empty(); group = queue_.take(max_group_)) {
    run_group(std::move(group));
  }
}

void Lane::run_group(std::vector<Pending> group) {
  std::vector<Done> jobs;
  jobs.reserve(group.size());
  for (Pending& pending : group) jobs.push_back({std::move(pending), {}});
  const End end = jobs.size() > 1 ? attempt(jobs) : End::again;
  if (end == End::committed || end == End::unknown || !reach(jobs)) return finish(jobs);
  // Of a group that failed, nothing stands: its jobs are free to run again, each by itself.
  for (Done& job : jobs) run_alone(job);
}

void Lane::run_alone(Done& job) {
  const std::span<Done> only(&job, 1);
  for (int tried = 0; attempt(only) == End::again && tried < kMostAttempts; ++tried) pause_before(tried);
  finish(only);
}

/// False when no connection can be had: then each job has failed, rather than each waiting for a host that is away.
bool Lane::reach(std::span<Done> jobs) {
  try {
    reopen_if_lost(session_);
    return true;
  } catch (...) {
    // What an earlier attempt came to is no answer any more.
    for (Done& each : jobs) each.pending.job->fail(std::current_exception());
    return false;
  }
}

/// Runs the jobs as one transaction. After anything but `committed` their hooks have been told; a job that failed holds
/// its reason.
Lane::End Lane::attempt(std::span<Done> jobs) {
  if (!reach(jobs)) return End::failed;
  session_.impl().take_fault();
  try {
    session_.impl().begin_epoch();
    make_known();
    session_.post(session_.dialect().begin_write());
    lock(jobs);
  } catch (...) {
    fail(jobs, std::current_exception());
    undo(jobs);
    return session_.impl().take_fault() == driver::Fault::none ? End::failed : End::again;
  }
  for (Done& each : jobs) {
    session_.impl().hooks = {};
    each.pending.job->run(session_);
    session_.impl().end_job();
    each.hooks = std::move(session_.impl().hooks);
    if (!each.pending.job->failed() && session_.impl().in_transaction()) continue;
    const auto fault = session_.impl().take_fault();
    if (!each.pending.job->failed())
      each.pending.job->fail(std::make_exception_ptr(base::unavailable("The database gave up the transaction")));
    undo(jobs);
    return fault == driver::Fault::none ? End::failed : End::again;
  }
  return commit(jobs);
}

/// In a transaction of its own: a row that has not been committed makes nobody wait.
void Lane::make_known() {
  if (!settles_commits_ || is_known_) return;
  session_.execute("INSERT INTO notice_lane (lane, holder, commits) VALUES (?, ?, ?) " +
                       session_.dialect().upsert({"lane"}, {"holder"}),
                   notices_.lane(), instance_, commits_);
  is_known_ = true;
}

void Lane::lock(std::span<const Done> jobs) {
  std::set<std::int64_t> keys;
  bool has_other = false;
  for (const Done& each : jobs) {
    if (each.pending.key) {
      keys.insert(*each.pending.key);
    } else {
      has_other = true;
    }
  }
  if (has_other)
    locks_.take_whole_database(session_);
  else
    locks_.take_keys(session_, keys);
}

Lane::End Lane::commit(std::span<Done> jobs) {
  try {
    notices_.forget();
    for (const Done& each : jobs) notices_.add(each.hooks);
    notices_.write(session_);
    if (settles_commits_)
      session_.post("INSERT INTO notice_lane (lane, holder, commits) VALUES (?, ?, ?) " +
                        session_.dialect().upsert({"lane"}, {"commits"}),
                    notices_.lane(), instance_, ++commits_);
    session_.execute("COMMIT");
    locks_.give_back(session_);
    return End::committed;
  } catch (...) {
    const auto error = std::current_exception();
    const auto fault = session_.impl().take_fault();
    const End end = fault == driver::Fault::lost    ? settle(jobs)
                    : fault == driver::Fault::retry ? End::again
                                                    : End::failed;
    if (end == End::committed) return end;
    fail(jobs, error);
    undo(jobs);
    return end;
  }
}

/// The answer to COMMIT was lost with the connection: the lane's row says what became of the transaction.
Lane::End Lane::settle(std::span<Done> jobs) {
  for (int tried = 0; settles_commits_ && tried < 4 * kMostAttempts; ++tried) {
    pause_before(tried);
    try {
      reopen_if_lost(session_);
      const auto counted = session_.scalar<std::optional<std::int64_t>>(
          "SELECT commits FROM notice_lane WHERE lane = ?" + std::string(session_.dialect().hold_rows()),
          notices_.lane());
      if (!counted) break;
      const bool is_there = *counted == commits_;
      base::log::warning("commit_settled", {{"lane", notices_.lane()}, {"committed", is_there}});
      return is_there ? End::committed : End::again;
    } catch (const std::exception& error) {
      base::log::warning("commit_unsettled", {{"lane", notices_.lane()}, {"error", error.what()}});
    }
  }
  base::log::error("commit_unknown", {{"lane", notices_.lane()}, {"writes", jobs.size()}});
  fail(jobs, std::make_exception_ptr(base::unavailable(
                 "The database was lost while it stored this; look whether it is there before sending it again")));
  return End::unknown;
}

/// Ends the transaction and lets the jobs forget what they believed of it: they may run again.
void Lane::undo(std::span<Done> jobs) noexcept {
  session_.impl().begin_epoch();
  session_.impl().forget_posted();
  notices_.forget();
  try {
    if (session_.impl().is_open()) session_.execute("ROLLBACK");
  } catch (const std::exception& error) {
    base::log::error("rollback_failed", {{"error", error.what()}});
  }
  locks_.give_back(session_);
  for (Done& each : jobs) std::exchange(each.hooks, {}).run_after_rollback();
}

/// A job that failed by itself keeps its own reason.
void Lane::fail(std::span<Done> jobs, const std::exception_ptr& error) noexcept {
  for (Done& each : jobs) {
    if (!each.pending.job->failed()) each.pending.job->fail(error);
  }
}

void Lane::finish(std::span<Done> jobs) {
  for (const Done& each : jobs) {
    if (each.pending.job->failed()) continue;
    each.hooks.run_after_commit();
    if (!notices_.comes_back()) each.hooks.deliver_notices();
  }
  notices_.ring();
  for (Done& each : jobs) each.pending.finish();
}

Lanes::Lanes(const DatabaseUrl& url, const DatabaseOptions& options, const std::shared_ptr<StorageState>& state,
             const NoticeEndpoint& notices) {
  for (unsigned i = 0; i <= std::max(options.server_lanes, 1U); ++i)
    lanes_.push_back(std::make_unique<Lane>(url, options, state, notices));
}

std::vector<std::int64_t> Lanes::notice_lanes() const {
  std::vector<std::int64_t> lanes;
  lanes.reserve(lanes_.size());
  for (const auto& lane : lanes_) lanes.push_back(lane->notice_lane());
  return lanes;
}

JobQueue& Lanes::queue_for(std::optional<std::int64_t> key) {
  if (!key) return lanes_.front()->queue();
  return lanes_[1 + static_cast<std::uint64_t>(*key) % (lanes_.size() - 1)]->queue();
}

void Lanes::close() {
  for (auto& lane : lanes_) lane->queue().close();
}

void Lanes::finish() {
  for (auto& lane : lanes_) lane->finish();
}

}  // namespace openspc::db::detail
