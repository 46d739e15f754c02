// How a Sparkplug host application says on a broker that it is there, or gone: its STATE messages, and what an MQTT
// session must be like that carries them. Pure functions; any thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapters 4 and 5 (host applications).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace openspc::connect::sparkplug {

/// Something to publish.
struct Publication {
  std::string topic{};
  std::string payload{};
  int qos = 0;
  bool retain = false;
  bool operator==(const Publication&) const = default;
};

struct Subscription {
  std::string filter{};
  int qos = 0;
  bool operator==(const Subscription&) const = default;
};

/// What a host does on one broker, in this order: connect with the will and without an earlier session, subscribe, and
/// only then publish its birth.
struct Session {
  Publication will{};
  bool clean_start = true;
  std::chrono::seconds session_expiry{0};
  std::vector<Subscription> subscriptions{};
  Publication birth{};
};

/// For a connection that begins at `now`. Will and birth bear that time.
Session sparkplug_session(std::string_view host_id, base::Timestamp now);
Publication sparkplug_host_birth(std::string_view host_id, base::Timestamp connected);
Publication sparkplug_host_death(std::string_view host_id, base::Timestamp at);

struct HostState {
  bool is_online = false;
  base::Timestamp timestamp{};
  bool operator==(const HostState&) const = default;
};

/// A host's STATE payload; nullopt when it is none.
std::optional<HostState> parse_sparkplug_state(std::string_view payload);

}  // namespace openspc::connect::sparkplug
