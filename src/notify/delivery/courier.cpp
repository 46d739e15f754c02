#include "notify/delivery/courier.h"

#include <utility>

#include "base/log.h"
#include "notify/delivery/retry.h"

namespace openspc::notify {

Courier::Courier(db::Database& database, const base::Clock& clock, Sender& sender, std::function<void()> finished)
    : database_(database), clock_(clock), sender_(sender), finished_hook_(std::move(finished)) {}

delivery_store::Outcome Courier::outcome_of(const Finished& finished, base::Timestamp now) {
  const net::TransferResult& result = finished.result;
  if (finished.is_hopeless)
    return {.state = DeliveryState::dead, .attempts = finished.attempts, .due_at = now, .error = result.error};
  const double chance = std::uniform_real_distribution<double>()(random_);
  std::int64_t& in_a_row = in_a_row_[finished.channel];
  in_a_row = result.succeeded ? 0 : in_a_row + 1;
  const Judgement judgement =
      judge(result, {.is_mail = finished.is_mail,
                     .number = finished.attempts + 1,
                     .in_a_row = in_a_row,
                     .age = std::chrono::duration_cast<std::chrono::milliseconds>(now - finished.created_at),
                     .chance = chance});
  delivery_store::Outcome outcome{.attempts = finished.attempts + (judgement.counts ? 1 : 0),
                                  .due_at = now + judgement.pause};
  if (!result.succeeded) outcome.error = result.error;
  if (result.status != 0) outcome.status = result.status;
  switch (judgement.verdict) {
    case Verdict::delivered:
      outcome.state = DeliveryState::delivered;
      break;
    case Verdict::retry:
      outcome.state = DeliveryState::retrying;
      break;
    case Verdict::dead:
      outcome.state = DeliveryState::dead;
      break;
  }
  if (judgement.pauses_channel) paused_until_[finished.channel] = outcome.due_at;
  return outcome;
}

void Courier::record_finished(db::LeaseToken lease) {
  const std::vector<Finished> finished = finished_.with([](auto& all) { return std::exchange(all, {}); });
  if (finished.empty()) return;
  const base::Timestamp now = clock_.now();
  std::vector<std::pair<DeliveryId, delivery_store::Outcome>> outcomes;
  for (const Finished& one : finished) {
    outcomes.emplace_back(one.delivery, outcome_of(one, now));
    if (!one.result.succeeded)
      base::log::warning("notification_not_delivered", {{"delivery", one.delivery},
                                                        {"channel", one.channel},
                                                        {"attempt", one.attempts + 1},
                                                        {"reason", one.result.error}});
  }
  // A message whose fate cannot be written down is sent again, under the same key.
  for (const Finished& one : finished) under_way_.erase(one.channel);
  database_.write_now([&](db::Session& session) {
    db::Leases::require(session, {.kind = "notify", .source = 1, .token = lease});
    for (const auto& [id, outcome] : outcomes) delivery_store::record(session, id, outcome, now);
  });
}

std::vector<Courier::Ready> Courier::ready(db::Session& session, base::Timestamp now) {
  std::vector<Ready> ready;
  for (const ChannelId channel : channel_store::enabled(session)) {
    if (under_way_.contains(channel)) continue;
    if (const auto paused = paused_until_.find(channel); paused != paused_until_.end() && paused->second > now)
      continue;
    const auto delivery = delivery_store::next_due(session, channel, now);
    if (!delivery) continue;
    auto row = channel_store::find(session, channel);
    auto letter = delivery_store::letter(session, *delivery);
    if (row && letter) ready.push_back({std::move(*row), std::move(*letter)});
  }
  return ready;
}

void Courier::end_pauses() {
  paused_until_.clear();
  in_a_row_.clear();
}

void Courier::send_due() {
  std::optional<mail_server_store::Row> mail_server;
  const std::vector<Ready> all = database_.read_now([&](db::Session& session) {
    mail_server = mail_server_store::find(session);
    return ready(session, clock_.now());
  });
  for (const Ready& one : all) send(one, mail_server);
}

void Courier::send(const Ready& ready, const std::optional<mail_server_store::Row>& mail_server) {
  under_way_[ready.letter.channel_id] = ready.letter.id;
  Finished end{.channel = ready.letter.channel_id,
               .delivery = ready.letter.id,
               .is_mail = ready.channel.kind == ChannelKind::email,
               .attempts = ready.letter.attempts,
               .created_at = ready.letter.created_at};
  if (ready.letter.problem) {
    end.is_hopeless = true;
    end.result.error = *ready.letter.problem;
    finished_.lock()->push_back(std::move(end));
    return finished_hook_();
  }
  sender_.send(ready.channel, mail_server, ready.letter, [this, end](net::TransferResult result) mutable {
    // The server ends: the message waits for its next start.
    if (result.is_broken_off) return;
    end.result = std::move(result);
    finished_.lock()->push_back(std::move(end));
    finished_hook_();
  });
}

}  // namespace openspc::notify
