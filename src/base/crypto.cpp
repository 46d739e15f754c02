#include "base/crypto.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <charconv>
#include <stdexcept>

namespace openspc::base {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

constexpr std::string_view kBase64urlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t kNoDigit = 0xFF;

constexpr auto kBase64urlValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kBase64urlAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kBase64urlAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

/// The decimal number after `name=` in the parameters of a PHC text.
std::optional<std::uint32_t> phc_parameter(std::string_view phc, std::string_view name) {
  const auto at = phc.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = phc.substr(at + name.size());
  std::uint32_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc{} || end == digits.data()) return std::nullopt;
  return value;
}

/// A hash from a hostile or damaged table must not make a login take gigabytes or minutes.
bool bearable(std::string_view phc) {
  const auto memory = phc_parameter(phc, "$m=");
  const auto iterations = phc_parameter(phc, ",t=");
  const auto lanes = phc_parameter(phc, ",p=");
  return memory && iterations && lanes && *memory <= 1024 * 1024 && *iterations <= 64 && *lanes <= 64;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("The system has no randomness to give");
  }
  return bytes;
}

std::string random_token(std::size_t bytes) {
  return base64url_encode(random_bytes(bytes));
}

Digest sha256(std::string_view data) {
  Digest digest{};
  if (EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return digest;
}

std::string sha256_hex(std::string_view data) {
  return to_hex(sha256(data));
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
  Digest digest{};
  // OpenSSL takes a null key for "reuse the previous key", so an empty key is given as a pointer to nothing.
  const unsigned char nothing = 0;
  const void* key_data = key.empty() ? &nothing : static_cast<const void*>(key.data());
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), bytes_of(data), data.size(), digest.data(), nullptr) ==
      nullptr) {
    throw std::runtime_error("HMAC-SHA256 failed");
  }
  return digest;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base64url_encode(std::string_view data) {
  std::string text;
  text.reserve((data.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : data) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) text += kBase64urlAlphabet[(bits >> (held - 6)) & 63];
  }
  if (held > 0) text += kBase64urlAlphabet[(bits << (6 - held)) & 63];
  return text;
}

std::string base64url_encode(std::span<const std::uint8_t> data) {
  return base64url_encode(std::string_view(reinterpret_cast<const char*>(data.data()), data.size()));
}

std::optional<std::string> base64url_decode(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string data;
  data.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::uint8_t value = kBase64urlValues[static_cast<unsigned char>(c)];
    if (value == kNoDigit) return std::nullopt;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      data += static_cast<char>((bits >> held) & 255);
    }
  }
  // Otherwise several texts would decode to the same bytes.
  if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return data;
}

std::string hash_password(std::string_view password, const PasswordCost& cost) {
  constexpr std::uint32_t tag_bytes = 32;
  const std::string salt = random_bytes(16);
  std::string phc(argon2_encodedlen(cost.iterations, cost.memory_kib, cost.parallelism,
                                    static_cast<std::uint32_t>(salt.size()), tag_bytes, Argon2_id),
                  '\0');
  const int code = argon2id_hash_encoded(cost.iterations, cost.memory_kib, cost.parallelism, password.data(),
                                         password.size(), salt.data(), salt.size(), tag_bytes, phc.data(), phc.size());
  if (code != ARGON2_OK) throw std::runtime_error(std::string("Argon2: ") + argon2_error_message(code));
  phc.resize(phc.find('\0'));
  return phc;
}

bool verify_password(std::string_view password, const std::string& phc) {
  if (!phc.starts_with("$argon2id$") || !bearable(phc)) return false;
  return argon2id_verify(phc.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace openspc::base
