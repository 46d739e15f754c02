// What travels over /api/v1/auth: request and reply bodies. Called by the auth service and its routes.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <string>

#include "identity/user.h"
#include "net/schema.h"

namespace openspc::identity {

// Bounds the work of hashing; nobody types more.
inline constexpr std::size_t kMaxPasswordLength = 1024;
inline constexpr std::size_t kMinPasswordLength = 8;

struct LoginRequest {
  std::string username;
  std::string password;
  bool remember_me = false;
};
BOOST_DESCRIBE_STRUCT(LoginRequest, (), (username, password, remember_me))

inline void describe(net::Fields<LoginRequest>& f) {
  f["username"].doc("Case-sensitive");
  f["password"].max_length(kMaxPasswordLength).format("password");
  f["remember_me"].defaulted().doc("Stay signed in for 30 days instead of 7");
}

struct LoginReply {
  std::string access_token;
  std::string token_type = "bearer";
  UserProfile user;
  bool must_change_password = false;
};
BOOST_DESCRIBE_STRUCT(LoginReply, (), (access_token, token_type, user, must_change_password))

struct TokenReply {
  std::string access_token;
  std::string token_type = "bearer";
  bool must_change_password = false;
};
BOOST_DESCRIBE_STRUCT(TokenReply, (), (access_token, token_type, must_change_password))

struct ChangePasswordRequest {
  std::string current_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(ChangePasswordRequest, (), (current_password, new_password))

inline void describe(net::Fields<ChangePasswordRequest>& f) {
  f["current_password"].max_length(kMaxPasswordLength).format("password");
  f["new_password"].length(kMinPasswordLength, kMaxPasswordLength).format("password");
}

struct Message {
  std::string message;
};
BOOST_DESCRIBE_STRUCT(Message, (), (message))

struct WsTicket {
  std::string ticket;
  std::int64_t expires_in = 0;  // seconds
};
BOOST_DESCRIBE_STRUCT(WsTicket, (), (ticket, expires_in))

}  // namespace openspc::identity
