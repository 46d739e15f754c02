#include "notify/delivery/signature.h"

#include "base/crypto.h"

namespace openspc::notify {

std::string webhook_signature(std::string_view secret, base::Timestamp now, std::string_view body) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::string time = std::to_string(seconds);
  std::string signed_text = time + ".";
  signed_text += body;
  return "t=" + time + ",v1=" + base::to_hex(base::hmac_sha256(secret, signed_text));
}

}  // namespace openspc::notify
