// What people are told of a connection, whatever its protocol. Called by the services of brokers and OPC UA servers.
#pragma once

#include <optional>
#include <string>

#include "connect/source/connection_state.h"
#include "connect/source/link_keeper.h"
#include "connect/source/supervisor.h"

namespace openspc::connect::source {

struct ConnectionSummary {
  ConnectionState state = ConnectionState::disconnected;
  std::optional<std::string> message{};  // nothing when all is well
};

/// `link` is nothing when there is none; `no_link` is what is said then and there is no other reason.
inline ConnectionSummary summarize(const Supervisor::Standing& standing, const ConnectionStatus* link,
                                   const char* no_link) {
  if (link == nullptr) {
    if (!standing.failure.empty()) return {ConnectionState::failed, standing.failure};
    if (standing.elsewhere) return {ConnectionState::elsewhere, "Served by another server"};
    return {ConnectionState::disconnected, standing.held ? "Disconnected" : no_link};
  }
  if (link->connected) {
    if (link->error.empty()) return {ConnectionState::connected, std::nullopt};
    return {ConnectionState::problem, link->error};
  }
  if (link->error.empty()) return {ConnectionState::connecting, "Connecting in background"};
  return {link->is_untrusted ? ConnectionState::untrusted : ConnectionState::failed,
          "Connecting in background: " + link->error};
}

}  // namespace openspc::connect::source
