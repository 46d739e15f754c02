// Loaded before PostgreSQL, this leaves its tables without room to grow while the file exists that FULL_DISK_WHILE
// names: what extends a file below base/ fails as on a full disk. Pages that have their place are written as ever, and
// so is the log, without which the server would stop altogether.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

bool is_full() {
  static const char* const sign = std::getenv("FULL_DISK_WHILE");
  return sign != nullptr && access(sign, F_OK) == 0;
}

bool is_of_a_table(int file) {
  std::array<char, 32> link{};
  std::array<char, 4096> path{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
  return readlink(link.data(), path.data(), path.size() - 1) > 0 && std::strstr(path.data(), "/base/") != nullptr;
}

bool has_no_room(int file, off_t end) {
  struct stat now{};
  return is_full() && is_of_a_table(file) && fstat(file, &now) == 0 && end > now.st_size;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

ssize_t refused() {
  errno = ENOSPC;
  return -1;
}

off_t length_of(const iovec* parts, int count) {
  off_t length = 0;
  for (int i = 0; i < count; ++i) length += static_cast<off_t>(parts[i].iov_len);
  return length;
}

}  // namespace

extern "C" {

ssize_t pwrite64(int file, const void* bytes, size_t size, off_t at) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite64");
  return has_no_room(file, at + static_cast<off_t>(size)) ? refused() : next(file, bytes, size, at);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  return pwrite64(file, bytes, size, at);
}

ssize_t pwritev64(int file, const iovec* parts, int count, off_t at) {
  static const auto next = real<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev64");
  return has_no_room(file, at + length_of(parts, count)) ? refused() : next(file, parts, count, at);
}
ssize_t pwritev(int file, const iovec* parts, int count, off_t at) {
  return pwritev64(file, parts, count, at);
}

int posix_fallocate64(int file, off_t at, off_t size) {
  static const auto next = real<int (*)(int, off_t, off_t)>("posix_fallocate64");
  return has_no_room(file, at + size) ? ENOSPC : next(file, at, size);
}
int posix_fallocate(int file, off_t at, off_t size) {
  return posix_fallocate64(file, at, size);
}

}  // extern "C"
