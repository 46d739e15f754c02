#include "net/detail/page_security.h"

#include <openssl/evp.h>

#include <array>

namespace openspc::net::detail {
namespace {

/// "'sha256-...'" as a Content-Security-Policy names an inline script.
std::string script_hash(std::string_view script) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(script.data(), script.size(), digest.data(), &length, EVP_sha256(), nullptr);
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> base64{};
  const int size = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(length));
  return "'sha256-" + std::string(reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(size)) + "'";
}

std::string inline_script_hashes(std::string_view html) {
  std::string hashes;
  for (std::size_t at = html.find("<script"); at != std::string_view::npos; at = html.find("<script", at + 1)) {
    const std::size_t open_end = html.find('>', at);
    const std::size_t close = html.find("</script>", at);
    if (open_end == std::string_view::npos || close == std::string_view::npos || close < open_end) break;
    if (html.substr(at, open_end - at).find("src=") != std::string_view::npos) continue;
    hashes += " " + script_hash(html.substr(open_end + 1, close - open_end - 1));
  }
  return hashes;
}

std::string lines(const std::string& policy) {
  return "Content-Security-Policy: " + policy +
         "\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n";
}

}  // namespace

std::string page_security(std::string_view html) {
  return lines(
      "default-src 'self'; script-src 'self'" + inline_script_hashes(html) +
      "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:"
      "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
}

std::string docs_security() {
  return lines(
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
      "data:"
      "; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
}

}  // namespace openspc::net::detail
