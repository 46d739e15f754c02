// Deliveries: every message to every channel, and what became of it. As stored and as the API shows them.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/schema.h"
#include "notify/channel/channel.h"
#include "notify/notice/alert.h"
#include "notify/notice/ids.h"

namespace openspc::notify {

/// queued: not tried yet; retrying: failed, and tried again at due_at; held: waits for the end of quiet hours; merged:
/// became part of a digest; dead: given up, until somebody sends it again or dismisses it.
enum class DeliveryState { queued, retrying, held, delivered, dead, dismissed, merged };
BOOST_DESCRIBE_ENUM(DeliveryState, queued, retrying, held, delivered, dead, dismissed, merged)

struct Delivery {
  DeliveryId id{};
  std::string delivery_key{};
  ChannelId channel_id{};
  std::string channel_name{};
  ChannelKind channel_kind = ChannelKind::webhook;
  std::optional<RuleId> rule_id{};
  std::optional<std::string> rule_name{};
  std::optional<base::PlantId> plant_id{};
  EventKind event = EventKind::violation;
  std::int64_t escalation_level = 0;
  std::string recipient{};
  std::string subject{};
  std::int64_t alert_count = 1;
  DeliveryState state = DeliveryState::queued;
  std::int64_t attempts = 0;
  base::Timestamp created_at{}, due_at{};
  std::optional<base::Timestamp> finished_at{};
  std::optional<std::string> last_error{};
  std::optional<std::int64_t> response_status{};
};
BOOST_DESCRIBE_STRUCT(Delivery, (),
                      (id, delivery_key, channel_id, channel_name, channel_kind, rule_id, rule_name, plant_id, event,
                       escalation_level, recipient, subject, alert_count, state, attempts, created_at, due_at,
                       finished_at, last_error, response_status))

inline void describe(net::Fields<Delivery>& f) {
  f["delivery_key"].doc("X-OpenSPC-Delivery: the same for every attempt, so that receivers know a repetition");
  f["due_at"].doc("When it is, or was, to be tried next; of a held one: the end of the quiet hours");
}

struct DeliveryPage {
  std::vector<Delivery> items{};
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(DeliveryPage, (), (items, total, offset, limit))

struct DeliveryQuery {
  std::optional<base::PlantId> plant_id{};
  std::optional<ChannelId> channel_id{};
  std::optional<RuleId> rule_id{};
  std::optional<DeliveryState> state{};
  std::optional<EventKind> event{};
  std::int64_t offset = 0, limit = 50;
};
BOOST_DESCRIBE_STRUCT(DeliveryQuery, (), (plant_id, channel_id, rule_id, state, event, offset, limit))

inline void describe(net::Fields<DeliveryQuery>& f) {
  f["offset"].at_least(0).defaulted();
  f["limit"].range(1, 500).defaulted();
}

struct DeliveryPath {
  DeliveryId delivery_id{};
};
BOOST_DESCRIBE_STRUCT(DeliveryPath, (), (delivery_id))

}  // namespace openspc::notify
