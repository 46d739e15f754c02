// Access and refresh tokens: HS256 tokens with the claims of OpenSPC 0.4 plus `sid` (our session) and, on refresh
// tokens, `jti`, so that two tokens are never equal. Called by the auth service and the authenticator. Stateless, any
// thread. Whether a session or user still stands is for the callers to check.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::identity {

inline constexpr std::chrono::seconds kAccessLifetime = std::chrono::minutes(15);

struct AccessClaims {
  base::UserId user;
  std::string session_id;  // empty: issued by OpenSPC 0.4
  base::Timestamp issued_at;
  base::Timestamp expires_at;
};

struct RefreshClaims {
  base::UserId user;
  std::string session_id;  // empty: issued by OpenSPC 0.4
  base::Timestamp issued_at;
  base::Timestamp expires_at;
};

enum class Expiry { enforced, ignored };

class TokenSigner {
 public:
  // The clock must outlive the signer.
  TokenSigner(std::string secret, const base::Clock& clock);

  std::string access(base::UserId user, std::string_view username, std::string_view session_id) const;
  // The first refresh token of a session.
  std::string refresh(base::UserId user, std::string_view session_id, std::chrono::seconds lifetime) const;
  // The refresh token that follows another, made at `issued_at`: the same one whenever it is asked for, so that an
  // answer that was lost can be given again without keeping any token.
  std::string successor(std::string_view predecessor, base::UserId user, std::string_view session_id,
                        base::Timestamp issued_at, std::chrono::seconds lifetime) const;

  // nullopt for a token that is forged, malformed, expired, or of the other kind.
  std::optional<AccessClaims> read_access(std::string_view token, Expiry expiry = Expiry::enforced) const;
  std::optional<RefreshClaims> read_refresh(std::string_view token, Expiry expiry = Expiry::enforced) const;

 private:
  struct Claims;
  std::optional<Claims> read(std::string_view token, std::string_view type, Expiry expiry) const;
  std::string sign_refresh(base::UserId user, std::string_view session_id, base::Timestamp issued_at,
                           std::chrono::seconds lifetime, std::string_view id) const;

  std::string secret_;
  const base::Clock& clock_;
};

}  // namespace openspc::identity
