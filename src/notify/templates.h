// The bodies that channels want: our own JSON for webhooks, and the message formats of Discord, Slack and Teams. What
// people and machines wrote stands in them as text and never as markup or a mention. Pure functions.
// Formats: Discord "Execute Webhook", Slack "Incoming webhooks" with Block Kit, Teams workflows with Adaptive
// Cards 1.4.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "base/time.h"
#include "notify/alert.h"

namespace openspc::notify {

/// As text: its numbers are those of the API.
std::string webhook_body(const Notice& notice, std::string_view delivery_key, base::Timestamp created_at);
boost::json::object discord_body(const Notice& notice);
boost::json::object slack_body(const Notice& notice);
boost::json::object teams_body(const Notice& notice);

}  // namespace openspc::notify
