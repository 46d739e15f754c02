// Hashes by which OpenSPC 0.4 kept its API keys. Called by the password hasher's workers: a quarter of a second each.
#pragma once

#include <string>

namespace openspc::identity {

/// False for another text, and for a hash that is none of bcrypt. Any thread.
bool verify_bcrypt(const std::string& secret, const std::string& hash);

}  // namespace openspc::identity
