// What a browser, a load balancer and a log reader see of the server: the page and its files, the API documents, the
// health, correlation ids and JSON logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const HttpClient::Headers kBrowser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
const std::string kScriptPath = "/assets/app-Bk03abXyZ.js";

/// A page as the build of the user interface leaves it, made here so that the test needs no Node.js.
class Pages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    const auto web = folder_->path() / "web";
    fs::create_directories(web / "assets");
    fs::create_directories(web / "_docs");
    std::ofstream(web / "index.html") << "<!doctype html><title>The page</title>";
    std::ofstream(web / "assets" / "app-Bk03abXyZ.js") << "// " << std::string(50'000, 'x');
    std::ofstream(web / "_docs" / "swagger-ui-bundle.js") << "window.SwaggerUIBundle = {};";
    std::ofstream(folder_->path() / "outside.txt") << "not for you";
    fs::create_symlink(folder_->path() / "outside.txt", web / "link.txt");
    server_ = std::make_unique<ServerProcess>(
        ServerOptions{.environment = {{"OPENSPC_WEB_DIR", web.string()}, {"OPENSPC_LOG_FORMAT", "json"}}});
  }
  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
  }

  /// Files are compressed in the background after the start.
  Reply gzipped(const std::string& target) {
    Reply reply;
    for (int i = 0; i < 500 && reply.header("content-encoding").empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      reply = client.get(target, {{"Accept-Encoding", "gzip"}});
    }
    return reply;
  }

  static std::unique_ptr<TemporaryFolder> folder_;
  static std::unique_ptr<ServerProcess> server_;
  HttpClient client{server_->port()};
};

std::unique_ptr<TemporaryFolder> Pages::folder_;
std::unique_ptr<ServerProcess> Pages::server_;

TEST_F(Pages, TheRootIsThePageForABrowser) {
  const Reply reply = client.get("/", kBrowser);
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.header("content-type"), HasSubstr("text/html"));
  EXPECT_THAT(reply.body, HasSubstr("The page"));
}

TEST_F(Pages, TheRootIsJsonForAnApiClient) {
  const Reply reply = client.get("/", {{"Accept", "application/json"}});
  EXPECT_EQ(reply.json().at("name").as_string(), "OpenSPC");
  EXPECT_TRUE(reply.json().at("version").is_string());
  EXPECT_EQ(client.get("/").json(), reply.json()) << "without Accept as well";
}

TEST_F(Pages, AnAddressOfThePageItselfIsThePage) {
  EXPECT_THAT(client.get("/dashboard/7", kBrowser).body, HasSubstr("The page"));
  EXPECT_EQ(client.get("/dashboard/7").status, 404) << "for an API client it is nothing";
  EXPECT_EQ(client.get("/api/v1/nothing", kBrowser).status, 404);
  EXPECT_EQ(client.get("/missing.js", kBrowser).status, 404);
}

TEST_F(Pages, AFileWithAHashInItsNameIsKeptForEver) {
  EXPECT_THAT(client.get(kScriptPath).header("cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(client.get("/", kBrowser).header("cache-control"), "no-cache");
}

TEST_F(Pages, AFileThatTheClientHasIsNotSentAgain) {
  const Reply first = require(client.get(kScriptPath), 200);
  const std::string etag = first.header("etag");
  ASSERT_FALSE(etag.empty());
  for (const std::string& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    const Reply again = client.get(kScriptPath, {{"If-None-Match", known}});
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(again.header("etag"), etag);
  }
  EXPECT_EQ(client.get(kScriptPath, {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Pages, AFileIsCompressedForThoseWhoTakeIt) {
  const Reply reply = gzipped(kScriptPath);
  EXPECT_EQ(reply.header("content-encoding"), "gzip");
  EXPECT_LT(reply.body.size(), 1000U);
  EXPECT_THAT(reply.header("vary"), HasSubstr("Accept-Encoding"));
  const Reply plain = client.get(kScriptPath);
  EXPECT_EQ(plain.header("content-encoding"), "");
  EXPECT_EQ(plain.body.size(), 50'003U);
  EXPECT_NE(plain.header("etag"), reply.header("etag")) << "two representations, two tags";
}

TEST_F(Pages, OddAcceptEncodingsGetThePlainFile) {
  gzipped(kScriptPath);
  for (const auto* odd : {"gzip;q=0", "br", "identity", "xgzip", "gzipx", ";;;,,,", "gzip;q=0, identity"}) {
    const Reply reply = client.get(kScriptPath, {{"Accept-Encoding", odd}});
    EXPECT_EQ(reply.status, 200) << odd;
    EXPECT_EQ(reply.header("content-encoding"), "") << odd;
  }
  for (const auto* good : {"gzip", "GZIP", "deflate, gzip;q=1.0, *;q=0.5", "gzip ; q=0.5"})
    EXPECT_EQ(client.get(kScriptPath, {{"Accept-Encoding", good}}).header("content-encoding"), "gzip") << good;
}

TEST_F(Pages, HeadTellsWhatGetWouldSend) {
  const Reply reply = client.request("HEAD", kScriptPath);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-length"), "50003");
  EXPECT_TRUE(reply.body.empty());
  EXPECT_EQ(client.get("/health").status, 200) << "the connection goes on";
}

TEST_F(Pages, FilesTakeNoOtherMethods) {
  const Reply reply = client.post(kScriptPath, {});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.header("allow"), "GET, HEAD");
}

TEST_F(Pages, ALinkOutOfTheFolderIsNotFollowed) {
  EXPECT_EQ(client.get("/link.txt").status, 404);
}

TEST_F(Pages, TheApiDocumentsAreServedFromHere) {
  for (const auto* target : {"/docs", "/redoc"}) {
    const Reply reply = client.get(target, kBrowser);
    EXPECT_EQ(reply.status, 200) << target;
    EXPECT_THAT(reply.header("content-type"), HasSubstr("text/html"));
    EXPECT_THAT(reply.body, Not(HasSubstr("https://"))) << "a plant's network has no way out";
  }
  EXPECT_EQ(client.get("/_docs/swagger-ui-bundle.js").status, 200);
  EXPECT_EQ(client.get("/openapi.json").json().at("openapi").as_string(), "3.1.0");
}

TEST_F(Pages, HealthIsAnsweredToAnybody) {
  const Reply reply = client.get("/health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json(), boost::json::value({{"status", "healthy"}, {"database", "connected"}, {"reason", nullptr}}));
}

TEST_F(Pages, EveryAnswerHasACorrelationId) {
  EXPECT_EQ(client.get("/health", {{"X-Correlation-ID", "order-4711"}}).header("x-correlation-id"), "order-4711");
  const auto first = client.get("/health").header("x-correlation-id");
  EXPECT_FALSE(first.empty());
  EXPECT_NE(client.get("/health").header("x-correlation-id"), first);
  EXPECT_FALSE(client.get("/nothing").header("x-correlation-id").empty());
  EXPECT_FALSE(client.post("/api/v1/samples/", {}).header("x-correlation-id").empty());
}

TEST_F(Pages, TheLogIsJsonAndNamesTheCorrelationId) {
  client.get("/api/v1/nothing", {{"X-Correlation-ID", "find-me-in-the-log"}});
  bool found = false;
  for (int i = 0; i < 200 && !found; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::istringstream log(server_->log());
    for (std::string line; std::getline(log, line);) {
      if (!line.starts_with('{')) continue;  // what is meant for people at the start
      const auto entry = boost::json::parse(line).as_object();
      found = found || (entry.contains("correlation_id") && entry.at("correlation_id") == "find-me-in-the-log");
    }
  }
  EXPECT_TRUE(found) << server_->log();
}

TEST_F(Pages, NoCredentialIsWrittenToTheLog) {
  client.post("/api/v1/auth/login", {{"username", "admin"}, {"password", "a-secret-in-the-body"}});
  client.token = "a-secret-in-the-header";
  client.get("/api/v1/plants/");
  client.get("/api/v1/nothing?token=a-secret-in-the-address");
  EXPECT_THAT(server_->log(), Not(HasSubstr("a-secret")));
}

TEST_F(Pages, AnOriginThatIsNotAllowedGetsNoPermission) {
  const auto allowed = [&](const char* origin) {
    return client.get("/health", {{"Origin", origin}}).header("access-control-allow-origin");
  };
  EXPECT_EQ(allowed("http://localhost:5173"), "http://localhost:5173");
  EXPECT_EQ(allowed("http://evil.example"), "");
  EXPECT_EQ(allowed("null"), "");
}

TEST_F(Pages, APreflightIsAnsweredWithoutACredential) {
  const HttpClient::Headers asked{{"Origin", "http://localhost:5173"},
                                  {"Access-Control-Request-Method", "PUT"},
                                  {"Access-Control-Request-Headers", "authorization"}};
  const Reply good = client.request("OPTIONS", "/api/v1/plants/1", {}, asked);
  EXPECT_EQ(good.status, 200);
  EXPECT_THAT(good.header("access-control-allow-methods"), HasSubstr("PUT"));
  HttpClient::Headers foreign = asked;
  foreign["Origin"] = "http://evil.example";
  EXPECT_EQ(client.request("OPTIONS", "/api/v1/plants/1", {}, foreign).status, 400);
}

}  // namespace
}  // namespace openspc::test
