// WebSocket over real sockets: texts, closing, broken peers, slow peers, many threads.
#include <mutex>

#include "test_server.h"

namespace openspc::net::test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint8_t kText = 1, binary = 2, continuation = 0, close_frame = 8, ping = 9, pong = 10;

class WebSockets : public TestServer {
 protected:
  WebSockets() {
    options.websocket_idle_timeout = 400ms;
    options.websocket_max_queue = 4u << 20;
    router.websocket("/echo", [](WebSocket ws, Request request) -> base::Task<void> {
      if (const std::string* greeting = request.url().find("greet")) ws.send(*greeting);
      while (true) {
        std::optional<std::string> received = co_await ws.receive();
        if (!received || *received == "return") break;
        if (*received == "throw") throw std::runtime_error("secret");
        if (*received == "close") ws.close(4001, "Authentication failed");
        ws.send(std::move(*received));
      }
    });
    router.websocket("/shared", [this](WebSocket ws, Request) -> base::Task<void> {
      {
        const std::lock_guard lock(mutex);
        sockets.push_back(ws);
      }
      while (true) {
        const std::optional<std::string> received = co_await ws.receive();
        if (!received) break;
      }
      ++ended;
    });
    start();
  }
  ~WebSockets() override { sockets.clear(); }

  WebSocket last_socket(std::size_t count) {
    while (true) {
      {
        const std::lock_guard lock(mutex);
        if (sockets.size() >= count) return sockets.back();
      }
      std::this_thread::sleep_for(1ms);
    }
  }

  std::mutex mutex;
  std::vector<WebSocket> sockets;
  std::atomic<int> ended{0};
};

TEST_F(WebSockets, HandshakeIsThatOfTheStandard) {
  const Answer answer = connect().upgrade("/echo");
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(answer.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455, 1.3
  EXPECT_EQ(answer.header("X-Correlation-ID").size(), 32u);
}

TEST_F(WebSockets, TextsAreEchoed) {
  RawClient client = connect();
  ASSERT_EQ(client.upgrade("/echo?greet=hello%20you").status, 101);
  EXPECT_EQ(client.receive_frame()->payload, "hello you");
  for (const std::size_t size : {0u, 1u, 125u, 126u, 65535u, 65536u}) {
    client.send_frame(kText, std::string(size, 'x'));
    const auto frame = client.receive_frame();
    ASSERT_TRUE(frame) << size;
    EXPECT_EQ(frame->opcode, kText);
    EXPECT_EQ(frame->payload.size(), size);
  }
}

TEST_F(WebSockets, FragmentsAreJoinedAroundAPing) {
  RawClient client = connect();
  client.upgrade("/echo");
  client.send_frame(kText, "one ", false);
  client.send_frame(ping, "are you there");
  client.send_frame(continuation, "two");
  const auto answer = client.receive_frame();
  EXPECT_EQ(answer->opcode, pong);
  EXPECT_EQ(answer->payload, "are you there");
  EXPECT_EQ(client.receive_frame()->payload, "one two");
}

TEST_F(WebSockets, AClientMayClose) {
  RawClient client = connect();
  client.upgrade("/echo");
  client.send_frame(close_frame, "\x03\xe8");
  EXPECT_EQ(client.receive_frame()->close_code(), 1000);
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(WebSockets, AHandlerMayCloseWithACodeOfItsOwn) {
  RawClient client = connect();
  client.upgrade("/echo");
  client.send_frame(kText, "close");
  const auto frame = client.receive_frame();
  EXPECT_EQ(frame->close_code(), 4001);
  EXPECT_EQ(frame->payload.substr(2), "Authentication failed");
  client.send_frame(close_frame, frame->payload);
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(WebSockets, QueuedTextsGoOutBeforeTheClose) {
  RawClient client = connect();
  client.upgrade("/shared");
  WebSocket socket = last_socket(1);
  for (int i = 0; i < 10; ++i) socket.send(std::to_string(i));
  socket.close(close_code::kNormal, "");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client.receive_frame()->payload, std::to_string(i));
  EXPECT_EQ(client.receive_frame()->close_code(), 1000);
  EXPECT_FALSE(socket.is_open());
}

TEST_F(WebSockets, AHandlerThatReturnsClosesNormally) {
  RawClient client = connect();
  client.upgrade("/echo");
  client.send_frame(kText, "return");
  EXPECT_EQ(client.receive_frame()->close_code(), 1000);
}

TEST_F(WebSockets, AHandlerThatFailsClosesWithoutItsText) {
  RawClient client = connect();
  client.upgrade("/echo");
  client.send_frame(kText, "throw");
  const auto frame = client.receive_frame();
  EXPECT_EQ(frame->close_code(), 1011);
  EXPECT_EQ(frame->payload.size(), 2u);
}

struct BrokenFrame {
  std::string name;
  std::uint8_t opcode;
  std::string payload;
  bool final = true;
  bool masked = true;
  std::uint8_t reserved = 0;
  int expected_code = 1002;
};

class ProtocolErrors : public WebSockets, public testing::WithParamInterface<BrokenFrame> {};

TEST_P(ProtocolErrors, CloseTheConnectionWithTheirCode) {
  const BrokenFrame& broken = GetParam();
  RawClient client = connect();
  ASSERT_EQ(client.upgrade("/echo").status, 101);
  client.send_frame(broken.opcode, broken.payload, broken.final, broken.masked, broken.reserved);
  const auto frame = client.receive_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->close_code(), broken.expected_code);
  client.send_frame(close_frame, frame->payload);
  EXPECT_TRUE(client.is_closed_within(5s));
  EXPECT_EQ(ask(get_request("/health")).status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Frames, ProtocolErrors,
    testing::Values(BrokenFrame{.name = "Binary", .opcode = binary, .payload = "x", .expected_code = 1003},
                    BrokenFrame{.name = "BadUtf8", .opcode = kText, .payload = "\xff\xfe", .expected_code = 1007},
                    BrokenFrame{
                        .name = "TooLarge", .opcode = kText, .payload = std::string(65537, 'x'), .expected_code = 1009},
                    BrokenFrame{.name = "Unmasked", .opcode = kText, .payload = "x", .masked = false},
                    BrokenFrame{.name = "ReservedBit", .opcode = kText, .payload = "x", .reserved = 4},
                    BrokenFrame{.name = "UnknownOpcode", .opcode = 3, .payload = "x"},
                    BrokenFrame{.name = "ContinuationOfNothing", .opcode = continuation, .payload = "x"},
                    BrokenFrame{.name = "FragmentedPing", .opcode = ping, .payload = "x", .final = false},
                    BrokenFrame{.name = "LongPing", .opcode = ping, .payload = std::string(126, 'x')},
                    BrokenFrame{.name = "CloseOfOneByte", .opcode = close_frame, .payload = "x"}),
    [](const auto& test) { return test.param.name; });

TEST_F(WebSockets, APeerThatVanishesEndsTheHandler) {
  {
    RawClient client = connect();
    client.upgrade("/shared");
    last_socket(1);
  }
  while (ended == 0) std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(last_socket(1).is_open());
}

TEST_F(WebSockets, APeerThatAnswersNoPingIsClosed) {
  RawClient client = connect();
  client.upgrade("/shared");
  EXPECT_EQ(client.receive_frame()->opcode, ping);
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(WebSockets, APeerThatAnswersPingsStays) {
  RawClient client = connect();
  client.upgrade("/echo");
  for (int i = 0; i < 4; ++i) {
    const auto frame = client.receive_frame();
    ASSERT_TRUE(frame);
    ASSERT_EQ(frame->opcode, ping);
    client.send_frame(pong, frame->payload);
  }
  client.send_frame(kText, "still here");
  EXPECT_EQ(client.receive_frame()->payload, "still here");
}

TEST_F(WebSockets, ASlowConsumerIsClosedAndItsQueueDropped) {
  RawClient client = connect();
  client.upgrade("/shared");
  WebSocket socket = last_socket(1);
  const auto message = std::make_shared<const std::string>(256u << 10, 'x');
  for (int i = 0; i < 200 && socket.is_open(); ++i) socket.send(message);
  EXPECT_FALSE(socket.is_open());
  EXPECT_LE(socket.queued_bytes(), options.websocket_max_queue);
  const auto deadline = std::chrono::steady_clock::now() + 15s;
  while (ended == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(ended, 1);
}

TEST_F(WebSockets, ManyThreadsMaySend) {
  RawClient client = connect();
  client.upgrade("/shared");
  WebSocket socket = last_socket(1);
  std::vector<std::thread> senders;
  for (int t = 0; t < 4; ++t) {
    senders.emplace_back([socket]() mutable {
      for (int i = 0; i < 250; ++i) socket.send(std::string(100, 'x'));
    });
  }
  for (int i = 0; i < 1000;) {
    const auto frame = client.receive_frame();
    ASSERT_TRUE(frame);
    if (frame->opcode == kText) {
      EXPECT_EQ(frame->payload.size(), 100u);
      ++i;
    } else if (frame->opcode == ping) {
      client.send_frame(pong, frame->payload);
    }
  }
  for (std::thread& sender : senders) sender.join();
}

TEST_F(WebSockets, SendingAfterTheEndIsIgnored) {
  {
    RawClient client = connect();
    client.upgrade("/shared");
    last_socket(1);
  }
  while (ended == 0) std::this_thread::sleep_for(1ms);
  WebSocket socket = last_socket(1);
  socket.send("nobody listens");
  socket.close(close_code::kNormal, "");
  EXPECT_EQ(socket.queued_bytes(), 0u);
}

TEST_F(WebSockets, PlainAndBrokenHandshakesAreRefused) {
  EXPECT_EQ(ask(get_request("/echo")).status, 404);
  EXPECT_EQ(ask(get_request("/echo", "Upgrade: websocket\r\nConnection: Upgrade\r\n")).status, 400);
  const std::string old =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: x\r\n";
  EXPECT_GE(ask(get_request("/echo", old)).status, 400);
}

}  // namespace
}  // namespace openspc::net::test
