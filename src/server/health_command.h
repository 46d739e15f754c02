// `openspc health`: asks a running server over plain HTTP, for service managers and containers.
#pragma once

#include <iosfwd>
#include <string>

namespace openspc::server {

/// Prints the server's answer. 0 when it is 200, 1 otherwise; throws std::runtime_error when nobody answers within five
/// seconds.
int check_health(const std::string& url, std::ostream& out);

}  // namespace openspc::server
