#include "base/secret_variable.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace openspc::base {
namespace {

/// A file descriptor that closes itself.
class Opened {
 public:
  // A pipe that nobody writes to must not hold up the start.
  explicit Opened(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::string reason_of_errno() {
  return std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

std::string read_secret(std::string_view asked_by, const std::filesystem::path& path) {
  const auto refuse = [&](const std::string& why) {
    throw invalid_text(std::string(asked_by) + " names the file " + path.string() + ": " + why);
  };
  const Opened file(path);
  if (file.fd() < 0) refuse(reason_of_errno());
  struct stat info{};
  if (::fstat(file.fd(), &info) != 0) refuse(reason_of_errno());
  if (!S_ISREG(info.st_mode)) refuse("it is no file");
  std::string secret;
  std::array<char, 4096> part{};
  while (secret.size() <= kMostSecretBytes) {
    const auto read = ::read(file.fd(), part.data(), part.size());
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) refuse(reason_of_errno());
    if (read == 0) break;
    secret.append(part.data(), static_cast<std::size_t>(read));
  }
  if (secret.size() > kMostSecretBytes)
    refuse("it has more than " + std::to_string(kMostSecretBytes) + " bytes, which no secret has");
  if (secret.ends_with("\r\n"))
    secret.resize(secret.size() - 2);
  else if (secret.ends_with('\n'))
    secret.pop_back();
  if (secret.empty()) refuse("it is empty");
  return secret;
}

std::optional<std::string> secret_of(std::string_view name, const std::optional<std::string>& value,
                                     const std::optional<std::string>& file) {
  const bool has_value = value && !value->empty();
  const bool has_file = file && !file->empty();
  const std::string file_name = std::string(name) + "_FILE";
  if (has_value && has_file)
    throw invalid_text(std::string(name) + " and " + file_name + " are both given: keep one of them");
  if (has_file) return read_secret(file_name, *file);
  return has_value ? value : std::nullopt;
}

}  // namespace openspc::base
