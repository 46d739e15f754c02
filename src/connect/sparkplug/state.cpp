#include "connect/sparkplug/state.h"

#include <boost/json/value.hpp>

#include "base/error.h"
#include "connect/sparkplug/payload.h"
#include "connect/sparkplug/topic.h"
#include "net/json.h"

namespace openspc::connect::sparkplug {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxStateSize = 1'024;

Publication state_message(std::string_view host_id, bool is_online, base::Timestamp time) {
  std::string payload(is_online ? R"({"online":true,"timestamp":)" : R"({"online":false,"timestamp":)");
  payload.append(std::to_string(sparkplug_milliseconds(time))).push_back('}');
  return {.topic = sparkplug_state_topic(host_id), .payload = std::move(payload), .qos = 1, .retain = true};
}

std::optional<base::Timestamp> time_in(const json::value& value) {
  if (!value.is_number()) return std::nullopt;
  const double milliseconds = value.to_number<double>();
  // Beyond this a double has no milliseconds any more, nor has a calendar years.
  if (!(milliseconds >= 0 && milliseconds < 1e15)) return std::nullopt;
  return sparkplug_time(static_cast<std::uint64_t>(milliseconds));
}

}  // namespace

Session sparkplug_session(std::string_view host_id, base::Timestamp now) {
  // The deaths of edge nodes are sent with QoS 1, everything else with QoS 0.
  return {.will = sparkplug_host_death(host_id, now),
          .subscriptions = {{.filter = sparkplug_state_topic(host_id), .qos = 1},
                            {.filter = std::string(kSparkplugNamespace).append("/#"), .qos = 1}},
          .birth = sparkplug_host_birth(host_id, now)};
}

Publication sparkplug_host_birth(std::string_view host_id, base::Timestamp connected) {
  return state_message(host_id, true, connected);
}

Publication sparkplug_host_death(std::string_view host_id, base::Timestamp at) {
  return state_message(host_id, false, at);
}

std::optional<HostState> parse_sparkplug_state(std::string_view payload) {
  if (payload.size() > kMaxStateSize) return std::nullopt;
  try {
    const json::value document = net::parse_json_body(payload);
    const auto* object = document.if_object();
    const auto* online = object != nullptr ? object->if_contains("online") : nullptr;
    const auto* timestamp = object != nullptr ? object->if_contains("timestamp") : nullptr;
    if (online == nullptr || !online->is_bool() || timestamp == nullptr) return std::nullopt;
    const auto time = time_in(*timestamp);
    if (!time) return std::nullopt;
    return HostState{.is_online = online->get_bool(), .timestamp = *time};
  } catch (const base::Error&) {
    return std::nullopt;
  }
}

}  // namespace openspc::connect::sparkplug
