#include "identity/authenticator.h"

#include <chrono>
#include <memory>
#include <utility>

#include "base/error.h"
#include "identity/auth_session_store.h"
#include "identity/people/user_option.h"
#include "identity/user_store.h"
#include "peers/heard.h"

namespace openspc::identity {

namespace {

constexpr std::size_t kCachedTokens = 10'000;
// As long as a change made by another replica may stay unseen.
constexpr std::chrono::milliseconds kTrustedFor{2'000};

base::Error refusal() {
  return base::unauthorized("Invalid or expired token");
}

// A token of OpenSPC 0.4 names no session that could be revoked; a later change of the account ends it instead.
bool outlived_by_account(const AccessClaims& claims, const User& user) {
  return claims.issued_at < std::chrono::floor<std::chrono::seconds>(user.updated_at);
}

std::optional<net::Principal> read_principal(db::Session& session, const AccessClaims& claims, base::Timestamp now) {
  std::optional<User> user = user_store::find(session, claims.user);
  if (!user || !user->is_active) return std::nullopt;
  if (claims.session_id.empty()) {
    if (outlived_by_account(claims, *user)) return std::nullopt;
  } else {
    const auto sign_in = auth_session_store::find(session, claims.session_id);
    if (!sign_in || sign_in->user_id != user->id || !sign_in->stands(now)) return std::nullopt;
  }
  net::Principal principal{user->id, std::move(user->username), user->must_change_password, claims.session_id,
                           user_store::roles(session, claims.user)};
  const UserOption option = option_of(session, user->id);
  principal.desk_role = option.desk_role;
  principal.reach.changes = option.is_limited;
  if (option.is_limited) principal.reach.branches = user_store::branch_ids(session, user->id);
  return principal;
}

}  // namespace

TokenAuthenticator::TokenAuthenticator(db::Database& database, base::EventBus& bus, const TokenSigner& signer,
                                       const base::Clock& clock, bool dev_mode)
    : db_(database), signer_(signer), clock_(clock), dev_mode_(dev_mode), cache_(kCachedTokens, kTrustedFor) {
  peers::hear_at_once<AccessChanged>(bus, listening_, [this](const AccessChanged& change) { cache_.forget(change); });
  listening_.push_back(bus.subscribe<peers::Missed>([this](const peers::Missed&) { cache_.forget({}); }));
}

base::Task<net::Principal> TokenAuthenticator::authenticate(std::string_view bearer_token) {
  const base::Timestamp now = clock_.now();
  const base::Digest digest = base::sha256(bearer_token);
  if (const auto known = cache_.find(digest, now)) co_return *known;

  std::optional<AccessClaims> claims = signer_.read_access(bearer_token);
  if (!claims) throw refusal();
  const PrincipalCache::Generation generation = cache_.generation();
  const base::Timestamp expires_at = claims->expires_at;
  net::Principal loaded = co_await load(std::move(*claims));
  const auto principal = std::make_shared<const net::Principal>(std::move(loaded));
  cache_.store(digest, principal, expires_at, now, generation);
  co_return *principal;
}

base::Task<net::Principal> TokenAuthenticator::principal_of(base::UserId user, std::string session_id) {
  const base::Timestamp now = clock_.now();
  AccessClaims claims{user, std::move(session_id), now, now};
  co_return co_await load(std::move(claims));
}

base::Task<net::Principal> TokenAuthenticator::load(AccessClaims claims) {
  auto read = [this, &claims](db::Session& session) { return read_principal(session, claims, clock_.now()); };
  std::optional<net::Principal> principal = co_await db_.read(read);
  if (!principal) throw refusal();
  if (dev_mode_) principal->must_change_password = false;
  co_return std::move(*principal);
}

}  // namespace openspc::identity
