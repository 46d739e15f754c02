#include "identity/caller.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"
#include "net/request.h"

namespace openspc::identity {

namespace {

constexpr std::size_t kMaxUserAgent = 255;  // bytes

/// What can be stored of a header, which may hold any bytes: whole characters of UTF-8.
std::string storable(std::string_view header) {
  std::string text;
  while (!header.empty()) {
    const std::size_t length = base::utf8_length(header);
    const std::string_view character = length == 0 ? "?" : header.substr(0, length);
    if (text.size() + character.size() > kMaxUserAgent) break;
    text += character;
    header.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

}  // namespace

Caller Caller::system() {
  Caller caller;
  caller.principal.username = "system";
  return caller;
}

Caller Caller::of(const net::Request& request) {
  Caller caller = anonymous(request);
  caller.principal = request.principal();
  return caller;
}

Caller Caller::anonymous(const net::Request& request) {
  return {{}, request.correlation_id(), request.client_ip(), storable(request.header("User-Agent"))};
}

}  // namespace openspc::identity
