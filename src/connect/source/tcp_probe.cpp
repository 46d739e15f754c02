#include "connect/source/tcp_probe.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/reachable.h"

namespace openspc::connect::source {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kCancelCheck{200};

class Socket {
 public:
  explicit Socket(const addrinfo& address)
      : fd_(::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::string text_of(int error) {
  return std::strerror(error);  // NOLINT(concurrency-mt-unsafe)
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

std::optional<std::string> try_address(const addrinfo& address, steady_clock::time_point deadline,
                                       const std::function<bool()>& cancelled) {
  const Socket socket(address);
  if (socket.fd() < 0) return text_of(errno);
  if (::connect(socket.fd(), address.ai_addr, address.ai_addrlen) == 0) return std::nullopt;
  if (errno != EINPROGRESS) return text_of(errno);
  while (steady_clock::now() < deadline) {
    if (cancelled()) return "interrupted";
    pollfd file{socket.fd(), POLLOUT, 0};
    if (::poll(&file, 1, static_cast<int>(kCancelCheck.count())) <= 0) continue;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0) return std::nullopt;
    return text_of(error);
  }
  return "nobody answers";
}

}  // namespace

TcpProbe probe_tcp(const std::string& host, std::uint16_t port, milliseconds patience,
                   const std::function<bool()>& cancelled) {
  const auto deadline = steady_clock::now() + patience;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0)
    return {.failure = fmt::format("{}: {}", host, ::gai_strerror(error))};
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  std::optional<std::string> failure;
  for (const addrinfo* address = addresses.get(); address != nullptr; address = address->ai_next) {
    if (const auto ban = base::ban_on(*address->ai_addr)) return {.failure = fmt::format("{}: {}", host, *ban)};
    failure = try_address(*address, deadline, cancelled);
    if (!failure) return {.address = base::numeric_host(*address->ai_addr)};
  }
  return {.failure = fmt::format("{}:{}: {}", host, port, failure.value_or("no address"))};
}

}  // namespace openspc::connect::source
