// An OPC UA server on a free port, and a client's folder of certificates, for tests of the session.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "connect/opcua/session/session.h"
#include "connect/opcua/session/simulation.h"

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

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("openspc-opcua-" + base::uuid4())) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string url_of(std::uint16_t port) {
  return "opc.tcp://127.0.0.1:" + std::to_string(port);
}

inline bool never() {
  return false;
}

inline constexpr std::chrono::milliseconds kPatience{10'000};

}  // namespace openspc::connect::opcua
