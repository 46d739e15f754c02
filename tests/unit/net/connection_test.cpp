// Connections: keep-alive, pipelining, time-outs, sizes, half-closed sockets, crowds.
#include "test_server.h"

namespace openspc::net::test {
namespace {

using namespace std::chrono_literals;

class Connections : public TestServer {
 protected:
  Connections() {
    options.header_timeout = 300ms;
    options.body_timeout = 300ms;
    options.keep_alive_timeout = 600ms;
    options.write_timeout = 500ms;
    options.max_header_bytes = 4096;
    options.max_body_bytes = 100'000;
    options.max_connections = 50;
    start();
  }
};

TEST_F(Connections, StayOpenBetweenRequests) {
  RawClient client = connect();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.exchange(get_request("/health")).status, 200);
}

TEST_F(Connections, CloseWhenAsked) {
  RawClient client = connect();
  const Answer answer = client.exchange(get_request("/health", "Connection: close\r\n"));
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(Connections, OldHttpClosesUnlessItAsksNotTo) {
  RawClient closing = connect();
  EXPECT_EQ(closing.exchange("GET /health HTTP/1.0\r\n\r\n").status, 200);
  EXPECT_TRUE(closing.is_closed_within(5s));
  RawClient staying = connect();
  EXPECT_EQ(staying.exchange("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"),
            "keep-alive");
  EXPECT_EQ(staying.exchange("GET /health HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(Connections, PipelinedRequestsAreAnsweredInOrder) {
  RawClient client = connect();
  std::string bytes;
  for (int i = 0; i < 20; ++i) {
    bytes += get_request("/things/" + std::to_string(i) + "?limit=" + std::to_string(i + 1), token("good"));
    bytes += request_with_body("POST", "/things/", R"({"name":"n)" + std::to_string(i) + "\"}", token("good"));
  }
  client.send(bytes);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client.receive().body, R"({"name":"good0","size":)" + std::to_string(i + 1) + "}");
    EXPECT_EQ(client.receive().body, R"({"name":"n)" + std::to_string(i) + R"(","size":null})");
  }
}

TEST_F(Connections, BytesMayArriveOneByOne) {
  RawClient client = connect();
  for (const char c : request_with_body("POST", "/things/", R"({"name":"x"})", token("good"))) client.send({&c, 1});
  EXPECT_EQ(client.receive().status, 201);
}

TEST_F(Connections, ChunkedBodies) {
  const std::string chunked = "POST /things/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + token("good") +
                              "\r\n5\r\n{\"nam\r\n7\r\ne\":\"x\"}\r\n0\r\n\r\n";
  RawClient client = connect();
  EXPECT_EQ(client.exchange(chunked).status, 201);
  EXPECT_EQ(client.exchange(get_request("/health")).status, 200);
}

TEST_F(Connections, AHalfClosedClientStillGetsItsAnswer) {
  RawClient client = connect();
  client.send(get_request("/slow"));
  client.finish_sending();
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(Connections, AClientThatLeavesMidwayHarmsNobody) {
  for (const std::string& part :
       {std::string("GET /hea"), std::string("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{"),
        get_request("/slow")}) {
    RawClient client = connect();
    client.send(part);
  }
  EXPECT_EQ(ask(get_request("/health")).status, 200);
}

TEST_F(Connections, ASlowHeadIsTimedOut) {
  RawClient client = connect();
  client.send("GET /health HTTP/1.1\r\nHost: a\r\n");
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(Connections, DrippingBytesDoNotProlongTheHead) {
  RawClient client = connect();
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 100 && std::chrono::steady_clock::now() - begun < 2s; ++i) {
    client.send("a");
    std::this_thread::sleep_for(20ms);
    if (client.is_closed_within(1ms)) break;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
}

TEST_F(Connections, ASlowBodyIsTimedOut) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{\"name\"");
  EXPECT_EQ(client.receive().status, 408);
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(Connections, IdleOnesAreClosedSilently) {
  RawClient fresh = connect();
  RawClient used = connect();
  EXPECT_EQ(used.exchange(get_request("/health")).status, 200);
  EXPECT_EQ(fresh.receive().status, 0);
  EXPECT_EQ(used.receive().status, 0);
}

TEST_F(Connections, ASlowHandlerIsNotTimedOut) {
  EXPECT_EQ(ask(get_request("/slow")).status, 200);
}

TEST_F(Connections, AClientThatDoesNotReadIsCutOff) {
  RawClient client = connect();
  for (int i = 0; i < 4; ++i) client.send(get_request("/large"));
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (server().connections() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(server().connections(), 0u);
}

TEST_F(Connections, LargeAnswersArriveWhole) {
  const Answer answer = ask(get_request("/large"));
  EXPECT_EQ(answer.body.size(), 8u << 20);
}

TEST_F(Connections, ABodyTooLargeIsRefusedBeforeItIsRead) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_NE(answer.body.find("\"detail\""), std::string::npos);
}

TEST_F(Connections, TheRefusalArrivesAlthoughTheClientIsStillSending) {
  RawClient client = connect();
  client.send(request_with_body("POST", "/things/", std::string(2'000'000, ' ')));
  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(Connections, ChunkedBodiesHaveTheSameLimit) {
  RawClient client = connect();
  std::string bytes = "POST /things/ HTTP/1.1\r\nHost: a\r\n" + token("good") + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 30; ++i) bytes += "1000\r\n" + std::string(4096, ' ') + "\r\n";
  client.send(bytes);
  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(Connections, ALargeBodyOfAStrangerIsRefusedBeforeItIsRead) {
  const std::string length = "Content-Length: 70000\r\n";
  RawClient nobody = connect();
  nobody.send("POST /things/ HTTP/1.1\r\nHost: a\r\n" + length + "\r\n");
  EXPECT_EQ(nobody.receive().status, 401);
  RawClient weak = connect();
  weak.send("POST /things/ HTTP/1.1\r\nHost: a\r\n" + token("weak") + length + "\r\n");
  EXPECT_EQ(weak.receive().status, 403);
  RawClient visitor = connect();
  visitor.send("POST /login HTTP/1.1\r\nHost: a\r\n" + length + "\r\n");
  EXPECT_EQ(visitor.receive().status, 413) << "a public route knows nobody";
  RawClient lost = connect();
  lost.send("POST /nowhere HTTP/1.1\r\nHost: a\r\n" + length + "\r\n");
  EXPECT_EQ(lost.receive().status, 413);
}

TEST_F(Connections, AStrangerIsNotReadChunkByChunk) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(client.receive().status, 401);
}

TEST_F(Connections, ALargeBodyOfAKnownCallerIsRead) {
  const std::string body = R"({"name":"x","size":)" + std::string(70'000, ' ') + "1}";
  EXPECT_EQ(ask(request_with_body("POST", "/things/", body, token("good"))).status, 201);
}

class Crowded : public TestServer {
 protected:
  Crowded() {
    options.max_bytes_in_flight = 100'000;
    start();
  }
};

TEST_F(Crowded, WhoFindsNoRoomIsToldToComeAgainAndFindsItLater) {
  const std::string head = "POST /things/ HTTP/1.1\r\nHost: a\r\n" + token("good") + "Content-Length: 80000\r\n\r\n";
  RawClient first = connect();
  first.send(head.substr(0, head.size() - 2) + "Expect: 100-continue\r\n\r\n");
  ASSERT_EQ(first.receive(true).status, 100) << "it has the room";
  first.send("{");
  RawClient second = connect();
  second.send(head);
  const Answer refused = second.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  first.send(std::string(79'999, ' '));
  EXPECT_EQ(first.receive().status, 422) << "its own share was not taken away";
  std::vector<std::unique_ptr<RawClient>> crowd;
  std::string body = R"({"name":"x","ignored":[1)";
  for (int i = 0; i < 5000; ++i) body += ",1";  // as a document it is larger than the budget
  body += "]}";
  for (int i = 0; i < 3; ++i) {
    crowd.push_back(std::make_unique<RawClient>(server().port()));
    crowd.back()->send(request_with_body("POST", "/things/", body, token("good")));
  }
  for (const auto& client : crowd) EXPECT_EQ(client->receive().status, 201) << "documents wait for one another";
  EXPECT_EQ(ask(request_with_body("POST", "/things/", std::string(80'000, ' '), token("good"))).status, 422);
}

TEST_F(Connections, ARouteMayHaveALimitOfItsOwn) {
  EXPECT_EQ(ask(request_with_body("POST", "/limited", std::string(101, ' '))).status, 413);
}

TEST_F(Connections, AHeadTooLargeIsRefused) {
  EXPECT_EQ(ask(get_request("/health", "X-A: " + std::string(5000, 'a') + "\r\n")).status, 431);
  EXPECT_EQ(ask(get_request("/" + std::string(5000, 'a'))).status, 431);
}

TEST_F(Connections, AmbiguousFramingIsRefused) {
  RawClient client = connect();
  const Answer answer = client.exchange(
      "POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
      "/health HTTP/1.1\r\n\r\n");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(client.receive().status, 0) << "nothing behind it may be taken for a request";
}

TEST_F(Connections, GarbageIsRefused) {
  EXPECT_EQ(ask("\x16\x03\x01 not http at all\r\n\r\n").status, 400);
  EXPECT_EQ(ask("GET /health HTTP/1.1\r\n\r\n").status, 400) << "no Host";
}

TEST_F(Connections, ExpectContinueIsAnswered) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nExpect: 100-continue\r\n" + token("good") +
              "\r\n");
  EXPECT_EQ(client.receive().status, 100);
  EXPECT_EQ(client.exchange(R"({"name":"x"})").status, 201);
}

TEST_F(Connections, ExpectContinueOfABodyTooLargeIsNotEncouraged) {
  RawClient client = connect();
  client.send("POST /things/ HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(Connections, BeyondTheMostTheyAreTurnedAway) {
  std::vector<std::unique_ptr<RawClient>> crowd;
  for (std::size_t i = 0; i < options.max_connections; ++i)
    crowd.push_back(std::make_unique<RawClient>(server().port()));
  while (server().connections() < options.max_connections) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(connect().receive().status, 503);
}

TEST_F(Connections, OpenAndCloseLeavesNothingBehind) {
  for (int i = 0; i < 200; ++i) ask(get_request("/health"));
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (server().connections() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(server().connections(), 0u);
}

}  // namespace
}  // namespace openspc::net::test
