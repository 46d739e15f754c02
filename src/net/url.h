// Parsing of request targets: pure functions over text, no sockets. Called by the server for every request and by the
// fuzz targets with any bytes at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openspc::net {

/// A request target taken apart and percent-decoded.
struct Target {
  std::string path;                                        ///< decoded, always begins with '/'
  std::string_view raw_query;                              ///< behind '?', as sent; a view into the parsed text
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order; '+' means blank

  /// The last value of that name (what a scalar parameter takes), or nullptr.
  const std::string* find(std::string_view name) const;
};

/// Understands origin form ("/a?b=c") and absolute form ("http://host/a?b=c"). Returns false for anything else, for a
/// broken percent escape, for control bytes, for NUL (encoded or not) and for text that is not UTF-8. A fragment is cut
/// off. `into` is reused: its capacity survives from request to request.
bool parse_target(std::string_view target, Target& into);
std::optional<Target> parse_target(std::string_view target);

/// Decodes %XX; nullopt when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

}  // namespace openspc::net
