#include "db/strategy/writer.h"

#include <utility>

#include "base/log.h"

namespace openspc::db::detail {

Writer::Writer(const DatabaseUrl& url, const DatabaseOptions& options, JobQueue& queue,
               std::shared_ptr<StorageState> state, const NoticeEndpoint& notices)
    : queue_(queue),
      max_group_(options.max_group),
      session_(std::make_unique<SessionImpl>(url, driver::Role::writer, options, std::move(state))),
      files_(url, session_.impl()),
      notices_(notices),
      thread_([this] { work(); }) {}

Writer::~Writer() {
  thread_.join();
}

void Writer::work() {
  for (auto group = queue_.take(max_group_); !group.empty(); group = queue_.take(max_group_)) {
    // A group that the database cuts short (see run_group) leaves its unrun rest for another transaction.
    while (!group.empty()) run_group(group);
  }
}

/// Runs and removes jobs from the front of the group: all of them, unless the database ends the transaction on its own.
void Writer::run_group(std::vector<Pending>& group) {
  if (!begin(group)) return;
  const bool alone = group.size() == 1;
  std::vector<Done> done;
  done.reserve(group.size());
  std::size_t taken = 0;
  while (taken < group.size() && session_.impl().in_transaction()) {
    run_job(std::move(group[taken++]), alone, done);
  }
  group.erase(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(taken));
  commit(done);
}

bool Writer::begin(std::vector<Pending>& group) {
  try {
    require_usable();
    session_.impl().begin_epoch();
    session_.execute(session_.dialect().begin_write());
    return true;
  } catch (...) {
    const auto error = std::current_exception();
    for (auto& pending : group) {
      pending.job->fail(error);
      pending.finish();
    }
    group.clear();
    return false;
  }
}

void Writer::require_usable() {
  if (const std::string damage = session_.impl().storage().damage(); !damage.empty()) throw base::unavailable(damage);
  files_.require_intact();
}

void Writer::run_job(Pending pending, bool alone, std::vector<Done>& done) {
  session_.impl().hooks = {};
  try {
    if (!alone) session_.execute("SAVEPOINT job");
    pending.job->run(session_);
    session_.impl().end_job();
    if (!alone && session_.impl().in_transaction()) end_savepoint(!pending.job->failed());
  } catch (...) {
    pending.job->fail(std::current_exception());
    roll_back();
  }
  done.push_back({std::move(pending), std::move(session_.impl().hooks)});
}

void Writer::end_savepoint(bool keep) {
  if (!keep) {
    session_.impl().forget_id_blocks();
    session_.impl().begin_epoch();
    session_.execute("ROLLBACK TO job");
  }
  session_.execute("RELEASE job");
}

void Writer::commit(std::vector<Done>& done) {
  try {
    const bool only_failed = done.size() == 1 && done.front().pending.job->failed();
    if (!session_.impl().in_transaction()) throw base::unavailable("The database gave up the transaction");
    only_failed ? roll_back() : commit_durably(done);
  } catch (...) {
    roll_back();
    fail_all(done, std::current_exception());
  }
  for (const auto& each : done) {
    if (each.pending.job->failed()) {
      each.hooks.run_after_rollback();
      continue;
    }
    each.hooks.run_after_commit();
    if (!notices_.comes_back()) each.hooks.deliver_notices();
  }
  notices_.ring();
  for (auto& each : done) each.pending.finish();
}

void Writer::commit_durably(const std::vector<Done>& done) {
  notices_.forget();
  for (const Done& each : done)
    if (!each.pending.job->failed()) notices_.add(each.hooks);
  notices_.write(session_);
  session_.execute("COMMIT");
  const auto changes = session_.impl().total_changes();
  std::exchange(changes_, changes) == changes ? files_.require_intact() : files_.require_stored();
}

void Writer::roll_back() noexcept {
  notices_.forget();
  session_.impl().forget_id_blocks();
  session_.impl().begin_epoch();
  try {
    if (session_.impl().in_transaction()) session_.execute("ROLLBACK");
  } catch (const std::exception& error) {
    base::log::error("rollback_failed", {{"error", error.what()}});
  }
}

/// A job that failed by itself keeps its own reason.
void Writer::fail_all(std::vector<Done>& done, const std::exception_ptr& error) noexcept {
  for (auto& each : done) {
    if (!each.pending.job->failed()) each.pending.job->fail(error);
  }
}

}  // namespace openspc::db::detail
