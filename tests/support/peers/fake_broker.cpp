#include "support/peers/fake_broker.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace openspc::test {
namespace {

constexpr int kPatienceMilliseconds = 2'000;

}  // namespace

FakeBroker::FakeBroker(Answer answer) : answer_(std::move(answer)) {
  thread_ = std::thread([this] { serve(); });
}

FakeBroker::~FakeBroker() {
  ending_ = true;
  thread_.join();
}

void FakeBroker::serve() {
  std::vector<int> open;
  while (!ending_) {
    const auto accepted = listener_.accept();
    if (!accepted) continue;
    const int client = *accepted;
    std::array<char, 4'096> buffer{};
    pollfd readable{client, POLLIN, 0};
    // A probe of the port sends nothing and goes away.
    const auto received =
        ::poll(&readable, 1, kPatienceMilliseconds) > 0 ? ::recv(client, buffer.data(), buffer.size(), 0) : 0;
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
