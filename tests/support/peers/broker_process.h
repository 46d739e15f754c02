// A real mosquitto as a child process, on a free port and a folder of its own, with sessions and queued messages kept
// on disk. Construction waits until it listens; destruction ends it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "support/server/server_process.h"

namespace openspc::test {

struct BrokerOptions {
  std::string settings{};  ///< further lines of mosquitto.conf, before the listener's
  std::string listener{};  ///< further lines of the listener: certificates, password file
  bool anonymous = true;
};

class BrokerProcess {
 public:
  explicit BrokerProcess(BrokerOptions options = {});
  ~BrokerProcess();
  BrokerProcess(const BrokerProcess&) = delete;
  BrokerProcess& operator=(const BrokerProcess&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::string log() const;

  void kill_hard();  ///< SIGKILL and reap
  void stop();       ///< SIGTERM and reap: it saves what it holds
  void start();      ///< again, on the same folder and port

 private:
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace openspc::test
