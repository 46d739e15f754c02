#include "identity/caller.h"

#include "net/request.h"

namespace openspc::identity {

namespace {
constexpr std::size_t kMaxUserAgent = 255;
}

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
  return {{},
          request.correlation_id(),
          request.client_ip(),
          std::string(request.header("User-Agent").substr(0, kMaxUserAgent))};
}

}  // namespace openspc::identity
