// The one thread that writes: it commits all jobs that wait as one transaction. Private to db/.
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "db/job_queue.h"
#include "db/session.h"
#include "db/session_impl.h"

namespace openspc::db::detail {

/// Group commit. A job runs inside a savepoint, so that its failure harms no neighbour; a job that is alone needs none.
/// Order of events: commit, after_commit hooks in order of the jobs, then the waiters resume.
class Writer {
 public:
  Writer(const DatabaseUrl& url, const DatabaseOptions& options, JobQueue& queue);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// The queue must be closed; finishes what is in it.
  ~Writer();

 private:
  /// A job that has run, with the hooks it left behind.
  struct Done {
    Pending pending;
    Hooks hooks;
  };

  void work();
  void run_group(std::vector<Pending>& group);
  bool begin(std::vector<Pending>& group);
  void run_job(Pending pending, bool alone, std::vector<Done>& done);
  void end_savepoint(bool keep);
  void commit(std::vector<Done>& done);
  void roll_back() noexcept;
  static void fail_all(std::vector<Done>& done, const std::exception_ptr& error) noexcept;

  JobQueue& queue_;
  const std::size_t max_group_;
  Session session_;
  std::thread thread_;
};

}  // namespace openspc::db::detail
