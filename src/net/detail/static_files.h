// The built UI and the assets of the API documentation, held in memory: what is requested is looked up by its exact
// path, so no request can name a file outside. Read at start (blocking); answering never touches the disk. Private to
// net.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/detail/reply.h"
#include "net/request.h"

namespace openspc::net::detail {

/// One file. Its address stays the same for the life of StaticFiles.
class Asset {
 public:
  std::string content_type;
  std::string cache_control;
  std::string etag;  // with its quotes
  std::string bytes;
  std::string security_lines;  // header lines of pages

  /// The gzip form, empty until there is one (or where it does not pay).
  std::string_view gzip() const {
    const std::string* const ready = published_.load(std::memory_order_acquire);
    return ready == nullptr ? std::string_view{} : std::string_view(*ready);
  }
  void set_gzip(std::string compressed);

 private:
  std::unique_ptr<const std::string> compressed_;
  std::atomic<const std::string*> published_{nullptr};
};

class StaticFiles {
 public:
  static constexpr std::size_t max_file_bytes = 16u << 20;

  /// Loads every regular file below `root`; hidden files, source maps and links that lead outside are left out. A file
  /// with ".gz" beside it takes that as its gzip form. A missing folder means no files.
  explicit StaticFiles(const std::filesystem::path& root);

  /// `path` is decoded and begins with '/'. "/" is index.html. nullptr when there is no such file.
  const Asset* find(std::string_view path) const;
  /// The page of the UI, for addresses that its own router understands; nullptr without a UI.
  const Asset* index() const { return index_; }

  /// Compresses what has no gzip form yet. Takes a while: call it on a thread of its own.
  void compress(const std::stop_token& stop);

 private:
  void load(const std::filesystem::path& file, const std::string& name);

  std::unordered_map<std::string, std::unique_ptr<Asset>> assets_;
  const Asset* index_ = nullptr;
};

/// Identifies the bytes, with its quotes.
std::string etag_of(const std::string& bytes);

/// Writes the asset, or 304 when the client has it: conditional, compressed where the client accepts it, with its
/// caching rules; HEAD without the bytes.
void serve(const Asset& asset, const Request& request, Reply& reply);

/// True for a browser that opens an address: it says that it takes text/html.
bool wants_page(const Request& request);

}  // namespace openspc::net::detail
