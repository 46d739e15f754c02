#include "net/detail/static_files.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <system_error>

#include "base/log.h"
#include "net/detail/gzip.h"
#include "net/detail/page_security.h"
#include "net/detail/text.h"

namespace openspc::net::detail {
namespace {

namespace fs = std::filesystem;

constexpr int kSmallest = 9;  // once for each file, and not while somebody waits
constexpr std::size_t kWorthCompressing = 1024;

struct ContentType {
  std::string_view extension;
  std::string_view type;
  bool compressible;
};

constexpr std::array<ContentType, 18> kContentTypes{{
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".wasm", "application/wasm", true},
    {".ico", "image/x-icon", true},
    {".ttf", "font/ttf", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".woff", "font/woff", false},
    {".woff2", "font/woff2", false},
    {".gif", "image/gif", false},
    {".pdf", "application/pdf", false},
}};

ContentType content_type_of(const fs::path& file) {
  const std::string extension = file.extension().string();
  for (const ContentType& known : kContentTypes) {
    if (equal_ignoring_case(known.extension, extension)) return known;
  }
  return {"", "application/octet-stream", false};
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// "name-BkX03_-f.js": the build puts a hash of at least eight characters before the extension.
bool has_content_hash(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const std::size_t slash = name.rfind('/');
  if (dot == std::string::npos || name.find("/assets/") != 0) return false;
  const std::size_t dash = name.find('-', slash);
  return dash != std::string::npos && dot > dash + 8;
}

/// Is the file, links resolved, inside the folder?
bool is_inside(const fs::path& file, const fs::path& canonical_root) {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  if (error) return false;
  const auto [root_end, rest] = std::mismatch(canonical_root.begin(), canonical_root.end(), real.begin(), real.end());
  return root_end == canonical_root.end();
}

bool is_hidden(const std::string& name) {
  return name.find("/.") != std::string::npos;
}

}  // namespace

void Asset::set_gzip(std::string compressed) {
  if (compressed.empty() || compressed.size() >= bytes.size()) return;
  compressed_ = std::make_unique<const std::string>(std::move(compressed));
  published_.store(compressed_.get(), std::memory_order_release);
}

std::string etag_of(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ull;  // FNV-1a (Fowler, Noll, Vo)
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string etag = "\"";
  for (int shift = 60; shift >= 0; shift -= 4) etag += digits[(hash >> static_cast<unsigned>(shift)) & 0xFu];
  return etag + '"';
}

StaticFiles::StaticFiles(const fs::path& root) {
  std::error_code error;
  const fs::path canonical_root = root.empty() ? fs::path() : fs::canonical(root, error);
  if (root.empty() || error) return;
  for (fs::recursive_directory_iterator it(canonical_root, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    const std::string name = "/" + it->path().lexically_relative(canonical_root).generic_string();
    const fs::path extension = it->path().extension();
    if (!it->is_regular_file(ignored) || extension == ".gz" || extension == ".map" || is_hidden(name)) continue;
    if (it->file_size(ignored) <= max_file_bytes && is_inside(it->path(), canonical_root)) load(it->path(), name);
  }
  if (error) base::log::warning("static_files_unreadable", {{"path", root.string()}, {"error", error.message()}});
  index_ = find("/index.html");
}

void StaticFiles::load(const fs::path& file, const std::string& name) {
  auto asset = std::make_unique<Asset>();
  const ContentType type = content_type_of(file);
  asset->content_type = type.type;
  asset->bytes = read_file(file);
  asset->etag = etag_of(asset->bytes);
  asset->cache_control = has_content_hash(name) ? "public, max-age=31536000, immutable" : "no-cache";
  if (type.extension == ".html") asset->security_lines = page_security(asset->bytes);
  const fs::path precompressed = file.string() + ".gz";
  std::error_code error;
  if (fs::is_regular_file(precompressed, error)) asset->set_gzip(read_file(precompressed));
  assets_.emplace(name, std::move(asset));
}

const Asset* StaticFiles::find(std::string_view path) const {
  const auto found = assets_.find(path == "/" ? "/index.html" : std::string(path));
  return found == assets_.end() ? nullptr : found->second.get();
}

void StaticFiles::compress(const std::stop_token& stop) {
  for (auto& [name, asset] : assets_) {
    if (stop.stop_requested()) return;
    const bool pays = asset->bytes.size() >= kWorthCompressing && content_type_of(name).compressible;
    if (pays && asset->gzip().empty()) asset->set_gzip(gzip(asset->bytes, kSmallest));
  }
}

void serve(const Asset& asset, const Request& request, Reply& reply) {
  const std::string_view compressed = asset.gzip();
  const bool send_gzip = !compressed.empty() && accepts_gzip(request.header("Accept-Encoding"));
  std::string etag = asset.etag;
  if (send_gzip) etag.insert(etag.size() - 1, "-gzip");
  reply.header("ETag", etag);
  reply.header("Cache-Control", asset.cache_control);
  if (!compressed.empty()) reply.header("Vary", "Accept-Encoding");
  reply.header_lines += asset.security_lines;
  const std::string_view known = request.header("If-None-Match");
  if (known == "*" || has_element(known, etag) || has_element(known, "W/" + etag)) {
    reply.status = 304;
    return;
  }
  reply.status = 200;
  reply.content_type = asset.content_type;
  if (send_gzip) reply.header("Content-Encoding", "gzip");
  reply.static_body = send_gzip ? compressed : std::string_view(asset.bytes);
}

bool wants_page(const Request& request) {
  return (request.method() == Method::get || request.method() == Method::head) &&
         request.header("Accept").find("text/html") != std::string_view::npos;
}

}  // namespace openspc::net::detail
