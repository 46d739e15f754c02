// How a link waits on its connection.

#include "connect/mqtt/link_task.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/time.h"
#include "connect/mqtt/link_pool.h"
#include "support/peers/loopback_listener.h"

namespace openspc::connect::mqtt {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr int kPatienceMilliseconds = 20'000;

// A broker of MQTT 3.1.1 that lets its one client in and grants its first subscription.
class GrantingBroker {
 public:
  GrantingBroker() : thread_([this](const std::stop_token& stop) { serve(stop); }) {}

  std::uint16_t port() const { return listener_.port(); }

 private:
  void serve(const std::stop_token& stop) const {
    while (!stop.stop_requested()) {
      const auto client = listener_.accept();
      if (!client) continue;
      // A probe of the port hangs up without a word.
      if (answer(*client, "\x20\x02\x00\x00"sv)) answer(*client, "\x90\x03\x00\x01\x01"sv);
      while (!stop.stop_requested() && is_readable(*client, 20) == 0) {
      }
      ::close(*client);
    }
  }

  static int is_readable(int socket, int patience_milliseconds) {
    pollfd file{socket, POLLIN, 0};
    return ::poll(&file, 1, patience_milliseconds);
  }

  static bool answer(int client, std::string_view reply) {
    std::array<char, 1'024> packet{};
    if (is_readable(client, kPatienceMilliseconds) != 1) return false;
    if (::recv(client, packet.data(), packet.size(), 0) <= 0) return false;
    return ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL) > 0;
  }

  test::LoopbackListener listener_;
  std::jthread thread_;
};

TEST(LinkTask, DoesNotWaitForMessagesPastAConfirmationThatIsThere) {
  const GrantingBroker broker;
  const base::SystemClock clock;
  LinkPool pool;
  std::promise<std::size_t> returned;
  LinkTask task({.name = "Hall", .mqtt = {.host = "127.0.0.1", .port = broker.port(), .version = Version::v311}}, pool,
                clock, {.serve = [&](Session& session, bool, const std::stop_token& stop) -> base::Task<void> {
                  session.subscribe("line/1", 1, 0);
                  session.flush();
                  pollfd file{session.socket(), POLLIN, 0};
                  ::poll(&file, 1, kPatienceMilliseconds);
                  std::vector<Message> batch;
                  co_await task.receive(session, batch, 10, 24h);
                  returned.set_value(session.unconfirmed());
                  while (!stop.stop_requested()) co_await task.receive(session, batch, 10, 24h);
                }});
  task.start();

  auto unconfirmed = returned.get_future();
  ASSERT_EQ(unconfirmed.wait_for(std::chrono::milliseconds(kPatienceMilliseconds)), std::future_status::ready);
  EXPECT_EQ(unconfirmed.get(), 0U);
}

}  // namespace
}  // namespace openspc::connect::mqtt
