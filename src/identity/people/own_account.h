// What a person sees and sets of the own account: bodies of /api/v1/auth/me and of lists of sessions.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"
#include "identity/auth_session.h"
#include "net/schema.h"

namespace openspc::identity {

// Null goes back to what the browser says.
struct OwnAccountUpdate {
  net::Patch<std::string> language, time_zone;
};
BOOST_DESCRIBE_STRUCT(OwnAccountUpdate, (), (language, time_zone))

inline void describe(net::Fields<OwnAccountUpdate>& f) {
  f["language"].max_length(20).pattern("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$").doc("BCP 47 tag: de, en-GB");
  f["time_zone"].length(1, 100).doc("IANA name: Europe/Berlin");
}

// A sign-in that stands: one line of "signed in on ... since ...".
struct SessionView {
  std::string id;
  std::string user_agent;  // as the browser tells it; empty: it told none
  std::string ip;
  base::Timestamp created_at;
  base::Timestamp last_used_at;
  base::Timestamp expires_at;
  bool is_current = false;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, user_agent, ip, created_at, last_used_at, expires_at, is_current))

inline void describe(net::Fields<SessionView>& f) {
  f["last_used_at"].doc("To a quarter of an hour: when its access token was last renewed");
  f["is_current"].doc("The session of this request");
}

SessionView view_of(const AuthSession& row, const std::string& current);

struct SessionPath {
  std::string session_id;
};
BOOST_DESCRIBE_STRUCT(SessionPath, (), (session_id))

struct UserSessionPath {
  base::UserId user_id;
  std::string session_id;
};
BOOST_DESCRIBE_STRUCT(UserSessionPath, (), (user_id, session_id))

struct SessionsEnded {
  std::int64_t sessions_ended = 0;
};
BOOST_DESCRIBE_STRUCT(SessionsEnded, (), (sessions_ended))

struct OneTimePassword {
  std::string password;
  std::int64_t sessions_ended = 0;
};
BOOST_DESCRIBE_STRUCT(OneTimePassword, (), (password, sessions_ended))

inline void describe(net::Fields<OneTimePassword>& f) {
  f["password"].doc("Shown only here; to be changed at the next sign-in");
}

}  // namespace openspc::identity
