#include "support/peers/peer_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace openspc::test {
namespace {

constexpr std::chrono::seconds kPatience{60};

}  // namespace

PeerProcess::PeerProcess(const std::string& script, const std::vector<std::string>& arguments) {
  std::array<int, 2> input{}, output{};
  if (::pipe(input.data()) != 0 || ::pipe(output.data()) != 0) throw std::runtime_error("there are no pipes left");
  const std::string path = std::string(OPENSPC_PEERS) + '/' + script;
  std::vector<std::string> words{"node", path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(output[1], STDOUT_FILENO);
    for (const int fd : {input[0], input[1], output[0], output[1]}) ::close(fd);
    ::execvp("node", argv.data());
    ::_exit(127);
  }
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  from_ = output[0];
  wait_until_ready();
}

PeerProcess::~PeerProcess() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  ::close(to_);
  ::close(from_);
}

void PeerProcess::tell(const std::string& line) {
  const std::string text = line + '\n';
  if (::write(to_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("the peer does not listen");
}

void PeerProcess::wait_until_ready() {
  std::string said;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (said.find("ready\n") == std::string::npos) {
    pollfd file{from_, POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    std::array<char, 4'096> buffer{};
    if (left.count() <= 0 || ::poll(&file, 1, static_cast<int>(left.count())) <= 0)
      throw std::runtime_error("the peer does not come up: " + said);
    const auto count = ::read(from_, buffer.data(), buffer.size());
    if (count <= 0) throw std::runtime_error("the peer ended: " + said);
    said.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace openspc::test
