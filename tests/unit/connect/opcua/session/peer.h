// A free port for an OPC UA server, and a client's certificates, for tests of the session.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/config.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/opcua/session/pki.h"
#include "connect/opcua/session/session.h"
#include "connect/opcua/session/simulation.h"
#include "db/database.h"
#include "unit/connect/connect_fixture.h"

namespace openspc::connect::opcua {

inline std::uint16_t unused_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                     ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  ::close(fd);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

/// Our certificates, in a database of their own.
struct Certificates {
  explicit Certificates(db::Database& database) : pki(database, vault, clock, {}) {}

  base::SystemClock clock;
  base::SecretVault vault{[] {
    base::Config config;
    config.db_encryption_key = std::string(43, 'A');
    return config;
  }()};
  Pki pki;
};

inline std::string url_of(std::uint16_t port) {
  return "opc.tcp://127.0.0.1:" + std::to_string(port);
}

inline bool never() {
  return false;
}

inline constexpr std::chrono::milliseconds kPatience{10'000};

}  // namespace openspc::connect::opcua
