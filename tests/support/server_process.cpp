#include "server_process.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "http_client.h"

extern char** environ;

namespace openspc::test {
namespace {

std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

std::vector<std::string> child_environment(const std::map<std::string, std::string>& extra) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (const auto equals = text.find('='); !text.starts_with("OPENSPC_"))
      variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  variables["OPENSPC_ADMIN_USERNAME"] = ServerProcess::admin_name;
  variables["OPENSPC_ADMIN_PASSWORD"] = ServerProcess::admin_password;
  variables["OPENSPC_DEV_MODE"] = "true";
  for (const auto& [name, value] : extra) variables[name] = value;
  std::vector<std::string> result;
  for (const auto& [name, value] : variables) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "openspc-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(ServerOptions options)
    : options_(std::move(options)),
      data_dir_(options_.data_dir.empty() ? folder_.path() / "data" : options_.data_dir),
      port_(free_port()) {
  std::filesystem::create_directories(data_dir_);
  start();
}

ServerProcess::~ServerProcess() {
  if (running()) stop();
}

void ServerProcess::start() {
  std::vector<std::string> arguments{OPENSPC_BINARY,        "serve",      "--host",          "127.0.0.1", "--port",
                                     std::to_string(port_), "--data-dir", data_dir_.string()};
  arguments.insert(arguments.end(), options_.arguments.begin(), options_.arguments.end());
  auto variables = child_environment(options_.environment);
  const auto argv = pointers(arguments);
  const auto envp = pointers(variables);
  const std::string log_path = (folder_.path() / "server.log").string();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    const int log = ::open(log_path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execve(OPENSPC_BINARY, argv.data(), envp.data());
    ::_exit(127);
  }
  if (options_.wait_until_healthy) wait_until_healthy();
}

void ServerProcess::wait_until_healthy() {
  const auto deadline = std::chrono::steady_clock::now() + options_.start_deadline;
  while (std::chrono::steady_clock::now() < deadline) {
    if (!running()) throw std::runtime_error("the server ended while starting:\n" + log());
    try {
      if (HttpClient(port_).get("/health").status == 200) return;
    } catch (const std::exception&) {
      // The port is not open yet.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the server did not become healthy:\n" + log());
}

std::string ServerProcess::log() const {
  std::ifstream file(folder_.path() / "server.log");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool ServerProcess::running() {
  if (pid_ <= 0) return false;
  if (::waitpid(pid_, nullptr, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

void ServerProcess::kill_hard() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int ServerProcess::stop() {
  if (pid_ <= 0) return -1;
  ::kill(pid_, SIGTERM);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace openspc::test
