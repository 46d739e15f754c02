#include "notify/desk/delivery_service.h"

#include <utility>

#include "identity/audit.h"
#include "notify/delivery/delivery_store.h"
#include "notify/desk/rights.h"

namespace openspc::notify {
namespace {

constexpr std::string_view kDeliveryNoun = "Delivery";

}  // namespace

DeliveryService::DeliveryService(db::Database& database, const base::Clock& clock, std::function<void()> changed)
    : db_(database), clock_(clock), changed_(std::move(changed)) {}

base::Task<DeliveryPage> DeliveryService::list(const net::Principal& principal, DeliveryQuery query) {
  auto read = [&](db::Session& session) {
    return delivery_store::list(session, plants::seen_or_shared(principal, "d.plant_id"), query);
  };
  co_return co_await db_.read(read);
}

base::Task<Delivery> DeliveryService::get(const net::Principal& principal, DeliveryId id) {
  auto read = [&](db::Session& session) {
    return require_seen(delivery_store::find(session, id), principal, kDeliveryNoun, id);
  };
  co_return co_await db_.read(read);
}

template <class Change>
base::Task<Delivery> DeliveryService::change(identity::Caller caller, DeliveryId id, std::string_view action,
                                             Change change) {
  auto job = [&](db::Session& session) {
    const Delivery delivery = require_own(delivery_store::find(session, id), caller.principal, kDeliveryNoun, id);
    change(session, delivery);
    identity::audit::record(session, caller, action,
                            {"notification_delivery", std::to_string(id.value), delivery.plant_id},
                            {{"subject", delivery.subject}});
    session.after_commit(changed_);
    return delivery_store::find(session, id).value();
  };
  co_return co_await db_.write(job);
}

base::Task<Delivery> DeliveryService::retry(identity::Caller caller, DeliveryId id) {
  auto requeue = [this](db::Session& session, const Delivery& delivery) {
    if (delivery.state != DeliveryState::dead && delivery.state != DeliveryState::retrying)
      throw base::conflict("Only a message that failed can be sent again");
    delivery_store::requeue(session, delivery.id, clock_.now());
  };
  co_return co_await change(std::move(caller), id, "notification_delivery.retried", requeue);
}

base::Task<Delivery> DeliveryService::dismiss(identity::Caller caller, DeliveryId id) {
  auto dismissed = [this](db::Session& session, const Delivery& delivery) {
    if (delivery.state != DeliveryState::dead && delivery.state != DeliveryState::retrying)
      throw base::conflict("Only a message that failed can be dismissed");
    delivery_store::dismiss(session, delivery.id, clock_.now());
  };
  co_return co_await change(std::move(caller), id, "notification_delivery.dismissed", dismissed);
}

}  // namespace openspc::notify
