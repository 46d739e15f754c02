// Requests that break HTTP, or that two readers could take for different requests. Each gets one refusal and the
// connection ends: nothing that follows on it is believed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using testing::StartsWith;

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

class HostileRequest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shop_ = std::make_unique<Workshop>(); }
  static void TearDownTestSuite() { shop_.reset(); }
  void TearDown() override {
    ASSERT_TRUE(shop_->server.running()) << shop_->server.log();
    EXPECT_EQ(HttpClient(port()).get("/health").status, 200);
  }

  static std::uint16_t port() { return shop_->server.port(); }
  static std::string ask(std::string_view bytes) {
    RawSocket socket(port());
    socket.send(bytes);
    return socket.receive_until_closed();
  }
  static void expect_one_refusal(const std::string& answer, std::string_view status) {
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::string(status)));
    EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << "what follows a refused request must not be answered: " << answer;
    EXPECT_THAT(answer, HasSubstr("{\"detail\":\""));
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
  }

  static std::unique_ptr<Workshop> shop_;
};

std::unique_ptr<Workshop> HostileRequest::shop_;

struct BytesCase {
  const char* name;
  std::string bytes;
};

void PrintTo(const BytesCase& bytes, std::ostream* out) {
  *out << testing::PrintToString(bytes.bytes.substr(0, 100));
}

std::string name_of(const testing::TestParamInfo<BytesCase>& info) {
  return info.param.name;
}

// A second request that a deceived server would answer too.
const std::string kSecond = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

class Malformed : public HostileRequest, public testing::WithParamInterface<BytesCase> {};

TEST_P(Malformed, IsRefusedOnceAndTheConnectionEnds) {
  expect_one_refusal(ask(GetParam().bytes + kSecond), "400");
}

INSTANTIATE_TEST_SUITE_P(Line, Malformed,
                         testing::Values(BytesCase{"Garbage", "\x16\x03\x01\x02\x05 hello\r\n\r\n"},
                                         BytesCase{"OneWord", "GET\r\n\r\n"},
                                         BytesCase{"NoVersion", "GET /\r\nHost: x\r\n\r\n"},
                                         BytesCase{"UnknownVersion", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"},
                                         BytesCase{"Http2", "PRI * HTTP/2.0\r\n\r\n"},
                                         BytesCase{"TwoBlanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"NoTarget", "GET HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"ControlInTarget", "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"BrokenEscape", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"CutEscape", "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"EscapedNul", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"BadUtf8InPath", "GET /%C3%28 HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"BadUtf8InQuery", "GET /health?a=%FF HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"SchemeWithoutHost", "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n"},
                                         BytesCase{"BracketInMethod", "G<T / HTTP/1.1\r\nHost: x\r\n\r\n"}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Header, Malformed,
    testing::Values(BytesCase{"NoHost", "GET /health HTTP/1.1\r\n\r\n"},
                    BytesCase{"TwoHosts", "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
                    BytesCase{"NoColon", "GET /health HTTP/1.1\r\nHost x\r\n\r\n"},
                    BytesCase{"BlankBeforeColon", "GET /health HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"},
                    BytesCase{"NoName", "GET /health HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"},
                    BytesCase{"Folded", "GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"},
                    BytesCase{"Nul", "GET /health HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s},
                    BytesCase{"LoneCarriageReturn", "GET /health HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n"}),
    name_of);

std::string post(std::string_view headers, std::string_view body) {
  return "POST /api/v1/auth/logout HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, Malformed,
    testing::Values(
        BytesCase{"LengthAndChunks", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        BytesCase{"ChunksAndLength", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")},
        BytesCase{"TwoLengths", post("Content-Length: 4\r\nContent-Length: 6\r\n", "abcd")},
        BytesCase{"TheSameLengthTwice", post("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd")},
        BytesCase{"ListOfLengths", post("Content-Length: 4, 4\r\n", "abcd")},
        BytesCase{"NegativeLength", post("Content-Length: -4\r\n", "abcd")},
        BytesCase{"SignedLength", post("Content-Length: +4\r\n", "abcd")},
        BytesCase{"HexLength", post("Content-Length: 0x4\r\n", "abcd")},
        BytesCase{"EmptyLength", post("Content-Length:\r\n", "abcd")},
        BytesCase{"FoldedLength", post("Content-Length:\r\n 4\r\n", "abcd")},
        BytesCase{"LengthWithAnEmptyFold", post("Content-Length: 4\r\n\t\r\n", "abcd")},
        BytesCase{"FoldedCoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
        BytesCase{"CodingWithAnEmptyFold", post("Transfer-Encoding: chunked\r\n \r\n", "0\r\n\r\n")},
        BytesCase{"WordLength", post("Content-Length: four\r\n", "abcd")},
        BytesCase{"LengthBeyond64Bits", post("Content-Length: 18446744073709551620\r\n", "abcd")},
        BytesCase{"UnknownCoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
        BytesCase{"TwoCodings", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
        BytesCase{"ChunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        BytesCase{"ChunkedIdentity",
                  post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")},
        BytesCase{"BlankBeforeTheColonOfALength", post("Content-Length : 4\r\n", "abcd")},
        BytesCase{"ChunkSizeIsNoNumber", post("Transfer-Encoding: chunked\r\n", "zz\r\nabcd\r\n0\r\n\r\n")},
        BytesCase{"ChunkSizeIsNegative", post("Transfer-Encoding: chunked\r\n", "-1\r\nabcd\r\n0\r\n\r\n")},
        BytesCase{"ChunkSizeBeyond64Bits",
                  post("Transfer-Encoding: chunked\r\n", "1FFFFFFFFFFFFFFFF\r\nabcd\r\n0\r\n\r\n")},
        BytesCase{"ChunkWithoutItsEnd", post("Transfer-Encoding: chunked\r\n", "2\r\nabcd\r\n0\r\n\r\n")},
        BytesCase{"ChunkedInHttp10",
                  "POST /api/v1/auth/logout HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}),
    name_of);

TEST_F(HostileRequest, ChunksAreReadAsOneBody) {
  const std::string answer =
      ask("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
          "Transfer-Encoding: "
          "chunked\r\n\r\nc;ext=1\r\n{\"username\":\r\n19\r\n\"nobody\",\"password\":\"pw\"}\r\n0\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401"));
}

TEST_F(HostileRequest, AHeaderThatIsTooLargeIsRefused) {
  expect_one_refusal(ask("GET /health HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'b') + "\r\n\r\n"), "431");
}

TEST_F(HostileRequest, ATargetThatIsTooLargeIsRefused) {
  expect_one_refusal(ask("GET /" + std::string(20'000, 'b') + " HTTP/1.1\r\nHost: x\r\n\r\n"), "431");
}

TEST_F(HostileRequest, AHeaderWithoutEndIsRefused) {
  RawSocket socket(port());
  socket.send("GET /health HTTP/1.1\r\nHost: x\r\n");
  for (int i = 0; i < 2000; ++i)
    if (!socket.try_send("A" + std::to_string(i) + ": bbbbbbbbbbbbbbbbbbbbbbbbbb\r\n")) break;
  expect_one_refusal(socket.receive_until_closed(), "431");
}

TEST_F(HostileRequest, TooManyHeadersAreRefused) {
  std::string headers;
  for (int i = 0; i < 150; ++i) headers += "A" + std::to_string(i) + ": b\r\n";
  expect_one_refusal(ask("GET /health HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"), "431");
}

TEST_F(HostileRequest, ABodyThatClaimsToBeHugeIsRefusedWithoutWaitingForIt) {
  RawSocket socket(port());
  socket.send(post("Content-Length: 9000000000000000000\r\n", "a"));
  EXPECT_THAT(socket.receive_until("}"), StartsWith("HTTP/1.1 413"));
}

TEST_F(HostileRequest, AChunkThatClaimsToBeHugeIsRefusedOnceItIsTooMuch) {
  RawSocket socket(port());
  socket.send(post("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "7FFFFFFFFFFFFFFF\r\n"));
  const std::string block(1 << 16, 'x');
  bool open = true;
  for (int i = 0; i < 1000 && open; ++i) open = socket.try_send(block);
  EXPECT_THAT(socket.receive_until("}"), StartsWith("HTTP/1.1 413"));
}

TEST_F(HostileRequest, APathNeverLeavesTheFolderOfThePage) {
  for (const auto* target :
       {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../../etc/passwd", "/..%2f..%2fetc/passwd",
        "/....//....//etc/passwd", "//etc/passwd", "/assets/..%5c..%5cetc/passwd", "/.jwt_secret", "/openspc.db",
        "/file:///etc/passwd", "/_docs/../../data/openspc.db", "/%252e%252e/etc/passwd"}) {
    const std::string answer = ask("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, testing::AnyOf(StartsWith("HTTP/1.1 404"), StartsWith("HTTP/1.1 400"))) << target;
    EXPECT_THAT(answer, testing::Not(HasSubstr("root:"))) << target;
  }
}

TEST_F(HostileRequest, AMethodThatIsNotThereNamesThoseThatAre) {
  const auto allow = [](std::string_view method, std::string_view target) {
    const Reply reply = require(HttpClient(port()).request(method, target), 405);
    EXPECT_EQ(reply.json(), boost::json::value({{"detail", "Method Not Allowed"}}));
    return reply.header("allow");
  };
  EXPECT_EQ(allow("DELETE", "/health"), "GET");
  EXPECT_EQ(allow("OPTIONS", "/health"), "GET");
  EXPECT_EQ(allow("TRACE", "/health"), "GET");
  EXPECT_EQ(allow("BREW", "/health"), "GET");
  EXPECT_EQ(allow("GET", "/api/v1/auth/login"), "POST");
  EXPECT_THAT(allow("PATCH", "/api/v1/plants/1"),
              testing::AllOf(HasSubstr("GET"), HasSubstr("PUT"), HasSubstr("DELETE")));
}

TEST_F(HostileRequest, AnAnswerToHeadHasNoBodyThatCouldBeTakenForTheNextAnswer) {
  for (const auto* target : {"/health", "/api/v1/plants/", "/api/v1/auth/login", "/api/v1/nothing", "/openapi.json"}) {
    const std::string answers = ask("HEAD " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n" +
                                    "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto end_of_first = answers.find("\r\n\r\n");
    ASSERT_NE(end_of_first, std::string::npos) << target;
    EXPECT_THAT(answers.substr(end_of_first + 4), StartsWith("HTTP/1.1 200")) << target;
  }
}

TEST_F(HostileRequest, AMethodOfUnknownNameIsNoReasonToHang) {
  EXPECT_THAT(ask("BREW /coffee HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 404"));
}

TEST_F(HostileRequest, AnUnknownPathIsNotFoundInTheDocumentedShape) {
  EXPECT_EQ(require(HttpClient(port()).get("/api/v1/nothing"), 404).json(),
            boost::json::value({{"detail", "Not Found"}}));
}

TEST_F(HostileRequest, ADifferenceOfTheLastSlashIsRedirectedToTheSameHost) {
  const Reply reply = require(HttpClient(port()).get("/api/v1/plants?active_only=true"), 307);
  EXPECT_EQ(reply.header("location"), "http://localhost/api/v1/plants/?active_only=true");
}

TEST_F(HostileRequest, AHostileHostIsNotRepeatedInARedirect) {
  const std::string answer = ask("GET /api/v1/plants HTTP/1.1\r\nHost: evil\"><script>\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, testing::Not(HasSubstr("script")));
}

TEST_F(HostileRequest, TwoSlashesAtTheStartAreNoRedirectToAnotherHost) {
  const std::string answer = ask("GET //evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, testing::Not(HasSubstr("Location: //")));
}

TEST_F(HostileRequest, AHostileCorrelationIdIsReplaced) {
  const Reply reply = HttpClient(port()).get("/health", {{"X-Correlation-ID", "a b<script>"}});
  EXPECT_THAT(reply.header("x-correlation-id"), testing::Not(HasSubstr("script")));
  EXPECT_FALSE(reply.header("x-correlation-id").empty());
}

TEST_F(HostileRequest, AnUpgradeThatIsNoneIsRefused) {
  for (const std::string& headers :
       {std::string(), std::string("Connection: Upgrade\r\nUpgrade: websocket\r\n"),
        std::string("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 12\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
        std::string("Connection: Upgrade\r\nUpgrade: h2c\r\n")}) {
    const std::string answer = ask("GET /ws/samples HTTP/1.1\r\nHost: x\r\n" + headers + "Connection: close\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 4")) << headers;
  }
}

}  // namespace
}  // namespace openspc::test
