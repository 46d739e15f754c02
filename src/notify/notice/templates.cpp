#include "notify/notice/templates.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "net/schema.h"
#include "notify/notice/wording.h"

namespace openspc::notify {

namespace {

using boost::json::array;
using boost::json::object;

// Discord takes 6,000 characters in all embeds together: a digest shows its first entries in chats.
constexpr std::size_t kShownInChat = 4;
constexpr std::size_t kLongestValue = 100, kLongestTitle = 150;
constexpr const char* kOpenChart = "Open the chart";

std::string cut(std::string_view text, std::size_t characters) {
  std::size_t size = 0;
  for (std::size_t count = 0; size < text.size(); ++count) {
    if (count == characters) return std::string(text.substr(0, size)) + "…";
    size += std::max<std::size_t>(base::utf8_length(text.substr(size)), 1);
  }
  return std::string(text);
}

// A backslash before whatever Markdown reads as markup, and a mention broken by an invisible space.
std::string discord_text(std::string_view text, std::size_t longest) {
  std::string safe;
  for (const char c : cut(text, longest)) {
    if (std::string_view("\\*_~`|>[]()#").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
    if (c == '@' || c == '<') safe += "\u200b";
  }
  return safe;
}

std::string slack_text(std::string_view text, std::size_t longest) {
  std::string safe;
  for (const char c : cut(text, longest)) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

// Adaptive Cards read a part of Markdown in their texts.
std::string teams_text(std::string_view text, std::size_t longest) {
  std::string safe;
  for (const char c : cut(text, longest)) {
    if (std::string_view("\\*_[]()#`").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

int color_of(const Alert& alert) {
  switch (alert.event) {
    case EventKind::violation:
      return alert.severity == Severity::CRITICAL ? 0xD92D20 : 0xF79009;
    case EventKind::no_data:
    case EventKind::connection_lost:
      return 0xF79009;
    case EventKind::acknowledgement:
    case EventKind::data_resumed:
    case EventKind::connection_back:
      return 0x12B76A;
    case EventKind::limits:
    case EventKind::test:
      break;
  }
  return 0x2E90FA;
}

std::string_view teams_color(const Alert& alert) {
  switch (color_of(alert)) {
    case 0xD92D20:
      return "attention";
    case 0xF79009:
      return "warning";
    case 0x12B76A:
      return "good";
    default:
      return "accent";
  }
}

std::string left_out(const Notice& notice) {
  const auto shown = static_cast<std::int64_t>(std::min(notice.alerts.size(), kShownInChat));
  return notice.alert_count > shown ? "… and " + std::to_string(notice.alert_count - shown) + " more." : "";
}

std::span<const Alert> shown(const Notice& notice) {
  return std::span(notice.alerts).first(std::min(notice.alerts.size(), kShownInChat));
}

}  // namespace

WebhookMessage webhook_message(const Notice& notice, std::string_view delivery_key, base::Timestamp created_at) {
  return {.id = std::string(delivery_key),
          .event = event_word(notice),
          .created_at = created_at,
          .rule = notice.rule,
          .escalation_level = notice.level,
          .text = headline(notice),
          .alert_count = notice.alert_count,
          .alerts = notice.alerts};
}

std::string webhook_body(const Notice& notice, std::string_view delivery_key, base::Timestamp created_at) {
  return net::to_json_text(webhook_message(notice, delivery_key, created_at));
}

object discord_body(const Notice& notice) {
  array embeds;
  for (const Alert& alert : shown(notice)) {
    array fields;
    for (const auto& [name, value] : facts(alert))
      fields.push_back(
          object{{"name", name}, {"value", discord_text(value, kLongestValue)}, {"inline", value.size() < 30}});
    embeds.push_back(object{{"title", discord_text(headline(alert), kLongestTitle)},
                            {"color", color_of(alert)},
                            {"fields", std::move(fields)},
                            {"timestamp", base::to_iso8601(alert.occurred_at)},
                            {"footer", object{{"text", "OpenSPC · " + cut(notice.rule, 100)}}}});
    if (alert.url) embeds.back().as_object()["url"] = *alert.url;
  }
  std::string content = discord_text(headline(notice), kLongestTitle);
  for (const std::string& line : {remark(notice), left_out(notice)})
    if (!line.empty()) content += "\n" + line;
  return {{"username", "OpenSPC"},
          {"content", content},
          {"embeds", std::move(embeds)},
          {"allowed_mentions", object{{"parse", array{}}}}};
}

object slack_body(const Notice& notice) {
  array blocks;
  const auto text = [](std::string_view kind, std::string words) {
    return object{{"type", kind}, {"text", std::move(words)}};
  };
  blocks.push_back(
      object{{"type", "header"}, {"text", object{{"type", "plain_text"}, {"text", cut(headline(notice), 140)}}}});
  if (const std::string words = remark(notice); !words.empty())
    blocks.push_back(object{{"type", "section"}, {"text", text("mrkdwn", words)}});
  for (const Alert& alert : shown(notice)) {
    array fields;
    for (const auto& [name, value] : facts(alert))
      if (fields.size() < 10) fields.push_back(text("mrkdwn", "*" + name + "*\n" + slack_text(value, kLongestValue)));
    object section{{"type", "section"}, {"fields", std::move(fields)}};
    if (notice.alert_count > 1)
      section["text"] = text("mrkdwn", "*" + slack_text(headline(alert), kLongestTitle) + "*");
    if (alert.url)
      section["accessory"] = object{{"type", "button"}, {"text", text("plain_text", kOpenChart)}, {"url", *alert.url}};
    blocks.push_back(std::move(section));
  }
  if (const std::string words = left_out(notice); !words.empty())
    blocks.push_back(object{{"type", "section"}, {"text", text("mrkdwn", words)}});
  blocks.push_back(
      object{{"type", "context"}, {"elements", array{text("mrkdwn", "OpenSPC · " + slack_text(notice.rule, 100))}}});
  return {{"text", slack_text(headline(notice), kLongestTitle)}, {"blocks", std::move(blocks)}};
}

object teams_body(const Notice& notice) {
  array body;
  body.push_back(object{{"type", "TextBlock"},
                        {"text", teams_text(headline(notice), kLongestTitle)},
                        {"size", "Medium"},
                        {"weight", "Bolder"},
                        {"wrap", true},
                        {"color", notice.alerts.empty() ? "accent" : teams_color(notice.alerts.front())}});
  const auto paragraph = [&](std::string words, bool bold) {
    body.push_back(object{
        {"type", "TextBlock"}, {"text", std::move(words)}, {"wrap", true}, {"weight", bold ? "Bolder" : "Default"}});
  };
  if (const std::string words = remark(notice); !words.empty()) paragraph(words, false);
  for (const Alert& alert : shown(notice)) {
    if (notice.alert_count > 1) paragraph(teams_text(headline(alert), kLongestTitle), true);
    array rows;
    for (const auto& [name, value] : facts(alert))
      rows.push_back(object{{"title", name}, {"value", teams_text(value, kLongestValue)}});
    body.push_back(object{{"type", "FactSet"}, {"facts", std::move(rows)}});
    if (alert.url)
      body.push_back(
          object{{"type", "ActionSet"},
                 {"actions", array{object{{"type", "Action.OpenUrl"}, {"title", kOpenChart}, {"url", *alert.url}}}}});
  }
  if (const std::string words = left_out(notice); !words.empty()) paragraph(words, false);
  object card{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
              {"type", "AdaptiveCard"},
              {"version", "1.4"},
              {"body", std::move(body)}};
  return {{"type", "message"},
          {"attachments", array{object{{"contentType", "application/vnd.microsoft.card.adaptive"},
                                       {"contentUrl", nullptr},
                                       {"content", std::move(card)}}}}};
}

}  // namespace openspc::notify
