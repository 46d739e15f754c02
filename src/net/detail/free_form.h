// JSON that a client may shape as it likes (settings of a plant, parameters of a rule, a value to write): what it must
// not be. It is stored and read by others, so it must be readable again, and small. Private to net. Pure; any thread.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace openspc::net::detail {

constexpr std::size_t kMaxFreeFormBytes = 65'536;  // as text
constexpr std::size_t kMaxFreeFormMembers = 1'000;
constexpr std::size_t kMaxFreeFormDepth = 16;

/// What is wrong, and where within the value.
using FreeFormFault = std::function<void(const boost::json::array& path, std::string_view type, std::string msg,
                                         const boost::json::value& input)>;

/// Calls `fault` for the value as a whole when it is too large, else for each number in it that is not finite.
void check_free_form(const boost::json::value& value, const FreeFormFault& fault);

}  // namespace openspc::net::detail
