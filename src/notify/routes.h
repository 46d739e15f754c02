// HTTP of the notify room: channels, rules, deliveries and the mail server. Called by the room's composition.
#pragma once

#include "net/router.h"
#include "notify/channel_service.h"
#include "notify/delivery_service.h"
#include "notify/mail_server_service.h"
#include "notify/rule_service.h"

namespace openspc::notify {

void add_channel_routes(net::Router& router, ChannelService& channels);
void add_rule_routes(net::Router& router, RuleService& rules);
void add_delivery_routes(net::Router& router, DeliveryService& deliveries);
void add_mail_server_routes(net::Router& router, MailServerService& mail_server);

}  // namespace openspc::notify
