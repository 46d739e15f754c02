#include "base/secrets.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "base/private_file.h"

namespace openspc::base {
namespace {

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

[[noreturn]] void refuse(std::string_view action, const std::filesystem::path& path) {
  const std::string reason = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
  throw unavailable("Cannot " + std::string(action) + " " + path.string() + ": " + reason);
}

void write_all(const File& file, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const auto written = ::write(file.fd(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse("write", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.fd()) != 0) refuse("write", path);
}

/// Makes a rename durable; some file systems cannot, which is not worth stopping for.
void sync_folder(const std::filesystem::path& folder) {
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.ok()) ::fsync(directory.fd());
}

std::string without_trailing_blanks(std::string text) {
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) text.pop_back();
  return text;
}

/// What a secret's file holds; one that is missing or empty is made.
std::string read_or_make(const std::filesystem::path& path, std::string (*make)()) {
  if (std::filesystem::exists(path)) {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse("read", path);
    std::string secret = without_trailing_blanks({std::istreambuf_iterator<char>(file), {}});
    if (!secret.empty()) {
      tighten_private_file(path);
      return secret;
    }
  }
  std::string secret = make();
  write_secret_file(path, secret);
  return secret;
}

Fernet fernet_of(std::string_view key, std::string_view source) {
  try {
    return Fernet(key);
  } catch (const Error& error) {
    throw unavailable(std::string(source) + ": " + error.detail());
  }
}

}  // namespace

void write_secret_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path temporary = path.string() + ".tmp-" + random_token(6);
  try {
    const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.ok()) refuse("create", path);
    write_all(file, content, path);
    if (::rename(temporary.c_str(), path.c_str()) != 0) refuse("create", path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

std::string resolve_jwt_secret(const Config& config) {
  // RFC 7518, section 3.2: a key of HS256 has at least the length of its digest.
  constexpr std::size_t good_length = 32;
  if (!config.jwt_secret.empty() && config.jwt_secret.size() < good_length) {
    log::warning("secret_short", {{"variable", "OPENSPC_JWT_SECRET"},
                                  {"bytes", config.jwt_secret.size()},
                                  {"advice", "Tokens can be forged by guessing it: use 32 random bytes or more"}});
  }
  if (!config.jwt_secret.empty()) return config.jwt_secret;
  return read_or_make(config.data_dir / ".jwt_secret", [] { return random_token(64); });
}

std::string fingerprint(std::string_view secret) {
  const Digest digest = hmac_sha256(secret, "openspc fingerprint");
  return to_hex(std::span(digest).first(16));
}

Fernet resolve_db_encryption_key(const Config& config) {
  const std::string& configured = config.db_encryption_key;
  if (!configured.empty()) return fernet_of(without_trailing_blanks(configured), "OPENSPC_DB_ENCRYPTION_KEY");
  const auto path = config.data_dir / ".db_encryption_key";
  return fernet_of(read_or_make(path, Fernet::generate_key), path.string());
}

}  // namespace openspc::base
