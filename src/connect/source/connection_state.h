// What the state of a connection is called, whatever its protocol.
#pragma once

#include <boost/describe.hpp>

namespace openspc::connect::source {

enum class ConnectionState {
  connected,
  problem,       // connected, but not all of it works
  connecting,    // the first attempt is under way
  failed,        // there is a reason to look into; attempts go on
  untrusted,     // failed, until a person approves a certificate
  disconnected,  // nobody wants it connected
  elsewhere,     // another server on the same database has the connection
};
BOOST_DESCRIBE_ENUM(ConnectionState, connected, problem, connecting, failed, untrusted, disconnected, elsewhere)

}  // namespace openspc::connect::source
