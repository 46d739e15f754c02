// What proves to a receiver that a webhook comes from this server, unaltered and recently: HMAC-SHA256 over the time
// and the body. docs/notifications.md tells receivers how to check it.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace openspc::notify {

/// The value of X-OpenSPC-Signature: "t=1700000000,v1=<hex of HMAC-SHA256(secret, t + "." + body)>".
std::string webhook_signature(std::string_view secret, base::Timestamp now, std::string_view body);

}  // namespace openspc::notify
