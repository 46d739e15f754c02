// Any bytes as a Sparkplug payload: decoded or refused with a clean reason, and what was decoded reads back when it is
// written. The same bytes are also a script for a host application: each step has a byte for what happens, one for its
// sequence number or how far the clock goes on, one for the length, and that many bytes of payload. Small limits keep
// every corner within a script's reach.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "connect/sparkplug/host.h"
#include "connect/sparkplug/payload.h"

namespace {

using namespace openspc::connect::sparkplug;
using openspc::base::is_utf8;
using openspc::connect::payload::Unreadable;

void require(bool holds) {
  if (!holds) std::abort();
}

void decode(std::string_view bytes) {
  const auto outcome = decode_sparkplug(bytes);
  if (const auto* unreadable = std::get_if<Unreadable>(&outcome)) {
    require(!unreadable->reason.empty() && is_utf8(unreadable->reason));
    return;
  }
  const auto& payload = std::get<Payload>(outcome);
  for (const Metric& metric : payload.metrics) require(is_utf8(metric.name));
  const std::string written = encode_sparkplug(payload);
  // What takes less room on the wire than it means, an absent datatype for one, may need more when it is written.
  if (written.size() > kMaxSparkplugSize) return;
  const auto again = decode_sparkplug(written);
  require(std::holds_alternative<Payload>(again));
  require(std::get<Payload>(again).metrics.size() == payload.metrics.size());
}

class Script {
 public:
  explicit Script(std::string_view text) : text_(text) {}

  void play() {
    while (text_.size() >= 3) {
      const auto what = take(), number = take(), length = take();
      const std::string_view bytes = text_.substr(0, length);
      text_.remove_prefix(bytes.size());
      check(step(what, number, bytes));
    }
    const auto snapshot = host_.snapshot();
    require(snapshot.nodes.size() <= 3);
    for (const auto& node : snapshot.nodes) {
      require(node.devices.size() <= 2 && node.waiting <= 4 && node.metrics <= 8);
      require(host_.metrics({node.group, node.node, ""}).size() == node.metrics);
    }
    if (snapshot.last_invalid)
      require(is_utf8(snapshot.last_invalid->topic) && is_utf8(snapshot.last_invalid->excerpt));
  }

 private:
  std::uint8_t take() {
    const auto byte = static_cast<std::uint8_t>(text_.front());
    text_.remove_prefix(1);
    return byte;
  }

  std::vector<Event> step(std::uint8_t what, std::uint8_t number, std::string_view bytes) {
    const Peer peer{"g", std::string(1, static_cast<char>('a' + (what >> 4U) % 4)),
                    std::string(1, static_cast<char>('x' + (what >> 6U) % 3))};
    const unsigned kind = what % 16U;
    if (kind < 9) return message(static_cast<MessageType>(kind), peer, number, bytes);
    switch (kind) {
      case 9:
        now_ += std::chrono::milliseconds(number * 10);
        return host_.tick(now_);
      case 10:
        now_ -= std::chrono::milliseconds(number);
        return host_.tick(now_);
      case 11:
        host_.begin_session(now_);
        return {};
      case 12:
        return host_.connection_lost(now_);
      case 13:
        static_cast<void>(host_.command(peer, std::string(bytes), std::int64_t{number}, now_));
        return {};
      case 14:
        return host_.feed(bytes, bytes, (number & 1U) != 0, now_);
      default:
        static_cast<void>(host_.end_session(now_));
        return {};
    }
  }

  std::vector<Event> message(MessageType type, const Peer& peer, std::uint8_t number, std::string_view bytes) {
    if (type == MessageType::state) return host_.feed("spBv1.0/STATE/me", bytes, false, now_);
    // As payloads are put together: a field that comes behind replaces the same one before it.
    const std::string payload = std::string(bytes) + encode_sparkplug({.timestamp = now_, .seq = number});
    return host_.feed(sparkplug_topic(type, peer), payload, false, now_);
  }

  void check(const std::vector<Event>& events) const {
    for (const Event& event : events) {
      if (const auto* update = std::get_if<MetricUpdate>(&event)) {
        require(update->peer && update->metric && !update->metric->empty() && is_utf8(*update->metric));
      } else if (const auto* request = std::get_if<RebirthRequest>(&event)) {
        require(request->peer && is_utf8(request->reason) && !request->message.retain);
      }
    }
  }

  Host host_{{.host_id = "me",
              .reorder_timeout = std::chrono::milliseconds(100),
              .rebirth_interval = std::chrono::milliseconds(200),
              .max_nodes = 3,
              .max_devices = 2,
              .max_metrics = 8,
              .max_waiting = 4,
              .max_waiting_bytes = 256}};
  openspc::base::Timestamp now_{std::chrono::seconds(1'770'883'200)};
  std::string_view text_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  decode(text);
  Script(text).play();
  return 0;
}
