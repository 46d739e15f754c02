#include "server/broker_child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "base/error.h"
#include "connect/source/tcp_probe.h"
#include "server/free_port.h"

namespace openspc::server {
namespace {

constexpr std::chrono::seconds kPatience{5};

// Debian keeps it where only root's path leads.
std::string find_program() {
  for (const char* path : {"/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"})
    if (::access(path, X_OK) == 0) return path;
  throw base::unavailable("The demo of machines needs the program mosquitto, from the package of that name");
}

}  // namespace

BrokerChild::BrokerChild(const std::filesystem::path& folder) : port_(free_port()) {
  const std::string program = find_program(), configuration = (folder / "mosquitto.conf").string(),
                    log = (folder / "mosquitto.log").string();
  std::ofstream(configuration) << "listener " << port_ << " 127.0.0.1\nallow_anonymous true\npersistence false\n";
  process_ = ::fork();
  if (process_ < 0) throw base::unavailable("The demo's broker cannot be started");
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int file = ::open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::execl(program.c_str(), program.c_str(), "-c", configuration.c_str(), nullptr);
    ::_exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (connect::source::probe_tcp("127.0.0.1", port_, kPatience, [] { return false; }).failure) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_ || std::chrono::steady_clock::now() > deadline)
      throw base::unavailable("The demo's broker does not start; see " + log);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

BrokerChild::~BrokerChild() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace openspc::server
