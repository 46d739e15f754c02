#include "identity/token.h"

#include <charconv>
#include <span>
#include <utility>

#include "base/crypto.h"
#include "base/jwt.h"

namespace openspc::identity {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxTokenLength = 4096;
constexpr std::size_t kMaxSessionIdLength = 64;
constexpr std::size_t kTokenIdBytes = 16;

std::int64_t unix_seconds(base::Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::optional<base::Timestamp> time_claim(const json::object& claims, std::string_view name) {
  const json::value* claim = claims.if_contains(name);
  if (claim == nullptr || !claim->is_number()) return std::nullopt;
  return base::timestamp_from_unix(claim->is_double() ? claim->get_double() : claim->to_number<double>());
}

std::optional<base::UserId> user_claim(const json::object& claims) {
  const json::value* sub = claims.if_contains("sub");
  if (sub == nullptr || !sub->is_string()) return std::nullopt;
  const json::string& text = sub->get_string();
  base::UserId id;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

bool has_text(const json::object& claims, std::string_view name, std::string_view wanted) {
  const json::value* claim = claims.if_contains(name);
  return claim != nullptr && claim->is_string() && std::string_view(claim->get_string()) == wanted;
}

}  // namespace

struct TokenSigner::Claims {
  base::UserId user;
  std::string session_id;
  base::Timestamp issued_at;
  base::Timestamp expires_at;
};

TokenSigner::TokenSigner(std::string secret, const base::Clock& clock) : secret_(std::move(secret)), clock_(clock) {}

std::string TokenSigner::access(base::UserId user, std::string_view username, std::string_view session_id) const {
  const base::Timestamp now = clock_.now();
  const json::object claims{{"sub", std::to_string(user.value)},
                            {"username", username},
                            {"type", "access"},
                            {"iat", unix_seconds(now)},
                            {"exp", unix_seconds(now + kAccessLifetime)},
                            {"sid", session_id}};
  return base::jwt::sign(claims, secret_);
}

std::string TokenSigner::refresh(base::UserId user, std::string_view session_id, std::chrono::seconds lifetime) const {
  return sign_refresh(user, session_id, clock_.now(), lifetime, base::random_token(kTokenIdBytes));
}

std::string TokenSigner::successor(std::string_view predecessor, base::UserId user, std::string_view session_id,
                                   base::Timestamp issued_at, std::chrono::seconds lifetime) const {
  const base::Digest digest = base::hmac_sha256(secret_, "successor of " + base::sha256_hex(predecessor));
  const auto id = std::span(digest).first<kTokenIdBytes>();
  return sign_refresh(user, session_id, issued_at, lifetime, base::base64url_encode(id));
}

std::string TokenSigner::sign_refresh(base::UserId user, std::string_view session_id, base::Timestamp issued_at,
                                      std::chrono::seconds lifetime, std::string_view id) const {
  const json::object claims{
      {"sub", std::to_string(user.value)},         {"type", "refresh"}, {"iat", unix_seconds(issued_at)},
      {"exp", unix_seconds(issued_at + lifetime)}, {"sid", session_id}, {"jti", id}};
  return base::jwt::sign(claims, secret_);
}

std::optional<AccessClaims> TokenSigner::read_access(std::string_view token, Expiry expiry) const {
  std::optional<Claims> claims = read(token, "access", expiry);
  if (!claims) return std::nullopt;
  return AccessClaims{claims->user, std::move(claims->session_id), claims->issued_at, claims->expires_at};
}

std::optional<RefreshClaims> TokenSigner::read_refresh(std::string_view token, Expiry expiry) const {
  std::optional<Claims> claims = read(token, "refresh", expiry);
  if (!claims) return std::nullopt;
  return RefreshClaims{claims->user, std::move(claims->session_id), claims->issued_at, claims->expires_at};
}

std::optional<TokenSigner::Claims> TokenSigner::read(std::string_view token, std::string_view type,
                                                     Expiry expiry) const {
  if (token.empty() || token.size() > kMaxTokenLength) return std::nullopt;
  const base::Timestamp now = expiry == Expiry::enforced ? clock_.now() : base::earliest_timestamp();
  const std::optional<json::object> claims = base::jwt::verify(token, secret_, now);
  if (!claims || !has_text(*claims, "type", type)) return std::nullopt;

  const auto user = user_claim(*claims);
  const auto issued_at = time_claim(*claims, "iat");
  const auto expires_at = time_claim(*claims, "exp");
  if (!user || !issued_at || !expires_at) return std::nullopt;

  std::string session_id;
  if (const json::value* sid = claims->if_contains("sid")) {
    if (!sid->is_string() || sid->get_string().empty() || sid->get_string().size() > kMaxSessionIdLength) {
      return std::nullopt;
    }
    session_id = std::string_view(sid->get_string());
  }
  return Claims{*user, std::move(session_id), *issued_at, *expires_at};
}

}  // namespace openspc::identity
