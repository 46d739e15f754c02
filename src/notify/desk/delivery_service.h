// The log of deliveries, and what people do about dead letters. Called by the delivery routes. Reading takes a role at
// the plant of what is told, changing an engineer's there. Errors: not_found, conflict (not in a state for it),
// forbidden.
#pragma once

#include <functional>

#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "notify/delivery/delivery.h"

namespace openspc::notify {

class DeliveryService {
 public:
  DeliveryService(db::Database& database, const base::Clock& clock, std::function<void()> changed);

  base::Task<DeliveryPage> list(const net::Principal& principal, DeliveryQuery query);
  base::Task<Delivery> get(const net::Principal& principal, DeliveryId id);
  /// At once, and with all its attempts before it: dead letters and those that wait for another attempt.
  base::Task<Delivery> retry(identity::Caller caller, DeliveryId id);
  /// Off the list of dead letters.
  base::Task<Delivery> dismiss(identity::Caller caller, DeliveryId id);

 private:
  template <class Change>
  base::Task<Delivery> change(identity::Caller caller, DeliveryId id, std::string_view action, Change change);

  db::Database& db_;
  const base::Clock& clock_;
  std::function<void()> changed_;
};

}  // namespace openspc::notify
