#include "identity/caller.h"
#include "notify/routes.h"

namespace openspc::notify {

using identity::Caller;
using net::Access;
using net::Role;

void add_delivery_routes(net::Router& router, DeliveryService& deliveries) {
  router.add(net::get("/api/v1/notifications/deliveries")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("listNotificationDeliveries")
                 .summary("The log of deliveries, newest first")
                 .handle([&deliveries](net::Request& r, net::Query<DeliveryQuery> query) -> base::Task<DeliveryPage> {
                   co_return co_await deliveries.list(r.principal(), *query);
                 }));
  router.add(net::get("/api/v1/notifications/deliveries/{delivery_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("getNotificationDelivery")
                 .summary("One delivery")
                 .fails({404})
                 .handle([&deliveries](net::Request& r, net::Path<DeliveryPath> path) -> base::Task<Delivery> {
                   co_return co_await deliveries.get(r.principal(), path->delivery_id);
                 }));
  router.add(net::post("/api/v1/notifications/deliveries/{delivery_id}/retry")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("retryNotificationDelivery")
                 .summary("Send a message that failed again, now")
                 .fails({404, 409})
                 .handle([&deliveries](net::Request& r, net::Path<DeliveryPath> path) -> base::Task<Delivery> {
                   Caller caller = Caller::of(r);
                   co_return co_await deliveries.retry(std::move(caller), path->delivery_id);
                 }));
  router.add(net::post("/api/v1/notifications/deliveries/{delivery_id}/dismiss")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("dismissNotificationDelivery")
                 .summary("Give a message up")
                 .fails({404, 409})
                 .handle([&deliveries](net::Request& r, net::Path<DeliveryPath> path) -> base::Task<Delivery> {
                   Caller caller = Caller::of(r);
                   co_return co_await deliveries.dismiss(std::move(caller), path->delivery_id);
                 }));
}

}  // namespace openspc::notify
