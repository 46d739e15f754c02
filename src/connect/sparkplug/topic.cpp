#include "connect/sparkplug/topic.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace openspc::connect::sparkplug {
namespace {

constexpr std::array<std::string_view, 9> kTypeNames{"NBIRTH", "NDEATH", "NDATA", "NCMD", "DBIRTH",
                                                     "DDEATH", "DDATA",  "DCMD",  "STATE"};

/// The level at the front; `rest` loses it and the slash behind it.
std::string_view take_level(std::string_view& rest) {
  const auto end = std::min(rest.find('/'), rest.size());
  const std::string_view level = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return level;
}

std::optional<MessageType> type_named(std::string_view name) {
  const auto found = std::ranges::find(kTypeNames, name);
  if (found == kTypeNames.end()) return std::nullopt;
  return static_cast<MessageType>(found - kTypeNames.begin());
}

}  // namespace

std::optional<Topic> parse_sparkplug_topic(std::string_view topic) {
  // A slash at the end is a further, empty level.
  if (topic.ends_with('/') || take_level(topic) != kSparkplugNamespace) return std::nullopt;
  Topic parsed;
  parsed.group = take_level(topic);
  const std::string_view second = take_level(topic);
  if (parsed.group == "STATE" && topic.empty() && is_sparkplug_id(second)) return Topic{.host_id = second};
  const auto type = type_named(second);
  if (!type || type == MessageType::state || parsed.group == "STATE") return std::nullopt;
  parsed.type = *type;
  parsed.node = take_level(topic);
  parsed.device = take_level(topic);
  const bool is_whole = topic.empty() && parsed.device.empty() != concerns_device(*type);
  if (!is_whole || !is_sparkplug_id(parsed.group) || !is_sparkplug_id(parsed.node)) return std::nullopt;
  if (!parsed.device.empty() && !is_sparkplug_id(parsed.device)) return std::nullopt;
  return parsed;
}

bool is_sparkplug_id(std::string_view id) {
  return !id.empty() && id.find_first_of(std::string_view("+/#\0", 4)) == std::string_view::npos && base::is_utf8(id);
}

std::string_view sparkplug_message_type_name(MessageType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

bool concerns_device(MessageType type) {
  return type == MessageType::dbirth || type == MessageType::ddeath || type == MessageType::ddata ||
         type == MessageType::dcmd;
}

std::string sparkplug_topic(MessageType type, const Peer& peer) {
  std::string topic(kSparkplugNamespace);
  topic.append("/").append(peer.group).append("/").append(sparkplug_message_type_name(type));
  topic.append("/").append(peer.node);
  if (concerns_device(type)) topic.append("/").append(peer.device);
  return topic;
}

std::string sparkplug_state_topic(std::string_view host_id) {
  return std::string(kSparkplugNamespace).append("/STATE/").append(host_id);
}

}  // namespace openspc::connect::sparkplug
