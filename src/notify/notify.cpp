#include "notify/notify.h"

#include "notify/desk/routes.h"

namespace openspc::notify {

Notify::Notify(db::Database& database, base::EventBus& bus, const base::Clock& clock, base::SecretVault& vault,
               const base::Config& config)
    : sender_(vault, clock, config.public_url, config.webhook_proxy),
      dispatcher_(database, bus, clock, sender_),
      channels_(database, clock, vault, sender_, [this] { dispatcher_.refresh(); }),
      rules_(database, clock, [this] { dispatcher_.refresh(); }),
      deliveries_(database, clock, [this] { dispatcher_.refresh(); }),
      mail_server_(database, clock, vault, sender_, [this] { dispatcher_.refresh(); }) {}

void Notify::stop() {
  dispatcher_.stop();
  sender_.stop();
}

void Notify::add_routes(net::Router& router) {
  add_channel_routes(router, channels_);
  add_rule_routes(router, rules_);
  add_delivery_routes(router, deliveries_);
  add_mail_server_routes(router, mail_server_);
}

}  // namespace openspc::notify
