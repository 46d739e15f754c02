// The one thread that writes: it commits all jobs that wait as one transaction. Private to db/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "db/notice/writer.h"
#include "db/session.h"
#include "db/session_impl.h"
#include "db/strategy/file_watch.h"
#include "db/strategy/job_queue.h"

namespace openspc::db::detail {

/// Group commit. A job runs inside a savepoint, so that its failure harms no neighbour; a job that is alone needs none.
/// Order of events: commit, after_commit hooks in order of the jobs, then the waiters resume. What was committed to a
/// file that is no longer in its place counts as failed, and nothing is written to a damaged database.
class Writer {
 public:
  Writer(const DatabaseUrl& url, const DatabaseOptions& options, JobQueue& queue, std::shared_ptr<StorageState> state,
         const NoticeEndpoint& notices);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// The queue must be closed; finishes what is in it.
  ~Writer();

  std::int64_t notice_lane() const noexcept { return notices_.lane(); }

 private:
  /// A job that has run, with the hooks it left behind.
  struct Done {
    Pending pending;
    Hooks hooks;
  };

  void work();
  void run_group(std::vector<Pending>& group);
  bool begin(std::vector<Pending>& group);
  void require_usable();
  void run_job(Pending pending, bool alone, std::vector<Done>& done);
  void end_savepoint(bool keep);
  void commit(std::vector<Done>& done);
  void commit_durably(const std::vector<Done>& done);
  void roll_back() noexcept;
  static void fail_all(std::vector<Done>& done, const std::exception_ptr& error) noexcept;

  JobQueue& queue_;
  const std::size_t max_group_;
  Session session_;
  FileWatch files_;
  NoticeWriter notices_;
  std::int64_t changes_ = 0;
  std::thread thread_;
};

}  // namespace openspc::db::detail
