#include "base/jwt.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstddef>

#include "base/crypto.h"

namespace openspc::base::jwt {
namespace {

// Far above any token of ours; it bounds the work that a stranger can cause.
constexpr std::size_t kMaxTokenLength = 8 * 1024;

std::string signature_of(std::string_view signed_part, std::string_view secret) {
  return base64url_encode(std::span<const std::uint8_t>(hmac_sha256(secret, signed_part)));
}

std::optional<boost::json::object> decode_object(std::string_view part) {
  const auto text = base64url_decode(part);
  if (!text) return std::nullopt;
  boost::json::error_code error;
  boost::json::parse_options limits;
  limits.max_depth = 8;
  auto value = boost::json::parse(*text, error, {}, limits);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

bool is_hs256(std::string_view header_part) {
  const auto header = decode_object(header_part);
  if (!header) return false;
  const auto* algorithm = header->if_contains("alg");
  // RFC 7515 section 4.1.11: a token with critical extensions that we do not know must be refused; we know none.
  return algorithm && algorithm->is_string() && algorithm->get_string() == "HS256" && !header->contains("crit");
}

bool expires_after(const boost::json::object& claims, Timestamp now) {
  const auto* expiry = claims.if_contains("exp");
  if (!expiry || !expiry->is_number()) return false;
  const double seconds = expiry->to_number<double>();
  return std::isfinite(seconds) && seconds * 1e6 > static_cast<double>(now.time_since_epoch().count());
}

}  // namespace

std::string sign(const boost::json::object& claims, std::string_view secret) {
  std::string token = base64url_encode(std::string_view(R"({"alg":"HS256","typ":"JWT"})"));
  token += '.';
  token += base64url_encode(std::string_view(boost::json::serialize(claims)));
  const std::string signature = signature_of(token, secret);
  token += '.';
  token += signature;
  return token;
}

std::optional<boost::json::object> verify(std::string_view token, std::string_view secret, Timestamp now) {
  if (token.size() > kMaxTokenLength || secret.empty()) return std::nullopt;
  const auto header_end = token.find('.');
  const auto claims_end = token.rfind('.');
  if (header_end == std::string_view::npos || header_end == claims_end) return std::nullopt;
  // The signature first: nothing of a forged token is parsed.
  if (!constant_time_equal(token.substr(claims_end + 1), signature_of(token.substr(0, claims_end), secret))) {
    return std::nullopt;
  }
  if (!is_hs256(token.substr(0, header_end))) return std::nullopt;
  auto claims = decode_object(token.substr(header_end + 1, claims_end - header_end - 1));
  if (!claims || !expires_after(*claims, now)) return std::nullopt;
  return claims;
}

}  // namespace openspc::base::jwt
