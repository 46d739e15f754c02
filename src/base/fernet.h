// Encryption at rest of what must be read again: passwords of brokers, machines and databases. Tokens are those of the
// public Fernet specification (github.com/fernet/spec), so that the reference's stored secrets stay readable. A value;
// any thread. For passwords that people log in with use hash_password of crypto.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::base {

class Fernet {
 public:
  /// The key is base64url of 32 bytes, padded or not. Throws Error(unavailable) for anything else.
  explicit Fernet(std::string_view key);

  /// A token, which differs each time: 100 characters for up to 15 bytes, 20 to 24 more for each further 16. Throws
  /// std::length_error when `plain` is longer than a mebibyte.
  std::string encrypt(std::string_view plain) const;
  /// As above with a time in Unix seconds and 16 bytes to begin with that must never be used twice: for the published
  /// test vectors only.
  std::string encrypt_at(std::string_view plain, std::uint64_t seconds, std::string_view initialization) const;

  /// nullopt for what was not made with this key, or was changed since. However old it is.
  std::optional<std::string> decrypt(std::string_view token) const;

  /// By which keys are compared and none is told.
  std::string fingerprint() const;

  static std::string generate_key();

 private:
  std::string signing_key_;
  std::string encryption_key_;
};

}  // namespace openspc::base
