// One of the demo's people at the public API of a server: signs in with a password and calls routes, as a page or a
// script would. Called by the simulator and by the demo of machines. One coroutine uses one object at a time.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "base/task.h"
#include "net/http_client.h"

namespace openspc::admin {

class Person {
 public:
  Person(const std::string& host, std::uint16_t port, std::string username, std::string password);

  base::Task<void> sign_in();

  /// For what must succeed: throws std::runtime_error for any status from 300 on.
  base::Task<boost::json::value> get(std::string target);
  base::Task<boost::json::value> post(std::string target, boost::json::object body);
  /// Any reply but the one that says to sign in again, which throws std::runtime_error.
  base::Task<net::HttpReply> send(net::Method method, std::string target, std::string body);

 private:
  std::string username_;
  std::string password_;
  net::HttpClient api_;
};

}  // namespace openspc::admin
