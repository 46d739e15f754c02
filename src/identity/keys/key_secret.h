// The secret of an API key, and what is stored of it: a SHA-256 digest, which is as good as any other hash for 32
// random bytes and costs nothing. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace openspc::identity {

/// "openspc_" and 43 characters of base64url.
std::string new_key_secret();
/// Has the form of one; anything else is refused before it costs something.
bool is_key_secret(std::string_view text);

/// What column key_hash holds, and column key_prefix, by which the row is found.
std::string stored_digest(std::string_view secret);
std::string digest_prefix(std::string_view secret);
/// What OpenSPC 0.4 wrote into key_prefix: the same for all its keys.
inline constexpr std::string_view kReferencePrefix = "openspc_";

}  // namespace openspc::identity
