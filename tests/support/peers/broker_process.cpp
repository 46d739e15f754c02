#include "support/peers/broker_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/server/http_client.h"

namespace openspc::test {
namespace {

constexpr std::chrono::seconds kStartPatience{20};

pid_t launch(const std::string& configuration, const std::string& log) {
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("fork failed");
  if (pid > 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int file = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  // Debian keeps it where only root's path leads.
  for (const char* program : {"/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"})
    ::execl(program, program, "-c", configuration.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

BrokerProcess::BrokerProcess(BrokerOptions options) : port_(free_port()) {
  std::ofstream file(folder_.path() / "mosquitto.conf");
  // As root it would become another user, who may not enter the folder.
  if (::getuid() == 0) file << "user root\n";
  file << "persistence true\npersistence_location " << folder_.path().string() << "/\n"
       << "max_queued_messages 100000\n"
       << "log_type error\nlog_type warning\nlog_type notice\n"
       << options.settings << "listener " << port_ << " 127.0.0.1\n"
       << "allow_anonymous " << (options.anonymous ? "true" : "false") << '\n'
       << options.listener;
  file.close();
  start();
}

BrokerProcess::~BrokerProcess() {
  if (pid_ > 0) kill_hard();
}

std::string BrokerProcess::log() const {
  std::ifstream file(folder_.path() / "mosquitto.log");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void BrokerProcess::kill_hard() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void BrokerProcess::stop() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void BrokerProcess::start() {
  pid_ = launch((folder_.path() / "mosquitto.conf").string(), (folder_.path() / "mosquitto.log").string());
  const auto deadline = std::chrono::steady_clock::now() + kStartPatience;
  while (true) {
    try {
      const RawSocket probe(port_);
      return;
    } catch (const std::exception&) {
      if (::waitpid(pid_, nullptr, WNOHANG) == pid_ || std::chrono::steady_clock::now() > deadline)
        throw std::runtime_error("mosquitto does not start: " + log());
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
}

}  // namespace openspc::test
