// The identity room, wired together: what server/ makes one of. Give authenticator() to the net::Server, add_routes()
// to its router, and spawn create_first_admin() once the server listens; logins wait for it.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"
#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/auth_service.h"
#include "identity/authenticator.h"
#include "identity/first_admin.h"
#include "identity/gate.h"
#include "identity/keys/credentials.h"
#include "identity/keys/key_authenticator.h"
#include "identity/keys/key_service.h"
#include "identity/password_hasher.h"
#include "identity/people/own_account_service.h"
#include "identity/token.h"
#include "identity/trail/audit_service.h"
#include "identity/user_service.h"

namespace openspc::net {
class Router;
}

namespace openspc::identity {

class Identity {
 public:
  // All references must outlive the room.
  Identity(db::Database& database, base::EventBus& bus, const base::Clock& clock, base::Config config,
           std::string jwt_secret);

  net::Authenticator& authenticator() { return credentials_; }
  AuthService& auth() { return auth_; }
  UserService& users() { return users_; }
  void add_routes(net::Router& router);

  // To be run exactly once. Logins are let through when it has ended, however it ended.
  base::Task<std::optional<FirstAdmin>> create_first_admin();

  // To be called when nothing runs coroutines any more, before their executor ends: no hash goes on behind it.
  void finish() { hasher_.finish(); }

 private:
  db::Database& db_;
  const base::Clock& clock_;
  const base::Config config_;
  Gate first_admin_;
  PasswordHasher hasher_;
  TokenSigner signer_;
  TokenAuthenticator authenticator_;
  UserService users_;
  KeyService keys_;
  KeyAuthenticator key_authenticator_;
  Credentials credentials_;
  OwnAccountService own_account_;
  AuditService audit_;
  AuthService auth_;
};

}  // namespace openspc::identity
