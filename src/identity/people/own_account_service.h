// The own account, and the sessions and the password of anybody for an administrator. Called by the account routes.
// Changes are audited and announced. Throws base::Error: not_found for a user or session that there is not, bad_request
// for a reset of the own password, invalid.
#pragma once

#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "identity/password_hasher.h"
#include "identity/people/own_account.h"
#include "identity/user.h"

namespace openspc::identity {

class OwnAccountService {
 public:
  // All references must outlive the service.
  OwnAccountService(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock)
      : db_(database), bus_(bus), hasher_(hasher), clock_(clock) {}

  base::Task<UserProfile> update(Caller caller, OwnAccountUpdate request);

  // Those that stand, the newest first.
  base::Task<std::vector<SessionView>> sessions(Caller caller, base::UserId of);
  base::Task<void> end_session(Caller caller, base::UserId of, std::string session_id);
  // Every one but the caller's own.
  base::Task<SessionsEnded> end_sessions(Caller caller, base::UserId of);

  // A password that is good for one sign-in, at which it must be changed. Sessions end, and so does a pause after
  // failed sign-ins.
  base::Task<OneTimePassword> reset_password(Caller caller, base::UserId of);

 private:
  db::Database& db_;
  base::EventBus& bus_;
  PasswordHasher& hasher_;
  const base::Clock& clock_;
};

}  // namespace openspc::identity
