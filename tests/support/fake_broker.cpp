#include "support/fake_broker.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace openspc::test {
namespace {

constexpr int poll_milliseconds = 50;
constexpr int patience_milliseconds = 2'000;

}  // namespace

FakeBroker::FakeBroker(Answer answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener_, SOMAXCONN) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw std::runtime_error("the fake broker cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FakeBroker::~FakeBroker() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
}

void FakeBroker::serve() {
  std::vector<int> open;
  while (!ending_) {
    pollfd file{listener_, POLLIN, 0};
    if (::poll(&file, 1, poll_milliseconds) <= 0) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    std::array<char, 4'096> buffer{};
    pollfd readable{client, POLLIN, 0};
    // A probe of the port sends nothing and goes away.
    const auto received =
        ::poll(&readable, 1, patience_milliseconds) > 0 ? ::recv(client, buffer.data(), buffer.size(), 0) : 0;
    if (received <= 0) {
      ::close(client);
      continue;
    }
    ++visits_;
    const auto reply = answer_(std::string(buffer.data(), static_cast<std::size_t>(received)));
    if (!reply) {
      ::close(client);
      continue;
    }
    ::send(client, reply->data(), reply->size(), MSG_NOSIGNAL);
    open.push_back(client);
  }
  for (const int client : open) ::close(client);
}

}  // namespace openspc::test
