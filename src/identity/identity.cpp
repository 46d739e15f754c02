#include "identity/identity.h"

#include <utility>

#include "identity/auth_routes.h"
#include "identity/keys/key_routes.h"
#include "identity/people/own_account_routes.h"
#include "identity/people/user_routes.h"
#include "identity/trail/audit_routes.h"

namespace openspc::identity {

namespace {

// Opens the gate at the end of the scope, be it by an exception.
class OpensAtEnd {
 public:
  explicit OpensAtEnd(Gate& gate) : gate_(gate) {}
  OpensAtEnd(const OpensAtEnd&) = delete;
  OpensAtEnd& operator=(const OpensAtEnd&) = delete;
  ~OpensAtEnd() { gate_.open(); }

 private:
  Gate& gate_;
};

}  // namespace

Identity::Identity(db::Database& database, base::EventBus& bus, const base::Clock& clock, base::Config config,
                   std::string jwt_secret)
    : db_(database),
      clock_(clock),
      config_(std::move(config)),
      signer_(std::move(jwt_secret), clock),
      authenticator_(database, bus, signer_, clock, config_.dev_mode),
      users_(database, bus, hasher_, clock),
      keys_(database, bus, clock),
      key_authenticator_(database, bus, hasher_, clock),
      credentials_(authenticator_, key_authenticator_),
      own_account_(database, bus, hasher_, clock),
      audit_(database),
      auth_(database, bus, signer_, authenticator_, hasher_, clock, first_admin_, config_.dev_mode) {}

void Identity::add_routes(net::Router& router) {
  add_auth_routes(router, auth_, {config_.cookie_secure, config_.rate_limit_login});
  add_user_routes(router, users_);
  add_own_account_routes(router, own_account_);
  add_key_routes(router, keys_);
  add_audit_routes(router, audit_);
}

base::Task<std::optional<FirstAdmin>> Identity::create_first_admin() {
  const OpensAtEnd opens(first_admin_);
  co_return co_await ensure_first_admin(db_, hasher_, clock_, config_);
}

}  // namespace openspc::identity
