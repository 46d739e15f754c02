#include "base/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>

#include "base/error.h"
#include "base/log.h"

namespace openspc::base {
namespace {

constexpr mode_t kOwnerOfFile = S_IRUSR | S_IWUSR;
constexpr mode_t kOwnerOfFolder = S_IRWXU;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string octal(mode_t mode) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), mode & 07777U, 8).ptr;
  return "0" + std::string(digits.data(), end);
}

}  // namespace

std::optional<std::string> why_folder_is_unusable(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path there = std::filesystem::absolute(path, error);
  while (!std::filesystem::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  if (!std::filesystem::is_directory(there, error)) return there.string() + " is no folder";
  if (::access(there.c_str(), W_OK | X_OK) != 0) return "nothing may be written in " + there.string();
  return std::nullopt;
}

void make_private_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return;
  // Without a name at its end ("data/") the path would be its own parent.
  const std::filesystem::path folder = path.has_filename() ? path : path.parent_path();
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (!error && ::mkdir(folder.c_str(), kOwnerOfFolder) != 0 && errno != EEXIST)
    error.assign(errno, std::generic_category());
  if (error) throw unavailable("The folder " + folder.string() + " cannot be made: " + error.message());
  ::chmod(folder.c_str(), kOwnerOfFolder);
}

bool make_private_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOfFile);
  if (file < 0) return errno == EEXIST;
  const bool good = ::fchmod(file, kOwnerOfFile) == 0;
  ::close(file);
  return good;
}

void tighten_private_file(const std::filesystem::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || (info.st_mode & kOthers) == 0) return;
  const std::string mode = octal(info.st_mode);
  if (info.st_uid == ::geteuid() && ::chmod(path.c_str(), info.st_mode & 07700U) == 0) {
    log::warning("file_made_private", {{"path", path.string()}, {"mode_before", mode}});
  } else {
    log::warning("file_open_to_others", {{"path", path.string()}, {"mode", mode}, {"advice", "chmod 600"}});
  }
}

}  // namespace openspc::base
