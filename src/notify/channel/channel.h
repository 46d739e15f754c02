// Channels: where messages go, as the API shows and receives them. Addresses of webhooks are secrets, since whoever
// knows one may write there; they are shown masked. Called by the channel routes, service and store.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/schema.h"
#include "notify/channel/webhook_header.h"
#include "notify/notice/body_template.h"
#include "notify/notice/ids.h"

namespace openspc::notify {

enum class ChannelKind { webhook, email, discord, slack, teams };
BOOST_DESCRIBE_ENUM(ChannelKind, webhook, email, discord, slack, teams)

struct Channel {
  ChannelId id{};
  std::string name{};
  ChannelKind kind = ChannelKind::webhook;
  std::optional<base::PlantId> plant_id{};
  bool is_enabled = true;
  std::optional<std::string> masked_url{};
  bool has_secret = false;
  std::vector<std::string> recipients{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};  // PEM
  std::vector<WebhookHeader> headers{};
  bool has_bearer_token = false;
  BodyFormat body_format = BodyFormat::json;
  std::optional<std::string> body_template{};
  std::int64_t waiting = 0, dead = 0;
  std::optional<base::Timestamp> last_delivered_at{};
  base::Timestamp created_at{}, updated_at{};
};
BOOST_DESCRIBE_STRUCT(Channel, (),
                      (id, name, kind, plant_id, is_enabled, masked_url, has_secret, recipients, verify_certificate,
                       ca_certificate, headers, has_bearer_token, body_format, body_template, waiting, dead,
                       last_delivered_at, created_at, updated_at))

inline void describe(net::Fields<Channel>& f) {
  f["masked_url"].doc("Scheme and host of the stored URL");
  f["waiting"].doc("Messages that are queued, held or tried again");
  f["dead"].doc("Messages that were given up and that nobody has dismissed");
}

struct ChannelList {
  std::vector<Channel> items{};
};
BOOST_DESCRIBE_STRUCT(ChannelList, (), (items))

struct ChannelCreate {
  std::string name{};
  ChannelKind kind = ChannelKind::webhook;
  std::optional<base::PlantId> plant_id{};
  bool is_enabled = true;
  std::optional<std::string> url{}, secret{};
  std::vector<std::string> recipients{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};
  std::vector<WebhookHeader> headers{};
  std::optional<std::string> bearer_token{};
  BodyFormat body_format = BodyFormat::json;
  std::optional<std::string> body_template{};
};
BOOST_DESCRIBE_STRUCT(ChannelCreate, (),
                      (name, kind, plant_id, is_enabled, url, secret, recipients, verify_certificate, ca_certificate,
                       headers, bearer_token, body_format, body_template))

template <class T>
void describe_body_template(net::Fields<T>& f) {
  f["body_template"].length(1, 20'000).doc(
      "The body of a webhook's messages, with placeholders such as {{text}} and {{alert.value}}; nothing: a JSON "
      "object "
      "with all of them");
}

inline void describe(net::Fields<ChannelCreate>& f) {
  f["name"].length(1, 100);
  f["url"].max_length(2'000).format("password").doc("Of all kinds but e-mail. Stored encrypted and never returned");
  f["secret"]
      .length(16, 200)
      .format("password")
      .doc("Signs the messages of a webhook (X-OpenSPC-Signature). Stored encrypted and never returned");
  f["recipients"].max_items(50).max_length(254).doc("Addresses of an e-mail channel");
  f["verify_certificate"].doc("Off: encrypted, but anybody may pose as the receiver");
  f["ca_certificate"].max_length(65'536).doc("PEM; nothing: the authorities that the system trusts");
  f["headers"]
      .max_items(kMostHeaders)
      .doc("Sent with each message of a webhook, and shown to whoever sees the channel");
  f["bearer_token"]
      .length(1, 4'000)
      .format("password")
      .doc("Sent as Authorization: Bearer by a webhook. Stored encrypted and never returned");
  f["body_format"].doc(
      "What a template makes: application/json, text/plain or application/x-www-form-urlencoded. Without a template: "
      "json");
  describe_body_template(f);
  f["plant_id"].doc("Nothing: for the rules of every plant, for an admin to say");
  for (const char* member : {"is_enabled", "recipients", "verify_certificate", "headers", "body_format"})
    f[member].defaulted();
}

struct ChannelUpdate : net::PatchOf<ChannelCreate, &ChannelCreate::kind, &ChannelCreate::plant_id> {};

inline void describe(net::Fields<ChannelUpdate>& f) {
  f["url"].not_null();
}

struct ChannelPath {
  ChannelId channel_id{};
};
BOOST_DESCRIBE_STRUCT(ChannelPath, (), (channel_id))

struct BodyPreviewRequest {
  BodyFormat body_format = BodyFormat::json;
  std::optional<std::string> body_template{};
};
BOOST_DESCRIBE_STRUCT(BodyPreviewRequest, (), (body_format, body_template))

inline void describe(net::Fields<BodyPreviewRequest>& f) {
  f["body_format"].defaulted();
  describe_body_template(f);
}

/// What a webhook would send for a violation.
struct BodyPreview {
  std::string content_type{}, body{};
  std::vector<std::string> placeholders{};
};
BOOST_DESCRIBE_STRUCT(BodyPreview, (), (content_type, body, placeholders))

inline void describe(net::Fields<BodyPreview>& f) {
  f["placeholders"].doc("All that a template may name");
}

/// An attempt to send a test message; one that fails is an answer, not an error.
struct ChannelTestResult {
  bool success = false;
  std::string message{};
  std::optional<std::int64_t> status{};
  double latency_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelTestResult, (), (success, message, status, latency_ms))

}  // namespace openspc::notify
