#include "notify/watch/teller.h"

#include "notify/channel/channel_store.h"
#include "notify/delivery/delivery_store.h"

namespace openspc::notify {
namespace {

std::optional<base::Timestamp> held_until(const Rule& rule, const Alert& alert, base::Timestamp now) {
  if (!rule.quiet_hours) return std::nullopt;
  const bool breaks_through = rule.quiet_hours->critical_breaks_through && alert.severity == Severity::CRITICAL;
  return breaks_through ? std::nullopt : quiet_until(*rule.quiet_hours, now);
}

std::vector<std::string> recipients_of(const Channel& channel) {
  if (channel.kind == ChannelKind::email) return channel.recipients;
  return {std::string()};
}

}  // namespace

void tell(db::Session& session, const Rule& rule, std::span<const ChannelId> channels, const Alert& alert,
          std::int64_t level, base::Timestamp now) {
  const auto held = held_until(rule, alert, now);
  for (const ChannelId id : channels) {
    const auto row = channel_store::find(session, id);
    if (!row || !row->is_enabled) continue;
    for (const std::string& recipient : recipients_of(*row)) {
      delivery_store::insert(session,
                             {.plant_id = alert.plant_id ? alert.plant_id : rule.plant_id,
                              .channel_id = id,
                              .rule_id = rule.id,
                              .recipient = recipient,
                              .notice = {.rule = rule.name, .level = level, .alert_count = 1, .alerts = {alert}},
                              .state = held ? DeliveryState::held : DeliveryState::queued,
                              .due_at = held.value_or(now)},
                             now);
    }
  }
}

}  // namespace openspc::notify
