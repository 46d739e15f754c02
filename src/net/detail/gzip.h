// Compressing what is sent. Pure functions, any thread. Private to net.
#pragma once

#include <string>
#include <string_view>

namespace openspc::net::detail {

/// `level`: 1 (fast) to 9 (small). Empty when there is no memory for it.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);

/// Does Accept-Encoding name gzip, and not with a weight of zero? A mere "*" gets the plain bytes.
[[nodiscard]] bool accepts_gzip(std::string_view list);

}  // namespace openspc::net::detail
