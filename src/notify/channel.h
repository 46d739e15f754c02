// Channels: where messages go, as the API shows and receives them. Addresses of webhooks are secrets, since whoever
// knows one may write there; they are shown masked. Called by the channel routes, service and store.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/schema.h"
#include "notify/ids.h"

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
  std::int64_t waiting = 0, dead = 0;
  std::optional<base::Timestamp> last_delivered_at{};
  base::Timestamp created_at{}, updated_at{};
};
BOOST_DESCRIBE_STRUCT(Channel, (),
                      (id, name, kind, plant_id, is_enabled, masked_url, has_secret, recipients, verify_certificate,
                       ca_certificate, waiting, dead, last_delivered_at, created_at, updated_at))

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
};
BOOST_DESCRIBE_STRUCT(ChannelCreate, (),
                      (name, kind, plant_id, is_enabled, url, secret, recipients, verify_certificate, ca_certificate))

struct ChannelUpdate {
  net::Patch<std::string> name;
  net::Patch<bool> is_enabled;
  net::Patch<std::string> url, secret;
  net::Patch<std::vector<std::string>> recipients;
  net::Patch<bool> verify_certificate;
  net::Patch<std::string> ca_certificate;
};
BOOST_DESCRIBE_STRUCT(ChannelUpdate, (),
                      (name, is_enabled, url, secret, recipients, verify_certificate, ca_certificate))

template <class T>
void describe_channel_fields(net::Fields<T>& f) {
  f["name"].length(1, 100);
  f["url"].max_length(2'000).format("password").doc("Of all kinds but e-mail. Stored encrypted and never returned");
  f["secret"]
      .length(16, 200)
      .format("password")
      .doc("Signs the messages of a webhook (X-OpenSPC-Signature). Stored encrypted and never returned");
  f["recipients"].max_items(50).max_length(254).doc("Addresses of an e-mail channel");
  f["verify_certificate"].doc("Off: encrypted, but anybody may pose as the receiver");
  f["ca_certificate"].max_length(65'536).doc("PEM; nothing: the authorities that the system trusts");
}

inline void describe(net::Fields<ChannelCreate>& f) {
  describe_channel_fields(f);
  f["plant_id"].doc("Nothing: for the rules of every plant, for an admin to say");
  for (const char* member : {"is_enabled", "recipients", "verify_certificate"}) f[member].defaulted();
}

inline void describe(net::Fields<ChannelUpdate>& f) {
  describe_channel_fields(f);
  for (const char* member : {"name", "is_enabled", "url", "recipients", "verify_certificate"}) f[member].not_null();
}

struct ChannelPath {
  ChannelId channel_id{};
};
BOOST_DESCRIBE_STRUCT(ChannelPath, (), (channel_id))

/// An attempt to send a test message; one that fails is an answer, not an error.
struct ChannelTestResult {
  bool success = false;
  std::string message{};
  std::optional<std::int64_t> status{};
  double latency_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelTestResult, (), (success, message, status, latency_ms))

}  // namespace openspc::notify
