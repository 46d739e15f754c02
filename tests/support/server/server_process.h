// A real openspc server as a child process, on a free port, a folder and a database of its own, for API tests. One
// thread uses one object. Construction waits until /health answers; destruction stops the child gracefully and removes
// the folder it made.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/database/stored_data.h"
#include "support/database/test_database.h"

namespace openspc::test {

/// A port on the loopback that nobody listens on now.
std::uint16_t free_port();

/// A temporary folder that is removed with its content.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What the child may not do, so that a test can starve it.
struct ChildLimits {
  std::optional<std::uint64_t> open_files{};
  std::optional<std::uint64_t> file_bytes{};  ///< a write beyond fails with EFBIG
  bool obeys_permissions = false;             ///< also as root, file permissions count
};

struct ServerOptions {
  std::map<std::string, std::string> environment{};  ///< added to and overriding the defaults below
  std::vector<std::string> arguments{};              ///< further arguments of `openspc serve`
  std::filesystem::path data_dir{};                  ///< empty: a temporary folder of its own
  std::filesystem::path working_dir{};               ///< where `.env` is read; empty: the test's own
  ChildLimits limits{};
  bool wait_until_healthy = true;
  std::chrono::seconds start_deadline{60};
};

class ServerProcess {
 public:
  static constexpr const char* admin_name = "admin";
  static constexpr const char* admin_password = "first-password-1";

  explicit ServerProcess(ServerOptions options = {});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::filesystem::path& data_dir() const { return data_dir_; }
  /// SQLite's file; for what is about that file.
  [[nodiscard]] std::filesystem::path database() const { return data_dir_ / "openspc.db"; }
  [[nodiscard]] StoredData stored() const { return StoredData(database_url_); }
  /// For another server beside this one.
  [[nodiscard]] ServerOptions replica() const;
  [[nodiscard]] std::string log() const;  ///< everything the child wrote so far
  [[nodiscard]] std::size_t resident_bytes() const;
  [[nodiscard]] bool running();

  void kill_hard();          ///< SIGKILL and reap
  void ask_to_stop() const;  ///< SIGTERM, and no waiting
  int stop();                ///< SIGTERM, reap, exit status; a child that does not end in time is killed: -1
  int wait_for_exit();       ///< reap a child that ends by itself, as stop() does
  void start();              ///< start again on the same folder and port
  void allow_file_bytes(std::uint64_t);  ///< lifts ChildLimits::file_bytes of the running child

 private:
  void wait_until_healthy();

  ServerOptions options_;
  TemporaryFolder folder_;
  std::filesystem::path data_dir_;
  std::optional<TestDatabase> own_database_;
  std::string database_url_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

struct CommandResult {
  int status = 0;
  std::string output;  ///< standard output and error
};
/// Runs `openspc ARGUMENTS` to its end, in an environment without OPENSPC_ variables of our own.
CommandResult run_openspc(const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment = {},
                          const std::filesystem::path& working_dir = {}, const ChildLimits& limits = {});

}  // namespace openspc::test
