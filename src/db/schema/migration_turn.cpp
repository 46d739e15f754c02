#include "db/schema/migration_turn.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string>

#include "base/log.h"
#include "db/driver/driver.h"
#include "db/strategy/storage_state.h"

namespace openspc::db {
namespace {

// Beside those of strategy/lane_locks.cpp among advisory locks; held by the connection, across the steps' transactions.
struct Questions {
  const char* try_it;
  const char* wait;
};
constexpr Questions kPostgresql{.try_it = "SELECT pg_try_advisory_lock(20565, 0)",
                                .wait = "SELECT pg_advisory_lock(20565, 0)"};
constexpr Questions kMariadb{
    .try_it = "SELECT GET_LOCK(CONCAT('openspc.', LEFT(SHA2(DATABASE(), 256), 24), '.turn'), 0)",
    .wait = "SELECT GET_LOCK(CONCAT('openspc.', LEFT(SHA2(DATABASE(), 256), 24), '.turn'), 31536000)"};

void tell_of_waiting() {
  base::log::info("migration_under_way", {{"advice", "waiting until another program has looked at the schema"}});
}

/// A lock on the folder of the file: it leaves nothing behind, and is none of those that SQLite keeps on its files.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : fd_(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    // Where a file system has no such locks, the steps themselves wait for one another.
    if (fd_ < 0 || ::flock(fd_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
    tell_of_waiting();
    while (::flock(fd_, LOCK_EX) != 0 && errno == EINTR) continue;
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  int fd_;
};

class ServerLock {
 public:
  ServerLock(const DatabaseUrl& place, const DatabaseOptions& options)
      : connection_(driver::connect(place, driver::Role::writer, options, state_)) {
    std::array<driver::Cell, 1> taken;
    taken[0].type = driver::CellType::integer;
    const Questions& questions = place.kind == DialectKind::mysql ? kMariadb : kPostgresql;
    const std::string at_once = questions.try_it;
    if (connection_->prepare(at_once, "", "i")->execute({}, taken) && taken[0].integer != 0) return;
    tell_of_waiting();
    const std::string wait = questions.wait;
    connection_->prepare(wait, "", "")->execute({}, {});
  }

 private:
  detail::StorageState state_;
  std::unique_ptr<driver::Connection> connection_;
};

}  // namespace

MigrationTurn::MigrationTurn(std::string_view url, const DatabaseOptions& options) {
  const auto place = parse_database_url(url, options.server_password);
  if (place.is_file())
    held_ = std::make_shared<FolderLock>(std::filesystem::path(place.path).parent_path());
  else
    held_ = std::make_shared<ServerLock>(place, options);
}

}  // namespace openspc::db
