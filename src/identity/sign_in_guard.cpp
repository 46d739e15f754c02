#include "identity/sign_in_guard.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <utility>

#include "base/crypto.h"
#include "base/retry_later.h"
#include "identity/audit.h"
#include "identity/sign_in_failure_store.h"

namespace openspc::identity {

namespace {

constexpr std::int64_t kMostNames = 10'000;
constexpr int kMostAuditedAMinute = 60;
// A name that nobody has may be a password that was typed into the wrong field.
constexpr std::size_t kToldOfUnknownName = 2;

std::chrono::seconds pause_after(int failures) {
  if (failures < kFreeFailures) return std::chrono::seconds(0);
  constexpr int enough_to_be_longest = 16;
  const int doublings = std::min(failures - kFreeFailures, enough_to_be_longest);
  return std::min(std::chrono::seconds(std::int64_t{1} << doublings), kLongestPause);
}

bool is_forgotten(const SignInFailure& row, base::Timestamp now) {
  return now - row.last_failed_at >= kFailuresForgottenIn;
}

}  // namespace

SignInGuard::Attempt::Attempt(SignInGuard& guard, std::string account) : guard_(guard), account_(std::move(account)) {
  alone_ = guard_.under_way_.with([&](auto& under_way) { return ++under_way[account_] == 1; });
}

SignInGuard::Attempt::~Attempt() {
  const auto under_way = guard_.under_way_.lock();
  const auto found = under_way->find(account_);
  if (--found->second == 0) under_way->erase(found);
}

std::string SignInGuard::account_of(std::string_view username) {
  return base::sha256_hex(username);
}

std::optional<SignInFailure> SignInGuard::known(db::Session& session, std::string_view account) {
  return sign_in_failure_store::find(session, account);
}

void SignInGuard::admit(const Attempt& attempt, const std::optional<SignInFailure>& known) const {
  const base::Timestamp now = clock_.now();
  if (!on_ || !known || is_forgotten(*known, now) || known->failures < kFreeFailures) return;
  std::chrono::microseconds wait = pause_left(*known, now);
  if (!attempt.alone_) wait = std::max<std::chrono::microseconds>(wait, std::chrono::seconds(1));
  if (wait.count() <= 0) return;
  throw base::RetryLater(base::ErrorKind::too_many_requests, "Too many failed attempts with this user name", wait);
}

// Never more than the longest pause, so that a clock which was set back locks nobody out.
std::chrono::microseconds SignInGuard::pause_left(const SignInFailure& row, base::Timestamp now) const {
  return std::min<std::chrono::microseconds>(row.paused_until - now, kLongestPause);
}

void SignInGuard::failed(db::Session& session, const std::string& account, const Failure& failure) {
  const base::Timestamp now = clock_.now();
  std::optional<SignInFailure> row = sign_in_failure_store::find(session, account);
  if (!row || is_forgotten(*row, now)) {
    sign_in_failure_store::make_room(session, now - kFailuresForgottenIn, kMostNames - 1);
    row = SignInFailure{account, 0, now, now};
  }
  ++row->failures;
  row->last_failed_at = now;
  row->paused_until = now + pause_after(row->failures);
  sign_in_failure_store::put(session, *row);

  const auto untold = room_in_audit_trail(now);
  if (!untold) return;
  boost::json::object detail{{"ip", failure.caller.ip},
                             {"user_agent", failure.caller.user_agent},
                             {"failures", row->failures},
                             {"pause_seconds", pause_after(row->failures).count()}};
  if (failure.user) {
    detail["username"] = failure.user->username;
  } else {
    detail["unknown_name_begins"] = failure.username.substr(0, kToldOfUnknownName);
  }
  if (*untold > 0) detail["not_recorded_before"] = *untold;
  const std::string id = failure.user ? std::to_string(failure.user->id.value) : std::string();
  audit::record(session, failure.caller, failure.action, {"user", id, std::nullopt}, detail);
}

void SignInGuard::succeeded(db::Session& session, const std::string& account) {
  sign_in_failure_store::remove(session, account);
}

// How many failures went unrecorded since the last one; nothing when this one must go unrecorded too.
std::optional<std::int64_t> SignInGuard::room_in_audit_trail(base::Timestamp now) {
  const auto room = audit_room_.lock();
  if (now >= room->minute_ends || now < room->minute_ends - std::chrono::minutes(1)) {
    room->minute_ends = now + std::chrono::minutes(1);
    room->audited = 0;
  }
  if (room->audited >= kMostAuditedAMinute) {
    ++room->not_audited;
    return std::nullopt;
  }
  ++room->audited;
  return std::exchange(room->not_audited, 0);
}

}  // namespace openspc::identity
