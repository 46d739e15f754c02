// Cross-origin rules for browsers, as openspc-auth.md section 10 states them. Immutable after construction; private to
// net.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/detail/reply.h"
#include "net/request.h"

namespace openspc::net::detail {

class Cors {
 public:
  /// "*" among the origins allows every origin.
  explicit Cors(std::vector<std::string> origins);

  bool allows(std::string_view origin) const;
  /// OPTIONS with Origin and Access-Control-Request-Method.
  static bool is_preflight(const Request& request);
  /// Answers a preflight: 200 "OK" or 400, both plain text.
  void answer_preflight(const Request& request, Reply& reply) const;
  /// Adds the fields of an ordinary answer, if its request has an Origin.
  void decorate(const Request& request, Reply& reply) const;

 private:
  std::vector<std::string> origins_;
  bool any_ = false;
};

}  // namespace openspc::net::detail
