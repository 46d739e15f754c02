// A mosquitto of our own for the demo of machines, on the loopback and a port that was free: a child process that ends
// with its owner. Throws base::Error(unavailable) when mosquitto is not installed or does not start.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace openspc::server {

class BrokerChild {
 public:
  /// `folder` takes its configuration.
  explicit BrokerChild(const std::filesystem::path& folder);
  BrokerChild(const BrokerChild&) = delete;
  BrokerChild& operator=(const BrokerChild&) = delete;
  ~BrokerChild();

  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

}  // namespace openspc::server
