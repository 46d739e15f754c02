// Bearer tokens to principals, for the HTTP server and the WebSocket: signature, expiry, session not revoked, user
// active, roles of now. One SQL read for a token that was not seen in the last two seconds, none otherwise; changes
// made through this process count at once. Throws base::Error(unauthorized). Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/principal_cache.h"
#include "identity/token.h"
#include "net/access.h"

namespace openspc::identity {

class TokenAuthenticator final : public net::Authenticator {
 public:
  // All references must outlive the authenticator. In dev mode nobody must change a password.
  TokenAuthenticator(db::Database& database, base::EventBus& bus, const TokenSigner& signer, const base::Clock& clock,
                     bool dev_mode);

  base::Task<net::Principal> authenticate(std::string_view bearer_token) override;
  // For who has proved to be this user by other means: the principal, if user and session still stand.
  base::Task<net::Principal> principal_of(base::UserId user, std::string session_id);

 private:
  base::Task<net::Principal> load(AccessClaims claims);

  db::Database& db_;
  const TokenSigner& signer_;
  const base::Clock& clock_;
  const bool dev_mode_;
  PrincipalCache cache_;
  std::vector<base::Subscription> listening_;
};

}  // namespace openspc::identity
