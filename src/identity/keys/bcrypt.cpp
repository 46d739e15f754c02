#include "identity/keys/bcrypt.h"

#include <crypt.h>

#include <memory>

#include "base/crypto.h"

namespace openspc::identity {

bool verify_bcrypt(const std::string& secret, const std::string& hash) {
  if (!hash.starts_with("$2")) return false;
  const auto workspace = std::make_unique<crypt_data>();  // 32 KiB
  const char* const made = ::crypt_r(secret.c_str(), hash.c_str(), workspace.get());
  return made != nullptr && base::constant_time_equal(made, hash);
}

}  // namespace openspc::identity
