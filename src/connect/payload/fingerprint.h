// A number that tells two texts apart: the first eight bytes of SHA-256. Kept with deliveries and readings, so that one
// that comes again is known. Pure function.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/crypto.h"

namespace openspc::connect::payload {

inline std::int64_t fingerprint(std::string_view text) {
  const base::Digest digest = base::sha256(text);
  std::int64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

}  // namespace openspc::connect::payload
