#include "identity/keys/key_secret.h"

#include "base/crypto.h"

namespace openspc::identity {

namespace {

constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kPrefixLength = 16;  // of the column

}  // namespace

std::string new_key_secret() {
  return std::string(kReferencePrefix) + base::random_token(kRandomBytes);
}

bool is_key_secret(std::string_view text) {
  if (!text.starts_with(kReferencePrefix)) return false;
  const auto bytes = base::base64url_decode(text.substr(kReferencePrefix.size()));
  return bytes && bytes->size() == kRandomBytes;
}

std::string stored_digest(std::string_view secret) {
  return "sha256$" + base::sha256_hex(secret);
}

std::string digest_prefix(std::string_view secret) {
  return base::sha256_hex(secret).substr(0, kPrefixLength);
}

}  // namespace openspc::identity
