// Whether an SQLite database is still in the files that were opened. A file that is deleted or replaced goes on taking
// writes, which nobody will ever read: so the writer asks before it begins and again before it acknowledges. Writer's
// thread only. Private to db/.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "db/session_impl.h"

namespace openspc::db::detail {

class FileWatch {
 public:
  /// The session is open and has read; its files are known from now on.
  FileWatch(const DatabaseUrl& url, SessionImpl& session);

  /// Throws Error(unavailable), saying what happened and what to do. Costs a few calls of stat.
  void require_intact();
  /// The same after a commit that wrote something, which the log must show.
  void require_stored();

 private:
  struct File {
    std::filesystem::path path;
    std::optional<std::pair<dev_t, ino_t>> identity{};
  };

  off_t check_identity(File& file, bool may_come_back) const;
  void check_content(off_t size);

  SessionImpl& session_;
  File database_;
  File log_;
  File index_;
  off_t size_ = 0;
};

}  // namespace openspc::db::detail
