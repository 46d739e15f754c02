// Who sent a request, and by which scheme, where proxies stand in between. What a proxy says (X-Forwarded-For and
// -Proto, or Forwarded of RFC 7239) counts only if it is trusted; headers are hostile, so the chain is walked from the
// nearest proxy outwards and left at the first address that is not one of ours. Pure function. Private to net.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/network.h"
#include "net/request.h"

namespace openspc::net::detail {

struct Client {
  std::string ip;
  bool https = false;
};

/// Where the two kinds of header name different clients, one of them was not written by our proxy, and neither is
/// believed: the client is the peer.
Client client_of(std::string_view peer, const std::vector<Header>& headers,
                 const std::vector<base::Network>& trusted_proxies);

}  // namespace openspc::net::detail
