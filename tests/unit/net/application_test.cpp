// What an answer says: order of checks, error bodies, redirects, cross-origin fields, pages.
#include <filesystem>
#include <fstream>

#include "test_server.h"

namespace openspc::net::test {
namespace {

namespace fs = std::filesystem;

class Answers : public TestServer {
 protected:
  Answers() { start(); }

  static boost::json::value detail(const Answer& answer) { return boost::json::parse(answer.body).at("detail"); }
};

TEST_F(Answers, SuccessIsJson) {
  const Answer answer = ask(get_request("/health"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.body, R"({"name":"healthy","size":null})");
  EXPECT_TRUE(answer.has("Date"));
}

TEST_F(Answers, InputsReachTheHandler) {
  const Answer answer = ask(get_request("/things/7?limit=20&tag=a&tag=b&unknown=1", token("good")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"name":"good2","size":20})");
}

TEST_F(Answers, CreatedIs201) {
  const Answer answer = ask(request_with_body("POST", "/things/", R"({"name":"x","size":"1.5"})", token("good")));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, R"({"name":"x","size":1.5})");
}

TEST_F(Answers, NoContentIs204WithoutLength) {
  const Answer answer = ask(get_request("/password", token("good")));
  EXPECT_EQ(answer.status, 204);
  EXPECT_FALSE(answer.has("Content-Length"));
}

TEST_F(Answers, AuthenticationComesBeforeTheBodyIsParsed) {
  EXPECT_EQ(ask(request_with_body("POST", "/things/", "{\"name\"")).status, 401);
  EXPECT_EQ(ask(request_with_body("POST", "/things/", "{\"name\"", token("weak"))).status, 403);
  const Answer answer = ask(request_with_body("POST", "/things/", "{\"name\"", token("good")));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(detail(answer).at(0).at("type"), "json_invalid");
}

TEST_F(Answers, AuthenticationComesBeforeTheSchema) {
  const Answer answer = ask(request_with_body("POST", "/things/", "{}"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(answer.body, R"({"detail":"Not authenticated"})");
}

TEST_F(Answers, BadTokensAre401) {
  for (const std::string& header :
       {token("forged"), std::string("Authorization: Basic Z29vZA==\r\n"), std::string("Authorization: bearer \r\n"),
        std::string("Authorization: Bearer \r\n")}) {
    const Answer answer = ask(get_request("/things/1", header));
    EXPECT_EQ(answer.status, 401) << header;
    EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer");
  }
}

TEST_F(Answers, TheRoleComesBeforeTheSchema) {
  EXPECT_EQ(ask(request_with_body("POST", "/things/", "{}", token("weak"))).status, 403);
  EXPECT_EQ(ask(request_with_body("POST", "/things/", "{}", token("good"))).status, 422);
}

TEST_F(Answers, WhoMustChangeThePasswordMayDoNothingElse) {
  const Answer answer = ask(get_request("/things/1", token("new")));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.body, R"({"detail":"Password change required"})");
  EXPECT_EQ(ask(get_request("/password", token("new"))).status, 204);
}

TEST_F(Answers, PathAndQueryErrorsAreReportedTogether) {
  const boost::json::value errors = detail(ask(get_request("/things/x?limit=0", token("good"))));
  ASSERT_EQ(errors.as_array().size(), 2u);
  EXPECT_EQ(boost::json::serialize(errors.at(0).at("loc")), R"(["path","thing_id"])");
  EXPECT_EQ(errors.at(0).at("input"), "x");
  EXPECT_EQ(boost::json::serialize(errors.at(1).at("loc")), R"(["query","limit"])");
  EXPECT_EQ(errors.at(1).at("ctx").at("ge"), 1);
}

TEST_F(Answers, AMissingBodyIsAMissingField) {
  const boost::json::value errors = detail(ask(request_with_body("POST", "/things/", "", token("good"))));
  EXPECT_EQ(errors.at(0).at("type"), "missing");
  EXPECT_EQ(boost::json::serialize(errors.at(0).at("loc")), R"(["body"])");
}

TEST_F(Answers, AFormIsNotJson) {
  const Answer answer =
      ask(request_with_body("POST", "/things/", "name=x", token("good") + "Content-Type: text/plain\r\n"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(detail(answer).at(0).at("type"), "model_attributes_type");
  EXPECT_EQ(handled, 0);
}

TEST_F(Answers, JsonTypesWithParametersAndSuffixes) {
  for (const char* type : {"application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"}) {
    const std::string headers = token("good") + "Content-Type: " + type + "\r\n";
    EXPECT_EQ(ask(request_with_body("POST", "/things/", R"({"name":"x"})", headers)).status, 201) << type;
  }
}

TEST_F(Answers, HandlersErrorsKeepTheirTextAndCookies) {
  EXPECT_EQ(ask(get_request("/things/404", token("good"))).body, R"({"detail":"Thing 404 does not exist"})");
  const Answer login = ask(request_with_body("POST", "/login", ""));
  EXPECT_EQ(login.status, 401);
  EXPECT_FALSE(login.has("WWW-Authenticate"));
  EXPECT_EQ(login.header("Set-Cookie"), "c=v; HttpOnly; Path=/; SameSite=lax");
}

TEST_F(Answers, UnexpectedFailuresSayNothing) {
  const Answer answer = ask(get_request("/broken", "Origin: http://ui.example\r\n"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "Internal Server Error");
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_FALSE(answer.has("Access-Control-Allow-Origin"));
  EXPECT_TRUE(answer.has("X-Correlation-ID"));
}

TEST_F(Answers, RateLimitCountsAfterValidation) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(request_with_body("POST", "/limited", "{}")).status, 422);
  EXPECT_EQ(ask(request_with_body("POST", "/limited", R"({"name":"x"})")).status, 204);
  EXPECT_EQ(ask(request_with_body("POST", "/limited", R"({"name":"x"})")).status, 204);
  const Answer answer = ask(request_with_body("POST", "/limited", R"({"name":"x"})"));
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.header("Retry-After"), "60");
  EXPECT_EQ(answer.body,
            R"({"error":"Rate limit exceeded: 2 per 1 minute",)"
            R"("detail":"Rate limit exceeded: 2 per 1 minute. Try again in 60 seconds.","retry_after":60})");
  EXPECT_EQ(ask(request_with_body("POST", "/limited", "{\"na")).status, 429) << "nothing is parsed for who is limited";
  clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(ask(request_with_body("POST", "/limited", R"({"name":"x"})")).status, 204);
}

TEST_F(Answers, WhatIsIgnoredIsNamedWithTheNearestKnownWord) {
  const Answer answer =
      ask(request_with_body("POST", "/things/?limt=3", R"({"name":"x","siez":2,"colour":"red"})", token("good")));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.header("OpenSPC-Ignored"), "body.siez (size?), body.colour, query.limt");
  EXPECT_EQ(ask(get_request("/things/7?limt=20&tag=a", token("good"))).header("OpenSPC-Ignored"),
            "query.limt (limit?)");
  EXPECT_EQ(router_counts->ignored_inputs.load(), 4u);
}

TEST_F(Answers, OfManyThatAreIgnoredTheFirstAreNamedAndAllAreCounted) {
  std::string body = R"({"name":"x")";
  for (int i = 0; i < 1'000; ++i) body += ",\"extra" + std::to_string(i) + "\":1";
  const Answer answer = ask(request_with_body("POST", "/things/", body + "}", token("good")));
  EXPECT_EQ(answer.status, 201);
  EXPECT_LT(answer.header("OpenSPC-Ignored").size(), 500u);
  EXPECT_TRUE(answer.header("OpenSPC-Ignored").ends_with("body.extra19, ..."));
  EXPECT_EQ(router_counts->ignored_inputs.load(), 1'000u);
}

TEST_F(Answers, NothingIgnoredIsNothingSaid) {
  EXPECT_FALSE(ask(get_request("/things/7?limit=20&tag=a&strict=true", token("good"))).has("OpenSPC-Ignored"));
}

TEST_F(Answers, IgnoredNamesCannotBreakOutOfTheirHeader) {
  const Answer answer =
      ask(request_with_body("POST", "/things/", R"({"name":"x","a\r\nSet-Cookie: b,c":1,"\u00fc":2})", token("good")));
  EXPECT_EQ(answer.header("OpenSPC-Ignored"), "body.a??Set-Cookie:?b?c, body.??");
}

TEST_F(Answers, StrictRequestsAreRefusedForWhatNobodyKnows) {
  const Answer answer =
      ask(request_with_body("POST", "/things/?strict=true", R"({"name":"x","siez":2})", token("good")));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(detail(answer).at(0).at("type"), "extra_forbidden");
  EXPECT_EQ(detail(answer).at(0).at("loc"), (boost::json::array{"body", "siez"}));
  EXPECT_EQ(detail(answer).at(0).at("msg"), "Extra inputs are not permitted; did you mean 'size'?");
  EXPECT_EQ(handled, 0);
}

TEST_F(Answers, RoutesOfOursAreAlwaysStrict) {
  EXPECT_EQ(ask(request_with_body("POST", "/ours/", R"({"name":"x"})")).status, 204);
  EXPECT_EQ(ask(request_with_body("POST", "/ours/", R"({"name":"x","siez":2})")).status, 422);
  EXPECT_EQ(ask(request_with_body("POST", "/ours/?colour=red", R"({"name":"x"})")).status, 422);
}

TEST_F(Answers, ManyDataAreCompressedToLessThanHalfForWhoAccepts) {
  const Answer plain = ask(get_request("/many"));
  EXPECT_FALSE(plain.has("Content-Encoding"));
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  const Answer compressed = ask(get_request("/many", "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(compressed.header("Content-Encoding"), "gzip");
  EXPECT_LT(compressed.body.size(), plain.body.size() / 2);
  EXPECT_FALSE(ask(get_request("/many", "Accept-Encoding: gzip;q=0\r\n")).has("Content-Encoding"));
}

TEST_F(Answers, FewDataAndAnswersToPostsAreNotCompressed) {
  EXPECT_FALSE(ask(get_request("/health", "Accept-Encoding: gzip\r\n")).has("Content-Encoding"));
  const std::string body = R"({"name":"x"})";
  EXPECT_FALSE(ask(request_with_body("POST", "/things/", body, token("good") + "Accept-Encoding: gzip\r\n"))
                   .has("Content-Encoding"));
}

TEST_F(Answers, TheSchemeOfATokenIsWrittenInAnyCase) {
  EXPECT_EQ(ask(get_request("/password", "Authorization: bearer good\r\n")).status, 204);
  EXPECT_EQ(ask(get_request("/password", "Authorization: BEARER good\r\n")).status, 204);
}

class WithAUsualRate : public TestServer {
 protected:
  WithAUsualRate() {
    options.usual_rate = base::Rate{2, 1, "minute"};
    start();
  }
};

TEST_F(WithAUsualRate, TheApiIsLimitedForEachCaller) {
  for (int i = 0; i < 2; ++i) EXPECT_EQ(ask(get_request("/api/v1/things")).status, 204);
  EXPECT_EQ(ask(get_request("/api/v1/things")).status, 429);
  EXPECT_EQ(ask(get_request("/health")).status, 200) << "no route of the API";
  clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(ask(get_request("/api/v1/things")).status, 204);
}

TEST_F(Answers, WithoutAUsualRateNothingIsLimited) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(ask(get_request("/api/v1/things")).status, 204);
}

TEST_F(Answers, UnknownPathAndWrongMethod) {
  EXPECT_EQ(ask(get_request("/nothing")).body, R"({"detail":"Not Found"})");
  const Answer answer = ask(request_with_body("PUT", "/health", ""));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("Allow"), "GET");
  EXPECT_EQ(answer.body, R"({"detail":"Method Not Allowed"})");
  EXPECT_EQ(ask("BREW /health HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
}

TEST_F(Answers, AnAnswerToHeadNeverHasABody) {
  RawClient client = connect();
  for (const char* target : {"/health", "/nothing", "/things/", "/openapi.json", "/health/", "/limited"}) {
    client.send("HEAD " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(client.receive(true).status, 0) << target;
    EXPECT_EQ(client.exchange(get_request("/health")).body, R"({"name":"healthy","size":null})")
        << "what follows HEAD " << target << " must be the next answer";
  }
}

TEST_F(Answers, NothingIsSniffedAndNothingOfARouteIsKept) {
  for (const char* target : {"/health", "/nothing", "/things/1", "/broken", "/openapi.json"})
    EXPECT_EQ(ask(get_request(target)).header("X-Content-Type-Options"), "nosniff") << target;
  for (const char* target : {"/health", "/things/1", "/broken", "/who"})
    EXPECT_EQ(ask(get_request(target)).header("Cache-Control"), "no-store") << target;
  EXPECT_NE(ask(get_request("/openapi.json")).header("Cache-Control"), "no-store");
}

TEST_F(Answers, TheOtherSlashIsRedirectedAbsolutely) {
  const Answer answer = ask(get_request("/health/?a=1&b=%20"));
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(answer.header("Location"), "http://test/health?a=1&b=%20");
  EXPECT_EQ(ask(get_request("/health/")).header("Location"), "http://test/health");
}

TEST_F(Answers, WhatChangesSomethingIsNeverRedirected) {
  EXPECT_EQ(ask(request_with_body("POST", "/things", R"({"name":"x"})", token("good"))).status, 201);
}

TEST_F(Answers, AHostThatIsNoHostIsNotRepeated) {
  EXPECT_EQ(ask("GET /health/ HTTP/1.1\r\nHost: a\"><script>\r\n\r\n").header("Location"), "/health");
}

TEST_F(Answers, MalformedTargetsAre400) {
  for (const char* target : {"/%zz", "/a%00", "/?q=%ff", "*", "nowhere"}) {
    EXPECT_EQ(ask(get_request(target)).status, 400) << target;
  }
}

TEST_F(Answers, AbsoluteFormIsUnderstood) {
  EXPECT_EQ(ask(get_request("http://test/health")).status, 200);
}

TEST_F(Answers, CorrelationIdIsTakenWhenSane) {
  EXPECT_EQ(ask(get_request("/health", "X-Correlation-ID: abc-123_4:5.6\r\n")).header("X-Correlation-ID"),
            "abc-123_4:5.6");
  for (const std::string& bad : {std::string("a b"), std::string("a\"b"), std::string(129, 'a'), std::string("<x>")}) {
    const std::string made =
        ask(get_request("/health", "X-Correlation-ID: " + bad + "\r\n")).header("X-Correlation-ID");
    EXPECT_EQ(made.size(), 32u);
    EXPECT_NE(made, bad);
  }
  EXPECT_NE(ask(get_request("/health")).header("X-Correlation-ID"),
            ask(get_request("/health")).header("X-Correlation-ID"));
}

TEST_F(Answers, EveryErrorCarriesTheCorrelationId) {
  for (const char* path : {"/nothing", "/things/1", "/broken", "/%zz", "/health/"}) {
    EXPECT_EQ(ask(get_request(path, "X-Correlation-ID: mine\r\n")).header("X-Correlation-ID"), "mine") << path;
  }
}

TEST_F(Answers, CrossOriginFieldsAreOnErrorsToo) {
  for (const char* path : {"/health", "/nothing", "/things/1", "/health/"}) {
    const Answer answer = ask(get_request(path, "Origin: http://ui.example\r\n"));
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "http://ui.example") << path;
    EXPECT_EQ(answer.header("Vary"), "Origin") << path;
  }
  EXPECT_FALSE(ask(get_request("/health", "Origin: http://evil\r\n")).has("Access-Control-Allow-Origin"));
}

TEST_F(Answers, PreflightNeedsNoAuthentication) {
  const Answer answer =
      ask("OPTIONS /things/1 HTTP/1.1\r\nHost: a\r\nOrigin: http://ui.example\r\nAccess-Control-Request-Method: "
          "PATCH\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "OK");
  EXPECT_EQ(answer.header("Access-Control-Max-Age"), "600");
}

TEST_F(Answers, DocumentationPages) {
  EXPECT_EQ(boost::json::parse(ask(get_request("/openapi.json")).body).at("openapi"), "3.1.0");
  for (const char* path : {"/docs", "/redoc", "/docs/oauth2-redirect"}) {
    const Answer answer = ask(get_request(path));
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_NE(answer.header("Content-Security-Policy").find("script-src 'self'"), std::string::npos);
    EXPECT_EQ(answer.body.find("<script>"), std::string::npos) << "inline scripts would be blocked";
  }
}

TEST_F(Answers, WithoutAUiTheRootIsJsonForAll) {
  EXPECT_EQ(ask(get_request("/", "Accept: text/html\r\n")).body, R"({"name":"root","size":null})");
  EXPECT_EQ(ask(get_request("/dashboard", "Accept: text/html\r\n")).status, 404);
}

TEST_F(Answers, ForwardedAddressesOfStrangersAreIgnored) {
  EXPECT_EQ(ask(get_request("/who", "X-Forwarded-For: 9.9.9.9\r\n")).body, "127.0.0.1");
}

class BehindAProxy : public TestServer {
 protected:
  BehindAProxy() {
    for (const char* text : {"127.0.0.1", "10.0.0.0/24"})
      options.trusted_proxies.push_back(*base::Network::parse(text));
    start();
  }
};

TEST_F(BehindAProxy, TheNearestForeignAddressIsTheClient) {
  EXPECT_EQ(ask(get_request("/who", "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.0.0.2\r\n")).body, "9.9.9.9");
  EXPECT_EQ(ask(get_request("/who")).body, "127.0.0.1");
  EXPECT_EQ(ask(get_request("/health/", "X-Forwarded-Proto: https\r\n")).header("Location"), "https://test/health");
}

class WithAUi : public TestServer {
 protected:
  WithAUi() : folder(fs::path(testing::TempDir()) / ("web_" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
    std::ofstream(folder / "index.html") << "<html>ui</html>";
    std::ofstream(folder / "app.js") << "run()";
    options.web_dir = folder;
    start();
  }
  ~WithAUi() override { fs::remove_all(folder); }

  fs::path folder;
};

TEST_F(WithAUi, BrowsersGetThePageAndClientsTheJson) {
  EXPECT_EQ(ask(get_request("/", "Accept: text/html,*/*;q=0.8\r\n")).body, "<html>ui</html>");
  EXPECT_EQ(ask(get_request("/", "Accept: */*\r\n")).body, R"({"name":"root","size":null})");
  EXPECT_EQ(ask(get_request("/")).header("Content-Type"), "application/json");
}

TEST_F(WithAUi, ItsOwnAddressesLeadToThePage) {
  const Answer answer = ask(get_request("/dashboard/12?x=1", "Accept: text/html\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "<html>ui</html>");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
}

TEST_F(WithAUi, UnknownApiPathsAndFilesStay404) {
  for (const char* path : {"/api/v1/nothing", "/missing.js", "/../secret.txt"}) {
    EXPECT_EQ(ask(get_request(path, "Accept: text/html\r\n")).status, 404) << path;
  }
  EXPECT_EQ(ask(get_request("/dashboard")).status, 404);
}

TEST_F(WithAUi, FilesAnswerHeadAndNothingElse) {
  RawClient client = connect();
  client.send("HEAD /app.js HTTP/1.1\r\nHost: a\r\n\r\n");
  const Answer head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "5");
  EXPECT_EQ(client.exchange(get_request("/app.js")).body, "run()");
  EXPECT_EQ(ask(request_with_body("POST", "/app.js", "")).status, 405);
}

}  // namespace
}  // namespace openspc::net::test
