#include "db/strategy/file_watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>

#include "base/error.h"

namespace openspc::db::detail {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};

std::string text_of(const std::filesystem::path& path, std::string_view what, std::string_view advice) {
  return "The file " + path.string() + " " + std::string(what) + " while the server runs; nothing is stored. " +
         std::string(advice);
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view what, std::string_view advice) {
  throw base::unavailable(text_of(path, what, advice));
}

[[noreturn]] void refuse_damaged(StorageState& storage, const std::filesystem::path& path, std::string_view what) {
  const std::string reason = text_of(path, what, "Stop the server and restore a backup.");
  storage.note_damage(reason);
  throw base::unavailable(reason);
}

std::uint32_t number_at(std::span<const unsigned char> bytes) {
  std::uint32_t number = 0;
  for (const unsigned char byte : bytes.first(4)) number = number << 8U | byte;
  return number;
}

/// Whether a write-ahead log does not begin as one; an empty one was folded into the database by another program. The
/// file has no locks that closing it could lose.
bool is_overwritten(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  std::array<unsigned char, 4> begin{};
  const auto got = ::pread(file, begin.data(), begin.size(), 0);
  ::close(file);
  return got != 0 && (number_at(begin) | 1U) != 0x377f0683U;
}

}  // namespace

FileWatch::FileWatch(const DatabaseUrl& url, SessionImpl& session)
    : session_(session), database_{url.path}, log_{url.path + "-wal"}, index_{url.path + "-shm"} {
  require_intact();
}

void FileWatch::require_intact() {
  check_content(check_identity(database_, true));
  check_identity(log_, false);
  check_identity(index_, false);
}

void FileWatch::require_stored() {
  require_intact();
  if (!is_overwritten(log_.path)) return;
  refuse_damaged(session_.storage(), log_.path, "was emptied or overwritten");
}

/// The size of the file. The first file that is seen at the path is the one to stay.
off_t FileWatch::check_identity(File& file, bool may_come_back) const {
  struct stat info{};
  if (::stat(file.path.c_str(), &info) != 0) {
    const int reason = errno;
    if (!file.identity && reason == ENOENT) return 0;  // SQLite makes the log with the first write
    const std::string_view advice =
        may_come_back ? "Put it back, or start the server again." : "Start the server again.";
    if (reason == ENOENT) refuse(file.path, "was deleted or moved", advice);
    throw base::unavailable("The file " + file.path.string() +
                            " cannot be reached: " + std::generic_category().message(reason));
  }
  const std::pair<dev_t, ino_t> identity{info.st_dev, info.st_ino};
  if (!file.identity) file.identity = identity;
  if (*file.identity != identity) refuse(file.path, "was replaced by another", "Start the server again.");
  return info.st_size;
}

/// The file grows; it shrinks only where another program has compacted the database, and then its header says so.
void FileWatch::check_content(off_t size) {
  std::array<unsigned char, 100> header{};
  const bool has_header = session_.read_file(header);
  if (size_ == 0 && size == 0) return;  // a new database is still in the log alone
  const std::string_view magic(reinterpret_cast<const char*>(header.data()), kMagic.size());
  const auto unit = number_at(std::span(header).subspan(16)) >> 16U;
  const off_t page = unit == 1 ? 65'536 : static_cast<off_t>(unit);
  const off_t pages = number_at(std::span(header).subspan(28));
  const bool cut = size < size_ && size < pages * page;
  if (!has_header || magic != kMagic || cut)
    refuse_damaged(session_.storage(), database_.path, "was cut or overwritten");
  size_ = size;
}

}  // namespace openspc::db::detail
