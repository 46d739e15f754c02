// Stopping: nobody new, whoever is being served is served to the end, the rest is sent away.
#include "test_server.h"

namespace openspc::net::test {
namespace {

using namespace std::chrono_literals;

class Stopping : public TestServer {
 protected:
  Stopping() {
    router.websocket("/ws", [](WebSocket ws, Request) -> base::Task<void> {
      while (true) {
        const std::optional<std::string> text = co_await ws.receive();
        if (!text) break;
      }
    });
    start();
  }

  void wait_until_handled(int count) const {
    while (handled < count) std::this_thread::sleep_for(1ms);
  }
};

TEST_F(Stopping, RunningRequestsAreFinished) {
  RawClient client = connect();
  client.send(get_request("/slow"));
  wait_until_handled(1);
  stop(5s);
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST_F(Stopping, IdleConnectionsAreClosedAtOnce) {
  RawClient idle = connect();
  EXPECT_EQ(idle.exchange(get_request("/health")).status, 200);
  const auto begun = std::chrono::steady_clock::now();
  stop(5s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  EXPECT_TRUE(idle.is_closed_within(1s));
}

TEST_F(Stopping, NobodyNewIsAccepted) {
  const std::uint16_t port = server().port();
  stop(1s);
  try {
    RawClient late(port);
    EXPECT_EQ(late.exchange(get_request("/health")).status, 0);
  } catch (const std::runtime_error&) {
    SUCCEED();
  }
}

TEST_F(Stopping, WhoOutlastsTheDeadlineIsCutOff) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{");
  std::this_thread::sleep_for(50ms);
  const auto begun = std::chrono::steady_clock::now();
  stop(200ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 4s);
  EXPECT_TRUE(client.is_closed_within(1s));
}

TEST_F(Stopping, WebSocketsAreToldThatTheServerGoesAway) {
  RawClient client = connect();
  ASSERT_EQ(client.upgrade("/ws").status, 101);
  std::thread stopper([this] { stop(5s); });
  const auto frame = client.receive_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->close_code(), 1001);
  client.send_frame(8, frame->payload);
  stopper.join();
  EXPECT_TRUE(client.is_closed_within(1s));
}

TEST(Starting, OnATakenPortIsAnError) {
  boost::asio::io_context io;
  TestAuthenticator authenticator;
  const base::SystemClock clock;
  Server first(io, {}, Router(), authenticator, clock);
  first.start();
  ServerOptions same;
  same.port = first.port();
  Server second(io, same, Router(), authenticator, clock);
  EXPECT_THROW(second.start(), base::Error);
}

}  // namespace
}  // namespace openspc::net::test
