// A real openspc server as a child process, on a free port and a folder of its own, for API tests. One thread uses one
// object. Construction waits until /health answers; destruction stops the child gracefully and removes the folder it
// made.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace openspc::test {

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

struct ServerOptions {
  std::map<std::string, std::string> environment{};  ///< added to and overriding the defaults below
  std::vector<std::string> arguments{};              ///< further arguments of `openspc serve`
  std::filesystem::path data_dir{};                  ///< empty: a temporary folder of its own
  bool wait_until_healthy = true;
  std::chrono::seconds start_deadline{30};
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
  [[nodiscard]] std::filesystem::path database() const { return data_dir_ / "openspc.db"; }
  [[nodiscard]] std::string log() const;  ///< everything the child wrote so far
  [[nodiscard]] bool running();

  void kill_hard();  ///< SIGKILL and reap
  int stop();        ///< SIGTERM, reap, exit status
  void start();      ///< start again on the same folder and port

 private:
  void wait_until_healthy();

  ServerOptions options_;
  TemporaryFolder folder_;
  std::filesystem::path data_dir_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace openspc::test
