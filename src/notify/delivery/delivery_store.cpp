#include "notify/delivery/delivery_store.h"

#include <algorithm>
#include <tuple>

#include "db/stored_enum.h"
#include "db/unreadable_row.h"
#include "notify/notice/wording.h"

namespace openspc::notify::delivery_store {
namespace {

constexpr std::size_t kLongestSubject = 400, kLongestError = 400;
constexpr std::int64_t kReleasedAtOnce = 500;

// At most so many bytes, cut between characters.
std::string shortened(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string(text);
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U) --longest;
  return std::string(text.substr(0, longest));
}

constexpr std::string_view kSelect =
    "SELECT d.id, d.delivery_key, d.channel_id, c.name, c.kind, d.rule_id, r.name, d.plant_id, d.event, d.level, "
    "d.recipient, d.subject, d.alert_count, d.state, d.attempts, d.created_at, d.due_at, d.finished_at, d.last_error, "
    "d.response_status ";
constexpr std::string_view kFrom =
    "FROM notification_delivery d JOIN notification_channel c ON c.id = d.channel_id LEFT JOIN notification_rule r ON "
    "r.id = d.rule_id ";

std::optional<Notice> notice_of(DeliveryId id, const std::string& text) {
  const auto stored = db::readable_json("notification_delivery", id.value, text);
  if (!stored) return std::nullopt;
  try {
    return net::from_json<Notice>(*stored);
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_delivery", id.value, damage.detail());
    return std::nullopt;
  }
}

template <class... Args>
std::vector<Delivery> all(db::Session& session, const std::string& rest, const Args&... args) {
  using Text = std::optional<std::string>;
  std::vector<Delivery> found;
  session.each<DeliveryId, std::string, ChannelId, std::string, std::string_view, std::optional<RuleId>, Text,
               std::optional<base::PlantId>, std::string_view, std::int64_t, std::string, std::string, std::int64_t,
               std::string_view, std::int64_t, base::Timestamp, base::Timestamp, std::optional<base::Timestamp>, Text,
               std::optional<std::int64_t>>(
      std::string(kSelect) + std::string(kFrom) + rest,
      [&](DeliveryId id, std::string key, ChannelId channel, std::string channel_name, std::string_view kind,
          std::optional<RuleId> rule, Text rule_name, std::optional<base::PlantId> plant, std::string_view event,
          std::int64_t level, std::string recipient, std::string subject, std::int64_t alerts, std::string_view state,
          std::int64_t attempts, base::Timestamp created, base::Timestamp due_at,
          std::optional<base::Timestamp> finished, Text error, std::optional<std::int64_t> status) {
        found.push_back({.id = id,
                         .delivery_key = std::move(key),
                         .channel_id = channel,
                         .channel_name = std::move(channel_name),
                         .channel_kind = db::enum_of<ChannelKind>(kind),
                         .rule_id = rule,
                         .rule_name = std::move(rule_name),
                         .plant_id = plant,
                         .event = db::enum_of<EventKind>(event),
                         .escalation_level = level,
                         .recipient = std::move(recipient),
                         .subject = std::move(subject),
                         .alert_count = alerts,
                         .state = db::enum_of<DeliveryState>(state),
                         .attempts = attempts,
                         .created_at = created,
                         .due_at = due_at,
                         .finished_at = finished,
                         .last_error = std::move(error),
                         .response_status = status});
      },
      args...);
  return found;
}

}  // namespace

DeliveryId insert(db::Session& session, const NewDelivery& delivery, base::Timestamp now) {
  const Notice& notice = delivery.notice;
  const EventKind event = notice.alerts.empty() ? EventKind::test : notice.alerts.front().event;
  return {session.insert(
      "INSERT INTO notification_delivery (delivery_key, plant_id, channel_id, rule_id, event, level, recipient, "
      "subject, "
      "alert_count, notice, state, attempts, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
      base::uuid4(), delivery.plant_id, delivery.channel_id, delivery.rule_id, db::word_of(event), notice.level,
      delivery.recipient, shortened(headline(notice), kLongestSubject), notice.alert_count, net::to_json(notice),
      db::word_of(delivery.state), now, delivery.due_at)};
}

DeliveryPage list(db::Session& session, const db::Where& seen, const DeliveryQuery& query) {
  db::Where where = seen;
  where.if_given("d.plant_id", query.plant_id)
      .if_given("d.channel_id", query.channel_id)
      .if_given("d.rule_id", query.rule_id)
      .if_given("d.state", query.state)
      .if_given("d.event", query.event);
  DeliveryPage page{.offset = query.offset, .limit = query.limit};
  page.total = session.scalar<std::int64_t>("SELECT COUNT(*) " + std::string(kFrom) + where.sql(), where.values());
  where.order_by("d.id", db::Order::descending).page(query.offset, query.limit);
  page.items = all(session, where.sql(), where.values());
  return page;
}

std::optional<Delivery> find(db::Session& session, DeliveryId id) {
  std::vector<Delivery> found = all(session, "WHERE d.id = ?", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<DeliveryId> next_due(db::Session& session, ChannelId channel, base::Timestamp now) {
  // One index range for each state, in the order of ids: the first hit ends it, however many wait.
  const auto first = [&](std::string_view state) {
    return session.scalar<std::optional<DeliveryId>>(
        "SELECT id FROM notification_delivery WHERE channel_id = ? AND state = ? AND due_at <= ? ORDER BY id LIMIT 1",
        channel, state, now);
  };
  const auto queued = first("queued"), retrying = first("retrying");
  if (queued && retrying) return std::min(*queued, *retrying);
  return queued ? queued : retrying;
}

bool has_waiting(db::Session& session) {
  return session
      .scalar<std::optional<DeliveryId>>(
          "SELECT id FROM notification_delivery WHERE state IN ('queued', 'retrying', 'held') LIMIT 1")
      .has_value();
}

std::optional<Letter> letter(db::Session& session, DeliveryId id) {
  const auto rows = session.query<std::string, ChannelId, std::string, std::string, std::int64_t, base::Timestamp>(
      "SELECT delivery_key, channel_id, recipient, notice, attempts, created_at FROM notification_delivery WHERE id = "
      "?",
      id);
  if (rows.empty()) return std::nullopt;
  Letter letter{.id = id};
  std::string text;
  std::tie(letter.delivery_key, letter.channel_id, letter.recipient, text, letter.attempts, letter.created_at) =
      rows.front();
  if (auto notice = notice_of(id, text)) {
    letter.notice = *std::move(notice);
  } else {
    letter.problem = "The stored message cannot be read";
  }
  return letter;
}

void record(db::Session& session, DeliveryId id, const Outcome& outcome, base::Timestamp now) {
  std::optional<base::Timestamp> finished;
  if (outcome.state != DeliveryState::retrying) finished = now;
  std::optional<std::string> error;
  if (outcome.error) error = shortened(*outcome.error, kLongestError);
  session.execute(
      "UPDATE notification_delivery SET state = ?, attempts = ?, due_at = ?, finished_at = ?, last_error = ?, "
      "response_status = ? WHERE id = ? AND state IN ('queued', 'retrying')",
      db::word_of(outcome.state), outcome.attempts, outcome.due_at, finished, error, outcome.status, id);
}

void requeue(db::Session& session, DeliveryId id, base::Timestamp now) {
  session.execute("UPDATE notification_delivery SET state = 'queued', due_at = ?, finished_at = NULL WHERE id = ?", now,
                  id);
}

void dismiss(db::Session& session, DeliveryId id, base::Timestamp now) {
  session.execute("UPDATE notification_delivery SET state = 'dismissed', finished_at = ? WHERE id = ?", now, id);
}

std::vector<HeldGroup> released(db::Session& session, base::Timestamp now) {
  using Key = std::tuple<std::optional<RuleId>, ChannelId, std::string, std::optional<base::PlantId>>;
  std::map<Key, HeldGroup> groups;
  std::vector<HeldGroup> list;
  session.each<DeliveryId, std::optional<base::PlantId>, ChannelId, std::optional<RuleId>, std::string, std::string>(
      "SELECT id, plant_id, channel_id, rule_id, recipient, notice FROM notification_delivery WHERE state = 'held' AND "
      "due_at <= ? ORDER BY id LIMIT ?",
      [&](DeliveryId id, std::optional<base::PlantId> plant, ChannelId channel, std::optional<RuleId> rule,
          const std::string& recipient, const std::string& text) {
        auto notice = notice_of(id, text);
        HeldGroup& group = notice ? groups[{rule, channel, recipient, plant}] : list.emplace_back();
        group.plant_id = plant;
        group.channel_id = channel;
        group.rule_id = rule;
        group.recipient = recipient;
        group.ids.push_back(id);
        if (notice) group.notices.push_back(*std::move(notice));
      },
      now, kReleasedAtOnce);
  for (auto& [key, group] : groups) list.push_back(std::move(group));
  return list;
}

void merge(db::Session& session, const std::vector<DeliveryId>& ids, base::Timestamp now) {
  const db::Where where = db::Where().in("id", ids);
  session.execute("UPDATE notification_delivery SET state = 'merged', finished_at = ?" + where.sql(),
                  where.values({db::to_value(now)}));
}

std::map<ChannelId, Counts> counts(db::Session& session) {
  std::map<ChannelId, Counts> counts;
  session.each<ChannelId, std::string_view, std::int64_t, std::optional<base::Timestamp>>(
      "SELECT channel_id, state, COUNT(*), MAX(finished_at) FROM notification_delivery GROUP BY channel_id, state",
      [&](ChannelId channel, std::string_view state, std::int64_t count, std::optional<base::Timestamp> finished) {
        Counts& of_channel = counts[channel];
        switch (db::enum_of<DeliveryState>(state)) {
          case DeliveryState::queued:
          case DeliveryState::retrying:
          case DeliveryState::held:
            of_channel.waiting += count;
            break;
          case DeliveryState::dead:
            of_channel.dead = count;
            break;
          case DeliveryState::delivered:
            of_channel.last_delivered_at = finished;
            break;
          case DeliveryState::dismissed:
          case DeliveryState::merged:
            break;
        }
      });
  return counts;
}

bool is_failing(db::Session& session, ChannelId channel, base::Timestamp since) {
  const auto failing = session.scalar<std::optional<DeliveryId>>(
      "SELECT id FROM notification_delivery WHERE channel_id = ? AND state = 'retrying' AND attempts > 0 AND "
      "created_at "
      "<= ? LIMIT 1",
      channel, since);
  if (!failing) return false;
  const auto delivered = session.scalar<std::optional<base::Timestamp>>(
      "SELECT finished_at FROM notification_delivery WHERE channel_id = ? AND state = 'delivered' ORDER BY id DESC "
      "LIMIT 1",
      channel);
  return !delivered || *delivered <= since;
}

std::int64_t give_way(db::Session& session, ChannelId channel, Waiting waiting, std::int64_t kept,
                      base::Timestamp now) {
  const std::string condition = "WHERE channel_id = ? AND state IN ('queued', 'retrying'" +
                                std::string(waiting == Waiting::for_anything ? ", 'held')" : ")");
  const auto last = session.scalar<std::optional<DeliveryId>>(
      "SELECT id FROM notification_delivery " + condition + " ORDER BY id DESC LIMIT 1 OFFSET ?", channel, kept);
  if (!last) return 0;
  return session.execute(
      "UPDATE notification_delivery SET state = 'dead', finished_at = ?, last_error = 'gave way to newer messages: too "
      "many wait for this channel' " +
          condition + " AND id <= ?",
      now, channel, *last);
}

void purge(db::Session& session, std::int64_t kept, base::Timestamp before) {
  const auto last = session.scalar<std::optional<DeliveryId>>(
      "SELECT id FROM notification_delivery WHERE state IN ('delivered', 'dead', 'dismissed', 'merged') ORDER BY id "
      "DESC "
      "LIMIT 1 OFFSET ?",
      kept);
  session.execute(
      "DELETE FROM notification_delivery WHERE state IN ('delivered', 'dead', 'dismissed', 'merged') AND (id <= ? OR "
      "finished_at < ?)",
      last.value_or(DeliveryId{}), before);
}

}  // namespace openspc::notify::delivery_store
