#include "base/secret_vault.h"

#include <string_view>

#include "base/certain.h"
#include "base/error.h"
#include "base/log.h"
#include "base/secrets.h"

namespace openspc::base {
namespace {

// How every Fernet token begins: version 0x80 and a time before the year 2106.
bool is_token(std::string_view text) {
  return text.starts_with("gAAAAA");
}

}  // namespace

std::string SecretVault::fingerprint() {
  return key().fingerprint();
}

Fernet SecretVault::key() {
  const auto key = key_.lock();
  if (!*key) *key = resolve_db_encryption_key(config_);
  return certain(*key);
}

std::optional<std::string> SecretVault::encrypt(const std::optional<std::string>& plain) {
  if (!plain || plain->empty()) return std::nullopt;
  return key().encrypt(*plain);
}

std::optional<std::string> SecretVault::decrypt(const std::optional<std::string>& stored, std::string_view what) {
  if (!stored || stored->empty()) return std::nullopt;
  if (!is_token(*stored)) return stored;
  auto plain = key().decrypt(*stored);
  if (!plain)
    throw unavailable("The stored " + std::string(what) +
                      " was encrypted with another key: enter it again, or restore .db_encryption_key");
  return plain;
}

std::optional<std::string> SecretVault::try_decrypt(const std::optional<std::string>& stored) noexcept {
  try {
    return decrypt(stored, "secret");
  } catch (const std::exception& error) {
    log::warning("secret_unreadable", {{"reason", error.what()}});
    return std::nullopt;
  }
}

}  // namespace openspc::base
