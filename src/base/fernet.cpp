#include "base/fernet.h"

#include <openssl/evp.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>

#include "base/crypto.h"
#include "base/error.h"
#include "base/secrets.h"

namespace openspc::base {
namespace {

constexpr char kVersion = '\x80';
constexpr std::size_t kTimeSize = 8;
constexpr std::size_t kBlockSize = 16;
constexpr std::size_t kHeadSize = 1 + kTimeSize + kBlockSize;
constexpr std::size_t kMacSize = 32;
constexpr std::size_t kKeySize = 16;
/// Far above any secret, far below what OpenSSL counts in an int.
constexpr std::size_t kMaxPlainSize = 1U << 20U;
constexpr std::size_t kMaxTokenSize = 2 * kMaxPlainSize;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Context new_context() {
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  if (!context) throw std::bad_alloc();
  return context;
}

const unsigned char* cipher_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* cipher_bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string aes_encrypt(std::string_view key, std::string_view initialization, std::string_view plain) {
  const Context context = new_context();
  std::string encrypted(plain.size() + kBlockSize, '\0');
  int size = 0;
  int rest = 0;
  if (EVP_EncryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, cipher_bytes(key), cipher_bytes(initialization)) !=
          1 ||
      EVP_EncryptUpdate(context.get(), cipher_bytes(encrypted), &size, cipher_bytes(plain),
                        static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), cipher_bytes(encrypted) + size, &rest) != 1) {
    throw std::runtime_error("AES-128-CBC failed");
  }
  encrypted.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return encrypted;
}

/// nullopt when the padding is none.
std::optional<std::string> aes_decrypt(std::string_view key, std::string_view initialization,
                                       std::string_view encrypted) {
  const Context context = new_context();
  std::string plain(encrypted.size() + kBlockSize, '\0');
  int size = 0;
  int rest = 0;
  if (EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, cipher_bytes(key), cipher_bytes(initialization)) !=
          1 ||
      EVP_DecryptUpdate(context.get(), cipher_bytes(plain), &size, cipher_bytes(encrypted),
                        static_cast<int>(encrypted.size())) != 1) {
    throw std::runtime_error("AES-128-CBC failed");
  }
  if (EVP_DecryptFinal_ex(context.get(), cipher_bytes(plain) + size, &rest) != 1) return std::nullopt;
  plain.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return plain;
}

std::string mac(std::string_view key, std::string_view data) {
  const Digest digest = hmac_sha256(key, data);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string padded_base64url(std::string_view data) {
  std::string text = base64url_encode(data);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string_view without_padding(std::string_view text) {
  const auto end = text.find_last_not_of('=') + 1;
  return text.size() % 4 == 0 && text.size() - end <= 2 ? text.substr(0, end) : text;
}

std::string big_endian(std::uint64_t number) {
  std::string bytes(kTimeSize, '\0');
  for (std::size_t i = kTimeSize; i-- > 0; number >>= 8U) bytes[i] = static_cast<char>(number & 0xFFU);
  return bytes;
}

}  // namespace

Fernet::Fernet(std::string_view key) {
  const auto bytes = base64url_decode(without_padding(key));
  if (!bytes || bytes->size() != 2 * kKeySize) {
    throw unavailable(
        "The encryption key is not 32 bytes in base64url; such a key has 43 characters, or 44 with a '='");
  }
  signing_key_ = bytes->substr(0, kKeySize);
  encryption_key_ = bytes->substr(kKeySize);
}

std::string Fernet::encrypt(std::string_view plain) const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  return encrypt_at(plain, static_cast<std::uint64_t>(seconds), random_bytes(kBlockSize));
}

std::string Fernet::encrypt_at(std::string_view plain, std::uint64_t seconds, std::string_view initialization) const {
  if (plain.size() > kMaxPlainSize) throw std::length_error("A secret is longer than a mebibyte");
  if (initialization.size() != kBlockSize) throw std::invalid_argument("AES-128-CBC begins with 16 bytes");
  std::string token(1, kVersion);
  token += big_endian(seconds);
  token += initialization;
  token += aes_encrypt(encryption_key_, initialization, plain);
  token += mac(signing_key_, token);
  return padded_base64url(token);
}

std::optional<std::string> Fernet::decrypt(std::string_view token) const {
  if (token.size() > kMaxTokenSize || token.size() % 4 != 0) return std::nullopt;
  const auto bytes = base64url_decode(without_padding(token));
  if (!bytes || bytes->size() < kHeadSize + kMacSize || bytes->front() != kVersion) return std::nullopt;
  const std::string_view content = std::string_view(*bytes).substr(0, bytes->size() - kMacSize);
  const std::string_view given_mac = std::string_view(*bytes).substr(content.size());
  if (!constant_time_equal(mac(signing_key_, content), given_mac)) return std::nullopt;
  return aes_decrypt(encryption_key_, content.substr(1 + kTimeSize, kBlockSize), content.substr(kHeadSize));
}

std::string Fernet::fingerprint() const {
  return base::fingerprint(signing_key_ + encryption_key_);
}

std::string Fernet::generate_key() {
  return padded_base64url(random_bytes(2 * kKeySize));
}

}  // namespace openspc::base
