#include "server_process.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "http_client.h"

extern char** environ;

namespace openspc::test {
namespace {

std::vector<std::string> child_environment(const std::map<std::string, std::string>& ours) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (const auto equals = text.find('='); !text.starts_with("OPENSPC_"))
      variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const auto& [name, value] : ours) variables[name] = value;
  std::vector<std::string> result;
  for (const auto& [name, value] : variables) result.push_back(name + "=" + value);
  return result;
}

/// The server under test: that of this build, or another build's (the sanitized one) where the environment names it.
std::string binary() {
  const char* other = std::getenv("TEST_OPENSPC_BINARY");
  return other != nullptr ? other : OPENSPC_BINARY;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// In the child, between fork and exec.
void starve(const ChildLimits& limits) {
  const auto limit = [](auto resource, std::uint64_t value) {
    rlimit both{};
    ::getrlimit(resource, &both);
    both.rlim_cur = value;
    ::setrlimit(resource, &both);
  };
  if (limits.open_files) {
    const rlimit most{*limits.open_files, *limits.open_files};  // the server raises the soft limit to the hard one
    ::setrlimit(RLIMIT_NOFILE, &most);
  }
  if (limits.file_bytes) {
    ::signal(SIGXFSZ, SIG_IGN);  // survives exec: the write fails and the process lives
    limit(RLIMIT_FSIZE, *limits.file_bytes);
  }
  if (limits.obeys_permissions) {
    for (const auto capability : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
}

pid_t launch(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment,
             const std::filesystem::path& working_dir, const ChildLimits& limits, const std::string& log_path) {
  arguments.insert(arguments.begin(), binary());
  auto variables = child_environment(environment);
  const auto argv = pointers(arguments);
  const auto envp = pointers(variables);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("fork failed");
  if (pid > 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
  const int log = ::open(log_path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  if (!working_dir.empty() && ::chdir(working_dir.c_str()) != 0) ::_exit(127);
  starve(limits);
  ::execve(argv.front(), argv.data(), envp.data());
  ::_exit(127);
}

int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reaps the child; one that hangs is killed, so that a test fails instead of waiting for ever.
int reap(pid_t pid, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return exit_status(status);
}

constexpr std::chrono::seconds kStopPatience{60};

}  // namespace

namespace {

/// A port that this program has to itself among tests: a file's lock, which ends with the program however it ends.
class ReservedPort {
 public:
  explicit ReservedPort(std::uint16_t port) {
    const std::filesystem::path folder = "/tmp/openspc-test-ports";  // of all programs, whatever their TMPDIR
    std::filesystem::create_directories(folder);
    lock_ = ::open((folder / std::to_string(port)).c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    is_ours_ = lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
  }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  ~ReservedPort() {
    if (lock_ >= 0) ::close(lock_);
  }
  [[nodiscard]] bool is_ours() const { return is_ours_; }

 private:
  int lock_ = -1;
  bool is_ours_ = false;
};

bool can_listen_on(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool can = fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  if (fd >= 0) ::close(fd);
  return can;
}

}  // namespace

std::uint16_t free_port() {
  // Below those that the kernel gives connections: one of these could take it before a server listens, or while it is
  // started anew.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static std::mt19937 chance(std::random_device{}());
  std::uniform_int_distribution<int> some(10'000, 32'000);
  static std::deque<std::unique_ptr<ReservedPort>> reserved;
  constexpr std::size_t kMostReserved = 200;
  for (int tried = 0; tried < 1'000; ++tried) {
    const auto port = static_cast<std::uint16_t>(some(chance));
    auto reservation = std::make_unique<ReservedPort>(port);
    if (!reservation->is_ours() || !can_listen_on(port)) continue;
    reserved.push_back(std::move(reservation));
    if (reserved.size() > kMostReserved) reserved.pop_front();
    return port;
  }
  throw std::runtime_error("no free port");
}

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
  if (const auto given = options_.environment.find("OPENSPC_DATABASE_URL"); given != options_.environment.end()) {
    database_url_ = given->second;
  } else {
    database_url_ = own_database_.emplace(database()).url();
    // A file in the data folder is found without being told.
    if (chosen_database() != db::DialectKind::sqlite) options_.environment["OPENSPC_DATABASE_URL"] = database_url_;
  }
  start();
}

ServerProcess::~ServerProcess() {
  if (running()) stop();
}

void ServerProcess::start() {
  std::vector<std::string> arguments{"serve",      "--host",          "127.0.0.1", "--port", std::to_string(port_),
                                     "--data-dir", data_dir_.string()};
  arguments.insert(arguments.end(), options_.arguments.begin(), options_.arguments.end());
  std::map<std::string, std::string> environment{
      {"OPENSPC_ADMIN_USERNAME", admin_name}, {"OPENSPC_ADMIN_PASSWORD", admin_password}, {"OPENSPC_DEV_MODE", "true"}};
  for (const auto& [name, value] : options_.environment) environment[name] = value;
  pid_ = launch(std::move(arguments), environment, options_.working_dir, options_.limits,
                (folder_.path() / "server.log").string());
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

ServerOptions ServerProcess::replica() const {
  return {.environment = {{"OPENSPC_DATABASE_URL", database_url_}}, .data_dir = data_dir_};
}

std::string ServerProcess::log() const {
  return text_of(folder_.path() / "server.log");
}

std::size_t ServerProcess::resident_bytes() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
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

void ServerProcess::ask_to_stop() const {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
}

int ServerProcess::stop() {
  ask_to_stop();
  return wait_for_exit();
}

int ServerProcess::wait_for_exit() {
  if (pid_ <= 0) return -1;
  const int status = reap(pid_, kStopPatience);
  pid_ = -1;
  return status;
}

void ServerProcess::allow_file_bytes(std::uint64_t bytes) {
  rlimit both{};
  ::prlimit(pid_, RLIMIT_FSIZE, nullptr, &both);
  both.rlim_cur = bytes;
  if (::prlimit(pid_, RLIMIT_FSIZE, &both, nullptr) != 0) throw std::runtime_error("prlimit failed");
}

CommandResult run_openspc(const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment,
                          const std::filesystem::path& working_dir, const ChildLimits& limits) {
  const TemporaryFolder folder;
  const auto log = folder.path() / "output";
  const pid_t pid = launch(arguments, environment, working_dir, limits, log.string());
  const int status = reap(pid, kStopPatience);
  return {status, text_of(log)};
}

}  // namespace openspc::test
