// JSON web tokens with HS256 and nothing else: the algorithm is pinned, so "none" and key confusion cannot happen.
// The text of a token is hostile until verified. Pure functions, any thread.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace openspc::base::jwt {

/// header.payload.signature; claims are written as given, so `exp` and `iat` must be whole Unix seconds.
std::string sign(const boost::json::object& claims, std::string_view secret);

/// The claims, when the token is well formed, signed with this secret and has a numeric `exp` after `now` (no leeway).
/// nullopt for every other token; which check failed is deliberately not told.
std::optional<boost::json::object> verify(std::string_view token, std::string_view secret, Timestamp now);

}  // namespace openspc::base::jwt
