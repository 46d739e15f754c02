// Delivers what is due: one message at a time for each channel, all channels side by side, so that a slow receiver
// holds up its own messages alone. Belongs to the dispatcher's thread; `finished` is called on the transfers' thread.
#pragma once

#include <functional>
#include <map>
#include <random>
#include <vector>

#include "base/guarded.h"
#include "base/time.h"
#include "db/database.h"
#include "db/leases.h"
#include "notify/delivery/delivery_store.h"
#include "notify/delivery/sender.h"

namespace openspc::notify {

class Courier {
 public:
  Courier(db::Database& database, const base::Clock& clock, Sender& sender, std::function<void()> finished);

  /// Writes down how attempts ended.
  void record_finished(db::LeaseToken lease);
  /// Begins an attempt for each channel that has something due and nothing under way.
  void send_due();
  /// Somebody changed a channel or the queue: what made a channel pause may be over.
  void end_pauses();

 private:
  struct Finished {
    ChannelId channel{};
    DeliveryId delivery{};
    bool is_mail = false;
    std::int64_t attempts = 0;  // before this one
    base::Timestamp created_at{};
    net::TransferResult result{};
    bool is_hopeless = false;  // no further attempt can end otherwise
  };
  struct Ready {
    channel_store::Row channel{};
    delivery_store::Letter letter{};
  };

  std::vector<Ready> ready(db::Session& session, base::Timestamp now);
  void send(const Ready& ready, const std::optional<mail_server_store::Row>& mail_server);
  delivery_store::Outcome outcome_of(const Finished& finished, base::Timestamp now);

  db::Database& database_;
  const base::Clock& clock_;
  Sender& sender_;
  const std::function<void()> finished_hook_;
  std::minstd_rand random_{std::random_device{}()};
  std::map<ChannelId, DeliveryId> under_way_;
  std::map<ChannelId, base::Timestamp> paused_until_;
  std::map<ChannelId, std::int64_t> in_a_row_;  // attempts that did not succeed, since one did
  base::Guarded<std::vector<Finished>> finished_;
};

}  // namespace openspc::notify
