#include "identity/caller.h"
#include "notify/desk/routes.h"

namespace openspc::notify {

using identity::Caller;
using net::Access;
using net::Role;

void add_delivery_routes(net::Router& router, DeliveryService& service) {
  const net::RouteGroup deliveries =
      router.group("/api/v1/notifications/deliveries", "notifications", Access::any_plant(Role::engineer)).strict();

  deliveries.get("", "listNotificationDeliveries", "The log of deliveries, newest first")
      .handle([&service](const net::Principal& caller, net::Query<DeliveryQuery> query) {
        return service.list(caller, *query);
      });
  deliveries.get("/{delivery_id}", "getNotificationDelivery", "One delivery")
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<DeliveryPath> path) {
        return service.get(caller, path->delivery_id);
      });
  deliveries.post("/{delivery_id}/retry", "retryNotificationDelivery", "Send a message that failed again, now")
      .fails({404, 409})
      .handle([&service](Caller caller, net::Path<DeliveryPath> path) {
        return service.retry(std::move(caller), path->delivery_id);
      });
  deliveries.post("/{delivery_id}/dismiss", "dismissNotificationDelivery", "Give a message up")
      .fails({404, 409})
      .handle([&service](Caller caller, net::Path<DeliveryPath> path) {
        return service.dismiss(std::move(caller), path->delivery_id);
      });
}

}  // namespace openspc::notify
