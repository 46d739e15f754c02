// Who asks for a change and through which request: what services need for rights and for the audit trail. Made by the
// routes from a net::Request; a copy, so that it may travel to the database's threads.
#pragma once

#include <string>
#include <string_view>

#include "net/access.h"

namespace openspc::net {
class Request;
}

namespace openspc::identity {

struct Caller {
  net::Principal principal;    // user_id 0: nobody, or the server itself
  std::string correlation_id;  // may be empty
  std::string ip;              // may be empty
  std::string user_agent;      // may be empty, at most 255 bytes

  // The server itself: command line, first start, demo.
  static Caller system();
  // The caller of a guarded route.
  static Caller of(const net::Request& request);
  // The sender of a request to a public route, where nobody is signed in.
  static Caller anonymous(const net::Request& request);
};

}  // namespace openspc::identity
