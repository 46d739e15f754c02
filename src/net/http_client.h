// A small HTTP/1.1 client for coroutines: one keep-alive connection to one plain-text server, opened when it is needed
// and again when it was lost. Used by the demo's simulator, which speaks to the public API like any other client. One
// coroutine uses one object at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/request.h"

namespace openspc::net {

struct HttpReply {
  int status = 0;
  std::string body;
};

class HttpClient {
 public:
  HttpClient(std::string host, std::uint16_t port, std::chrono::milliseconds deadline = std::chrono::seconds(10));
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  /// Sent as "Authorization: Bearer ..." with every request; empty sends none.
  void set_bearer_token(std::string token);

  /// `json` is the body, empty for none. Throws boost::system::system_error when no reply arrives within the deadline.
  /// A request is sent once: whether one that failed was received is unknown, so repeating it is for the caller to
  /// decide.
  base::Task<HttpReply> request(Method method, std::string target, std::string json = {});

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::net
