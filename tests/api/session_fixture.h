// A server with all its limits, whose secret the test knows, and what tests of sessions and tokens ask of it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/server/workshop.h"

namespace openspc::test {

inline constexpr const char* kSecret = "a secret that the test knows";

inline ServerOptions strict(std::map<std::string, std::string> environment = {}) {
  environment.emplace("OPENSPC_JWT_SECRET", kSecret);
  environment.emplace("OPENSPC_DEV_MODE", "false");
  environment.emplace("OPENSPC_RATE_LIMIT_LOGIN", "1000/minute");
  return {.environment = std::move(environment)};
}

/// Another server beside one that is strict.
inline ServerOptions strict_replica(const ServerProcess& server) {
  ServerOptions options = server.replica();
  options.environment.merge(strict().environment);
  return options;
}

inline Reply login(HttpClient& client, const std::string& password = ServerProcess::admin_password) {
  return client.post("/api/v1/auth/login", {{"username", "admin"}, {"password", password}});
}

/// Refreshes with the given cookie on a client of its own.
inline Reply refresh(const ServerProcess& server, const std::string& cookie) {
  HttpClient client(server.port());
  client.cookie = cookie;
  return client.post("/api/v1/auth/refresh", {});
}

inline int status_of_me(const ServerProcess& server, const std::string& token) {
  HttpClient client(server.port());
  client.token = token;
  return client.get("/api/v1/auth/me").status;
}

inline std::string access_token(const Reply& reply) {
  return reply.json().at("access_token").as_string().c_str();
}

class Sessions : public testing::Test {
 protected:
  ServerProcess server{strict()};
  HttpClient client{server.port()};
};

}  // namespace openspc::test
