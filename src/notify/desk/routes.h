// HTTP of the notify room: channels, rules, deliveries and the mail server. Called by the room's composition.
#pragma once

#include "net/router.h"
#include "notify/desk/channel_service.h"
#include "notify/desk/delivery_service.h"
#include "notify/desk/mail_server_service.h"
#include "notify/desk/rule_service.h"

namespace openspc::notify {

void add_channel_routes(net::Router& router, ChannelService& channels);
void add_rule_routes(net::Router& router, RuleService& rules);
void add_delivery_routes(net::Router& router, DeliveryService& deliveries);
void add_mail_server_routes(net::Router& router, MailServerService& mail_server);

}  // namespace openspc::notify
