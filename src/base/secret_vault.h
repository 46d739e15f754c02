// Credentials of brokers, servers and channels, encrypted at rest; one for the whole process. The key is made or read
// when the first secret is stored or read. Any thread. Errors: Error(unavailable) when the key is malformed or its file
// cannot be used.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"
#include "base/fernet.h"
#include "base/guarded.h"

namespace openspc::base {

class SecretVault {
 public:
  explicit SecretVault(Config config) : config_(std::move(config)) {}

  /// Null stays null, and an empty text counts as null: there is no secret.
  std::optional<std::string> encrypt(const std::optional<std::string>& plain);
  /// The plain text. Text that is no token was stored by an early reference, unencrypted. Throws Error(unavailable)
  /// naming `what` when a token was made with another key.
  std::optional<std::string> decrypt(const std::optional<std::string>& stored, std::string_view what);
  /// As decrypt, but nothing instead of an error: for lists.
  std::optional<std::string> try_decrypt(const std::optional<std::string>& stored) noexcept;

  /// Of the key, which is made or read for it.
  std::string fingerprint();

 private:
  Fernet key();

  Config config_;
  Guarded<std::optional<Fernet>> key_;
};

}  // namespace openspc::base
