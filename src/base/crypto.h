// Randomness, digests, base64url and password hashes, on OpenSSL and libargon2. Called by tokens, secrets and identity.
// Pure functions, any thread; hash_password and verify_password take ~100 ms and 64 MiB, so run them in a WorkerPool.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace openspc::base {

/// Cryptographically secure bytes, held in a string. Throws std::runtime_error when the system has none.
std::string random_bytes(std::size_t count);
/// `bytes` random bytes as unpadded base64url: 32 give 43 characters.
std::string random_token(std::size_t bytes = 32);

using Digest = std::array<std::uint8_t, 32>;
Digest sha256(std::string_view data);
/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view data);
Digest hmac_sha256(std::string_view key, std::string_view data);
std::string to_hex(std::span<const std::uint8_t> bytes);

/// Takes the same time wherever the first difference is; the lengths are not secret.
bool constant_time_equal(std::string_view a, std::string_view b);

/// RFC 4648 section 5, without padding.
std::string base64url_encode(std::string_view data);
std::string base64url_encode(std::span<const std::uint8_t> data);
/// Accepts unpadded text only; nullopt for any other character, length or non-zero trailing bits.
std::optional<std::string> base64url_decode(std::string_view text);

/// Argon2id cost. The defaults are those of the reference, so that its stored hashes verify and ours look the same.
struct PasswordCost {
  std::uint32_t iterations = 3;
  std::uint32_t memory_kib = 64 * 1024;
  std::uint32_t parallelism = 4;
};

/// PHC text "$argon2id$v=19$m=65536,t=3,p=4$salt$tag" with a 16-byte salt and a 32-byte tag.
std::string hash_password(std::string_view password, const PasswordCost& cost = {});
/// False for a wrong password and for text that is not an Argon2id hash of bearable cost.
bool verify_password(std::string_view password, const std::string& phc);

}  // namespace openspc::base
