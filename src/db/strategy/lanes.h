// How a server database is written to: a few connections, each with a thread and a queue, so that the plant's gauges do
// not wait for one another. Private to db/. SQLite has the one writer of strategy/writer.h instead.
//
// A write has the effect of running alone. Jobs without a key (configuration, sessions, deliveries) hold the whole
// database's lock; jobs with a key share it and hold their key's lock, so that jobs of one key run one after another on
// all servers, and jobs of different keys side by side. The locks (strategy/lane_locks.h) are the database's own and
// end with the transaction, also when its server dies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "db/notice/writer.h"
#include "db/session.h"
#include "db/session_impl.h"
#include "db/strategy/job_queue.h"
#include "db/strategy/lane_locks.h"

namespace openspc::db::detail {

/// One connection and its thread. Jobs that wait are committed together; when one of them fails, its group is rolled
/// back and each job runs alone. A job that another transaction was in the way of runs again, and so does one whose
/// connection was lost before its COMMIT. A COMMIT that nobody answered is settled by the number that the transaction
/// wrote into its lane's row: reading it waits for a transaction that has not ended yet, and a server that took over
/// says what reached it. The database's own numbers of transactions are given again after a crash or a take-over.
class Lane {
 public:
  Lane(const DatabaseUrl& url, const DatabaseOptions& options, std::shared_ptr<StorageState> state,
       const NoticeEndpoint& notices);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  /// Finishes what is in the queue.
  ~Lane();

  JobQueue& queue() { return queue_; }
  std::int64_t notice_lane() const noexcept { return notices_.lane(); }
  /// Waits until what was taken is done; the queue must be closed.
  void finish();

 private:
  struct Done {
    Pending pending;
    Hooks hooks;
  };
  /// What became of a transaction. Of `unknown` nobody may run again what might stand already.
  enum class End { committed, failed, again, unknown };

  void work();
  void run_group(std::vector<Pending> group);
  void run_alone(Done& job);
  End attempt(std::span<Done> jobs);
  void lock(std::span<const Done> jobs);
  void make_known();
  End commit(std::span<Done> jobs);
  End settle(std::span<Done> jobs);
  bool reach(std::span<Done> jobs);
  void undo(std::span<Done> jobs) noexcept;
  static void fail(std::span<Done> jobs, const std::exception_ptr& error) noexcept;
  void finish(std::span<Done> jobs);

  const std::size_t max_group_;
  const bool settles_commits_;
  const std::string instance_;
  JobQueue queue_;
  Session session_;
  NoticeWriter notices_;
  LaneLocks locks_;
  std::int64_t commits_ = 0;  // counted by each transaction in the lane's row
  bool is_known_ = false;     // the row is there
  std::thread thread_;
};

/// All lanes of a process. The first takes what has no key, the others share the keys.
class Lanes {
 public:
  Lanes(const DatabaseUrl& url, const DatabaseOptions& options, const std::shared_ptr<StorageState>& state,
        const NoticeEndpoint& notices);

  std::vector<std::int64_t> notice_lanes() const;
  JobQueue& queue_for(std::optional<std::int64_t> key);
  /// Takes no more jobs.
  void close();
  /// Waits until what was taken is done.
  void finish();

 private:
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace openspc::db::detail
