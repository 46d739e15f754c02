// Connections that are slow, half closed, crowded or silent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <list>
#include <thread>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kHealth = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

/// Patience of a second, so that a test can outwait it.
ServerOptions impatient() {
  return {.environment = {
              {"OPENSPC_HEADER_TIMEOUT", "1"}, {"OPENSPC_BODY_TIMEOUT", "1"}, {"OPENSPC_KEEP_ALIVE_TIMEOUT", "1"}}};
}

class SlowClient : public testing::Test {
 protected:
  /// Sends the text byte by byte until the server has had enough.
  static std::string drip(RawSocket& socket, std::string_view text) {
    for (const char c : text) {
      if (!socket.try_send({&c, 1})) break;
      if (const std::string answer = socket.receive_some(100ms); !answer.empty())
        return answer + socket.receive_until_closed();
    }
    return socket.receive_until_closed();
  }

  ServerProcess server{impatient()};
};

TEST_F(SlowClient, WithASlowHeaderIsToldSoAndCutOff) {
  RawSocket socket(server.port());
  const std::string answer = drip(socket, "GET /health HTTP/1.1\r\nHost: " + std::string(1000, 'x'));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(answer, HasSubstr("{\"detail\":\""));
}

TEST_F(SlowClient, WithASlowBodyIsToldSoAndCutOff) {
  RawSocket socket(server.port());
  socket.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
  EXPECT_THAT(drip(socket, std::string(1000, ' ')), StartsWith("HTTP/1.1 408"));
}

TEST_F(SlowClient, ThatSaysNothingIsCutOff) {
  RawSocket socket(server.port());
  EXPECT_TRUE(socket.closed_by_peer(10s));
}

TEST_F(SlowClient, ThatStaysIdleAfterAnAnswerIsCutOff) {
  RawSocket socket(server.port());
  socket.send(kHealth);
  ASSERT_THAT(socket.receive_until("}"), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(socket.closed_by_peer(10s));
}

TEST(SlowClients, DoNotDelayOthers) {
  const ServerProcess server({.environment = {{"OPENSPC_HEADER_TIMEOUT", "60"}}});
  std::list<RawSocket> slow;
  for (int i = 0; i < 100; ++i) slow.emplace_back(server.port()).send("GET /hea");
  const auto start = Clock::now();
  EXPECT_EQ(HttpClient(server.port()).get("/health").status, 200);
  EXPECT_LT(Clock::now() - start, 5s);
}

class Connections : public testing::Test {
 protected:
  Workshop shop;
  [[nodiscard]] std::uint16_t port() const { return shop.server.port(); }
};

TEST_F(Connections, HalfClosedAfterTheRequestStillGetTheAnswer) {
  RawSocket socket(port());
  socket.send(kHealth);
  socket.finish_sending();
  EXPECT_THAT(socket.receive_until_closed(), HasSubstr("healthy"));
}

TEST_F(Connections, HalfClosedInTheMiddleOfARequestAreClosed) {
  RawSocket socket(port());
  socket.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  socket.finish_sending();
  EXPECT_TRUE(socket.closed_by_peer(10s));
}

TEST_F(Connections, ClosedWithoutReadingTheAnswerHarmNobody) {
  for (int i = 0; i < 200; ++i) RawSocket(port()).send(kHealth);
  EXPECT_EQ(HttpClient(port()).get("/health").status, 200);
}

TEST_F(Connections, ClosedByResetInTheMiddleOfASubmissionHarmNobody) {
  const auto characteristic = shop.new_characteristic();
  const auto body = boost::json::serialize(sample_of(characteristic, {1}));
  for (int i = 0; i < 100; ++i) {
    RawSocket(port()).send("POST /api/v1/samples/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + shop.admin.token +
                           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  shop.submit(characteristic, {2});
}

/// Sixty clients that each send most of a body of 12 MiB; the largest memory of the server meanwhile.
std::size_t memory_under_uploads(Workshop& shop, const std::string& target, const std::string& headers) {
  const std::string head = "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers;
  const std::string block(1U << 20, '[');
  std::list<RawSocket> clients;
  std::size_t largest = 0;
  for (int i = 0; i < 60; ++i) {
    RawSocket& client = clients.emplace_back(shop.server.port());
    bool open = client.try_send(head + "Content-Length: " + std::to_string(12 * block.size()) + "\r\n\r\n");
    for (int sent = 0; sent < 11 && open; ++sent) open = client.try_send(block);
    largest = std::max(largest, shop.server.resident_bytes());
  }
  return largest;
}

TEST_F(Connections, SixtyLargeUploadsOfAStrangerTakeNoMemory) {
  const std::size_t before = shop.server.resident_bytes();
  for (const auto* target : {"/api/v1/auth/login", "/api/v1/samples/", "/api/v1/nothing"})
    EXPECT_LT(memory_under_uploads(shop, target, ""), before + (40U << 20)) << target;
}

TEST_F(Connections, SixtyLargeUploadsOfAKnownCallerTakeNoMoreThanTheirBudget) {
  const std::size_t before = shop.server.resident_bytes();
  const std::string token = "Authorization: Bearer " + shop.admin.token + "\r\n";
  EXPECT_LT(memory_under_uploads(shop, "/api/v1/samples/", token), before + (100U << 20));
  shop.submit(shop.new_characteristic(), {1});
}

TEST_F(Connections, WhoFindsNoRoomForABodyIsToldWhenToComeAgain) {
  const ServerProcess small({.environment = {{"OPENSPC_MAX_BYTES_IN_FLIGHT", "1048576"}}});
  HttpClient admin(small.port());
  admin.sign_in(ServerProcess::admin_name, ServerProcess::admin_password);
  const std::string head = "POST /api/v1/samples/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + admin.token +
                           "\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n";
  RawSocket first(small.port());
  first.send(head);
  ASSERT_THAT(first.receive_until("\r\n\r\n"), HasSubstr("100 Continue"));  // it has the room
  RawSocket second(small.port());
  second.send(head);
  const std::string answer = second.receive_until("}");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
}

TEST_F(Connections, OnePersonsPasswordChangesKeepNobodyFromSigningIn) {
  shop.add_user("other", "operator", shop.plant);
  std::atomic<bool> enough = false;
  std::vector<std::jthread> crowd;
  for (int i = 0; i < 70; ++i) {
    crowd.emplace_back([&] {
      HttpClient client(port());
      client.token = shop.admin.token;
      const boost::json::value wish{{"current_password", ServerProcess::admin_password},
                                    {"new_password", ServerProcess::admin_password}};
      while (!enough) client.post("/api/v1/auth/change-password", wish);
    });
  }
  HttpClient other(port());
  for (int i = 0; i < 5; ++i) {
    const Reply reply =
        other.post("/api/v1/auth/login", {{"username", "other"}, {"password", ServerProcess::admin_password}});
    EXPECT_EQ(reply.status, 200) << reply.body;
  }
  enough = true;
}

TEST_F(Connections, PipelinedRequestsAreAnsweredInOrder) {
  RawSocket socket(port());
  std::string requests;
  for (int i = 0; i < 50; ++i)
    requests += "GET /health HTTP/1.1\r\nHost: x\r\nX-Correlation-ID: turn-" + std::to_string(i) + "\r\n" +
                (i == 49 ? "Connection: close\r\n" : "") + "\r\n";
  socket.send(requests);
  const std::string answers = socket.receive_until_closed();
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = answers.find("turn-" + std::to_string(i) + "\r\n", at);
    ASSERT_NE(at, std::string::npos) << "answer " << i;
  }
}

TEST_F(Connections, AnOldClientGetsAnAnswerAndAnEnd) {
  RawSocket socket(port());
  socket.send("GET /health HTTP/1.0\r\n\r\n");
  const std::string answer = socket.receive_until_closed();
  EXPECT_THAT(answer, HasSubstr(" 200 "));
  EXPECT_THAT(answer, HasSubstr("healthy"));
}

TEST_F(Connections, AClientThatAsksFirstIsToldToContinue) {
  RawSocket socket(port());
  socket.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(socket.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  socket.send("{}");
  EXPECT_THAT(socket.receive_until("]}"), StartsWith("HTTP/1.1 422"));
}

TEST_F(Connections, AReaderThatDoesNotReadALargeAnswerIsKeptFromGrowingTheServer) {
  const auto characteristic = shop.new_characteristic();
  boost::json::array samples;
  for (int i = 0; i < 1000; ++i) samples.emplace_back(boost::json::object{{"measurements", {i}}});
  require(shop.admin.post("/api/v1/samples/batch", {{"characteristic_id", characteristic}, {"samples", samples}}), 200);
  const std::string request = "GET " + path("/api/v1/characteristics/", characteristic, "/chart-data?limit=1000") +
                              " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + shop.admin.token + "\r\n\r\n";
  std::list<RawSocket> greedy;
  for (int i = 0; i < 20; ++i) greedy.emplace_back(port());
  const auto before = shop.server.resident_bytes();
  for (auto& socket : greedy)
    for (int i = 0; i < 20; ++i) socket.send(request);
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(shop.admin.get("/").status, 200);
  EXPECT_LT(shop.server.resident_bytes(), before + (400U << 20U)) << "answers wait for their reader, one at a time";
}

/// Lets this process and its children have so many files open; false when the system's hard limit forbids it.
bool allow_open_files(rlim_t wanted) {
  rlimit both{};
  ::getrlimit(RLIMIT_NOFILE, &both);
  if (both.rlim_max < wanted) return false;
  both.rlim_cur = wanted;
  return ::setrlimit(RLIMIT_NOFILE, &both) == 0;
}

TEST(Crowd, OfTenThousandSilentConnectionsIsBorneAndCutOff) {
  constexpr int crowd = 10'000;
  if (!allow_open_files(crowd + 500)) GTEST_SKIP() << "the hard limit of open files is below " << crowd + 500;
  constexpr auto patience = 10s;
  ServerProcess server({.environment = {{"OPENSPC_HEADER_TIMEOUT", "10"}}, .limits = {.open_files = crowd + 500}});
  const auto before = server.resident_bytes();
  std::list<RawSocket> silent;
  for (int i = 0; i < crowd; ++i) silent.emplace_back(server.port());
  const auto begun = Clock::now();

  EXPECT_EQ(HttpClient(server.port()).get("/health").status, 200);
  EXPECT_LT(Clock::now() - begun, 5s);
  EXPECT_LT(server.resident_bytes(), before + crowd * (64U << 10U)) << "at most 64 KiB for a silent connection";

  const auto closed = [&](RawSocket& socket) { return socket.closed_by_peer(3 * patience); };
  EXPECT_TRUE(std::all_of(silent.begin(), silent.end(), closed));
  EXPECT_EQ(HttpClient(server.port()).get("/health").status, 200);
}

}  // namespace
}  // namespace openspc::test
