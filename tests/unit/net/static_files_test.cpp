// Files of the UI: what is found, what never is, and how it is cached and compressed.
#include "net/detail/static_files.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "net/detail/page_security.h"
#include "net/detail/request_builder.h"

namespace openspc::net::detail {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() : folder(fs::path(testing::TempDir()) / ("static_files_" + std::to_string(::getpid()))) {
    fs::remove_all(folder);
    put("web/index.html", "<html><script>start()</script></html>");
    put("web/assets/app-BkX03_-f.js", std::string(5000, 'x'));
    put("web/assets/plain.js", std::string(2000, 'y'));
    put("web/favicon.svg", "<svg/>");
    put("web/app.js.map", "{}");
    put("web/.env", "secret");
    put("web/.git/config", "secret");
    put("secret.txt", "secret");
    put("web/zipped.css", std::string(3000, 'z'));
    put("web/zipped.css.gz", "ready made");
    fs::create_symlink(folder / "secret.txt", folder / "web/link.txt");
  }
  ~Files() override { fs::remove_all(folder); }

  void put(const std::string& name, const std::string& text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }

  Reply get(const Asset& asset, std::initializer_list<Header> headers = {}, std::string_view method = "GET") {
    Request request;
    RequestBuilder builder(request);
    builder.line(method, "/");
    for (const Header& header : headers) builder.header(header.name, header.value);
    Reply reply;
    serve(asset, request, reply);
    return reply;
  }

  fs::path folder;
};

TEST_F(Files, AreFoundByTheirExactPath) {
  const StaticFiles files(folder / "web");
  ASSERT_NE(files.find("/favicon.svg"), nullptr);
  EXPECT_EQ(files.find("/favicon.svg")->content_type, "image/svg+xml");
  EXPECT_EQ(files.find("/"), files.find("/index.html"));
  EXPECT_EQ(files.index(), files.find("/index.html"));
}

TEST_F(Files, NothingOutsideIsEverFound) {
  const StaticFiles files(folder / "web");
  for (const char* path :
       {"/../secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "//secret.txt", "/link.txt", "/./favicon.svg",
        "/assets", "/assets/", "favicon.svg", "", "/favicon.svg/", "/FAVICON.svg", "/assets\\..\\..\\secret.txt"}) {
    EXPECT_EQ(files.find(path), nullptr) << path;
  }
}

TEST_F(Files, HiddenFilesAndSourceMapsAreLeftOut) {
  const StaticFiles files(folder / "web");
  for (const char* path : {"/.env", "/.git/config", "/app.js.map", "/zipped.css.gz"}) {
    EXPECT_EQ(files.find(path), nullptr) << path;
  }
}

TEST_F(Files, AMissingFolderMeansNoFiles) {
  EXPECT_EQ(StaticFiles(folder / "nowhere").index(), nullptr);
  EXPECT_EQ(StaticFiles("").index(), nullptr);
}

TEST_F(Files, NamesWithAHashAreImmutable) {
  const StaticFiles files(folder / "web");
  EXPECT_EQ(files.find("/assets/app-BkX03_-f.js")->cache_control, "public, max-age=31536000, immutable");
  EXPECT_EQ(files.find("/assets/plain.js")->cache_control, "no-cache");
  EXPECT_EQ(files.find("/index.html")->cache_control, "no-cache");
}

TEST_F(Files, AreServedWholeWithTheirTag) {
  const StaticFiles files(folder / "web");
  const Asset& asset = *files.find("/assets/plain.js");
  const Reply reply = get(asset);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.payload(), std::string(2000, 'y'));
  EXPECT_NE(reply.header_lines.find("ETag: " + asset.etag), std::string::npos);
}

TEST_F(Files, WhatTheClientHasIsNotSentAgain) {
  const StaticFiles files(folder / "web");
  const Asset& asset = *files.find("/assets/plain.js");
  for (const std::string& known : {asset.etag, "\"other\", " + asset.etag, "W/" + asset.etag, std::string("*")}) {
    const Reply reply = get(asset, {{"If-None-Match", known}});
    EXPECT_EQ(reply.status, 304) << known;
    EXPECT_TRUE(reply.bytes_to_send().empty());
  }
  EXPECT_EQ(get(asset, {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Files, AGzipFileBesideIsUsed) {
  const StaticFiles files(folder / "web");
  const Reply reply = get(*files.find("/zipped.css"), {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(reply.payload(), "ready made");
  EXPECT_NE(reply.header_lines.find("Content-Encoding: gzip"), std::string::npos);
  EXPECT_NE(reply.header_lines.find("Vary: Accept-Encoding"), std::string::npos);
}

TEST_F(Files, OthersAreCompressedInMemory) {
  StaticFiles files(folder / "web");
  files.compress({});
  const Asset& asset = *files.find("/assets/app-BkX03_-f.js");
  const std::string_view compressed = asset.gzip();
  ASSERT_FALSE(compressed.empty());
  EXPECT_LT(compressed.size(), 200u);
  std::string plain(6000, '\0');
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.total_out, 5000u);
  inflateEnd(&stream);
}

TEST_F(Files, EachFormHasATagOfItsOwn) {
  StaticFiles files(folder / "web");
  files.compress({});
  const Asset& asset = *files.find("/assets/plain.js");
  EXPECT_EQ(get(asset, {{"If-None-Match", asset.etag}, {"Accept-Encoding", "gzip"}}).status, 200);
  const std::string zipped_tag = asset.etag.substr(0, asset.etag.size() - 1) + "-gzip\"";
  EXPECT_EQ(get(asset, {{"If-None-Match", zipped_tag}, {"Accept-Encoding", "gzip"}}).status, 304);
}

TEST_F(Files, PagesCarryTheirSecurityPolicy) {
  const StaticFiles files(folder / "web");
  const Reply reply = get(*files.find("/"));
  EXPECT_NE(reply.header_lines.find("Content-Security-Policy: default-src 'self'; script-src 'self' 'sha256-"),
            std::string::npos);
  EXPECT_NE(reply.header_lines.find("frame-ancestors 'none'"), std::string::npos);
}

TEST(PageSecurity, InlineScriptsAreAllowedByTheirHash) {
  // echo -n 'start()' | openssl dgst -sha256 -binary | base64
  EXPECT_NE(page_security("<script>start()</script>").find("'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='"),
            std::string::npos);
  EXPECT_EQ(page_security("<script src=\"/a.js\"></script>").find("sha256"), std::string::npos);
}

}  // namespace
}  // namespace openspc::net::detail
