#include "support/peers/tcp_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace openspc::test {
namespace {

constexpr int kPollMilliseconds = 50;

/// False at the end of the stream, or when either side is gone.
bool forward(int from, int to, const std::function<void(std::string_view)>& tap) {
  std::array<char, 16'384> buffer{};
  const auto received = ::recv(from, buffer.data(), buffer.size(), 0);
  if (received > 0 && tap) tap({buffer.data(), static_cast<std::size_t>(received)});
  for (ssize_t sent = 0; sent < received;) {
    const auto written = ::send(to, buffer.data() + sent, static_cast<std::size_t>(received - sent), MSG_NOSIGNAL);
    if (written <= 0) return false;
    sent += written;
  }
  return received > 0;
}

}  // namespace

struct TcpProxy::Pair {
  Pair(int client_side, int server_side, std::function<void(std::string_view)> listener)
      : client(client_side), server(server_side), tap(std::move(listener)), thread([this] { run(); }) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    ending = true;
    thread.join();
    ::close(client);
    ::close(server);
  }

  void run() const {
    std::array<pollfd, 2> files{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    while (!ending) {
      if (::poll(files.data(), files.size(), kPollMilliseconds) <= 0) continue;
      if (files[0].revents != 0 && !forward(client, server, tap)) break;
      if (files[1].revents != 0 && !forward(server, client, {})) break;
    }
    // A reset, as a cable that is pulled ends in: what waits to be sent is dropped.
    const linger at_once{1, 0};
    for (const int fd : {client, server}) {
      ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      ::shutdown(fd, SHUT_RDWR);
    }
  }

  int client, server;
  std::function<void(std::string_view)> tap;
  std::atomic<bool> ending = false;
  std::thread thread;
};

TcpProxy::TcpProxy(std::uint16_t target, Tap tap) : target_(target), tap_(std::move(tap)) {
  thread_ = std::thread([this] { accept_forever(); });
}

TcpProxy::~TcpProxy() {
  ending_ = true;
  thread_.join();
}

void TcpProxy::cut() {
  std::vector<std::unique_ptr<Pair>> ended;
  const std::lock_guard lock(mutex_);
  ended.swap(pairs_);
}

void TcpProxy::unplug() {
  unplugged_ = true;
  cut();
}

void TcpProxy::accept_forever() {
  for (int connection = 0; !ending_;) {
    const auto accepted = listener_.accept();
    if (!accepted) continue;
    const int client = *accepted;
    if (unplugged_) {
      ::close(client);
      continue;
    }
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(target_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      ::close(server);
      continue;
    }
    const std::lock_guard lock(mutex_);
    std::function<void(std::string_view)> listen;
    if (tap_) listen = [this, number = connection](std::string_view bytes) { tap_(number, bytes); };
    ++connection;
    pairs_.push_back(std::make_unique<Pair>(client, server, std::move(listen)));
  }
}

}  // namespace openspc::test
