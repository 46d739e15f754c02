// Headers that a webhook's receiver wants besides ours, and which of them cannot be given. Called by the channel
// service, store and sender. Formats: RFC 9110, 5.1 and 5.5. Pure functions.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/problems.h"
#include "net/schema.h"

namespace openspc::notify {

struct WebhookHeader {
  std::string name{}, value{};
  friend bool operator==(const WebhookHeader&, const WebhookHeader&) = default;
};
BOOST_DESCRIBE_STRUCT(WebhookHeader, (), (name, value))

inline void describe(net::Fields<WebhookHeader>& f) {
  f["name"].length(1, 100);
  f["value"].length(1, 1'000);
}

inline constexpr std::size_t kMostHeaders = 20;

/// Adds what is wrong under "headers": names that are none, that come twice or that are ours to say, and values that
/// would be more than one line.
void check_headers(const std::vector<WebhookHeader>& headers, base::Problems& problems);

/// What stands behind "Bearer" can be sent as a header: visible ASCII without a space.
bool is_bearer_token(std::string_view token);

}  // namespace openspc::notify
