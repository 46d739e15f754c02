// The bodies that channels want: our own JSON for webhooks, and the message formats of Discord, Slack and Teams. What
// people and machines wrote stands in them as text and never as markup or a mention. Pure functions.
// Formats: Discord "Execute Webhook", Slack "Incoming webhooks" with Block Kit, Teams workflows with Adaptive
// Cards 1.4.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "notify/notice/alert.h"

namespace openspc::notify {

/// What a webhook gets that has no template of its own.
struct WebhookMessage {
  std::string id{}, event{};
  base::Timestamp created_at{};
  std::string rule{};
  std::int64_t escalation_level = 0;
  std::string text{};
  std::int64_t alert_count = 1;
  std::vector<Alert> alerts{};
};
BOOST_DESCRIBE_STRUCT(WebhookMessage, (), (id, event, created_at, rule, escalation_level, text, alert_count, alerts))

WebhookMessage webhook_message(const Notice& notice, std::string_view delivery_key, base::Timestamp created_at);
/// As text: its numbers are those of the API.
std::string webhook_body(const Notice& notice, std::string_view delivery_key, base::Timestamp created_at);
boost::json::object discord_body(const Notice& notice);
boost::json::object slack_body(const Notice& notice);
boost::json::object teams_body(const Notice& notice);

}  // namespace openspc::notify
