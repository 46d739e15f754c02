// Slows down guessing of passwords, account by account and from whatever address: after a few failures every further
// one brings a longer pause, in which nobody signs in under that name, however right the password. Pauses end by
// themselves, survive a restart, and are the same for names that nobody has. Failures go to the audit trail, which a
// flood cannot fill. Called by the auth service. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/guarded.h"
#include "base/time.h"
#include "db/session.h"
#include "identity/caller.h"
#include "identity/sign_in_failure.h"
#include "identity/user.h"

namespace openspc::identity {

inline constexpr int kFreeFailures = 5;                       // so many bring no pause
inline constexpr std::chrono::seconds kLongestPause{300};     // what they grow to, from a second on, doubling
inline constexpr std::chrono::hours kFailuresForgottenIn{1};  // without another failure

class SignInGuard {
 public:
  // An attempt under way. While failures bring pauses, an account has one at a time: it is registered before its
  // failures are read, so that those which come at once cannot all take themselves for the first.
  class Attempt {
   public:
    Attempt(SignInGuard& guard, std::string account);
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    ~Attempt();

   private:
    friend class SignInGuard;
    SignInGuard& guard_;
    std::string account_;
    bool alone_ = false;
  };

  // The clock must outlive the guard. One that is off, as in dev mode, pauses nobody; failures are recorded all the
  // same.
  SignInGuard(const base::Clock& clock, bool on) : clock_(clock), on_(on) {}

  // What the guard knows an account by.
  static std::string account_of(std::string_view username);
  // What is known of it, to be read in the job that looks the user up.
  static std::optional<SignInFailure> known(db::Session& session, std::string_view account);

  // Before the password is looked at. Throws base::RetryLater while the account pauses.
  void admit(const Attempt& attempt, const std::optional<SignInFailure>& known) const;

  // What was tried: `action` for the audit trail, and the user if there is one by that name.
  struct Failure {
    std::string_view action;
    std::string_view username;
    const std::optional<User>& user;
    const Caller& caller;
  };
  // In a write job that must be committed.
  void failed(db::Session& session, const std::string& account, const Failure& failure);
  void succeeded(db::Session& session, const std::string& account);

 private:
  struct AuditRoom {
    base::Timestamp minute_ends;
    int audited = 0;               // in this minute
    std::int64_t not_audited = 0;  // since the last one that was
  };

  std::chrono::microseconds pause_left(const SignInFailure& row, base::Timestamp now) const;
  std::optional<std::int64_t> room_in_audit_trail(base::Timestamp now);

  const base::Clock& clock_;
  const bool on_;
  base::Guarded<std::unordered_map<std::string, int>> under_way_;
  base::Guarded<AuditRoom> audit_room_;
};

}  // namespace openspc::identity
