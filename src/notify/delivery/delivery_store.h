// SQL of table notification_delivery. Called by the delivery service, the planner and the courier inside database jobs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "db/sql/where.h"
#include "notify/delivery/delivery.h"

namespace openspc::notify::delivery_store {

/// A message that is about to be stored.
struct NewDelivery {
  std::optional<base::PlantId> plant_id{};
  ChannelId channel_id{};
  std::optional<RuleId> rule_id{};
  std::string recipient{};
  Notice notice{};
  DeliveryState state = DeliveryState::queued;
  base::Timestamp due_at{};
};
DeliveryId insert(db::Session& session, const NewDelivery& delivery, base::Timestamp now);

/// The highest id first, of those that `seen` lets through.
DeliveryPage list(db::Session& session, const db::Where& seen, const DeliveryQuery& query);
std::optional<Delivery> find(db::Session& session, DeliveryId id);

/// What a channel's next attempt is about.
struct Letter {
  DeliveryId id{};
  std::string delivery_key{};
  ChannelId channel_id{};
  std::string recipient{};
  Notice notice{};
  std::int64_t attempts = 0;
  base::Timestamp created_at{};
  std::optional<std::string> problem{};  // why there is no notice: what is stored of it cannot be read
};
/// The oldest of a channel that is due.
std::optional<DeliveryId> next_due(db::Session& session, ChannelId channel, base::Timestamp now);
/// Something is queued, tried again or held.
bool has_waiting(db::Session& session);
std::optional<Letter> letter(db::Session& session, DeliveryId id);

struct Outcome {
  DeliveryState state = DeliveryState::delivered;
  std::int64_t attempts = 0;
  base::Timestamp due_at{};
  std::optional<std::string> error{};
  std::optional<std::int64_t> status{};
};
/// Unless the delivery has been dismissed or sent again meanwhile.
void record(db::Session& session, DeliveryId id, const Outcome& outcome, base::Timestamp now);
/// Back to the queue, with all its attempts before it.
void requeue(db::Session& session, DeliveryId id, base::Timestamp now);
void dismiss(db::Session& session, DeliveryId id, base::Timestamp now);

/// Held messages whose quiet hours are over, one group for each rule, channel and recipient. One that cannot be read is
/// a group of its own, without its notice.
struct HeldGroup {
  std::optional<base::PlantId> plant_id{};
  ChannelId channel_id{};
  std::optional<RuleId> rule_id{};
  std::string recipient{};
  std::vector<DeliveryId> ids{};
  std::vector<Notice> notices{};
};
std::vector<HeldGroup> released(db::Session& session, base::Timestamp now);
void merge(db::Session& session, const std::vector<DeliveryId>& ids, base::Timestamp now);

struct Counts {
  std::int64_t waiting = 0, dead = 0;
  std::optional<base::Timestamp> last_delivered_at{};
};
std::map<ChannelId, Counts> counts(db::Session& session);

/// Something of the channel fails since `since` or longer, and nothing was delivered after that.
bool is_failing(db::Session& session, ChannelId channel, base::Timestamp since);
/// The oldest that wait, for their turn or for the end of quiet hours, give way when a channel has more than `kept` of
/// these; how many did.
enum class Waiting { for_their_turn, for_anything };
std::int64_t give_way(db::Session& session, ChannelId channel, Waiting waiting, std::int64_t kept, base::Timestamp now);
/// Forgets the log beyond the newest `kept` finished deliveries, and what finished before `before`.
void purge(db::Session& session, std::int64_t kept, base::Timestamp before);

}  // namespace openspc::notify::delivery_store
